"""`publisher preview`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from publisher.app import App, start
from publisher.cli import option_json
from publisher.cli.console import print_json, readable
from publisher.composing import find_digest, zone_of
from publisher.config import Settings
from publisher.errors import InputError, OutputError
from publisher.model import Digest
from publisher.preview import Preview
from publisher.preview import preview as make_preview
from publisher.times import read_moment

option_at = click.option(
    "--at", "at", metavar="TIME", help="For the first slot at or after this time (2026-11-02T09:00)."
)
option_note = click.option(
    "--note",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The editor's note, Markdown or HTML; else editions/DIGEST-NUMBER.md beside the settings.",
)


@click.command()
@click.argument("digest")
@option_at
@click.option(
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write it; preview/DIGEST by default.",
)
@click.option("--all", "everything", is_flag=True, help="Carry every post there is.")
@option_note
@option_json
@click.pass_obj
def preview(
    config: str | None,
    digest: str,
    at: str | None,
    folder: Path | None,
    note: Path | None,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Write the edition of DIGEST that would go out, to look at it before it does.

    Five files: index.html and edition.txt as they would be read, edition.eml as it would be sent (open it in a
    mail program), edition.mjml from which the HTML was made, and report.json. Nothing is recorded. Where nothing
    is new, it is the edition of the last slot that has posts. The catalog is taken as the last sync left it.
    """
    app = start(config)
    made = preview_of(app, digest, at, everything=everything, note=note)
    folder = folder or Path("preview") / digest
    _write(made, folder)
    if as_json:
        print_json({**made.report(), "output": str(folder)})
        return
    sections = ", ".join(
        f"{one.heading or 'posts'} {len(one.posts) + one.more}" for one in made.edition.sections
    )
    many = "post" if made.edition.total == 1 else "posts"
    click.echo(f"{made.rendering.subject}\n{made.edition.total} {many}: {sections}")
    for said in (made.remark, made.fitted):
        if said:
            click.echo(said)
    click.echo(f"open {readable((folder / 'index.html').absolute())}")


def preview_of(
    app: App, digest: str, at: str | None, *, everything: bool = False, note: Path | None = None
) -> Preview:
    """Return the preview that a command was asked for; InputError where there is no post, or *at* is no time."""
    found = find_digest(app.settings, digest)
    moment = moment_of(at, app.settings, found)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        made = make_preview(
            app.settings, connection, found, moment, app.templates, everything=everything, note=note
        )
    if made is None:
        raise InputError(f"{digest}: there is no post to show; publisher build reads them")
    return made


def moment_of(text: str | None, settings: Settings, digest: Digest) -> datetime:
    """Return a time that a person gave, in the digest's zone where it names no offset; now where they gave none."""
    return read_moment("--at", text, zone_of(digest, settings)) if text else datetime.now(UTC)


def _write(made: Preview, folder: Path) -> None:
    contents = {
        "index.html": made.part("html").encode(),
        "edition.txt": made.part("plain").encode(),
        "edition.mjml": made.rendering.mjml.encode(),
        "edition.eml": made.message.as_bytes(),
        "report.json": json.dumps(made.report(), ensure_ascii=False, indent=2).encode() + b"\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
