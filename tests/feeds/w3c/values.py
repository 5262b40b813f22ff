"""Rules for the text of one element. Each is a function of a report and an element."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from html.entities import name2codepoint

from tests.feeds.w3c import addresses, markup
from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.words import LANGUAGES

Rule = Callable[[Report, Element], None]

_END_TAG = re.compile(r"</(\w+)>")
_ENTITY = re.compile(r"&(#?\w+)")
_LIKE_MARKUP = re.compile(r"&#[x0-9]|<[/a-zA-Z]")
_MIME = re.compile(
    r'[^\s()<>,;:\\"/[\]?=]+/[^\s()<>,;:\\"/[\]?=]+'
    r'(?:\s*;\s*[^\s()<>,;:\\"/[\]?=]+=(?:"(?:\\"|[^"])*"|[^\s()<>,;:\\"/[\]?=]+))*'
)
_ADDRESS = re.compile(
    r"[a-z0-9_+.'-]+@(?:(?:[0-9]{1,3}\.){3}|(?:[a-z0-9-]+\.)+)[a-z0-9][-a-z0-9]*", re.IGNORECASE
)
_SIMPLE_ADDRESS = re.compile(r"[\w.%+-]+@[A-Za-z][\w.-]+")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d):(\d\d(?:\.\d*)?)(?:Z|[+-]\d\d:\d\d)")
_DAYS, _MONTHS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_ZONES = "UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT"
_MAIL_DATE = re.compile(
    rf"(?:(?:{_DAYS}), )?\d\d? (?:{_MONTHS}) \d{{4}} \d\d:\d\d(?::\d\d)? (?:[+-]?\d\d[03]0|{_ZONES}|Z)"
)
_OLD_MAIL_DATE = re.compile(
    rf"(?:(?:{_DAYS})\s*,\s*)?\d\d?\s+(?:{_MONTHS})\s+\d\d(?:\d\d)?\s+\d\d:\d\d(?::\d\d)?\s+"
    rf"(?:[+-]\d{{4}}|{_ZONES}|[a-ik-z])?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\d+(?::[0-5][0-9](?::[0-5][0-9])?)?")


def text_of(element: Element) -> str:
    """Return the text of *element*, without white space around it."""
    return "".join(element.itertext()).strip()


def not_blank(report: Report, element: Element) -> None:
    """There is text."""
    if not text_of(element):
        report.add("NotBlank", element)


def no_space(report: Report, element: Element) -> None:
    """There is no white space around the text."""
    written = element.text or ""
    if written != written.strip():
        report.add("UnexpectedWhitespace", element)


def no_html(report: Report, element: Element, *, text: str | None = None, name: str = "ContainsHTML") -> None:
    """The text is no HTML, and cannot be taken for any."""
    text = text_of(element) if text is None else text
    tags = [tag for tag in _END_TAG.findall(text) if tag.lower() in markup.KNOWN]
    if tags:
        report.add(name, element, tags[0])
        return
    if report.is_marked(element):
        return
    entities = _ENTITY.findall(text)
    known = [one for one in entities if one in name2codepoint or one == "apos" or not one.isalpha()]
    if known:
        report.add(name, element, f"&{known[0]};")
    elif report.kind == "rss" and not entities and _LIKE_MARKUP.search(text):
        report.add("CharacterData", element, text)


def safe_html(report: Report, element: Element) -> None:
    """The text is HTML without a risk."""
    for name, value in markup.flaws("".join(element.itertext()).strip()):
        report.add(name, element, value)


def whole_html(report: Report, element: Element) -> None:
    """The text is HTML without a risk, and each address in it is whole."""
    safe_html(report, element)
    for name, value in markup.relative_references("".join(element.itertext()).strip()):
        report.add(name, element, value)


def full_address(report: Report, element: Element) -> None:
    """The text is an address that is not relative."""
    address(report, element, text_of(element), full=True, otherwise="InvalidFullLink")


def any_address(report: Report, element: Element) -> None:
    """The text is an address, which may be relative."""
    address(report, element, text_of(element), full=False, otherwise="InvalidLink")


def any_reference(report: Report, element: Element) -> None:
    """The text is an address, which may be relative and international."""
    if name := addresses.flaw_of_reference(text_of(element)):
        report.add(name, element, text_of(element))


def address(
    report: Report, element: Element, value: str, *, full: bool, otherwise: str, of: str = ""
) -> None:
    """The *value* is an address."""
    if name := addresses.flaw(value, full=full, otherwise=otherwise):
        report.add(name, element, value, of=of)


def identifier(report: Report, element: Element) -> None:
    """The text is an absolute address in canonical form."""
    written = (element.text or "").strip()
    if name := addresses.flaw(written, full=True, otherwise="InvalidFullLink"):
        report.add(name, element, written)
    elif addresses.canonical(written) != (element.text or ""):
        report.add("NonCanonicalURI", element, written)


def language(report: Report, element: Element) -> None:
    """The text is a language of ISO 639."""
    language_of(report, element, text_of(element), of=report.name(element))


def language_of(report: Report, element: Element, value: str, *, of: str) -> None:
    """The *value* is a language of ISO 639."""
    if value.split("-")[0].lower() not in LANGUAGES:
        report.add("InvalidLanguage", element, value, of=of)


def mime_type(report: Report, element: Element, value: str, *, name: str) -> None:
    """The *value* is a media type."""
    if not _MIME.fullmatch(value):
        report.add(name, element, value)


def timestamp(report: Report, element: Element) -> None:
    """The text is a date and time of RFC 3339, from 1990 to tomorrow."""
    value = text_of(element)
    found = _TIMESTAMP.fullmatch(value)
    if (
        not found
        or not _is_date(value[:10])
        or int(found[1]) > 23
        or int(found[2]) > 60
        or float(found[3]) > 60
    ):
        report.add("InvalidRFC3339Date", element, value)
        return
    late = report.now and value > f"{report.now.astimezone(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    if value < "1990-01-01" or late:
        report.add("ImplausibleDate", element, value)


def mail_date(report: Report, element: Element) -> None:
    """The text is a date and time of RFC 2822, from 1990 to ten minutes from now."""
    value = text_of(element)
    if not _MAIL_DATE.fullmatch(value):
        name = "ProblematicalRFC822Date" if _OLD_MAIL_DATE.fullmatch(value) else "InvalidRFC2822Date"
        report.add(name, element, value)
        return
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        report.add("InvalidRFC2822Date", element, value)
        return
    moment = found if found.tzinfo else found.replace(tzinfo=UTC)
    if "," in value and _DAYS.split("|")[moment.weekday()] != value[:3]:
        report.add("IncorrectDOW", element, value)
    elif _is_implausible(moment, report.now):
        report.add("ImplausibleDate", element, value)


def _is_implausible(moment: datetime, now: datetime | None) -> bool:
    return moment.year < 1990 or (now is not None and moment > now + timedelta(minutes=10))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def contact(report: Report, element: Element) -> None:
    """The text is an email address and a name, as RSS has them: `a@b.example (Name)`."""
    value = text_of(element).removeprefix("mailto:")
    if "@" in value[1:] and not value.endswith(")"):
        report.add("EmailFormat" if " " in value else "MissingRealName", element, value)
        return
    email(report, element)


def email(report: Report, element: Element) -> None:
    """The text is an email address, with or without a name."""
    no_html(report, element)
    parsed = getaddresses([text_of(element)])
    value = parsed[0][1] if len(parsed) == 1 else text_of(element)
    if not _is_mailbox(value):
        report.add("InvalidContact", element, value)


def mailbox(report: Report, element: Element) -> None:
    """The text is an email address alone."""
    if not _is_mailbox(text_of(element)):
        report.add("InvalidAddrSpec", element, text_of(element))


def _is_mailbox(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value) or _SIMPLE_ADDRESS.fullmatch(value))


def no_mailbox(report: Report, element: Element) -> None:
    """There is no email address in angle brackets in the text."""
    if re.search(rf"<{_ADDRESS.pattern}>", text_of(element), re.IGNORECASE):
        report.add("ContainsEmail", element)


def positive(report: Report, element: Element) -> None:
    """The text is a number above 0."""
    value = text_of(element)
    if not (value.isascii() and value.isdigit() and int(value)):
        report.add("InvalidPositiveInteger", element, value)


def duration(report: Report, element: Element) -> None:
    """The text is seconds, or minutes or hours with what is below them."""
    if not _DURATION.fullmatch(text_of(element)):
        report.add("InvalidDuration", element, text_of(element))


def at_most(limit: int) -> Rule:
    """Return the rule that there are no more characters than *limit*, and no HTML."""

    def rule(report: Report, element: Element) -> None:
        if len(text_of(element)) > limit:
            report.add("TooLong", element)
        no_html(report, element)

    return rule


def one_of(name: str, *allowed: str) -> Rule:
    """Return the rule that the text is one of *allowed*."""

    def rule(report: Report, element: Element) -> None:
        if text_of(element).lower() not in allowed:
            report.add(name, element, text_of(element))

    return rule
