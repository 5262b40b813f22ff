"""What the operator's pages are made of, kept as it was last saved: settings, templates, and the posts in the catalog.

A saved post is synced into the catalog, and nothing is built: a preview publishes nothing.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from publisher.app import App, shipped, start
from publisher.catalog import Catalog
from publisher.composing import notes_folder
from publisher.config import Settings
from publisher.config.corrections import corrections_file
from publisher.errors import PublisherError
from publisher.model import Source
from publisher.rendering.environment import forget_templates
from publisher.sync import sync
from publisher.templates import own_folder
from publisher.watching import Watcher
from publisher.workers import Workers

Clock = Callable[[], datetime]
Warn = Callable[[str], None]
# What a fault is of; each has one at a time, and shows it until it is mended.
Subject = Literal["settings", "restart", "posts", "watching", "publishing"]
# In seconds: how long the end waits for a sync; one that is cut off has not happened.
PATIENCE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a page is made of.

    `number` moves with whatever is saved; `faults` are the lines to show of what is wrong, by what they are of.
    """

    app: App
    catalog: Catalog
    number: int = 0
    faults: Mapping[Subject, str] = field(default_factory=dict)


class Live:
    """The state as it is now; within the block it follows what is saved.

    The catalog of the first state is the caller's to close, one that changed settings lead to is closed here.
    *in_service* it is that of the service, which keeps it, and says itself what wants a restart.
    """

    def __init__(
        self, app: App, catalog: Catalog, *, clock: Clock, warn: Warn, in_service: bool = False
    ) -> None:
        self.state = State(app=app, catalog=catalog)
        self._started = app.settings
        self._clock = clock
        self._warn = warn
        self._in_service = in_service
        self._lock = threading.RLock()
        # Of this process: a page that was made by another is loaded anew.
        self._token = secrets.token_hex(4)
        self._saved = threading.Event()
        self._stop = threading.Event()
        self._syncing = threading.Thread(target=self._sync_when_saved, name="sync", daemon=True)
        self._closing = ExitStack()
        self._watcher = Watcher(
            lambda: watched(self.state.app), on_change=self.changed, on_fault=self.cannot_watch
        )

    def version_of(self, state: State) -> str:
        """Return a text that is another one once something was saved, or the program was started again."""
        return f"{self._token}.{state.number}"

    def __enter__(self) -> Self:
        # The sync may wait its turn behind another process, and pages are not to wait with it.
        self._syncing.start()
        self._closing.enter_context(self._watcher)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._stop.set()
        self._saved.set()
        self._closing.close()
        self._syncing.join(PATIENCE)

    def changed(self, paths: frozenset[Path]) -> None:
        """Take in what was saved at *paths*."""
        app = self.state.app
        settings_saved = app.settings.file.absolute() in paths
        if settings_saved:
            self._load_settings()
        if settings_saved or any(_is_read(app.settings, path) for path in paths):
            self._saved.set()
        if any(path.is_relative_to(folder) for path in paths for folder in template_folders(app)):
            forget_templates()
            self.moved()
        if any(path.is_relative_to(notes_folder(app.settings)) for path in paths):
            self.moved()

    def built(self) -> None:
        """Take in that posts were synced by somebody else."""
        self._moved()

    def _load_settings(self) -> None:
        with self.faults_of("settings"):
            state = self.state
            app, catalog = start(str(state.app.settings.file), need_folders=False), state.catalog
            if app.settings.catalog != state.app.settings.catalog and not self._in_service:
                catalog = self._closing.enter_context(app.open_catalog())
            self._moved(app=app, catalog=catalog)
        if not self._in_service:
            self._say("restart", _wants_restart(self._started, self.state.app.settings))

    def _sync_when_saved(self) -> None:
        while self._saved.wait() and not self._stop.is_set():
            self._saved.clear()
            state = self.state
            with self.faults_of("posts"):
                # One process: there are threads, and few files are saved at once.
                sync(state.app.settings, state.catalog, self._clock(), _silent, Workers(1))
            self.moved()

    def cannot_watch(self, error: Exception) -> None:
        """Show that saved files will be noticed later, and why."""
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        self._say("watching", f"folders are looked through every second, as they cannot be watched: {reason}")

    @contextmanager
    def faults_of(self, subject: Subject) -> Iterator[None]:
        """Take what goes wrong in the block as the subject's fault, which a block without one mends."""
        try:
            yield
        except PublisherError as error:
            self._say(subject, str(error))
        except Exception as error:
            self._say(subject, f"{subject}: {type(error).__name__}: {error}")
        else:
            self._say(subject, "")

    def _say(self, subject: Subject, fault: str) -> None:
        """Show *fault* on the pages, "" for none, and warn of it where it is a new one."""
        with self._lock:
            known = self.state.faults
            if fault == known.get(subject, ""):
                return
            rest = {name: said for name, said in known.items() if name != subject}
            self._moved(faults={**rest, subject: fault} if fault else rest)
        if fault:
            self._warn(fault)

    def moved(self) -> None:
        """Have open pages load themselves anew."""
        self._moved()

    def _moved(self, **changes: object) -> None:
        with self._lock:
            self.state = replace(self.state, number=self.state.number + 1, **changes)  # type: ignore[arg-type]


def _silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


def watched(app: App) -> tuple[Path, ...]:
    """Return the files and folders that what is shown depends on."""
    settings = app.settings
    return (
        settings.file.absolute(),
        corrections_file(settings.file),
        *template_folders(app),
        notes_folder(settings),
        *(source.path for source in settings.sources),
    )


def template_folders(app: App) -> tuple[Path, Path]:
    """Return where templates are looked for, whether or not there are any: the user's own first."""
    return own_folder(app.settings.file), shipped("templates")


def _is_read(settings: Settings, path: Path) -> bool:
    """Return whether a sync would look at what was saved at *path*."""
    if path == corrections_file(settings.file):
        return True
    return any(_is_read_by(source, path) for source in settings.sources)


def _is_read_by(source: Source, path: Path) -> bool:
    if not path.is_relative_to(source.path):
        return False
    parts = path.relative_to(source.path).parts
    if not parts:
        return True
    if any(part.startswith(".") for part in parts):
        return False
    suffixes = tuple(suffix.lower() for suffix in source.suffixes)
    # A folder that was moved, in or away, is all that is told of the files in it.
    return path.name.lower().endswith(suffixes) or path.is_dir() or not (path.exists() or path.suffix)


def _wants_restart(started: Settings, settings: Settings) -> str:
    """Return what to say of settings that are taken only when the program starts."""
    names = {
        "[web]": started.web == settings.web,
        "[output] directory": started.output == settings.output,
        "[feeds] cache": started.feeds.cache == settings.feeds.cache,
    }
    other = [name for name, same in names.items() if not same]
    if not other:
        return ""
    return f"{settings.file}: {', '.join(other)}: taken when publisher serve is started again"
