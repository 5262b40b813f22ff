"""`publisher editions`: what was issued, and what may still be done about it."""

import click

from publisher.cli import Lazy, LazyGroup

COMMANDS: Lazy = {
    "list": ("publisher.cli.editions.list", "command", "List the editions of a digest, or of all."),
    "show": ("publisher.cli.editions.show", "command", "Say what is in an edition."),
    "approve": ("publisher.cli.editions.approve", "command", "Release an edition that waits for approval."),
    "cancel": ("publisher.cli.editions.cancel", "command", "Cancel one: its posts wait for the next."),
    "export": ("publisher.cli.editions.export", "command", "Write its mail as .eml, .html and .txt."),
    "backfill": (
        "publisher.cli.editions.backfill",
        "command",
        "Make the editions that a past would have had.",
    ),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="An edition is called DIGEST/NUMBER: publisher editions show weekly/7.",
)
def editions() -> None:
    """Look at what was issued, release it, cancel it, take its mail elsewhere."""
