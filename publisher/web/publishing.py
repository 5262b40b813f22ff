"""Writing what was released or cancelled into the site, while the page that asked for it is answered already."""

import threading

from publisher.publish import publish_editions
from publisher.web.live import Clock, Live


class Publishing:
    """Writes pages and feeds of editions in threads of its own, one after the other; what goes wrong is shown."""

    def __init__(self, live: Live, clock: Clock) -> None:
        self._live = live
        self._clock = clock
        self._turn = threading.Lock()
        self._waiting = 0
        self._counting = threading.Lock()

    @property
    def under_way(self) -> bool:
        """Whether something is being written, or will be."""
        return self._waiting > 0

    def begin(self) -> None:
        """Write what is new, soon."""
        self._count(1)
        threading.Thread(target=self._write, name="publish", daemon=True).start()

    def _write(self) -> None:
        with self._turn:
            with self._live.faults_of("publishing"):
                state = self._live.state
                settings = state.app.settings
                if settings.output.directory.is_dir():
                    publish_editions(settings, state.catalog, state.app.templates, self._clock())
            self._count(-1)
        self._live.moved()

    def _count(self, more: int) -> None:
        with self._counting:
            self._waiting += more
