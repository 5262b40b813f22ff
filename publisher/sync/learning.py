"""The classifier as the catalog keeps it: read where it fits the settings, learnt where it does not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from publisher.catalog import themes
from publisher.catalog.themes import Body, Placing
from publisher.config import Settings
from publisher.config.corrections import Corrections
from publisher.markup.plain import text_of
from publisher.sync.reading import fingerprint
from publisher.themes import stored
from publisher.themes.model import Model, chances
from publisher.themes.terms import Terms, terms_of

if TYPE_CHECKING:
    from publisher.batches import Progress

# What was learnt is learnt again once there are so many times the posts, or labels, that it was learnt from.
GROWTH = 1.25
# From how many posts on it pays to load what sorts many at once.
MANY = 100


def key_of(settings: Settings, corrections: Corrections) -> str:
    """Return what tells whether posts would be put elsewhere: of the settings, then of the corrections.

    "" where there are no themes; in which order they are declared does not matter.
    """
    if not settings.themes:
        return ""
    plain = sorted(map(str, (replace(theme, order=0, color="") for theme in settings.themes)))
    said = fingerprint(*sorted(corrections.themes.items()))
    return f"{fingerprint(stored.VERSION, *plain, settings.classifier)} {said}"


@dataclass(frozen=True, slots=True)
class Classifier:
    """Places posts by a model."""

    connection: Connection
    model: Model

    @classmethod
    def at_hand(
        cls,
        connection: Connection,
        settings: Settings,
        corrections: Corrections,
        progress: "Progress",
        *,
        afresh: bool = False,
        as_it_is: bool = False,
    ) -> "Classifier":
        """Return the classifier that is kept; one learnt now where settings changed or posts are many more.

        *afresh* learns in any case; *as_it_is* only where the one that is kept knows other themes.
        """
        key = key_of(settings, corrections)
        model = None if afresh else find_model(themes.recall_model(connection))
        if model and as_it_is and set(model.themes) == {theme.slug for theme in settings.themes}:
            return cls(connection, model)
        if model and model.key == key and not _outgrown(model, *themes.count_labels(connection)):
            return cls(connection, model)
        progress("learning themes", 0, 0)
        return cls._learnt(connection, settings, key)

    @classmethod
    def _learnt(cls, connection: Connection, settings: Settings, key: str) -> "Classifier":
        from publisher.themes.training import sample, train  # numpy and scipy load slowly

        numbers = {theme.slug: number for number, theme in enumerate(settings.themes)}
        labels = themes.labels(connection)
        ids = sorted(labels)
        known = {place: numbers[labels[id_]] for place, id_ in enumerate(ids) if labels[id_] in numbers}
        chosen = sample(len(ids), known)
        bodies = tuple(themes.bodies(connection, [ids[place] for place in chosen]))
        trained = train(
            [terms_of_body(body) for body in bodies],
            settings.themes,
            {place: known[number] for place, number in enumerate(chosen) if number in known},
            accuracy=settings.classifier.accuracy,
            key=key,
        )
        chances_then = {
            body.content_hash: tuple(chance)
            for body, chance in zip(bodies, trained.chance.tolist(), strict=True)
        }
        model = replace(trained.model, posts=len(ids), labels=len(known), known=chances_then)
        data = stored.dump(model)
        themes.remember_model(connection, data)
        # As it will be read: numbers have fewer digits then.
        return cls(connection, stored.load(data))

    def place(self, ids: Sequence[int]) -> list[Placing]:
        """Return where the posts with these ids, in order, belong: "" where that is not sure enough."""
        bodies = tuple(themes.bodies(self.connection, ids))
        return [
            self._placing(body.post_id, chance)
            for body, chance in zip(bodies, chances_of_bodies(self.model, bodies), strict=True)
        ]

    def _placing(self, id_: int, chance: Sequence[float]) -> Placing:
        confidence = max(chance)
        best = self.model.themes[chance.index(confidence)]
        theme = best if confidence >= self.model.least else ""
        return Placing(id_, theme, "classifier", best, round(confidence, 4))


def chances_of_bodies(model: Model, bodies: Sequence[Body]) -> Iterator[Sequence[float]]:
    """Yield how likely each theme is for each of *bodies*."""
    fresh = [terms_of_body(body) for body in bodies if body.content_hash not in model.known]
    found = iter(_chances(model, fresh))
    for body in bodies:
        yield model.known[body.content_hash] if body.content_hash in model.known else next(found)


def _chances(model: Model, posts: Sequence[Terms]) -> Sequence[Sequence[float]]:
    if len(posts) < MANY:
        return [chances(model, post) for post in posts]
    from publisher.themes.many import chances_of  # numpy and scipy load slowly

    found: list[list[float]] = chances_of(model, posts).tolist()
    return found


def find_model(data: bytes) -> Model | None:
    """Return the model that the catalog keeps, None where there is none or it is of another version."""
    try:
        return stored.load(data) if data else None
    except (ValueError, KeyError, TypeError):
        return None


def terms_of_body(body: Body) -> Terms:
    """Return the terms of a post as the catalog has it."""
    return terms_of(body.title, text_of(body.content_html))


def _outgrown(model: Model, posts: int, labels: int) -> bool:
    return posts > GROWTH * model.posts or labels > GROWTH * model.labels
