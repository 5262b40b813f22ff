"""Which of the features that mail programs drop a message uses, each named once. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from publisher.preflight.css import Declaration, Rule, declarations
from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding
from publisher.preflight.looks import key_of, keys_of, sheet
from publisher.preflight.page import Element, Page, excerpt
from publisher.preflight.selectors import Selector, selector
from publisher.preflight.support import EMAIL_BUGS, FEATURES, PROGRAMS, Feature

# All <style> elements together: https://github.com/hteumeuleu/email-bugs/issues/90
GMAIL_STYLES = 16_384
# All that is asked of what is hidden is that it stays so.
HIDING = {"display", "visibility", "[hidden]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a feature; `position` is -1 in a style sheet."""

    feature: Feature
    place: str
    position: int


def check_dropped(draft: Draft) -> Iterator[Finding]:
    """Yield each feature in use that a mail program drops: as a warning where something is lost by it."""
    uses: dict[str, list[Use]] = {}
    for use in (*_in_sheets(draft.page), *_in_elements(draft)):
        uses.setdefault(use.feature.label, []).append(use)
    for found in uses.values():
        yield _finding(found)
    yield from _too_much_style(draft.page)


def programs(feature: Feature) -> str:
    """Return who drops a feature, in words."""
    dropped = f"by {_named(feature.dropped)}" if feature.dropped else ""
    partial = f"in part by {_named(feature.partial)}" if feature.partial else ""
    return f"dropped {', '.join(filter(None, (dropped, partial)))}"


def _named(letters: str) -> str:
    *most, last = (PROGRAMS[letter] for letter in letters)
    return f"{', '.join(most)} and {last}" if most else last


def _finding(uses: list[Use]) -> Finding:
    first, feature = uses[0], uses[0].feature
    return Finding(
        level="warning" if feature.loses else "note",
        code=feature.code,
        place=first.place,
        reason=f"{feature.label}: {programs(feature)}; {feature.effect}",
        remedy=f"see that it reads well without; {feature.source}",
        count=len(uses),
        position=first.position,
    )


def _in_sheets(page: Page) -> Iterator[Use]:
    seen_at_rules: set[str] = set()
    for rule in sheet(page.styles):
        within = "\n".join(rule.within)
        if within and within not in seen_at_rules:
            seen_at_rules.add(within)
            yield from _uses(_at_rules(within), excerpt(rule.within[-1]))
        yield from _in_rule(rule)


def _in_rule(rule: Rule) -> Iterator[Use]:
    for text in rule.selectors:
        yield from _uses(_selectors(text), f"the style of {excerpt(text)}")
    subjects = tuple(selector(text).subject.tag for text in rule.selectors)
    for one in rule.declarations:
        for feature in _declared(one):
            if not feature.on or any(tag in feature.on for tag in subjects):
                yield Use(
                    feature=feature, place=f"the style of {excerpt(', '.join(rule.selectors))}", position=-1
                )


def _uses(features: Iterable[Feature], place: str) -> Iterator[Use]:
    return (Use(feature=one, place=place, position=-1) for one in features)


def _in_elements(draft: Draft) -> Iterator[Use]:
    for element in draft.page.elements:
        style = element.attributes.get("style")
        hidden = draft.light[element.index].hidden
        for feature in (*(_styled(style, element.tag) if style else ()), *_written(element)):
            if not hidden or not HIDING.isdisjoint(feature.names):
                yield Use(feature=feature, place=_place(element), position=element.index)


def _place(element: Element) -> str:
    name = element.get("id") or " ".join(sorted(element.classes))
    return f"<{element.tag}{f' {excerpt(name)}' if name else ''}>"


def _written(element: Element) -> Iterator[Feature]:
    """Yield the features that an element is, or has as an attribute."""
    for key in keys_of(element):
        for feature, one in ELEMENTS.get(key, ()):
            if one.names(element):
                yield feature


@lru_cache(maxsize=4096)
def _styled(style: str, tag: str) -> tuple[Feature, ...]:
    """Return the features that a style attribute uses."""
    used = (one for own in declarations(style) for one in _declared(own) if not one.on or tag in one.on)
    return tuple(dict.fromkeys(used))


@lru_cache(maxsize=4096)
def _declared(one: Declaration) -> tuple[Feature, ...]:
    keys = (one.name, f"{one.name.partition('-')[0]}*", "*")
    rows = (row for key in keys for row in PROPERTIES.get(key, ()))
    return tuple(row for row in rows if not row.pattern or re.search(row.pattern, one.value, re.IGNORECASE))


@lru_cache(maxsize=1024)
def _selectors(text: str) -> tuple[Feature, ...]:
    return _matching("selector", text)


@lru_cache(maxsize=1024)
def _at_rules(text: str) -> tuple[Feature, ...]:
    return _matching("at-rule", text)


def _matching(kind: str, text: str) -> tuple[Feature, ...]:
    return tuple(
        row
        for row in FEATURES
        if row.kind == kind and re.search(row.pattern, text, re.IGNORECASE | re.DOTALL)
    )


def _by_property() -> dict[str, list[Feature]]:
    index: dict[str, list[Feature]] = {}
    for row in FEATURES:
        for name in row.names if row.kind == "declaration" else ():
            index.setdefault(name, []).append(row)
    return index


def _by_element() -> dict[str, list[tuple[Feature, Selector]]]:
    index: dict[str, list[tuple[Feature, Selector]]] = {}
    for row in FEATURES:
        for text in row.names if row.kind == "element" else ():
            index.setdefault(key_of(selector(text)), []).append((row, selector(text)))
    return index


PROPERTIES, ELEMENTS = _by_property(), _by_element()


def _too_much_style(page: Page) -> Iterator[Finding]:
    size = sum(len(text) for _, text in page.styles)
    if size > GMAIL_STYLES:
        yield Finding(
            level="warning",
            code="styles-too-long",
            place="the <style> elements",
            reason=f"they have {size:,} characters; Gmail keeps none that ends after {GMAIL_STYLES:,} ({EMAIL_BUGS}90)",
            remedy="write styles on the elements, and fewer in <style>",
        )
