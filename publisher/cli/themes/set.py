"""`publisher themes set`."""

import click

from publisher.app import start
from publisher.catalog import collections
from publisher.cli.console import Reporter, readable
from publisher.cli.themes.posts import check_themes, get_post, get_theme, name_of
from publisher.config.corrections import corrections_file, names_of, read_corrections, write_correction
from publisher.errors import InputError
from publisher.sync.sorting import correct


@click.command("set")
@click.argument("post")
@click.argument("theme", required=False)
@click.option("--none", "no_theme", is_flag=True, help="Put POST under no theme.")
@click.option("--forget", is_flag=True, help="Take back what was set before.")
@click.pass_obj
def command(config: str | None, post: str, theme: str | None, *, no_theme: bool, forget: bool) -> None:
    """Put POST under THEME, for good: whatever its tags and the classifier say.

    POST is a guid, an address, or a path; THEME a name or slug. What is set stands in themes.tsv beside the
    settings: keep it under version control with them. The classifier learns from it, and the next publisher build
    brings it to feeds and pages.
    """
    if (theme is not None) + no_theme + forget != 1:
        raise click.UsageError("give a THEME, or --none, or --forget")
    app = start(config)
    settings = app.settings
    check_themes(settings)
    slug = None if forget else "" if theme is None else get_theme(settings, theme).slug
    file = corrections_file(settings.file)
    with app.open_catalog() as catalog, catalog.alone(), catalog.writing() as connection:
        one = get_post(connection, settings, post)
        if not write_correction(file, names_of(one.guid, *one.place), slug, one.title) and forget:
            raise InputError(f"nothing was set for {post}")
        corrections = read_corrections(file, settings.themes)
        with Reporter(quiet=False) as progress:
            sorting = correct(connection, settings, corrections, one.placing.post_id, progress)
        collections.make_stale(connection, sorting.changed)
        after = get_post(connection, settings, one.guid).placing
    was, now = (name_of(settings, slug) for slug in (one.placing.theme, after.theme))
    where = readable(file)
    click.echo(f"{one.title}: {was} -> {now}" if was != now else f"{one.title}: stays under {now}")
    click.echo(
        f"{'removed from' if forget else 'written to'} {where}; publisher build brings it to feeds and pages"
    )
