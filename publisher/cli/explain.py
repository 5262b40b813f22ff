"""`publisher explain`."""

from typing import Any

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.cli.preview import moment_of, option_at
from publisher.composing import compose_for, find_digest
from publisher.preview import Choice, Explained, choose
from publisher.preview import explain as explained
from publisher.records import Decision
from publisher.times import slot_in_words

# How many posts of a kind are listed before the rest are only counted.
SHOWN = 10
EVERY = 1_000_000


@click.command()
@click.argument("digest")
@option_at
@click.option("--all", "everything", is_flag=True, help=f"List every post, not {SHOWN} of a kind.")
@option_json
@click.pass_obj
def explain(config: str | None, digest: str, at: str | None, *, everything: bool, as_json: bool) -> None:
    """Say why each post is in the edition of DIGEST that would go out, or is not.

    A post is in it; in its web edition only, over a limit; carried by an edition before; published after the slot;
    a draft; older than max_age; from before the digest began; withdrawn; or waiting for more posts (min_posts).
    Nothing is recorded. The catalog is taken as the last sync left it.
    """
    app = start(config)
    found = find_digest(app.settings, digest)
    moment = moment_of(at, app.settings, found)
    limit = EVERY if everything or as_json else SHOWN
    with app.open_catalog() as catalog, catalog.reading() as connection:
        choice = choose(app.settings, connection, found, moment)
        shown = choice.posts
        if choice.new and choice.posts:
            made = compose_for(app.settings, choice.plan, choice.slot, choice.posts, app.templates)
            shown = made.rendering.posts
        groups = explained(connection, choice, shown, limit)
    if as_json:
        print_json(_values(choice, groups))
    else:
        _say(choice, groups)


def _values(choice: Choice, groups: tuple[Explained, ...]) -> dict[str, Any]:
    return {
        "digest": choice.plan.digest.name,
        "number": choice.plan.ledger.number,
        "slot": choice.terms.slot.isoformat(),
        "remark": choice.remark if choice.new else "nothing new",
        "counts": {group.outcome: group.count for group in groups},
        "posts": [_value(decision) for group in groups for decision in group.decisions],
    }


def _value(decision: Decision) -> dict[str, Any]:
    post = decision.post
    return {
        "guid": post.guid,
        "title": post.title,
        "url": post.url,
        "published": post.published.isoformat(),
        "outcome": decision.outcome,
        "edition": decision.edition or None,
    }


def _say(choice: Choice, groups: tuple[Explained, ...]) -> None:
    plan = choice.plan
    click.echo(f"{plan.digest.name}/{plan.ledger.number}, {slot_in_words(choice.terms.slot, plan.zone)}")
    if not choice.new:
        click.echo("nothing new")
    elif choice.remark:
        click.echo(choice.remark)
    for group in groups:
        click.echo(f"\n{click.style(f'{group.count:,}', bold=True)} {group.words}")
        for decision in group.decisions:
            day = decision.post.published.astimezone(plan.zone).date()
            edition = f" ({plan.digest.name}/{decision.edition})" if decision.edition else ""
            click.echo(f"  {day}  {decision.post.title}{edition}")
        if group.count > len(group.decisions):
            click.echo(f"  and {group.count - len(group.decisions):,} more; --all lists them")
