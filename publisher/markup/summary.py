"""What a post says first: its first real sentences, as an editor would pick them.

Never a heading, a caption, a greeting, a byline, code, or a list of links. A quotation or a list only where there is
nothing else.
"""

from publisher.markup.blocks import Block, blocks
from publisher.markup.judge import is_caption, is_label, is_readable, without_greeting
from publisher.markup.sentences import sentence_ends, shorten, width

LONGEST = 280
_ENOUGH = 100
_LEAST_LEFT = 60
_MOST_BLOCKS = 80
_UNSPACED = ("zh", "ja")
_PART_ENDS = ("heading", "code", "item", "quote")
_ASIDE = ("em", "i", "small")


def summarise(html: str, language: str) -> str:
    """Return the first sentences of sanitised *html*, up to about 280 columns; "" where it has none."""
    picked = _Picked(language)
    for number, block in enumerate(blocks(html)):
        if picked.is_full(block) or (number > _MOST_BLOCKS and picked.prose):
            break
        picked.consider(block)
    return picked.summary()


class _Picked:
    """What has been read so far, by what it is good for."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._glue = "" if language.split("-")[0].lower() in _UNSPACED else " "
        self.prose: list[str] = []
        self._items: list[str] = []
        self._asides: list[str] = []
        self._links: list[str] = []
        self._labels: list[str] = []
        self._width = 0

    def is_full(self, coming: Block) -> bool:
        """Return whether there is enough, with *coming* to follow."""
        if self._announces():
            return coming.kind != "item" or self._width + sum(map(len, self._items)) > LONGEST
        return self._width >= LONGEST or (self._width >= _ENOUGH and coming.kind in _PART_ENDS)

    def consider(self, block: Block) -> None:
        """Put *block* where it belongs."""
        if block.kind in ("heading", "code", "caption"):
            return
        text = without_greeting(block.lines)
        if is_readable(text):
            pile = self._pile(block, text)
            pile.append(text)
            self._width += width(text) if pile is self.prose else 0

    def _pile(self, block: Block, text: str) -> list[str]:
        if block.links_only:
            return self._links
        if block.kind == "item":
            return self._items
        emphatic = block.emphatic
        if block.kind == "quote" or emphatic in _ASIDE:
            return self._asides
        if is_label(text) or (is_caption(text) and (emphatic or block.has_picture or block.kind == "cell")):
            return self._labels
        return self.prose

    def _announces(self) -> bool:
        return bool(self.prose) and self.prose[-1].endswith((":", "："))

    def summary(self) -> str:
        """Return the best of it, shortened."""
        whole = self._glue.join(self.prose) or self._listed() or self._glue.join(self._asides)
        if self._announces() and self._items:
            whole = f"{whole} {self._listed()}"
        whole = whole or "; ".join(self._links) or self._glue.join(self._labels)
        return self._ended(shorten(whole, limit=LONGEST, least=_ENOUGH, language=self._language))

    def _listed(self) -> str:
        return "; ".join(item.rstrip(" ;,.") for item in self._items)

    def _ended(self, text: str) -> str:
        """Return *text* without a last sentence that announces what does not follow."""
        if not text.endswith((":", "：")):
            return text
        ends = [end for end in sentence_ends(text, self._language) if end >= _LEAST_LEFT]
        return text[: ends[-1]] if ends else text[:-1].rstrip() + "…"
