"""Template files: those that come with the program, and a user's own, which stand over them one by one.

What they say is for `rendering`; here they are found, listed and copied.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from publisher.config.errors import nearest
from publisher.errors import InputError, OutputError

Folders = tuple[Path, ...]
# The area whose folders are looks: what `template` in [[digests]] names.
DIGEST = "digest"
State = Literal["shipped", "own", "same", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """A template, by its path below `templates/`.

    `shipped`: the program's is used. `own`: the user's stands over it; `same`: and says the same. `added`: only the
    user's folder has it.
    """

    path: str
    state: State

    @property
    def area(self) -> str:
        """What it is for: the first folder of its path."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied: paths below the user's folder, and which of them were there before."""

    folder: Path
    paths: tuple[str, ...]
    replaced: tuple[str, ...]


def own_folder(settings_file: Path) -> Path:
    """Return where a user's own templates are, whether or not there are any: beside the settings."""
    return settings_file.absolute().parent / "templates"


def looks(folders: Folders) -> tuple[str, ...]:
    """Return the names that `template` may have: the folders of `digest/` in any of *folders*, sorted."""
    found = {
        one.name
        for folder in folders
        if (folder / DIGEST).is_dir()
        for one in (folder / DIGEST).iterdir()
        if one.is_dir() and not one.name.startswith((".", "_"))
    }
    return tuple(sorted(found))


def files(own: Path, shipped: Path) -> tuple[TemplateFile, ...]:
    """Return every template that there is, by path."""
    ours, theirs = _below(shipped), _below(own)
    return tuple(
        TemplateFile(path=path, state=_state(ours.get(path), theirs.get(path)))
        for path in sorted(ours.keys() | theirs.keys())
    )


def copy(
    shipped: Path, own: Path, name: str, *, new_name: str = "", shared: bool = False, force: bool = False
) -> Copied:
    """Copy what *name* stands for into the user's folder: a look, an area, or one file; return what was written.

    A look may get a *new_name*, and with *shared* comes what all looks share. Nothing is overwritten without *force*:
    OutputError names what is there already, and then nothing is written. InputError for what is no template.
    """
    ours = _below(shipped)
    chosen = tuple(_named(name, ours))
    if not chosen:
        raise InputError(_no_such(name, looks((shipped,)), ours))
    pairs = {path: _renamed(path, name, new_name) for path in chosen}
    if shared:
        pairs |= {path: path for path in shared_parts(ours)}
    there = tuple(path for path in pairs.values() if (own / path).exists())
    if there and not force:
        raise OutputError(f"{own / there[0]}: is there already{_more(there)}; --force replaces what is there")
    for source, target in pairs.items():
        _copy_file(ours[source], own / target)
    return Copied(folder=own, paths=tuple(pairs.values()), replaced=there)


def shared_parts(paths: Iterable[str]) -> tuple[str, ...]:
    """Return what all looks share, of template *paths*: the files of `digest/` that are in no look."""
    return tuple(path for path in paths if path.startswith(f"{DIGEST}/") and path.count("/") == 1)


def _below(folder: Path) -> Mapping[str, Path]:
    """Return the files below a folder by their path in it; no backups of editors, nothing hidden."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: found[name] for name in sorted(found) if not _is_left_over(name)}


def _is_left_over(name: str) -> bool:
    return name.endswith("~") or any(part.startswith((".", "#")) for part in name.split("/"))


def _state(ours: Path | None, theirs: Path | None) -> State:
    if ours is None:
        return "added"
    if theirs is None:
        return "shipped"
    return "same" if ours.read_bytes() == theirs.read_bytes() else "own"


def _named(name: str, paths: Iterable[str]) -> Iterator[str]:
    """Yield the *paths* that *name* stands for: a look, an area, a file."""
    name = name.removeprefix("templates/").strip("/")
    for path in paths:
        if path == name or path.startswith((f"{name}/", f"{DIGEST}/{name}/")):
            yield path


def _renamed(path: str, name: str, new_name: str) -> str:
    return path.replace(f"{DIGEST}/{name}/", f"{DIGEST}/{new_name}/", 1) if new_name else path


def _no_such(name: str, names: tuple[str, ...], paths: Iterable[str]) -> str:
    areas = sorted({path.partition("/")[0] for path in paths})
    hint = nearest(name, [*names, *areas, *paths])
    there = f"there are the looks {', '.join(names)}, the areas {', '.join(areas)}"
    return f"no such template: {name}{hint}; {there}, and each file that publisher templates list shows"


def _more(there: tuple[str, ...]) -> str:
    return f", and so {'is' if len(there) == 2 else 'are'} {len(there) - 1} more" if there[1:] else ""


def _copy_file(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from error
