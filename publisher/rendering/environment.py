"""Jinja as we use it: strict, escaping, and with every fault named by template and line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType, TracebackType

import jinja2
from jinja2 import Environment, FileSystemLoader

from publisher.errors import TemplateError
from publisher.rendering.faults import NOT_GIVEN, KnownWords, Undefined, nearest, run_fault, syntax_fault
from publisher.rendering.plaintext import heading_rule, wrap
from publisher.rendering.strings import NoSuchStringError
from publisher.rendering.trace import Tracer

Folders = tuple[Path, ...]


class Loader(FileSystemLoader):
    """Reads templates from folders, and names a file that cannot be read."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its file, and whether that is still what was read. Raises TemplateError."""
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            raise
        except (OSError, UnicodeDecodeError) as error:
            files = (Path(folder, template) for folder in self.searchpath)
            file = next((file for file in files if file.exists()), Path(template))
            raise TemplateError(_unreadable(file, error)) from error


@lru_cache(maxsize=16)
def environment(folders: Folders, *, traced: bool = False) -> Environment:
    """Return the environment of *folders*, searched in order; `traced` marks where each line comes from."""
    environment = Environment(
        loader=Loader([str(folder) for folder in folders]),
        autoescape=_escapes,
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[KnownWords, Tracer] if traced else [KnownWords],
    )
    environment.filters["wrap"] = wrap
    environment.filters["rule"] = heading_rule
    return environment


def forget_templates() -> None:
    """Have every template looked for again: one of the user's own may now stand before another that was read."""
    environment.cache_clear()


def render(folders: Folders, name: str, context: dict[str, object], *, traced: bool = False) -> str:
    """Return template *name* filled in. Raises TemplateError, naming file and line, for a fault in it."""
    jinja = environment(folders, traced=traced)
    try:
        return jinja.get_template(name).render(context)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(_not_found(error, folders, jinja)) from error
    except jinja2.TemplateSyntaxError as error:
        line, reason = syntax_fault(error, jinja)
        raise TemplateError(f"{error.filename or name}:{line}: {reason}") from error
    except TemplateError:
        raise
    except Exception as error:
        frames = _template_frames(error.__traceback__, folders)
        said = _said(error, frames, folders)
        if said:
            raise TemplateError(said) from error
        if frames:
            error.add_note(f"in the template {frames[-1].place}")
        raise


def source(folders: Folders, name: str) -> bytes:
    """Return a file served as it is, from the first folder that has it. Raises TemplateError for none."""
    for folder in folders:
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError:
            continue
    raise TemplateError(_missing(name, folders))


def _escapes(name: str | None) -> bool:
    return name is None or not name.endswith((".txt", ".service"))


def _missing(name: str, folders: Folders, hint: str = "") -> str:
    return f"no such template: {name}{hint} (looked in {', '.join(map(str, folders))})"


def _not_found(error: jinja2.TemplateNotFound, folders: Folders, jinja: Environment) -> str:
    frames = _template_frames(error.__traceback__, folders)
    gone = f"{error.name}"
    if not frames:
        return _missing(gone, folders)
    return f"{frames[-1].place}: {_missing(gone, folders, nearest(gone, jinja.list_templates()))}"


def _unreadable(file: Path, error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, OSError):
        return f"{file}: cannot be read: {error.strerror}"
    line = error.object[: error.start].count(b"\n") + 1
    return f"{file}:{line}: not UTF-8: save it in that coding"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFrame:
    """A line of a template that was being filled in; `last` is true where nothing was called from it."""

    file: str
    line: int
    frame: FrameType
    last: bool

    @property
    def place(self) -> str:
        """The file and line, as `file:line`."""
        return f"{self.file}:{self.line}"


def _said(error: Exception, frames: list[TemplateFrame], folders: Folders) -> str:
    """Return `file:line: reason` of a fault in a template; "" for a fault of ours in what the template called.

    Whoever wrote a template of their own called us in a way that we do not know: then it is a fault in that.
    """
    if not frames:
        return ""
    here = frames[-1]
    if isinstance(error, jinja2.UndefinedError) and NOT_GIVEN.fullmatch(str(error)) and frames[1:]:
        return f"{frames[-2].place}: {error}, and is used in {here.place}"
    if here.last or isinstance(error, (jinja2.TemplateError, NoSuchStringError, RecursionError)):
        return f"{here.place}: {run_fault(error, here.frame)}"
    if any(here.file.startswith(f"{folder}/") for folder in folders[:-1]):
        return f"{here.place}: what it calls here fails: {type(error).__name__}: {error}"
    return ""


def _template_frames(traceback: TracebackType | None, folders: Folders) -> list[TemplateFrame]:
    """Return every line of a template that was being filled in, the outermost first."""
    frames = []
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if any(file.startswith(f"{folder}/") for folder in folders):
            frames.append(
                TemplateFrame(
                    file=file,
                    line=traceback.tb_lineno,
                    frame=traceback.tb_frame,
                    last=traceback.tb_next is None,
                )
            )
        traceback = traceback.tb_next
    return frames
