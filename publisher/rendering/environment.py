"""Jinja as we use it: strict, escaping, and with every fault named by template and line."""

from functools import lru_cache
from pathlib import Path
from types import TracebackType

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.errors import TemplateError
from publisher.rendering.plaintext import heading_rule, wrap
from publisher.rendering.strings import NoSuchStringError
from publisher.rendering.trace import Tracer

Folders = tuple[Path, ...]


@lru_cache(maxsize=16)
def environment(folders: Folders, *, traced: bool = False) -> Environment:
    """Return the environment of *folders*, searched in order; `traced` marks where each line comes from."""
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=_escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Tracer] if traced else [],
    )
    environment.filters["wrap"] = wrap
    environment.filters["rule"] = heading_rule
    return environment


def render(folders: Folders, name: str, context: dict[str, object], *, traced: bool = False) -> str:
    """Return template *name* filled in. Raises TemplateError, naming file and line, for a fault in it."""
    try:
        return environment(folders, traced=traced).get_template(name).render(context)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(_not_found(error, folders)) from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{error.filename or name}:{error.lineno}: {error.message}") from error
    except Exception as error:
        place = _place(error, folders)
        if not place:
            raise
        raise TemplateError(f"{place}: {error}") from error


def source(folders: Folders, name: str) -> bytes:
    """Return a file served as it is, from the first folder that has it. Raises TemplateError for none."""
    for folder in folders:
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError:
            continue
    raise TemplateError(_missing(name, folders))


def _escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


def _missing(name: str, folders: Folders) -> str:
    return f"no such template: {name} (looked in {', '.join(map(str, folders))})"


def _not_found(error: jinja2.TemplateNotFound, folders: Folders) -> str:
    frames = _template_frames(error.__traceback__, folders)
    missing = _missing(f"{error.name}", folders)
    return f"{frames[-1][0]}: {missing}" if frames else missing


def _place(error: Exception, folders: Folders) -> str:
    """Return `file:line` of a fault in a template; "" for a fault in code that the template called."""
    frames = _template_frames(error.__traceback__, folders)
    if not frames:
        return ""
    place, innermost = frames[-1]
    blames_template = innermost or isinstance(error, (jinja2.TemplateError, NoSuchStringError))
    return place if blames_template else ""


def _template_frames(traceback: TracebackType | None, folders: Folders) -> list[tuple[str, bool]]:
    """Return `file:line` of every frame that is a template's, and whether it is the innermost of all."""
    frames = []
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if any(file.startswith(f"{folder}/") for folder in folders):
            frames.append((f"{file}:{traceback.tb_lineno}", traceback.tb_next is None))
        traceback = traceback.tb_next
    return frames
