"""Keeps a hostile or broken page from costing more than its length: parsing HTML is quadratic in nesting.

A page may leave a hundred elements open, and sixteen of those that the parser opens again in every paragraph
(HTML, 13.2.4.3, the list of active formatting elements). Tags beyond that are left out; text never is.
"""

import re
from collections import Counter

from publisher.markup.scripts import words

_FEW_TAGS = 800
_SHORT = 50_000
_DEEPEST = 100
_MOST_FORMATTING = 16
_MOST_REOPENED = 50_000
_LONGEST_TAG = 10_000
_MOST_ATTRIBUTES = 200

_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)>")
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_OFTEN_UNCLOSED = words(
    "p li td th tr dt dd option optgroup thead tbody tfoot colgroup rp rt br img hr col input meta link "
    "area source track wbr param embed base frame keygen"
)


def tame(html: str) -> str:
    """Return *html* with no tag nested deeper than a person would nest it."""
    if html.count("<") < _FEW_TAGS and len(html) < _SHORT:
        return html
    return html if _is_tame(html) else _TAG.sub(_Nesting().judge, html)


def _is_tame(html: str) -> bool:
    """Return whether *html* is plainly within the bounds: the count that `_Nesting` keeps, without its mending."""
    if max(map(len, html.split("<"))) > _LONGEST_TAG:
        return False
    opened: Counter[str] = Counter()
    deep = formatting = reopened = 0
    for end, name in _TAG_NAME.findall(html.lower()):
        is_formatting = name in _FORMATTING
        if name not in _OFTEN_UNCLOSED and (not end or opened[name]):
            step = -1 if end else 1
            opened[name] += step
            deep += step
            formatting += is_formatting and step
        reopened += 0 if is_formatting else formatting
        if deep > _DEEPEST or formatting > _MOST_FORMATTING or reopened > _MOST_REOPENED:
            return False
    return True


class _Nesting:
    """Which elements are open, as far as the tags alone tell."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._deep = 0
        self._formatting = 0
        self._reopened = 0

    def judge(self, tag: re.Match[str]) -> str:
        """Return *tag* as it may stay, "" where it may not."""
        name = tag[2].lower()
        if name not in _OFTEN_UNCLOSED:
            if tag[1]:
                self._close(name)
            elif not self._may_open(name):
                return ""
        if name not in _FORMATTING:
            self._reopened += self._formatting
            if self._reopened > _MOST_REOPENED:
                return self._closing() + tag[0]
        if len(tag[0]) > _LONGEST_TAG and len(tag[3].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES:
            return f"<{tag[1]}{tag[2]}>"
        return tag[0]

    def _closing(self) -> str:
        """Return the end tags of the formatting that is open, which the parser would open again for ever."""
        names = [name for name in _FORMATTING if self._open[name]]
        end_tags = "".join(f"</{name}>" * self._open[name] for name in sorted(names))
        for name in names:
            self._deep -= self._open.pop(name)
        self._formatting = self._reopened = 0
        return end_tags

    def _may_open(self, name: str) -> bool:
        formatting = name in _FORMATTING
        if self._deep >= _DEEPEST or (formatting and self._formatting >= _MOST_FORMATTING):
            return False
        self._open[name] += 1
        self._deep += 1
        self._formatting += formatting
        return True

    def _close(self, name: str) -> None:
        if self._open[name]:
            self._open[name] -= 1
            self._deep -= 1
            self._formatting -= name in _FORMATTING
