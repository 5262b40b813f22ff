"""Subject, preheader and the headers for leaving a list. Pure."""

import re
from collections.abc import Iterator

from publisher.languages import display_width
from publisher.preflight.draft import Draft, squeezed
from publisher.preflight.findings import Finding, Level

WIDE_SUBJECT = 60
LONG_LINE = 78
SHORT_PREHEADER, LONG_PREHEADER = 30, 130
ONE_CLICK = "List-Unsubscribe=One-Click"


def check_subject(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with the subject."""
    subject = " ".join(draft.subject.split())
    if not subject:
        yield _finding(
            "error", "subject-empty", "the subject", "it is empty", "give the template subject.txt words"
        )
        return
    width = display_width(subject)
    if width > WIDE_SUBJECT:
        yield _finding(
            "warning",
            "subject-long",
            "the subject",
            f"it is {width} columns wide: phones cut it at about 40, desks at {WIDE_SUBJECT} to 70",
            "put what matters first, and leave out the rest",
        )
    if _encoded_length(draft) > LONG_LINE:
        yield _finding(
            "note" if width <= WIDE_SUBJECT else "warning",
            "subject-folded",
            "the subject",
            f"it takes {_encoded_length(draft)} characters as sent, encoded; a line has {LONG_LINE} (RFC 5322, 2.1.1)",
            "nothing to do if it reads well: mail programs join the lines; a shorter one is safer",
        )


def _encoded_length(draft: Draft) -> int:
    """Return how long the header is with its encoded words (RFC 2047), were it one line."""
    folded = draft.message.policy.fold("Subject", draft.message["Subject"])
    return len(re.sub(r"\r?\n", "", folded))


def check_preheader(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with the preheader: what an inbox shows beside the subject."""
    text = " ".join(draft.context.preheader.split())
    for wrong, level, code, reason, remedy in _preheader_rules(draft, text):
        if wrong:
            yield _finding(level, code, "the preheader", reason, remedy)
            return
    if draft.html.strip() and not _shown_first(draft, text):
        yield _finding(
            "warning",
            "preheader-not-first",
            "the preheader",
            "it is not the first text of the HTML: an inbox shows what is",
            "let <mj-preview> of the template be the preheader",
        )


def _preheader_rules(draft: Draft, text: str) -> tuple[tuple[bool, Level, str, str, str], ...]:
    size = len(text)
    more = "say in the template's preheader.txt what else is in it"
    return (
        (
            not text,
            "warning",
            "preheader-empty",
            "it is empty: an inbox shows the first words that it finds",
            more,
        ),
        (
            squeezed(text).casefold() == squeezed(draft.subject).casefold(),
            "warning",
            "preheader-same",
            "it says the same as the subject",
            more,
        ),
        (
            size < SHORT_PREHEADER,
            "warning",
            "preheader-short",
            f"it has {size} characters: below {SHORT_PREHEADER} an inbox fills up with the words that follow",
            more,
        ),
        (
            size > LONG_PREHEADER,
            "warning",
            "preheader-long",
            f"it has {size} characters: no inbox shows more than {LONG_PREHEADER}",
            "end it earlier",
        ),
    )


def _shown_first(draft: Draft, text: str) -> bool:
    seen = "".join(words for _, words in draft.page.texts[:200])
    return squeezed(seen).startswith(squeezed(text))


def check_leaving(draft: Draft) -> Iterator[Finding]:
    """Yield what List-Unsubscribe and List-Unsubscribe-Post lack (RFC 2369, RFC 8058)."""
    leave, post = str(draft.message["List-Unsubscribe"] or ""), draft.message["List-Unsubscribe-Post"]
    addresses = re.findall(r"<\s*([^<>\s]+)\s*>", leave)
    secure = any(one.lower().startswith("https://") for one in addresses)
    ready = draft.context.unsubscribe_url.lower().startswith("https://")
    if not addresses:
        yield _finding(
            "error" if ready else "warning",
            "list-unsubscribe-missing",
            "the header List-Unsubscribe",
            "there is none" if not leave else "it holds no address in angle brackets (RFC 2369, 3.2)",
            "set mail.unsubscribe_url to an https address: Gmail and Yahoo want it of every newsletter",
        )
    if post is not None and str(post).strip() != ONE_CLICK:
        yield _finding(
            "error",
            "list-unsubscribe-post-wrong",
            "the header List-Unsubscribe-Post",
            f"it says '{post}' (RFC 8058, 3.1)",
            f"let it be {ONE_CLICK}",
        )
    if not secure and (addresses or post is not None):
        yield _finding(
            "error" if post is not None else "warning",
            "list-unsubscribe-not-https",
            "the header List-Unsubscribe",
            "it has no https address: nobody can leave with one click (RFC 8058, 3.1)",
            "set mail.unsubscribe_url to an https address",
        )
    if secure and post is None:
        yield _finding(
            "note",
            "list-unsubscribe-post-missing",
            "the header List-Unsubscribe-Post",
            "there is none: nobody can leave with one click (RFC 8058, 3.1)",
            f"send {ONE_CLICK} where the address answers a POST by itself",
        )


def _finding(level: Level, code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(level=level, code=code, place=place, reason=reason, remedy=remedy)
