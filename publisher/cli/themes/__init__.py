"""`publisher themes`: which subjects there are, and which post belongs to which."""

import click

from publisher.cli import Lazy, LazyGroup

COMMANDS: Lazy = {
    "suggest": ("publisher.cli.themes.suggest", "command", "Propose themes for an archive that has none."),
    "evaluate": (
        "publisher.cli.themes.evaluate",
        "command",
        "Measure how well posts are sorted, against labels.",
    ),
    "list": ("publisher.cli.themes.list", "command", "List the themes, and how many posts each has."),
    "unsure": ("publisher.cli.themes.unsure", "command", "List the posts that are left to the editor."),
    "explain": ("publisher.cli.themes.explain", "command", "Say why a post is under its theme."),
    "set": ("publisher.cli.themes.set", "command", "Put a post under a theme, for good."),
    "retrain": ("publisher.cli.themes.retrain", "command", "Learn anew, and show what would move."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="To start: publisher themes suggest, paste what it prints into the settings, publisher build, "
    "publisher themes unsure.",
)
def themes() -> None:
    """Put posts under themes: by their tags, by what the classifier learnt, by the editor's word."""
