"""Settings for tests: a text in a folder, and what the program makes or says of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from publisher.config import Settings, load
from publisher.errors import SettingsError

SITE = '[site]\nurl = "https://blog.example/"\n'
SOURCE = '[[sources]]\nname = "main"\npath = "posts"\n'
DIGEST = '[[digests]]\nname = "weekly"\n'


def settings(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that *text* makes in *folder*."""
    file = folder / "publisher.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environ or {})


def fault(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> str:
    """Return what is said of settings that are wrong: one line, without the folder's own name."""
    with pytest.raises(SettingsError) as raised:
        settings(folder, text, environ)
    said = str(raised.value)
    assert "\n" not in said
    return said.replace(f"{folder}/", "")
