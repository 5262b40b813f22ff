"""What a service says while it runs: text on a terminal, one JSON object a line elsewhere; on stderr.

No address of a person gets into a log, and no password that an address has in it.
"""

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

import click

Kind = Literal["text", "json"]

COLORS = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
PERSON = re.compile(r"[\w.+-]+@(?=(?:[\w-]+\.)+[^\W\d]{2})")
PASSWORD = re.compile(r"(?<=://)[^/\s]+@")
# What others say that is not worth a line: jobs are run and logged by ourselves.
QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.CRITICAL,
    "watchfiles": logging.WARNING,
    "httpx": logging.WARNING,
}


def log_as(kind: Kind | None) -> None:
    """Have all that is logged go to stderr as *kind*; without it, as text where that is a terminal, else as JSON."""
    kind = kind or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(kind))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    threading.excepthook = _thread_died
    logging.captureWarnings(True)  # noqa: FBT003 - its only argument
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def _thread_died(died: threading.ExceptHookArgs) -> None:
    if died.exc_value:
        logging.getLogger("publisher").critical("thread died", exc_info=died.exc_value)


def formatter(kind: Kind) -> logging.Formatter:
    """Return what makes lines of records."""
    return _Text() if kind == "text" else _Json()


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.name != "publisher":
            line["logger"] = record.name
        if said := _traceback(record):
            line["traceback"] = said
        return json.dumps({key: _shown(value) for key, value in line.items()}, ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line, and its traceback below it."""
        at = f"{datetime.fromtimestamp(record.created).astimezone():%H:%M:%S}"
        event = record.getMessage()
        if record.levelname in COLORS:
            event = f"{record.levelname.lower()}: {event}"
            event = click.style(event, fg=COLORS[record.levelname]) if sys.stderr.isatty() else event
        given = getattr(record, "facts", {}).items()
        words = [at, event, *(f"{key}={_quoted(str(_shown(value)))}" for key, value in given if value != "")]
        said = _traceback(record)
        return "  ".join(words) + (f"\n{said.rstrip()}" if said else "")


def _traceback(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    return _discreet("".join(traceback.format_exception(*record.exc_info)))


def _shown(value: object) -> object:
    """Return a fact as JSON can hold it."""
    return value if isinstance(value, bool | int | float | None) else _discreet(str(value))


def _discreet(text: str) -> str:
    return PASSWORD.sub("…@", PERSON.sub("…@", text))


def _quoted(text: str) -> str:
    text = " ".join(text.splitlines())
    return json.dumps(text, ensure_ascii=False) if re.search(r'[\s="]', text) or not text else text
