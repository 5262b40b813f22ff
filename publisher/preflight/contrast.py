"""Whether text can be told from what is behind it, in light and dark (WCAG 2.2, 1.4.3). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publisher.preflight.colors import contrast
from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding
from publisher.preflight.looks import Look, Scheme, declares_dark, has_dark_palette, looks, unreckoned
from publisher.preflight.page import Element, Page, at, text_place

WORD = re.compile(r"[^\W_]")
LARGE, LARGE_BOLD = 24.0, 18.66
UNREADABLE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text that can be seen, with its element and its look."""

    element: Element
    text: str
    look: Look


def check_contrast(draft: Draft) -> Iterator[Finding]:
    """Yield texts that are too faint, in the light and in the dark palette, and what could not be reckoned."""
    page = draft.page
    yield from _faint(page, draft.light, "light")
    if has_dark_palette(page):
        yield from _faint(page, looks(page, "dark"), "dark")
    yield from _palettes(draft)
    for what in dict.fromkeys(unreckoned(page)):
        yield _unknown(-1, "a style sheet", f"the colours under '{what}'")


def shown(page: Page, seen: tuple[Look, ...]) -> Iterator[Shown]:
    """Yield the texts with a letter or a digit in them that are not hidden."""
    for element, text in page.texts:
        look = seen[element.index]
        if not look.hidden and WORD.search(text):
            yield Shown(element=element, text=text, look=look)


def _faint(page: Page, seen: tuple[Look, ...], scheme: Scheme) -> Iterator[Finding]:
    groups: dict[str, list[Shown]] = {}
    unsure: dict[str, Shown] = {}
    for one in shown(page, seen):
        if one.look.unsure:
            unsure.setdefault(one.look.unsure, one)
        elif complaint := _complaint(one.look, scheme):
            groups.setdefault(complaint, []).append(one)
    for complaint, texts in groups.items():
        yield _found(page, complaint, texts, scheme)
    for what, one in unsure.items():
        yield _unknown(one.element.index, text_place(page, one.element, one.text), what)


def _complaint(look: Look, scheme: Scheme) -> str:
    """Return what is wrong with a text's contrast, "" for nothing."""
    large = look.size >= LARGE or (look.bold and look.size >= LARGE_BOLD)
    needed = 3.0 if large else 4.5
    front = look.color.over(look.background)
    ratio = contrast(front, look.background)
    if ratio >= needed:
        return ""
    where = " in the dark palette" if scheme == "dark" else ""
    kind = "large text" if large else "text of this size"
    # Never rounded up to what is asked.
    shown_ratio = int(ratio * 100) / 100
    said = f"{front} on {look.background}{where} is {shown_ratio:.2f} to 1"
    return f"{said}; {kind} needs {needed:g} to 1 (WCAG 2.2, 1.4.3)"


def _found(page: Page, complaint: str, texts: list[Shown], scheme: Scheme) -> Finding:
    first = texts[0]
    ratio = contrast(first.look.color.over(first.look.background), first.look.background)
    more = f"; and {len(texts) - 1} more" if len(texts) > 1 else ""
    return Finding(
        level="error" if ratio < UNREADABLE else "warning",
        code="contrast-dark" if scheme == "dark" else "contrast",
        place=text_place(page, first.element, first.text) + more,
        reason=complaint,
        remedy="make the text darker or what is behind it lighter"
        if scheme == "light"
        else "set a lighter text or a darker background under prefers-color-scheme: dark",
        count=len(texts),
        position=first.element.index,
    )


def _unknown(position: int, place: str, what: str) -> Finding:
    return Finding(
        level="note",
        code="contrast-unknown",
        place=place,
        reason=f"{what}: the contrast is not known",
        remedy="look at it yourself, or use plain colours",
        position=position,
    )


def _palettes(draft: Draft) -> Iterator[Finding]:
    """Yield whether the message says one thing of the dark and does another (CSS Color Adjustment 1)."""
    body = next(iter(draft.page.every("body")), None)
    declared, brought = declares_dark(draft.page), has_dark_palette(draft.page)
    if body is None or declared == brought:
        return
    yield at(
        body,
        "note" if brought else "warning",
        "dark-undeclared" if brought else "dark-missing",
        "the <head>",
        'it has dark colours and no <meta name="color-scheme" content="light dark">'
        if brought
        else "its color-scheme says that it is made for the dark, and it has no dark colours",
        "have both, or neither: mail programs then darken it their own way",
    )
