"""A process of the service as the catalog knows of it: that it began, lives, and ended as asked."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from publisher.catalog import Catalog, service
from publisher.scheduler.facts import facts
from publisher.scheduler.failures import failure_of

log = logging.getLogger("publisher")


@dataclass(slots=True)
class Presence:
    """This process. Its row is made by the first beat: a catalog that is locked must not stop a start."""

    host: str
    pid: int
    started: datetime
    _number: int = field(default=0)

    def beat(self, catalog: Catalog, now: datetime) -> None:
        """Record that it lives."""
        with catalog.writing() as connection:
            if not self._number:
                self._number = service.started(connection, self.host, self.pid, self.started, now)
            service.beat(connection, self._number, now)

    def end(self, catalog: Catalog, now: datetime) -> None:
        """Record that it ended as asked; what goes wrong with that is only said."""
        try:
            with catalog.writing() as connection:
                if self._number:
                    service.stopped(connection, self._number, now)
        except Exception as error:
            log.warning("end not recorded", extra=facts(reason=failure_of(error).said))
