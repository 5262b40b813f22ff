"""How text looks: its colour, what is behind it, its size (CSS Cascade 4, for these properties). Pure.

Reckoned as a mail program of a wide window would, in light or in dark; what cannot be is said, never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from publisher.preflight.colors import Color, color
from publisher.preflight.css import Declaration, Rule, declarations, rules
from publisher.preflight.page import Element, Page
from publisher.preflight.selectors import Selector, selector

Scheme = Literal["light", "dark"]

PAINT = ("color", "background-color", "background-image")
READ = (*PAINT, "font-size", "font-weight", "display", "visibility", "opacity")
KEYWORDS = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
FONT_SIZES = dict(zip("1234567", (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0), strict=True))
UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "rem": 16.0}
LENGTH = re.compile(r"([\d.]+)(px|pt|pc|in|cm|mm|rem|em|%)?")
HEADING_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67, "small": 1 / 1.2}
BOLD = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th")
# What WebKit and Blink show where a message has no colours of its own.
LIGHT_LINK, DARK_LINK = Color(0, 0, 238), Color(158, 158, 255)
BLACK, WHITE, DARK = Color(0, 0, 0), Color(255, 255, 255), Color(30, 30, 30)
PREFERENCE = re.compile(r"\(\s*prefers-color-scheme\s*(?::\s*([\w-]+))?\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an element's text looks; `size` is in CSS pixels. `unsure` is what could not be reckoned, "" for nothing."""

    color: Color = BLACK
    background: Color = WHITE
    link: Color = LIGHT_LINK
    size: float = 16.0
    bold: bool = False
    hidden: bool = False
    unsure: str = ""


class Bound(NamedTuple):
    """A selector with what it declares; `order` is its place in the sheets."""

    selector: Selector
    values: tuple[Declaration, ...]
    order: int


@lru_cache(maxsize=8)
def sheet(styles: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    """Return the rules of all <style> elements, in order."""
    return tuple(rule for media, text in styles for rule in rules(text, media))


def applies(within: tuple[str, ...], scheme: Scheme) -> bool | None:
    """Return whether rules within these at-rules are in force; None where the window or the program decides."""
    answers = [_in_force(one.lower(), scheme) for one in within]
    if False in answers:
        return False
    return None if None in answers else True


def _in_force(rule: str, scheme: Scheme) -> bool | None:
    if not rule.startswith("@media"):
        return None if rule.startswith(("@supports", "@layer", "@container")) else False
    answers = [_query(one, scheme) for one in rule.removeprefix("@media").split(",")]
    if True in answers:
        return True
    return None if None in answers else False


def _query(text: str, scheme: Scheme) -> bool | None:
    wanted = PREFERENCE.search(text)
    if wanted and wanted[1] not in (None, scheme):
        return False
    rest = re.sub(r"\b(?:only|and|screen|all)\b", " ", PREFERENCE.sub(" ", text)).strip()
    if re.search(r"\bprint\b", rest):
        return False
    return None if rest else True


def has_dark_palette(page: Page) -> bool:
    """Return whether the message brings colours for the dark."""
    return any(
        applies(rule.within, "dark") and applies(rule.within, "light") is False and rule.declarations
        for rule in sheet(page.styles)
    )


def declares_dark(page: Page) -> bool:
    """Return whether the message says that it has a dark scheme (CSS Color Adjustment 1, `color-scheme`)."""
    names = ("color-scheme", "supported-color-schemes")
    metas = (one for one in page.every("meta") if one.get("name").lower() in names)
    values = (
        one.value for rule in sheet(page.styles) for one in rule.declarations if one.name == "color-scheme"
    )
    return any("dark" in text for text in (*(one.get("content") for one in metas), *values))


def unreckoned(page: Page) -> Iterator[str]:
    """Yield what sets colours that no look takes account of: selectors and at-rules that are not followed."""
    for rule in sheet(page.styles):
        if not any(one.name in PAINT for one in _expanded(rule.declarations)):
            continue
        force = {applies(rule.within, "light"), applies(rule.within, "dark")}
        if None in force:
            yield rule.within[-1]
        elif True in force:
            yield from (text for text in rule.selectors if not selector(text).known)


def looks(page: Page, scheme: Scheme) -> tuple[Look, ...]:
    """Return the look of each element, by its index."""
    index = _index(page, scheme)
    made: list[Look] = []
    for element in page.elements:
        above = made[element.parent.index] if element.parent else _canvas(page, scheme)
        made.append(_look(element, above, _values(element, index)))
    return tuple(made)


def _canvas(page: Page, scheme: Scheme) -> Look:
    if scheme == "dark" and declares_dark(page):
        return Look(color=WHITE, background=DARK, link=DARK_LINK)
    return Look()


def _index(page: Page, scheme: Scheme) -> dict[str, list[Bound]]:
    """Return the selectors in force, by the most telling part of their subject."""
    index: dict[str, list[Bound]] = {}
    for order, rule in enumerate(sheet(page.styles)):
        values = _expanded(rule.declarations)
        if not values or not applies(rule.within, scheme):
            continue
        for one in map(selector, rule.selectors):
            if one.known:
                index.setdefault(key_of(one), []).append(Bound(one, values, order))
    return index


def key_of(one: Selector) -> str:
    """Return what an element surely has that a selector is for: `#id`, `.class`, a tag or `*`."""
    subject = one.subject
    if subject.id:
        return f"#{subject.id}"
    return f".{min(subject.classes)}" if subject.classes else subject.tag or "*"


def keys_of(element: Element) -> Iterator[str]:
    """Yield the keys of the selectors that can be for an element."""
    yield "*"
    yield element.tag
    if "id" in element.attributes:
        yield f"#{element.get('id')}"
    for name in element.classes:
        yield f".{name}"


def _values(element: Element, index: dict[str, list[Bound]]) -> dict[str, str]:
    """Return the value that wins, by property (CSS Cascade 4, 6)."""
    hints = _hints(element)
    style = element.attributes.get("style", "")
    own = _expanded(declarations(style)) if style else ()
    found = [one for key in keys_of(element) for one in index.get(key, ()) if one.selector.names(element)]
    if not found:
        return {**hints, **{one.name: one.value for one in own}} if own else hints
    found.sort(key=lambda one: (one.selector.weight, one.order))
    ranked = [value for one in found for value in one.values]
    plain = {one.name: one.value for one in (*ranked, *own) if not one.important}
    forced = {one.name: one.value for one in (*ranked, *own) if one.important}
    return hints | plain | forced


def _hints(element: Element) -> dict[str, str]:
    """Return what attributes say of colours and sizes (HTML, 15.3: presentational hints)."""
    found = {}
    if "bgcolor" in element.attributes:
        found["background-color"] = element.get("bgcolor")
    if element.get("background"):
        found["background-image"] = element.get("background")
    if "hidden" in element.attributes:
        found["display"] = "none"
    if element.tag == "body" and element.get("text"):
        found["color"] = element.get("text")
    if element.tag == "font":
        found |= {"color": element.get("color")} if element.get("color") else {}
        found |= {"font-size": f"{FONT_SIZES[size]}px"} if (size := element.get("size")) in FONT_SIZES else {}
    return found


@lru_cache(maxsize=2048)
def _expanded(own: tuple[Declaration, ...]) -> tuple[Declaration, ...]:
    """Return the declarations that are read here, shorthands taken apart."""
    return tuple(part for one in own for part in _parts(one) if part.name in READ)


def _parts(one: Declaration) -> Iterable[Declaration]:
    if one.name == "background":
        return _background(one)
    if one.name == "font":
        return _font(one)
    return (one,)


def _background(one: Declaration) -> tuple[Declaration, ...]:
    """Return the colour and the picture of a `background`."""
    picture = "url(" in one.value or "gradient(" in one.value
    words = re.findall(r"[\w-]+\([^()]*\)|[^\s(),]+", one.value)
    paint = next((word for word in reversed(words) if color(word)), "")
    if not paint:
        known = picture or one.value.lower() in ("none", "0", "initial", "unset")
        paint = "transparent" if known else one.value
    return (
        Declaration("background-color", paint, one.important),
        Declaration("background-image", one.value if picture else "none", one.important),
    )


def _font(one: Declaration) -> tuple[Declaration, ...]:
    """Return the size and the weight of a `font`; nothing where it names no size (`inherit`)."""
    weight = "normal"
    for word in one.value.lower().split():
        size = word.partition("/")[0]
        if size in KEYWORDS or (LENGTH.fullmatch(size) and not size.isdigit()):
            return (
                Declaration("font-size", size, one.important),
                Declaration("font-weight", weight, one.important),
            )
        weight = word if word.isdigit() or word in ("bold", "bolder") else weight
    return ()


def _look(element: Element, above: Look, values: dict[str, str]) -> Look:
    """Return an element's look: what it sets, upon what is about it."""
    tag = element.tag
    link = tag == "a" and "href" in element.attributes
    if not values and not link and tag not in BOLD and tag not in HEADING_SIZES:
        return above
    shade, doubt = _paint(values.get("color", ""), above.link if link else above.color, above.color)
    behind, blur = _behind(values, above)
    weight = values.get("font-weight", "bold" if tag in BOLD else "")
    return Look(
        color=shade,
        background=behind,
        link=above.link,
        size=_size(values.get("font-size", ""), above.size, HEADING_SIZES.get(tag, 1.0)),
        bold=_bold(weight) if weight and weight != "inherit" else above.bold,
        hidden=above.hidden or _hides(values),
        unsure=blur or doubt or _still(values, above),
    )


def _paint(text: str, default: Color, inherited: Color) -> tuple[Color, str]:
    """Return a text's colour, and what of it is not understood."""
    if not text:
        return default, ""
    if text.lower() in ("inherit", "currentcolor", "unset"):
        return inherited, ""
    found = color(text)
    return (found, "") if found else (default, f"the colour '{text}'")


def _behind(values: dict[str, str], above: Look) -> tuple[Color, str]:
    """Return what is behind a text, and what of it is not understood."""
    text = values.get("background-color", "")
    found = color(text) if text and text != "inherit" else None
    if text and text not in ("inherit", "initial", "unset") and not found:
        return above.background, f"the background '{text}'"
    seen = found.over(above.background) if found else above.background
    picture = values.get("background-image", "none")
    covered = picture.lower() not in ("none", "initial", "unset", "inherit")
    # A colour of its own is what is seen while pictures are off: that much is certain.
    return seen, "a picture or gradient behind text" if covered and not (found and found.alpha) else ""


def _still(values: dict[str, str], above: Look) -> str:
    """Return what was uncertain about the element above, where this one does not settle it."""
    if values.get("opacity", "1").strip() not in ("1", "1.0", "100%", "0"):
        return f"opacity: {values['opacity']}"
    if above.unsure.startswith("opacity"):
        return above.unsure
    if above.unsure.startswith("the colour"):
        return "" if "color" in values else above.unsure
    own = color(values.get("background-color", ""))
    return "" if own and own.alpha >= 1 else above.unsure


def _hides(values: dict[str, str]) -> bool:
    opacity = values.get("opacity", "1").strip()
    return (
        values.get("display", "").strip() == "none"
        or values.get("visibility", "").strip() in ("hidden", "collapse")
        or opacity in ("0", "0.0", "0%")
    )


def _size(text: str, above: float, factor: float) -> float:
    """Return a font size in CSS pixels."""
    text = text.lower().strip()
    if text in KEYWORDS:
        return KEYWORDS[text]
    if text in ("smaller", "larger"):
        return above / 1.2 if text == "smaller" else above * 1.2
    found = LENGTH.fullmatch(text)
    try:
        number = float(found[1]) if found else 0.0
    except ValueError:
        found = None
    if not found:
        return above * (factor if not text else 1.0)
    if found[2] in ("em", "%"):
        return above * number / (100 if found[2] == "%" else 1)
    return number * UNITS.get(found[2] or "px", 1.0)


def _bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
