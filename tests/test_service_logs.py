"""What a service logs: one line each, as text or JSON, and nothing of anybody's."""

import io
import json
import logging
from datetime import datetime
from pathlib import Path

import pytest

from publisher.cli.logs import formatter
from publisher.scheduler.facts import facts


def raised(error: Exception) -> Exception:
    """Return *error* as it is once it was raised."""
    try:
        raise error
    except Exception as caught:
        return caught


def logged(kind: str, message: str, *, error: Exception | None = None, **named: object) -> str:
    """Return the line of the log for that."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter("json" if kind == "json" else "text"))
    logger = logging.Logger("publisher")
    logger.addHandler(handler)
    logger.error(message, exc_info=error, extra=facts(**named))
    return stream.getvalue().rstrip("\n")


def test_a_line_of_json_has_time_level_event_and_facts() -> None:
    line = json.loads(logged("json", "edition issued", edition="weekly/7", posts=3, path=Path("a")))
    assert list(line) == ["time", "level", "event", "edition", "posts", "path"]
    assert (line["posts"], line["path"], line["level"]) == (3, "a", "error")
    assert datetime.fromisoformat(line["time"]).tzinfo


def test_a_line_of_text_quotes_what_has_spaces() -> None:
    line = logged("text", "edition issued", digest="weekly", reason='two words, "quoted"\nand a line')
    assert line.endswith('digest=weekly  reason="two words, \\"quoted\\" and a line"')


@pytest.mark.parametrize("kind", ["json", "text"])
def test_no_log_has_an_address_of_a_person_or_a_password(kind: str) -> None:
    error = raised(ValueError("jane.doe+list@mail.example.org is wrong"))
    line = logged(
        kind, "failed", error=error, reason="<jane@example.org>", url="postgresql://me:pass@secret@host/db"
    )
    assert "jane" not in line
    assert "secret" not in line
    assert "…@example.org" in line
    assert "ValueError" in line
