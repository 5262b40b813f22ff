"""What is kept tidy once a day: files that killed processes left unfinished, the database, and old rows."""

import os
import re
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from publisher.batches import Progress
from publisher.catalog import Catalog, service

# As publisher.publish.output names what is not finished: .NAME.PID
UNFINISHED = re.compile(r"\..+\.(\d+)")
# In seconds: a younger one may be another machine's, whose processes we do not know.
OLD = 3600
# Processes of the service are remembered so long, and so many in any case.
REMEMBERED, KEPT = timedelta(days=90), 50


def remove_unfinished(directory: Path, progress: Progress) -> int:
    """Remove the unfinished files below *directory* whose process is no more, and return how many there were."""
    removed = 0
    for number, (folder, _, names) in enumerate(os.walk(directory)):
        progress("keeping house", number, 0)
        for name in names:
            found = UNFINISHED.fullmatch(name)
            if found and not _lives(int(found[1])) and _is_old(file := Path(folder, name)):
                with suppress(OSError):
                    file.unlink()
                    removed += 1
    return removed


def _lives(pid: int) -> bool:
    """Return whether there is such a process; on Windows, where to ask is to kill, there always is."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_old(file: Path) -> bool:
    try:
        # Files have the system's time.
        return time.time() - file.stat().st_mtime > OLD
    except OSError:
        return False


def tidy(catalog: Catalog, now: datetime, digests: set[str]) -> int:
    """Have the database tidy itself, forget old processes, and return how many; *digests* are the jobs of those."""
    with catalog.writing() as connection:
        names = {row.name for row in service.jobs(connection)}
        service.forget_jobs(connection, {name for name in names - digests if name.startswith("issue ")})
        forgotten = service.thin(connection, now - REMEMBERED, KEPT)
    catalog.optimize()
    return forgotten
