"""`publisher init`."""

import shutil
from pathlib import Path

import click

from publisher.app import shipped
from publisher.cli import option_json
from publisher.cli.console import print_json, readable
from publisher.errors import InputError, OutputError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@option_json
def init(folder: Path, *, as_json: bool) -> None:
    """Make DIR with a commented publisher.toml and a dozen sample posts, and nothing else.

    The posts are the guide to writing posts: read them, then put your own in their place.
    """
    settings = folder / "publisher.toml"
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder}: is not empty; init writes only into a new or empty folder")
    sample = shipped("config")
    # In the repository the settings lie one folder below what they write; here they lie beside it.
    text = (sample / "publisher.toml").read_text(encoding="utf-8").replace("../", "")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings.write_text(text, encoding="utf-8")
        shutil.copytree(sample / "posts", folder / "posts")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    posts = sum(1 for path in (folder / "posts").rglob("*") if path.is_file())
    if as_json:
        print_json({"folder": str(folder), "settings": str(settings), "files": posts + 1})
        return
    click.echo(f"{readable(settings.absolute())} and {posts} files in posts/ written")
    click.echo(f"next: cd {folder}; publisher build; publisher serve")
