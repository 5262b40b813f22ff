"""`publisher templates`: the templates that there are, and a user's own of them."""

import click

from publisher.cli import Lazy, LazyGroup

COMMANDS: Lazy = {
    "list": ("publisher.cli.templates.list", "command", "List every template, and which are your own."),
    "copy": ("publisher.cli.templates.copy", "command", "Start a template of your own from one of ours."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog='To start: publisher templates copy cards --as mine, template = "mine" under [[digests]], '
    "publisher preview DIGEST.",
)
def templates() -> None:
    """Change how editions and pages look: each file in templates/ beside your settings stands over ours."""
