"""Posts that break publishers: each has one fact, and beside it what the feeds must say.

What is expected is written as the members of a JSON Feed item; the other formats and every reader must say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MADE = "tag:blog.example,2000:guid/"
URL = "https://blog.example/posts/post/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awkward:
    """A post's file, and what feeds must say of it.

    `expected` has members of the item, None for one that must not be there; `holds` and `lacks` are pieces of
    the content. `atom_id` is the id in Atom, where that must be an address and the guid is none. `warns` are what W3C's
    validator says whatever we do. `faults` names what a reader gets wrong by itself.
    """

    name: str
    file: bytes
    path: str
    expected: Mapping[str, Any]
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    atom_id: str = ""
    warns: tuple[str, ...] = ()
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def post(
    name: str,
    front: str = "",
    text: str | bytes = "Words.",
    *,
    path: str = "post.md",
    holds: tuple[str, ...] = (),
    lacks: tuple[str, ...] = (),
    atom_id: str = "",
    warns: tuple[str, ...] = (),
    faults: Mapping[str, tuple[str, ...]] | None = None,
    **expected: Any,
) -> Awkward:
    """Return a post with this front matter and text; its title is Post and its date the first of May unless given."""
    lines = front.split("\n") if front else []
    keys = {line.partition(":")[0] for line in lines}
    lines += [
        line for key, line in (("title", "title: Post"), ("date", "date: 2026-05-01")) if key not in keys
    ]
    written = text if isinstance(text, bytes) else text.encode()
    return Awkward(
        name=name,
        file="\n".join(["---", *lines, "---", ""]).encode() + written + b"\n",
        path=path,
        expected=expected,
        holds=holds,
        lacks=lacks,
        atom_id=atom_id,
        warns=warns,
        faults=faults or {},
    )


def file(name: str, whole: str | bytes, path: str = "post.md", **expected: Any) -> Awkward:
    """Return a post that is *whole* as it is given."""
    written = whole if isinstance(whole, bytes) else whole.encode()
    return Awkward(name=name, file=written, path=path, expected=expected)
