"""Naming a post on the command line, and a theme."""

import os
from pathlib import Path

from sqlalchemy import Connection

from publisher.catalog import themes
from publisher.catalog.themes import Placed
from publisher.config import Settings
from publisher.errors import InputError, nearest
from publisher.model import Theme
from publisher.themes.tags import Tags


def check_themes(settings: Settings) -> None:
    """Raise InputError where the settings declare no theme."""
    if not settings.themes:
        raise InputError(
            f"{settings.file}: no [[themes]] are declared; publisher themes suggest proposes some to paste there"
        )


def get_post(connection: Connection, settings: Settings, name: str) -> Placed:
    """Return the post with the guid, address or path *name*; InputError where there is none, or there are several."""
    found = themes.find(connection, name) or themes.find(connection, _within_a_source(settings, name))
    if not found:
        raise InputError(
            f"no such post: {name}; give its guid, address or path, and run publisher sync first if it is new"
        )
    if len(found) > 1:
        several = ", ".join("/".join(one.place) for one in found)
        raise InputError(f"several posts are at {name}: give one of {several}")
    return found[0]


def _within_a_source(settings: Settings, name: str) -> str:
    """Return a file's path as SOURCE/PATH, "" where it is in none."""
    path = Path(os.path.abspath(name))  # noqa: PTH100 - a link must stay one
    for source in settings.sources:
        if path.is_relative_to(source.path):
            return f"{source.name}/{path.relative_to(source.path).as_posix()}"
    return ""


def get_theme(settings: Settings, name: str) -> Theme:
    """Return the theme with this slug, name or tag; InputError names those there are."""
    slug = Tags(settings.themes).find(name)
    slugs = [theme.slug for theme in settings.themes]
    if not slug:
        hint = nearest(name, slugs) or f"; there are: {', '.join(slugs)}"
        raise InputError(f"no such theme: {name}{hint}")
    return settings.themes[slugs.index(slug)]


def name_of(settings: Settings, slug: str) -> str:
    """Return what the theme with this slug is called, "none" for none."""
    return next((theme.name for theme in settings.themes if theme.slug == slug), slug or "none")
