"""A post as themes look at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a post says, and where it comes from. `text` is its content without markup; `language` a BCP 47 tag."""

    source: str
    path: str
    title: str
    text: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
