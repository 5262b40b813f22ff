"""`publisher themes explain`."""

from dataclasses import asdict

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.cli.themes.posts import check_themes, get_post, name_of
from publisher.config import Settings
from publisher.config.corrections import NAME, corrections_file, read_corrections
from publisher.sync.explaining import Explanation, explain


@click.command("explain")
@click.argument("post")
@option_json
@click.pass_obj
def command(config: str | None, post: str, *, as_json: bool) -> None:
    """Say under which theme POST is, who decided so, by which words or tags, and what else it might be.

    POST is a guid, an address, or a path: of the file, or within its source.
    """
    app = start(config)
    check_themes(app.settings)
    corrections = read_corrections(corrections_file(app.settings.file), app.settings.themes)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        one = get_post(connection, app.settings, post)
        found = explain(connection, app.settings, corrections, one)
    if as_json:
        reasons = [one._asdict() for one in found.reasons]
        print_json({**asdict(found), "chances": dict(found.chances), "reasons": reasons})
        return
    click.echo(click.style(found.title, bold=True))
    click.echo(f"{found.source}/{found.path}")
    click.echo(f"theme:      {_theme(found, app.settings)}")
    if found.also:
        click.echo(
            f"also in:    {', '.join(name_of(app.settings, slug) for slug in found.also)} (its other tags)"
        )
    if found.unsynced:
        click.echo(f"{NAME} says otherwise by now: publisher sync reads it")
    _say_classifier(found, app.settings)


def _theme(found: Explanation, settings: Settings) -> str:
    name = name_of(settings, found.theme)
    if found.by == "editor":
        return f"{name if found.theme else 'none'}, as the editor says ({NAME})"
    if found.by == "tag":
        several = len(found.tags) > 1
        return f"{name}, as its {'tags' if several else 'tag'} {', '.join(found.tags)} {'say' if several else 'says'}"
    if found.by == "classifier" and found.theme:
        return f"{name}, as the classifier says, {found.confidence:.0%} sure"
    if found.by == "classifier":
        return f"none: the classifier's best guess is {name_of(settings, found.guess)}, {found.confidence:.0%} sure"
    return "not decided yet: run publisher sync"


def _say_classifier(found: Explanation, settings: Settings) -> None:
    """Say what the classifier makes of it now, words first."""
    if not found.chances:
        click.echo("classifier: has learnt nothing yet")
        return
    (best, chance), *others = found.chances
    click.echo(f"classifier: {name_of(settings, best)}, {chance:.0%} sure; {found.least:.0%} is asked for")
    said = ", ".join(f"{one.text}{' (keyword)' if one.keyword else ''}" for one in found.reasons)
    click.echo(f"because of: {said or 'nothing in particular'}")
    if others:
        rest = ", ".join(f"{name_of(settings, slug)} {chance:.0%}" for slug, chance in others[:2])
        click.echo(f"runner-up:  {rest}")
    if found.stale:
        click.echo(
            "It was decided by an earlier classifier, and stays so: publisher themes retrain shows what would move."
        )
