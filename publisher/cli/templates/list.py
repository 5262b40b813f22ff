"""`publisher templates list`."""

from itertools import groupby
from operator import attrgetter

import click

from publisher.app import shipped, start
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table, readable
from publisher.templates import State, files, own_folder

WHAT = {
    "digest": "editions of digests, a folder a look",
    "site": "pages of the site, and how feeds look in a browser",
    "operator": "the operator's pages",
    "hosting": "settings for other web servers",
}
STATES: dict[State, str] = {"shipped": "", "own": "yours", "same": "yours, as ours", "added": "yours alone"}


@click.command("list")
@option_json
@click.pass_obj
def command(config: str | None, *, as_json: bool) -> None:
    """List every template file by what it is for, and which of them your own folder stands over.

    Your folder is templates/ beside the settings. A file in it is used in place of ours of the same path; "as ours"
    says that it has not been changed, "yours alone" that we have none there. What you do not copy follows our
    updates.
    """
    app = start(config, any_look=True)
    own = own_folder(app.settings.file)
    found = files(own, shipped("templates"))
    if as_json:
        listed = [{"path": one.path, "area": one.area, "state": one.state} for one in found]
        print_json({"folder": str(own), "templates": listed})
        return
    for area, group in groupby(found, attrgetter("area")):
        click.echo(f"{area}: {WHAT.get(area, 'yours alone')}")
        print_table([(f"  {one.path}", STATES[one.state]) for one in group], right=())
    used = sum(one.state != "shipped" for one in found)
    click.echo(f"{used or 'none'} of them in {readable(own)}; publisher templates copy NAME puts one there")
