"""Which elements may stand in which, how often, and with which attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.values import Rule, language_of
from tests.feeds.w3c.words import ATOM, PREFIXES, XML

_STANDARD = {f"{{{XML}}}{name}" for name in ("base", "id", "lang", "space")}
_LANGUAGE = f"{{{XML}}}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """An element that may stand in another. `twice` names the flaw of a second one, "" where there is none."""

    rules: tuple[Rule, ...] = ()
    attributes: frozenset[str] = frozenset()
    twice: str = "DuplicateElement"
    holds_elements: bool = False


Table = Mapping[str, Allowed]


def many(*rules: Rule, attributes: str = "") -> Allowed:
    """Return what may stand any number of times."""
    return Allowed(rules=rules, attributes=frozenset(attributes.split()), twice="")


def one(*rules: Rule, attributes: str = "", twice: str = "DuplicateElement") -> Allowed:
    """Return what may stand once."""
    return Allowed(rules=rules, attributes=frozenset(attributes.split()), twice=twice)


def holder(*rules: Rule, attributes: str = "", twice: str = "DuplicateElement") -> Allowed:
    """Return what holds elements and no text."""
    return Allowed(rules=rules, attributes=frozenset(attributes.split()), twice=twice, holds_elements=True)


def names_of(report: Report, parent: Element) -> list[str]:
    """Return the names of the elements in *parent*."""
    return [report.name(child) for child in parent.iterchildren("*")]


def examine(report: Report, parent: Element, table: Table) -> None:
    """Report what in *parent* does not stand in *table*, or breaks its rules."""
    seen: set[str] = set()
    for child in parent.iterchildren("*"):
        name = report.name(child)
        allowed = table.get(name)
        if allowed is None:
            if not name.startswith("{"):  # what is in a namespace that nobody knows is passed over
                report.add("UndefinedElement", child)
            continue
        if name in seen and allowed.twice:
            report.add(allowed.twice, child)
        seen.add(name)
        examine_attributes(report, child, allowed.attributes)
        if allowed.holds_elements:
            no_text(report, child)
        elif len(child) and not name.endswith(("content", "summary", "title", "subtitle", "rights")):
            report.add("UndefinedElement", child[0], of=f"{name}/{child[0].tag}")
        for rule in allowed.rules:
            rule(report, child)


def no_text(report: Report, element: Element) -> None:
    """There is no text between the elements in *element*."""
    loose = (element.text or "") + "".join(child.tail or "" for child in element)
    if loose.strip():
        report.add("UnexpectedText", element, loose.strip())


def examine_attributes(report: Report, element: Element, allowed: frozenset[str]) -> None:
    """Report the attributes of *element* that are not its own."""
    for name in element.attrib:
        if name in allowed or name in _STANDARD:
            continue
        namespace = name[1:].partition("}")[0] if name.startswith("{") else ""
        if not namespace or namespace in PREFIXES:
            report.add("UnexpectedAttribute", element, name)
        elif report.kind == "rss" and ":" not in report.name(element):
            report.add("UseOfExtensionAttr", element, name)
    if declared := element.get(_LANGUAGE):
        language_of(report, element, declared, of="xml:lang")


def short_name(tag: str, kind: str) -> str:
    """Return the name of a *tag* with its usual prefix; as it is, where its namespace is not known."""
    namespace, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if namespace == ATOM and kind == "atom":
        return name
    if not namespace:
        return name if kind == "rss" else f"null:{name}"
    return f"{PREFIXES[namespace]}:{name}" if namespace in PREFIXES else tag
