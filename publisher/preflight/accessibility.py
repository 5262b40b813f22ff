"""What people who hear a message, or see it enlarged, would stumble on (WCAG 2.2). Pure."""

from collections.abc import Iterator

from publisher.languages import direction
from publisher.preflight.contrast import shown
from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding
from publisher.preflight.page import HEADINGS, Element, Page, at, excerpt, text_place

SMALLEST = 13.0
DATA = ("th", "caption", "thead")


def check_accessibility(draft: Draft) -> Iterator[Finding]:
    """Yield what is missing or out of order."""
    page = draft.page
    yield from _document(draft)
    yield from _tables(page)
    yield from _headings(page)
    yield from _focus(page)
    yield from _small(draft)


def _document(draft: Draft) -> Iterator[Finding]:
    page = draft.page
    root = next(iter(page.every("html")), None)
    if root is None:
        return
    if not page.title:
        yield at(
            root,
            "warning",
            "title-missing",
            "the <head>",
            "it has no title (WCAG 2.2, 2.4.2)",
            "let <title> be the subject",
        )
    yield from _language(draft, root)


def _language(draft: Draft, root: Element) -> Iterator[Finding]:
    language, way = root.get("lang"), root.get("dir").lower()
    wanted = draft.context.language
    if not language:
        yield at(
            root,
            "error",
            "lang-missing",
            "<html>",
            "it has no lang: a screen reader guesses how to pronounce it (WCAG 2.2, 3.1.1)",
            f'write <html lang="{wanted or "en"}">',
        )
    elif wanted and language.lower() != wanted.lower():
        yield at(
            root,
            "warning",
            "lang-other",
            "<html>",
            f"its lang is '{language}', the publication's is '{wanted}'",
            f'write <html lang="{wanted}">',
        )
    runs = direction(language or wanted)
    if way != runs:
        yield at(
            root,
            "error" if runs == "rtl" else "warning",
            "dir-missing" if not way else "dir-wrong",
            "<html>",
            f"{'it has no dir' if not way else f'its dir is {way}'}, and its language runs {runs}",
            f'write dir="{runs}"',
        )


def _tables(page: Page) -> Iterator[Finding]:
    for table in page.every("table"):
        laid = table.get("role") in ("presentation", "none")
        if not laid and not any(one.tag in DATA for one in page.within(table)):
            yield at(
                table,
                "warning",
                "table-without-role",
                f"the table of '{excerpt(page.words(table))}'",
                "a screen reader announces its rows and columns (WCAG 2.2, 1.3.1)",
                'write role="presentation" on tables that only lay out',
            )


def _headings(page: Page) -> Iterator[Finding]:
    """Yield headings that are empty, and jumps in their order (WCAG 2.2, 1.3.1)."""
    level = 0
    for heading in page.every(*HEADINGS):
        own, words = int(heading.tag[1]), page.words(heading)
        place = f"<{heading.tag}> '{excerpt(words)}'"
        if not words and not any(one.get("alt") for one in page.within(heading) if one.tag == "img"):
            yield at(heading, "warning", "heading-empty", place, "it says nothing", "remove it")
        if own > level + 1:
            before = f"<h{level}>" if level else "nothing"
            yield at(
                heading,
                "warning",
                "heading-jump",
                place,
                f"it follows {before}: a level is left out",
                f"make it <h{level + 1}>",
            )
        level = own


def _focus(page: Page) -> Iterator[Finding]:
    for element in page.elements:
        text = element.get("tabindex")
        if text.isdigit() and int(text) > 0:
            yield at(
                element,
                "warning",
                "tabindex-positive",
                f"<{element.tag}> '{excerpt(page.words(element))}'",
                f"tabindex {text} takes it out of the order of reading (WCAG 2.2, 2.4.3)",
                "remove tabindex",
            )


def _small(draft: Draft) -> Iterator[Finding]:
    """Yield text that is small, sizes gathered."""
    for one in shown(draft.page, draft.light):
        if one.look.size < SMALLEST - 0.01:
            yield at(
                one.element,
                "warning",
                "text-small",
                text_place(draft.page, one.element, one.text),
                f"it is {one.look.size:.3g} px; below {SMALLEST:g} many cannot read it on a phone",
                f"let no text be smaller than {SMALLEST:g} px",
            )
