"""What the rules find, and how grave W3C's validator calls it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tests.feeds.w3c.words import words

Level = Literal["error", "warning", "info"]
Element = Any  # lxml's elements; its stubs do not say enough of them

_INFO = words("MissingDCLanguage NonstdPrefix")
_WARNINGS = words(
    "ArchiveIncomplete AtomLinkNotEmpty AttrNotBlank AvoidNamespacePrefix BadCharacters CharacterData "
    "ContainsEmail ContainsHTML ContainsRelRef ContainsUndeclaredHTML DangerousStyleAttr "
    "DuplicateDescriptionSemantics DuplicateEnclosure DuplicateEntries DuplicateItemSemantics "
    "DuplicateSemantics DuplicateUpdated EmailFormat FeedHistoryRelInEntry ImageLinkDoesntMatch "
    "ImageTitleDoesntMatch ImageUrlFormat ImplausibleDate InvalidKeywords MisplacedItem "
    "MissingAtomSelfLink MissingCurrentInArchive MissingGuid MissingItunesElement "
    "MissingItunesEmail MissingRealName MissingSelf MissingTextualContent MissingTypeAttr "
    "NeedDescriptionBeforeContent NonCanonicalURI NotBlank NotHtml NotInline NotSufficientlyUnique "
    "ProblematicalRFC822Date RelativeSelf ReservedPrefix "
    "SchemeNotIANARegistered SecurityRisk SecurityRiskAttr SelfDoesntMatchLocation SelfNotAtom "
    "UnknownNamespace UnregisteredAtomLinkRel UnsupportedItunesFormat UnsupportedNamespace "
    "UseOfExtensionAttr"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a document breaks: W3C's name for it, the element, what is wrong in it, and the line."""

    name: str
    element: str
    value: str = ""
    line: int = 0

    @property
    def level(self) -> Level:
        """How grave it is; level AA of the validator is without errors and warnings."""
        if self.name in _INFO:
            return "info"
        return "warning" if self.name in _WARNINGS else "error"


@dataclass(slots=True)
class Report:
    """A document under examination: where it is, when it is read, and what was found so far.

    `names` gives each tag its short name; `marked` the lines which hold a hexadecimal reference, with which
    the RSS profile has text say that it is no markup.
    """

    kind: Literal["rss", "atom"]
    location: str
    now: datetime | None
    names: Mapping[str, str]
    marked: frozenset[int]
    found: list[Finding] = field(default_factory=list)

    def add(self, name: str, element: Element, value: str = "", *, of: str = "") -> None:
        """Record that *element* breaks the rule *name*; *of* names the element where it is not its own name."""
        self.found.append(Finding(name, of or self.name(element), value[:80], element.sourceline or 0))

    def name(self, element: Element) -> str:
        """Return the short name of *element*: "title", "atom:link"."""
        return self.names[element.tag]

    def is_marked(self, element: Element) -> bool:
        """Return whether a hexadecimal reference stands in the lines of *element*."""
        if not self.marked:
            return False
        first = element.sourceline or 0
        return any(line in self.marked for line in range(first, first + (element.text or "").count("\n") + 1))
