"""Wiring: settings, catalog and templates, brought together for whoever needs them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.catalog import Catalog, open_catalog
from publisher.config import Settings, find_settings, load
from publisher.templates import looks, own_folder

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
        return template_folders(self.settings.file)


def start(
    config: str | None,
    environ: Mapping[str, str] = os.environ,
    *,
    any_look: bool = False,
    need_folders: bool = True,
) -> App:
    """Return the app for the settings file *config*, or the one found by default.

    A digest may ask for looks only that there are, or with *any_look* also for one that is about to be made.
    Without *need_folders* those of sources may be missing.
    """
    file = find_settings(config, environ)
    known = None if any_look else looks(template_folders(file))
    return App(load(file, environ, looks=known, need_folders=need_folders))


def template_folders(settings_file: Path) -> tuple[Path, ...]:
    """Return the folders that templates are looked for in: the user's own first, where there is one."""
    own, ours = own_folder(settings_file), shipped("templates")
    return (own, ours) if own.is_dir() else (ours,)


def shipped(name: str) -> Path:
    """Return a folder that comes with the program: in the wheel, else in the checkout."""
    packaged = PACKAGE / "_shipped" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
