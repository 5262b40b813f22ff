"""The classifier as the catalog keeps it: read where it fits the settings, learnt where it does not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from publisher.catalog import themes
from publisher.catalog.themes import Placing
from publisher.config import Settings
from publisher.config.corrections import Corrections
from publisher.markup.plain import text_of
from publisher.sync.reading import fingerprint
from publisher.themes import stored
from publisher.themes.model import Model, chances
from publisher.themes.terms import Terms, terms_of

if TYPE_CHECKING:
    from publisher.sync.run import Progress

# What was learnt is learnt again once there are so many times the posts, or labels, that it was learnt from.
GROWTH = 1.25
# From how many posts on it pays to load what sorts many at once.
MANY = 100


def key_of(settings: Settings, corrections: Corrections) -> str:
    """Return what tells whether posts would be put elsewhere; "" where there are no themes."""
    if not settings.themes:
        return ""
    plain = [replace(theme, order=0, color="") for theme in settings.themes]
    return fingerprint(stored.VERSION, plain, settings.classifier, sorted(corrections.themes.items()))


@dataclass(frozen=True, slots=True)
class Classifier:
    """Places posts by a model. `known` are the posts that it was learnt from, and the chances they had then."""

    connection: Connection
    model: Model
    known: Mapping[int, Sequence[float]]

    @classmethod
    def at_hand(
        cls,
        connection: Connection,
        settings: Settings,
        corrections: Corrections,
        progress: "Progress",
        *,
        afresh: bool = False,
    ) -> "Classifier":
        """Return the classifier that is kept; one learnt now where settings changed or posts are many more."""
        key = key_of(settings, corrections)
        model = None if afresh else find_model(themes.recall_model(connection))
        if model and model.key == key and not _outgrown(model, *themes.count_labels(connection)):
            return cls(connection, model, {})
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
        posts = [terms for _, terms in terms_of_posts(connection, [ids[place] for place in chosen])]
        trained = train(
            posts,
            settings.themes,
            {place: known[number] for place, number in enumerate(chosen) if number in known},
            accuracy=settings.classifier.accuracy,
            key=key,
        )
        model = replace(trained.model, posts=len(ids), labels=len(known))
        themes.remember_model(connection, stored.dump(model))
        chance = dict(zip((ids[place] for place in chosen), trained.chance.tolist(), strict=True))
        return cls(connection, model, chance)

    def place(self, ids: Sequence[int]) -> list[Placing]:
        """Return where the posts with these ids belong, "" where that is not sure enough."""
        fresh = [id_ for id_ in ids if id_ not in self.known]
        found = dict(zip(fresh, self._chances(fresh), strict=True))
        return [self._placing(id_, found.get(id_) or self.known[id_]) for id_ in ids]

    def _chances(self, ids: Sequence[int]) -> list[list[float]]:
        posts = [terms for _, terms in terms_of_posts(self.connection, ids)]
        if len(posts) < MANY:
            return [chances(self.model, post) for post in posts]
        from publisher.themes.many import chances_of  # numpy and scipy load slowly

        found: list[list[float]] = chances_of(self.model, posts).tolist()
        return found

    def _placing(self, id_: int, chance: Sequence[float]) -> Placing:
        confidence = max(chance)
        best = self.model.themes[chance.index(confidence)]
        theme = best if confidence >= self.model.least else ""
        return Placing(id_, theme, "classifier", best, round(confidence, 4))


def find_model(data: bytes) -> Model | None:
    """Return the model that the catalog keeps, None where there is none or it is of another version."""
    try:
        return stored.load(data) if data else None
    except (ValueError, KeyError, TypeError):
        return None


def terms_of_posts(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Terms]]:
    """Yield id and terms of the posts with these ids, which are in order."""
    for id_, title, html in themes.bodies(connection, ids):
        yield id_, terms_of(title, text_of(html))


def _outgrown(model: Model, posts: int, labels: int) -> bool:
    return posts > GROWTH * model.posts or labels > GROWTH * model.labels
