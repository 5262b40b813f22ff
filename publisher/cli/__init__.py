"""The command line: the only place that prints, and, with the scheduler, the only one that reads the clock.

Each command's module is imported when the command is run: imports are most of what a short command costs.
"""

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from publisher import __version__
from publisher.errors import PublisherError, TemplateError

Lazy = Mapping[str, tuple[str, str, str]]

COMMANDS: Lazy = {
    "init": ("publisher.cli.init", "init", "Make a folder to start from: settings and sample posts."),
    "sync": ("publisher.cli.build", "sync", "Read the sources into the catalog."),
    "build": ("publisher.cli.build", "build", "Sync, then write feeds and pages."),
    "preview": ("publisher.cli.preview", "preview", "Write the edition that would go out, to look at it."),
    "explain": ("publisher.cli.explain", "explain", "Say why each post is in that edition, or is not."),
    "send-test": (
        "publisher.cli.send_test",
        "send_test",
        "Send that edition to one address, marked as a test.",
    ),
    "issue": ("publisher.cli.issue", "issue", "Issue the edition that is due, for good."),
    "editions": (
        "publisher.cli.editions",
        "editions",
        "What was issued: list, show, approve, cancel, export.",
    ),
    "schedule": ("publisher.cli.schedule", "schedule", "Show when the next editions are due."),
    "status": ("publisher.cli.status", "status", "Say at a glance how everything stands."),
    "serve": ("publisher.cli.serve", "serve", "Serve the site, and the operator's previews."),
    "run": ("publisher.cli.run", "run", "Run the service: build, issue editions, serve."),
    "scheduler": ("publisher.cli.run", "scheduler", "Run the service without the web."),
    "service": ("publisher.cli.service", "service", "Print what starts the service with the machine."),
    "adopt": ("publisher.cli.adopt", "adopt", "Take over the ids of the feed that you have now."),
    "check": ("publisher.cli.check", "check", "Say what a build would change for readers."),
    "feeds": ("publisher.cli.feeds", "feeds", "List every feed: size, posts, newest, last change."),
    "hosting": ("publisher.cli.hosting", "hosting", "Print settings for another web server."),
    "ping": ("publisher.cli.ping", "ping", "Tell the hub which feeds have changed; after a deployment."),
    "themes": ("publisher.cli.themes", "themes", "Put posts under themes: suggest, explain, set, evaluate."),
    "templates": ("publisher.cli.templates", "templates", "Change how editions and pages look: list, copy."),
    "catalog": ("publisher.cli.catalog", "catalog", "Move what a rebuild cannot know: export, import."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and imports a command only to run it.

    *lazy* has the module, the name in it and the help of each, in the order in which one meets them.
    """

    def __init__(self, *arguments: Any, lazy: Lazy, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which one meets them."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        if cmd_name not in self.lazy:
            return None
        module, name, _ = self.lazy[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* begin with; a wrong name is told the nearest right one."""
        if args and args[0] not in self.lazy:
            import difflib  # slow to load, and needed only where something is wrong

            close = difflib.get_close_matches(args[0], self.lazy, n=1)
            ctx.fail(f"no such command: {args[0]}" + (f' (did you mean "{close[0]}"?)' if close else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, _, help_) in self.lazy.items()])


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="To start: publisher init my-blog; cd my-blog; publisher build; publisher serve. "
    "Every command explains itself: publisher build --help.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--config",
    metavar="PATH",
    help="The settings file; else PUBLISHER_CONFIG, config/publisher.toml, publisher.toml.",
)
@click.version_option(__version__, prog_name="publisher", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Publish a folder of posts as feeds, a site and email digests."""
    context.obj = config


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a deliberate error is one line on stderr and exit status 1."""
    # Imports make hundreds of thousands of objects that stay: looking among them for garbage is a tenth of a start.
    gc.set_threshold(50_000, 20, 20)
    try:
        cli.main(arguments, prog_name="publisher")
    except TemplateError as error:
        # Its paths as one would write them here, to open them.
        _fail(str(error).replace(f"{Path.cwd()}{os.sep}", ""))
    except PublisherError as error:
        _fail(str(error))
    except Exception as error:
        from publisher.catalog.engine import fault_of  # slow to load, and rarely needed

        if fault := fault_of(error):
            _fail(str(fault))
        raise


def _fail(reason: str) -> NoReturn:
    click.echo(f"publisher: {reason}", err=True)
    sys.exit(1)


def option_json(command: Any) -> Any:
    """Add --json to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")(
        command
    )
