"""The service: APScheduler fires, the catalog decides. It keeps nothing: what is due, the catalog knows."""

from publisher.scheduler.clock import Clock
from publisher.scheduler.control import Control, Signals
from publisher.scheduler.notify import Notifier
from publisher.scheduler.service import Doors, Service

__all__ = ["Clock", "Control", "Doors", "Notifier", "Service", "Signals"]
