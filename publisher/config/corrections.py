"""What the editor says of single posts: `themes.tsv` beside the settings, to be versioned with them.

A line is a post's guid (or path), a tab, a theme's slug or name (`-` for none); what follows another tab is for
people. Lines that begin with `#` are comments.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from publisher.config.errors import nearest
from publisher.errors import SettingsError
from publisher.model import Notice, Theme
from publisher.themes.tags import Tags

NAME = "themes.tsv"
NONE = "-"
_HEADER = """\
# Where the editor put posts: guid, theme (- for none), title. `publisher themes set` writes here, and so may you.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The theme's slug, "" for none, of each post by guid or path; and what could not be understood."""

    themes: dict[str, str]
    notices: tuple[Notice, ...] = ()

    def find(self, guid: str, source: str, path: str) -> str | None:
        """Return the theme that the editor gave a post, None where they gave none."""
        for name in (guid, f"{source}/{path}", path):
            if name in self.themes:
                return self.themes[name]
        return None


def corrections_file(settings_file: Path) -> Path:
    """Return where the corrections are for these settings."""
    return settings_file.absolute().with_name(NAME)


def read_corrections(file: Path, themes: tuple[Theme, ...]) -> Corrections:
    """Return what *file* says, nothing where there is none; a line of no use gives a notice.

    SettingsError where the file cannot be read.
    """
    tags = Tags(themes)
    found: dict[str, str] = {}
    notices = []
    for number, line in enumerate(_lines(file), 1):
        if not line.strip() or line.startswith("#"):
            continue
        post, tab, rest = line.partition("\t")
        name = rest.partition("\t")[0].strip()
        named = tags.named([name])
        if named or name == NONE:
            found[post.strip()] = named[0] if named else ""
        else:
            reason = _remedy(name, themes) if tab else "no tab: allowed is a guid, a tab and a theme"
            notices.append(Notice(path=str(file), line=number, reason=reason))
    return Corrections(themes=found, notices=tuple(notices))


def _remedy(name: str, themes: tuple[Theme, ...]) -> str:
    names = [theme.slug for theme in themes]
    hint = nearest(name, names) or f"; there are: {', '.join(names) or 'none'}"
    return f"no such theme: {name}{hint}"


def write_correction(file: Path, guid: str, theme: str | None, title: str) -> None:
    """Write what the editor says of the post with *guid*: a slug, "" for no theme; None takes back what they said.

    Every other line stays as it is. SettingsError where the file cannot be written.
    """
    lines = [line for line in _lines(file) if line.partition("\t")[0].strip() != guid]
    if theme is not None:
        lines.append(f"{guid}\t{theme or NONE}\t{title}")
    text = "\n".join(lines) + "\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, prefix=".themes", delete=False
        ) as new:
            new.write(text if text.startswith("#") else _HEADER + text)
        mode = file.stat().st_mode if file.exists() else 0o644
        os.chmod(new.name, mode & 0o777)  # noqa: PTH101
        os.replace(new.name, file)  # noqa: PTH105
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from error
