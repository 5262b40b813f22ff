"""All the checks, in one call. Pure: nothing is fetched, no wording is judged."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

from publisher.preflight.accessibility import check_accessibility
from publisher.preflight.agreement import check_agreement, check_text_part
from publisher.preflight.contrast import check_contrast
from publisher.preflight.draft import Context, Draft, read_draft
from publisher.preflight.dropped import check_dropped
from publisher.preflight.findings import Finding, gathered
from publisher.preflight.footer import check_footer
from publisher.preflight.headers import check_leaving, check_preheader, check_subject
from publisher.preflight.images import check_images
from publisher.preflight.links import check_links
from publisher.preflight.size import check_size
from publisher.preflight.wording import check_words

Check = Callable[[Draft], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    check_subject,
    check_preheader,
    check_leaving,
    check_size,
    check_words,
    check_text_part,
    check_agreement,
    check_footer,
)
HTML_CHECKS: tuple[Check, ...] = (
    check_images,
    check_links,
    check_accessibility,
    check_contrast,
    check_dropped,
)


def check(message: EmailMessage, context: Context) -> tuple[Finding, ...]:
    """Return what is wrong with a message about to be sent: errors first, then in the order of the message."""
    draft = read_draft(message, context)
    checks = (*CHECKS, *HTML_CHECKS) if draft.html.strip() else CHECKS
    return gathered(finding for one in checks for finding in one(draft))
