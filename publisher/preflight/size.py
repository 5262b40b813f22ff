"""How big a message is as sent, encoded for transfer, with CRLF (RFC 5322, 2.1). Pure."""

from collections.abc import Iterator
from email.policy import SMTP

from publisher.message import sent_bytes
from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding

# Gmail shows about this much of an HTML part, then "Message clipped":
# https://github.com/hteumeuleu/email-bugs/issues/41
CLIPPED = 102_000
# What a longer address of its own in each copy, or a hop that encodes anew, can add.
NEAR = 100_000


def check_size(draft: Draft) -> Iterator[Finding]:
    """Yield what is too big, and the whole message's size as a note."""
    size = html_bytes(draft)
    if size >= NEAR:
        clipped = size >= CLIPPED
        yield Finding(
            level="error" if clipped else "warning",
            code="html-too-big" if clipped else "html-nearly-too-big",
            place="the HTML part",
            reason=f"it is {size:,} bytes as sent; Gmail cuts it off at about {CLIPPED:,}, and the footer with it",
            remedy="carry fewer posts or shorter summaries: max_posts and max_per_section leave the rest to the web",
        )
    whole = len(draft.message.as_bytes(policy=SMTP))
    yield Finding(
        level="note",
        code="message-size",
        place="the message",
        reason=f"it is {whole:,} bytes as sent, of which {size:,} are the HTML",
        remedy="nothing to do",
    )


def html_bytes(draft: Draft) -> int:
    """Return how many bytes the HTML part takes as sent, its headers apart; 0 without one."""
    return sent_bytes(draft.html_part) if draft.html_part else 0
