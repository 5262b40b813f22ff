"""`publisher templates copy`."""

import re

import click

from publisher.app import App, shipped, start
from publisher.cli import option_json
from publisher.cli.console import print_json, readable
from publisher.errors import InputError
from publisher.templates import Copied, copy, looks, own_folder, shared_parts

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@click.command("copy")
@click.argument("name")
@click.option(
    "--as", "new_name", metavar="NEW", default="", help="Under another name, for a look of your own."
)
@click.option("--all", "shared", is_flag=True, help="With it the parts that all looks share.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@option_json
@click.pass_obj
def command(
    config: str | None, name: str, new_name: str, *, shared: bool, force: bool, as_json: bool
) -> None:
    """Start a template of your own: copy ours into templates/ beside your settings, where it stands over ours.

    NAME is a look of editions (cards, brief, letter), an area (site, operator, hosting), or one file as publisher
    templates list shows it (site/post.html). With --as a look gets a name of its own, which
    template = "NEW" under [[digests]] then asks for; ours stays as it is beside it.

    \b
      publisher templates copy cards --as mine    # a look of your own
      publisher templates copy letter --all       # ours changed, with what all looks share
      publisher templates copy digest/_parts.mjml # what all looks share, alone
      publisher templates copy site/site.css      # the colours of the site

    A look is four files: subject.txt, preheader.txt, edition.mjml for HTML and edition.txt for the plain text. Keep
    the files that you change and delete the others: those follow our updates.
    """
    app = start(config, any_look=True)
    _check(name, new_name, shared=shared)
    done = copy(
        shipped("templates"),
        own_folder(app.settings.file),
        name,
        new_name=new_name,
        shared=shared,
        force=force,
    )
    if as_json:
        print_json({"folder": str(done.folder), "written": list(done.paths), "replaced": list(done.replaced)})
    else:
        _say(app, done, new_name or name)


def _check(name: str, new_name: str, *, shared: bool) -> None:
    is_look = name in looks((shipped("templates"),))
    for option, given in (("--as", new_name), ("--all", shared)):
        if given and not is_look:
            raise InputError(f"{option} is for a look of editions ({_names()}), not for {name}")
    if new_name and not NAME.fullmatch(new_name):
        raise InputError(f"--as: found {new_name}; allowed are letters, digits, - and _")


def _names() -> str:
    return ", ".join(looks((shipped("templates"),)))


def _say(app: App, done: Copied, name: str) -> None:
    for path in done.paths:
        click.echo(f"{readable(done.folder / path)}{' replaced' if path in done.replaced else ''}")
    if name not in looks((done.folder,)):
        click.echo("next: change what was copied, delete what was not meant; publisher build shows it")
        return
    if shared_parts(done.paths):
        click.echo(
            "the parts in templates/digest/ are for all looks: delete those that you leave as they are"
        )
    users = [digest.name for digest in app.settings.digests if digest.template == name]
    digest = users[0] if users else next((one.name for one in app.settings.digests), "DIGEST")
    setting = (
        ""
        if users
        else f'set template = "{name}" under [[digests]] in {readable(app.settings.file.absolute())}; '
    )
    click.echo(f"next: {setting}change a file; publisher preview {digest} shows it")
