"""`publisher themes`: which subjects there are, and which post belongs to which."""

import importlib

import click

COMMANDS = {
    "suggest": "Propose themes for an archive that has none.",
    "evaluate": "Measure how well posts are sorted, against labels.",
    "list": "List the themes, and how many posts each has.",
    "unsure": "List the posts that are left to the editor.",
    "explain": "Say why a post is under its theme.",
    "set": "Put a post under a theme, for good.",
    "retrain": "Learn anew, and show what would move.",
}


class ThemesGroup(click.Group):
    """A group that imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"publisher.cli.themes.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=ThemesGroup,
    epilog="To start: publisher themes suggest, paste what it prints into the settings, publisher build, "
    "publisher themes unsure.",
)
def themes() -> None:
    """Put posts under themes: by their tags, by what the classifier learnt, by the editor's word."""
