"""What every newsletter must say at its foot: how to leave, and who sends it. Pure."""

from collections.abc import Iterator

from publisher.preflight.draft import Draft, squeezed
from publisher.preflight.findings import Finding

BOTTOM = 1_000_000_000
PARTS = (("the HTML part", "html"), ("the text part", "text"))


def check_footer(draft: Draft) -> Iterator[Finding]:
    """Yield what is missing: the link to leave, the postal address (in either part)."""
    if not draft.context.postal_address:
        yield Finding(
            level="warning",
            code="postal-address-unset",
            place="the settings",
            reason="there is no postal address: many countries ask for one in every newsletter (US: 15 U.S.C. 7704)",
            remedy="set mail.postal_address",
        )
    for place, kind in PARTS:
        if not (draft.html if kind == "html" else draft.text).strip():
            continue
        if not _can_leave(draft, kind):
            yield _missing(
                "unsubscribe-missing", place, "it has no link to unsubscribe", "{{ unsubscribe_url }}"
            )
        if not _is_signed(draft, kind):
            yield _missing(
                "postal-address-missing",
                place,
                "it does not have the postal address",
                "{{ mail.postal_address }}",
            )


def _missing(code: str, place: str, reason: str, variable: str) -> Finding:
    remedy = f"write {variable} at the template's end"
    return Finding(level="error", code=code, place=place, reason=reason, remedy=remedy, position=BOTTOM)


def _can_leave(draft: Draft, kind: str) -> bool:
    context = draft.context
    ways = {one for one in (context.unsubscribe_placeholder, context.unsubscribe_url) if one}
    if kind == "text":
        return any(one in draft.text for one in ways)
    return any(link.get("href") in ways for link in draft.page.every("a"))


def _is_signed(draft: Draft, kind: str) -> bool:
    text = draft.text if kind == "text" else "".join(words for _, words in draft.page.texts)
    return squeezed(draft.context.postal_address) in squeezed(text)
