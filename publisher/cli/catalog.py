"""`publisher catalog export` and `publisher catalog import`."""

from pathlib import Path

import click

from publisher.app import start
from publisher.catalog import posts
from publisher.catalog.ledger import export_lines, import_lines
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.errors import InputError, OutputError


@click.group()
def catalog() -> None:
    """Move what a rebuild cannot know: ids, addresses, first-seen order, times of change, editions.

    For those who build on a fresh machine each time: keep the export in version control, import it before the
    build, and export again after it.
    """


@catalog.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@option_json
@click.pass_obj
def export(config: str | None, file: Path | None, *, as_json: bool) -> None:
    """Write the catalog as text, one post a line, to FILE or standard output."""
    with start(config).open_catalog() as opened, opened.reading() as connection:
        lines, count = list(export_lines(connection)), posts.last_id(connection)
    if file is None and not as_json:
        click.echo("".join(lines).encode(), nl=False)
        return
    if file is not None:
        try:
            file.write_text("".join(lines), encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"{file}: cannot be written: {error.strerror}") from error
    if as_json:
        print_json({"posts": count, "file": str(file or "")})
    else:
        click.echo(f"{count:,} posts exported to {file}")


@catalog.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@option_json
@click.pass_obj
def import_(config: str | None, file: Path, *, as_json: bool) -> None:
    """Fill an empty catalog from an exported FILE; the next build reads the posts themselves."""
    try:
        # Not splitlines(): some of what it takes for the end of a line may stand in a path.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from error
    with start(config).open_catalog() as opened, opened.writing() as connection:
        count = import_lines(connection, lines, str(file))
    if as_json:
        print_json({"posts": count, "file": str(file)})
    else:
        click.echo(f"{count:,} posts imported; publisher build reads them again")
