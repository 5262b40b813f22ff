"""Wiring: settings, catalog and templates, brought together for whoever needs them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.catalog import Catalog, open_catalog
from publisher.config import Settings, find_settings, load

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class App:
    """The settings, and what they lead to."""

    settings: Settings

    def open_catalog(self) -> Catalog:
        """Return the catalog, made or migrated where needed."""
        return open_catalog(self.settings.catalog.database)

    @property
    def templates(self) -> tuple[Path, ...]:
        """The folders that templates are looked for in: the user's own first, where there is one."""
        own = self.settings.file.absolute().parent / "templates"
        shipped_templates = shipped("templates")
        return (own, shipped_templates) if own.is_dir() else (shipped_templates,)


def start(config: str | None, environ: Mapping[str, str] = os.environ) -> App:
    """Return the app for the settings file *config*, or the one found by default."""
    return App(load(find_settings(config, environ), environ))


def shipped(name: str) -> Path:
    """Return a folder that comes with the program: in the wheel, else in the checkout."""
    packaged = PACKAGE / "_shipped" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
