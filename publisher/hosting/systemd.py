"""A unit with which systemd runs the service: absolute paths, and no more rights than it needs. It reads the template.

Written by systemd.unit(5), systemd.service(5) and systemd.exec(5).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import InputError
from publisher.rendering.environment import render

HOMES = ("/home", "/root", "/run/user")
TEMPORARY = ("/tmp", "/var/tmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the program and a publication are, all paths absolute.

    `command` starts the service; `writes` are the folders that it writes to, `reads` what else it has to reach.
    """

    title: str
    command: tuple[str, ...]
    settings: Path
    writes: tuple[Path, ...]
    reads: tuple[Path, ...]
    postgresql: bool


def unit(templates: tuple[Path, ...], installation: Installation, *, user: str, name: str) -> str:
    """Return the unit; InputError for a path or title that a unit cannot hold."""
    folder = installation.settings.parent
    paths = (*installation.writes, *installation.reads, folder, Path(installation.command[0]))
    context: dict[str, object] = {
        "title": _escaped("[site] title", " ".join(installation.title.split())),
        "name": name,
        "command": " ".join(_word(word) for word in installation.command),
        "folder": _path(folder),
        "user": user,
        "writable": [_path(path, quoted=True) for path in _outermost(installation.writes)],
        "postgresql": installation.postgresql,
        "at_home": any(path.is_relative_to(home) for path in paths for home in HOMES),
        "in_tmp": any(path.is_relative_to(folder) for path in paths for folder in TEMPORARY),
    }
    return render(templates, "hosting/publisher.service", context)


def _outermost(paths: tuple[Path, ...]) -> list[Path]:
    """Return the paths that lie within no other, each once, in order."""
    found = dict.fromkeys(paths)
    return [
        path for path in found if not any(path != other and path.is_relative_to(other) for other in found)
    ]


def _escaped(what: str, text: str) -> str:
    """Return *text* with what systemd would replace doubled; InputError where it cannot stand in a unit at all."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise InputError(f"{what}: {text!r}: a unit cannot hold control characters; rename it")
    return text.replace("%", "%%")


def _path(path: Path, *, quoted: bool = False) -> str:
    text = _escaped("path", str(path))
    return _quoted(text) if quoted else text


def _word(word: str) -> str:
    """Return a word of a command line: quoted where it has to be, and without variables."""
    return _quoted(_escaped("path", word).replace("$", "$$"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if re.search(r"""[\s"';\\]""", text) else text
