"""Why a post is under its theme."""

from dataclasses import dataclass

from sqlalchemy import Connection

from publisher.catalog import rows, themes
from publisher.catalog.themes import Decider, Placed
from publisher.config import Settings
from publisher.config.corrections import Corrections
from publisher.sync.learning import chances_of_bodies, find_model, key_of, terms_of_body
from publisher.themes.model import Reason, reasons
from publisher.themes.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A post's theme, and what speaks for it.

    `theme`, `by`, `guess` and `confidence` are as they were decided; `tags` are those that name the theme, `also` the
    other themes that its tags name. `chances` are what the classifier says now, the likeliest first, `reasons` the
    words that speak for the first of them, `least` the confidence that is asked for; `stale` says that the
    classifier was another when it decided, `unsynced` that the editor's correction has not been read since.
    """

    guid: str
    source: str
    path: str
    title: str
    theme: str
    by: Decider
    guess: str
    confidence: float
    tags: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    chances: tuple[tuple[str, float], ...] = ()
    reasons: tuple[Reason, ...] = ()
    least: float = 0.0
    stale: bool = False
    unsynced: bool = False


def explain(connection: Connection, settings: Settings, corrections: Corrections, one: Placed) -> Explanation:
    """Return why a post is where it is."""
    placing, own = one.placing, rows.unpack(one.tags)
    tags = Tags(settings.themes)
    named = tags.named(own) if placing.by == "tag" else ()
    model = find_model(themes.recall_model(connection))
    found: tuple[tuple[str, float], ...] = ()
    said: tuple[Reason, ...] = ()
    if model:
        [body] = themes.bodies(connection, [placing.post_id])
        [chance] = chances_of_bodies(model, [body])
        found = tuple(sorted(zip(model.themes, chance, strict=True), key=lambda pair: -pair[1]))
        said = tuple(reasons(model, terms_of_body(body), model.themes.index(found[0][0])))
    return Explanation(
        guid=one.guid,
        source=one.place[0],
        path=one.place[1],
        title=one.title,
        theme=placing.theme,
        by=placing.by,
        guess=placing.guess,
        confidence=placing.confidence,
        tags=tags.naming(own, placing.theme) if placing.by == "tag" else (),
        also=tuple(slug for slug in named if slug != placing.theme),
        chances=tuple((slug, round(chance, 4)) for slug, chance in found),
        reasons=said,
        least=round(model.least, 4) if model else 0.0,
        unsynced=corrections.find(one.guid, *one.place) not in (None, placing.theme),
        stale=model is not None and placing.by == "classifier" and model.key != key_of(settings, corrections),
    )
