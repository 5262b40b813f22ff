"""The facts of a line of the log: what happened is a constant text, and all that differs stands beside it."""

from collections.abc import Mapping
from typing import Any


def facts(more: Mapping[str, Any] | None = None, /, **named: Any) -> dict[str, Any]:
    """Return the `extra` of a line of the log with these facts, and those of another `extra` before them."""
    return {"facts": {**(more["facts"] if more else {}), **named}}
