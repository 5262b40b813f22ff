"""Which elements a selector names (Selectors 4, the simple part): anything else is said to be unknown. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from publisher.preflight.page import Element

PIECE = re.compile(
    r"(?P<combinator>\s*[>+~]\s*|\s+)|(?P<tag>\*|[a-zA-Z][-\w]*)|#(?P<id>[-\w]+)|\.(?P<cls>[-\w]+)"
    r"|\[\s*(?P<attr>[-\w]+)\s*(?:(?P<op>[~^$*|]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\]\s]*)\s*[iIsS]?\s*)?\]"
    r"|(?P<pseudo>::?[-\w]+(?:\([^)]*\))?)"
)
HARMLESS = (":root", ":link", ":any-link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """What one element must be. `combinator` ties it to the one before: "" for the first."""

    combinator: str = ""
    tag: str = ""
    id: str = ""
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()
    pseudos: tuple[str, ...] = ()

    def fits(self, element: Element) -> bool:
        """Return whether the element is this, its place in the document apart."""
        return (
            (not self.tag or self.tag == element.tag)
            and self.classes <= element.classes
            and (not self.id or self.id == element.get("id"))
            and all(_has(element, *one) for one in self.attributes)
            and (":root" not in self.pseudos or element.parent is None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Compounds, the subject last. `known` is whether `names` can tell; `weight` is its specificity."""

    compounds: tuple[Compound, ...]
    known: bool

    @property
    def weight(self) -> tuple[int, int, int]:
        """Specificity (Selectors 4, 17)."""
        ids = sum(bool(one.id) for one in self.compounds)
        classes = sum(len(one.classes) + len(one.attributes) + len(one.pseudos) for one in self.compounds)
        return ids, classes, sum(bool(one.tag) for one in self.compounds)

    @property
    def subject(self) -> Compound:
        """What the element itself must be."""
        return self.compounds[-1]

    def names(self, element: Element) -> bool:
        """Return whether the selector is for the element."""
        return self.subject.fits(element) and self._led_to(element, len(self.compounds) - 1)

    def _led_to(self, element: Element, place: int) -> bool:
        """Return whether the compounds before *place* fit the elements about this one."""
        if place == 0:
            return True
        before, near = self.compounds[place - 1], self.compounds[place].combinator == ">"
        for one in element.ancestors():
            if before.fits(one) and self._led_to(one, place - 1):
                return True
            if near:
                return False
        return False


@lru_cache(maxsize=2048)
def selector(text: str) -> Selector:
    """Return what a selector asks for; unknown where it looks at siblings, states or what is not there."""
    compounds: list[Compound] = []
    pieces: list[re.Match[str]] = []
    combinator, end, known = "", 0, True
    for piece in PIECE.finditer(text.strip()):
        known, end = known and piece.start() == end, piece.end()
        if piece["combinator"]:
            compounds.append(_compound(combinator, pieces))
            combinator, pieces = piece["combinator"].strip() or " ", []
        else:
            pieces.append(piece)
    compounds.append(_compound(combinator, pieces))
    known = known and end == len(text.strip()) and not any(map(_is_strange, compounds))
    return Selector(compounds=tuple(compounds), known=known)


def _compound(combinator: str, pieces: list[re.Match[str]]) -> Compound:
    tags = [one["tag"].lower() for one in pieces if one["tag"]]
    return Compound(
        combinator=combinator,
        tag=tags[0] if tags and tags[0] != "*" else "",
        id=next((one["id"] for one in pieces if one["id"]), ""),
        classes=frozenset(one["cls"] for one in pieces if one["cls"]),
        attributes=tuple(
            (one["attr"].lower(), one["op"] or "", (one["value"] or "").strip("\"'"))
            for one in pieces
            if one["attr"]
        ),
        pseudos=tuple(one["pseudo"].lower() for one in pieces if one["pseudo"]),
    )


def _is_strange(compound: Compound) -> bool:
    return compound.combinator in ("+", "~") or any(one not in HARMLESS for one in compound.pseudos)


def _has(element: Element, name: str, operator: str, value: str) -> bool:
    """Return whether an attribute is there and as asked (Selectors 4, 6)."""
    if name not in element.attributes:
        return False
    own = element.attributes[name]
    match operator:
        case "=":
            return own == value
        case "~=":
            return value in own.split()
        case "^=":
            return bool(value) and own.startswith(value)
        case "$=":
            return bool(value) and own.endswith(value)
        case "*=":
            return bool(value) and value in own
        case "|=":
            return own == value or own.startswith(f"{value}-")
    return True
