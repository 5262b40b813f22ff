"""A process that issues, told by lines on its standard input what to do: `python -m tests.issuing_process SETTINGS`.

`issue TIME` issues what is due then. `issue-and-die SECONDS FROM UNTIL` does so for each day of a time from a child
process that is killed after so many seconds, `backfill-and-die` makes the editions of that time. Each line is answered
by one of JSON.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from publisher.app import App
from publisher.catalog import Catalog
from publisher.config import load
from publisher.issuing import Considered, Desk
from tests.blog import silent

DAY = timedelta(days=1)


def main() -> None:
    """Do what each line says."""
    app = App(load(Path(sys.argv[1]), {}))
    verb, *arguments = sys.stdin.readline().split()
    if verb == "issue":
        with app.open_catalog() as catalog:
            while verb:
                _answer(_issue(app, catalog, datetime.fromisoformat(arguments[0])))
                verb, *arguments = sys.stdin.readline().split() or [""]
        return
    while verb:
        _answer(_live(app, verb.startswith("issue"), *arguments))
        verb, *arguments = sys.stdin.readline().split() or [""]


def _answer(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _desk(app: App, catalog: Catalog) -> Desk:
    return Desk(settings=app.settings, catalog=catalog, templates=app.templates)


def _issue(app: App, catalog: Catalog, now: datetime) -> list[str]:
    made = _desk(app, catalog).issue_due(app.settings.digests[0], now)
    return [f"{one.slot.key} {one.outcome} {one.name}" for one in made]


def _live(app: App, by_schedule: bool, seconds: str, since: str, until: str) -> int:
    """Return how a child ended that had so long to live from when it had the catalog: 0 where it was done before."""
    bounds = (datetime.fromisoformat(since), datetime.fromisoformat(until))
    if not float(seconds):
        return _work(app, by_schedule, *bounds)
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        os._exit(_work(app, by_schedule, *bounds, told))
    os.read(ready, 1)
    time.sleep(float(seconds))
    os.kill(child, signal.SIGKILL)
    os.close(ready)
    os.close(told)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work(app: App, by_schedule: bool, since: datetime, until: datetime, told: int | None = None) -> int:
    with app.open_catalog() as catalog:
        if told is not None:
            os.write(told, b".")
        for _ in (_by_day if by_schedule else _backfill)(app, catalog, since, until):
            pass
    return 0


def _by_day(app: App, catalog: Catalog, since: datetime, until: datetime) -> Iterator[Considered]:
    now = since
    while now <= until:
        yield from _desk(app, catalog).issue_due(app.settings.digests[0], now)
        now += DAY


def _backfill(app: App, catalog: Catalog, since: datetime, until: datetime) -> Iterator[Considered]:
    return _desk(app, catalog).backfill(app.settings.digests[0], since, until, until, silent)


if __name__ == "__main__":
    main()
