"""Which saved files a build would look at."""

from pathlib import Path

from sqlalchemy.engine import make_url

from publisher.app import App, shipped
from publisher.composing import notes_folder
from publisher.config import Settings
from publisher.config.corrections import corrections_file
from publisher.templates import own_folder

# What editors leave beside a file while they save it.
UNDERWAY = ("~", ".swp", ".swx", ".tmp", ".part")


def watched(app: App) -> tuple[Path, ...]:
    """Return the files and folders that the site and previews depend on, none where the settings say so."""
    settings = app.settings
    if not settings.service.watch:
        return ()
    return (settings.file.absolute(), notes_folder(settings), *_read_by_a_build(app))


def _read_by_a_build(app: App) -> tuple[Path, ...]:
    settings = app.settings
    return (
        corrections_file(settings.file),
        own_folder(settings.file),
        shipped("templates"),
        *(source.path for source in settings.sources),
    )


def matters(app: App, path: Path) -> bool:
    """Return whether a build might come out otherwise for what was saved at *path*.

    What we write ourselves does not matter, though it may lie in a folder of posts: else each build led to another.
    """
    if path.name.endswith(UNDERWAY) or _is_ours(app.settings, path):
        return False
    return any(
        path.is_relative_to(root) and not any(part.startswith(".") for part in path.relative_to(root).parts)
        for root in _read_by_a_build(app)
    )


def _is_ours(settings: Settings, path: Path) -> bool:
    if path.is_relative_to(settings.output.directory):
        return True
    url = make_url(settings.catalog.database)
    own = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    return own is not None and path.parent == own.parent and path.name.startswith(own.name)
