"""What a post says first: its first real sentences, as an editor would pick them.

Never a heading, a caption, a greeting, a byline or code. A list, a quotation, a remark in brackets, a list of
links or a label: each only where there is nothing better.
"""

import re

from publisher.markup.blocks import Block, blocks
from publisher.markup.judge import (
    ends_sentence,
    is_bracketed,
    is_caption,
    is_label,
    is_readable,
    without_greeting,
)
from publisher.markup.scripts import width
from publisher.markup.sentences import sentence_ends, shorten

LONGEST = 280
_ENOUGH = 100
_ENOUGH_BEFORE_A_BREAK = 60
_MOST_BLOCKS = 80
_UNSPACED = ("zh", "ja", "yue", "wuu")
_BREAKS_OFF = ("heading", "code", "item", "quote")
_ASIDE = ("em", "i", "small")
_OPEN = (":", "：", ",", "，", "、")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_TIMED = re.compile(r"\s*[-–—(\[]?\s*\d{1,2}:\d\d(?::\d\d)?[)\]]?\s*$")


def summarise(html: str, language: str) -> str:
    """Return the first sentences of sanitised *html*, up to about 280 columns; "" where it has none."""
    found = _Found(language)
    for number, block in enumerate(blocks(html)):
        if found.is_full(block) or (number > _MOST_BLOCKS and found.prose):
            break
        found.consider(block)
    return found.summary()


class _Found:
    """What has been read so far, by what it is good for."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._unspaced = language.replace("_", "-").split("-")[0].lower() in _UNSPACED
        self.prose: list[str] = []
        self._items: list[str] = []
        self._asides: list[str] = []
        self._links: list[str] = []
        self._labels: list[str] = []
        self._all_linked = self._all_contents = True
        self._width = 0

    def is_full(self, coming: Block) -> bool:
        """Return whether there is enough, with *coming* to follow."""
        if self._width >= LONGEST:
            return True
        if self._is_open() and coming.kind in ("item", "prose"):
            return bool(self._items) and coming.kind == "prose"
        return self._width >= _ENOUGH_BEFORE_A_BREAK and coming.kind in _BREAKS_OFF

    def consider(self, block: Block) -> None:
        """Put *block* where it belongs."""
        if block.kind in ("heading", "code", "caption"):
            return
        text = without_greeting(block.lines)
        if is_readable(text):
            pile = self._pile(block, text)
            pile.append(text)
            self._width += width(text[:LONGEST]) if pile is self.prose else 0

    def _pile(self, block: Block, text: str) -> list[str]:
        if block.kind == "item":
            self._all_linked = self._all_linked and block.links_only
            self._all_contents = self._all_contents and block.is_contents
            return self._items
        if block.links_only:
            return self._links
        emphatic = block.emphatic
        beside = emphatic or block.has_picture or block.kind == "cell"
        if is_label(text, first=not self.prose) or (beside and is_caption(text)):
            return self._labels
        if block.kind == "quote" or emphatic in _ASIDE or is_bracketed(text):
            return self._asides
        return self.prose

    def _is_open(self) -> bool:
        return bool(self.prose) and self.prose[-1].endswith(_OPEN)

    def summary(self) -> str:
        """Return the best of it, shortened."""
        whole = self._joined(self.prose)
        if self._is_open() and self._items and not self._all_contents:
            whole = f"{whole} {_listed(self._items)}"
        whole = whole or self._second_best()
        return self._closed(shorten(whole, limit=LONGEST, least=_ENOUGH, language=self._language))

    def _second_best(self) -> str:
        if self._items and not self._all_linked:
            return _listed(self._items)
        return (
            self._joined(self._asides)
            or _listed(self._items)
            or _listed(self._links)
            or self._joined(self._labels)
        )

    def _joined(self, texts: list[str]) -> str:
        """Return *texts* as one, each ended, without the sentences that hold an address."""
        stop, space = ("。", "") if self._unspaced else (".", " ")
        ended = [text if ends_sentence(text) else text + stop for text in texts[:-1]]
        whole = space.join([*ended, *texts[-1:]])
        if not any(sign in whole for sign in ("://", "www.", "@")):
            return whole
        return self._without_addresses(whole)

    def _without_addresses(self, text: str) -> str:
        kept, start = [], 0
        for end in [*sentence_ends(text, self._language), len(text)]:
            if not _ADDRESS.search(text, start, end):
                kept.append(text[start:end])
            start = end
        return "".join(kept).strip() or text

    def _closed(self, text: str) -> str:
        """Return *text* without a last sentence that announces what does not follow."""
        if not text.endswith(_OPEN):
            return text
        ends = [end for end in sentence_ends(text, self._language) if end >= _ENOUGH_BEFORE_A_BREAK]
        return text[: ends[-1]] if ends else text[:-1].rstrip() + "…"


def _listed(items: list[str]) -> str:
    plain = [_TIMED.sub("", item.rstrip(" ;,.")) or item for item in items]
    return "".join(f"{item} " if item.endswith((":", "：")) else f"{item}; " for item in plain).rstrip("; ")
