"""What the editor says of single posts: `themes.tsv` beside the settings, to be versioned with them.

A line is a post's guid (or path), a tab, a theme's slug or name (`-` for none); what follows another tab is for
people. Lines that begin with `# ` are comments.
"""

import codecs
import os
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from publisher.errors import SettingsError, nearest
from publisher.model import Notice, Theme
from publisher.themes.tags import Tags

NAME = "themes.tsv"
NONE = "-"
_HEADER = "# Where the editor put posts: guid, theme (- for none), title. Edit it, or let publisher themes set do so."


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The theme's slug, "" for none, of each post by guid or path, with its line; and what could not be understood."""

    file: Path
    themes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    def find(self, guid: str, source: str, path: str) -> str | None:
        """Return the theme that the editor gave a post, None where they gave none."""
        return next((self.themes[name] for name in names_of(guid, source, path) if name in self.themes), None)

    def without_post(self, names: Container[str]) -> tuple[Notice, ...]:
        """Return a notice for each line whose post is none of *names*."""
        return tuple(
            Notice(path=str(self.file), line=line, reason=f"no such post: {name}")
            for name, line in self.lines.items()
            if name not in names
        )


def names_of(guid: str, source: str, path: str) -> tuple[str, str, str]:
    """Return what a line may call a post, the best first."""
    return guid, f"{source}/{path}", path


def corrections_file(settings_file: Path) -> Path:
    """Return where the corrections are for these settings."""
    return settings_file.absolute().with_name(NAME)


def read_corrections(file: Path, themes: tuple[Theme, ...]) -> Corrections:
    """Return what *file* says, nothing where there is none; a line of no use gives a notice.

    SettingsError where the file cannot be read.
    """
    tags = Tags(themes)
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    notices = []
    for number, line in enumerate(_File.read(file).lines, 1):
        if not line.strip() or _is_comment(line):
            continue
        post, tab, rest = line.partition("\t")
        name = rest.partition("\t")[0].strip()
        slug = tags.find(name)
        if slug or name == NONE:
            found[post.strip()] = slug
            lines[post.strip()] = number
        else:
            reason = _remedy(name, themes) if tab else "no tab: allowed is a guid, a tab and a theme"
            notices.append(Notice(path=str(file), line=number, reason=reason))
    return Corrections(file=file, themes=found, lines=lines, notices=tuple(notices))


def _remedy(name: str, themes: tuple[Theme, ...]) -> str:
    names = [theme.slug for theme in themes]
    hint = nearest(name, names) or f"; there are: {', '.join(names) or 'none'}"
    return f"no such theme: {name}{hint}"


def write_correction(file: Path, names: Sequence[str], theme: str | None, title: str) -> bool:
    """Write what the editor says of the post with these *names*, the first being its guid: a slug, "" for no theme.

    None takes back what they said; returns whether they had said anything. Every other line stays as it is.
    SettingsError where the file cannot be written.
    """
    before = _File.read(file)
    lines = [
        line for line in before.lines if _is_comment(line) or line.partition("\t")[0].strip() not in names
    ]
    spoke = len(lines) < len(before.lines)
    if theme is not None:
        lines.append(f"{names[0]}\t{theme or NONE}\t{title}")
    if spoke or theme is not None:
        replace(before, lines=tuple(lines or ()) if before.lines else (_HEADER, *lines)).write(file)
    return spoke


def _is_comment(line: str) -> bool:
    """Tell a comment, for people: a guid may begin with the same sign, but is not followed by a space."""
    return line.startswith("# ") or line.strip() == "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """The lines of a file, and how it writes them."""

    lines: tuple[str, ...] = ()
    end: str = "\n"
    mark: bytes = b""

    @classmethod
    def read(cls, file: Path) -> "_File":
        try:
            raw = file.read_bytes()
            text = raw.decode("utf-8-sig")
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise SettingsError(f"{file}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from error
        end = "\r\n" if "\r\n" in text else "\n"
        mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        return cls(lines=tuple(text.removesuffix(end).split(end)) if text else (), end=end, mark=mark)

    def write(self, file: Path) -> None:
        """Write the file as a whole, or not at all; a link stays one."""
        target = Path(os.path.realpath(file))
        new = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            new.write_bytes(self.mark + "".join(f"{line}{self.end}" for line in self.lines).encode())
            if target.exists():
                new.chmod(target.stat().st_mode & 0o777)
            new.replace(target)
        except OSError as error:
            with suppress(OSError):
                new.unlink()
            raise SettingsError(f"{file}: {error.strerror}") from error
