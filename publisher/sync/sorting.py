"""Putting posts under themes: the editor's word, else their own tags, else what the classifier learnt.

Decided once: a new post moves no other. What the classifier decided stays until `retrain`, unless its theme is gone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from publisher.batches import in_batches
from publisher.catalog import Catalog, collections, rows, themes
from publisher.catalog.engine import SORTED_BY, recall, remember
from publisher.catalog.themes import Placed, Placing
from publisher.config import Settings
from publisher.config.corrections import Corrections, names_of
from publisher.model import Notice
from publisher.sync.learning import Classifier, key_of
from publisher.themes.tags import Tags

if TYPE_CHECKING:
    from publisher.batches import Progress
    from publisher.catalog.collections import Key

# Posts whose texts are looked at together.
BATCH = 500


@dataclass(slots=True)
class Sorting:
    """What came of it: how many posts the classifier decided on, and how many it lets stand under other settings.

    `moves` says who moved where, if that was asked for, and `changed` has the numbers of the collections that must be
    built again; `notices` are of corrections that no post is there for.
    """

    sorted: int = 0
    standing: int = 0
    moves: list[tuple[Placed, Placing]] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """On what to decide again: where `everything` is to be gone through, also on what was under no theme; on the
    `reworded` posts (by id) that were under none; *afresh*, on all that the classifier ever decided on. `corrected`
    says that one post was, and that the classifier need not learn from it now.
    """

    everything: bool = False
    reworded: Collection[int] = ()
    afresh: bool = False
    corrected: bool = False


def sort(
    connection: Connection,
    settings: Settings,
    corrections: Corrections,
    touched: Collection[int],
    progress: "Progress",
    *,
    reworded: Collection[int] = (),
    afresh: bool = False,
) -> Sorting:
    """Return what became of the *touched* posts (by id); of all, where themes or corrections changed.

    On the *reworded* ones that it was not sure of, the classifier decides again; *afresh* lets it learn and decide
    anew on everything that it decided on before.
    """
    key, before = key_of(settings, corrections), recall(connection, SORTED_BY)
    changed = before != key
    if not changed and not afresh and not (touched and settings.themes):
        return Sorting()
    remember(connection, SORTED_BY, key)
    scope = Scope(everything=changed or afresh, reworded=reworded, afresh=afresh)
    sorter = _Sorter(connection, settings, corrections, progress, scope)
    sorting = sorter.run(None if scope.everything else touched)
    if before.partition(" ")[0] == key.partition(" ")[0]:
        sorting.standing = 0
    return sorting


def correct(
    connection: Connection, settings: Settings, corrections: Corrections, post_id: int, progress: "Progress"
) -> Sorting:
    """Return what became of one post, after a correction of it; what that teaches is for the next sync."""
    scope = Scope(reworded={post_id}, corrected=True)
    return _Sorter(connection, settings, corrections, progress, scope).run({post_id})


def retrain(
    catalog: Catalog, settings: Settings, corrections: Corrections, progress: "Progress", *, keep: bool
) -> tuple[tuple[Placed, Placing], ...]:
    """Return which posts move where once the classifier has learnt anew; they do so only if *keep*."""
    with catalog.alone(), catalog.writing() as connection:
        with connection.begin_nested() as trial:
            sorting = sort(connection, settings, corrections, (), progress, afresh=True)
            if not keep:
                trial.rollback()
        if keep:
            collections.make_stale(connection, sorting.changed)
    return tuple(sorted(sorting.moves, key=_by_theme))


def _by_theme(move: tuple[Placed, Placing]) -> tuple[str, str, float, tuple[str, str]]:
    one, placing = move
    return one.placing.theme, placing.theme, -placing.confidence, one.place


class _Sorter:
    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        corrections: Corrections,
        progress: "Progress",
        scope: Scope,
    ) -> None:
        self.connection = connection
        self.settings = settings
        self.corrections = corrections
        self.progress = progress
        self.scope = scope
        self.tags = Tags(settings.themes)
        self.declared = {theme.slug for theme in settings.themes}
        self.sorting = Sorting()
        self.met: set[str] = set()
        titles: dict[Key, str] = {("theme", theme.slug): theme.name for theme in settings.themes}
        self.numbers = collections.numbers(connection)
        collections.declare(connection, titles, self.numbers)

    def run(self, ids: Collection[int] | None) -> Sorting:
        unsorted: list[Placed] = []
        for some in in_batches(themes.placed(self.connection, ids), BATCH):
            settled: list[tuple[Placed, Placing, tuple[str, ...]]] = []
            for one in some:
                found = self._settled(one)
                if found is None:
                    unsorted.append(one)
                else:
                    settled.append((one, *found))
            self._write(settled)
        if ids is None:
            self.sorting.notices = self.corrections.without_post(self.met)
        self._classify(unsorted)
        return self.sorting

    def _settled(self, one: Placed) -> tuple[Placing, tuple[str, ...]] | None:
        """Return where a post is put and the themes it is in; None where the classifier is to say."""
        before = one.placing
        self.met |= self.corrections.themes.keys() & set(names_of(one.guid, *one.place))
        if not self.declared:
            return Placing(before.post_id, "", "", confidence=0.0), ()
        said = self.corrections.find(one.guid, *one.place)
        if said is not None:
            return Placing(before.post_id, said, "editor"), (said,) if said else ()
        if named := self.tags.named(rows.unpack(one.tags)):
            return Placing(before.post_id, named[0], "tag"), named
        if before.by != "classifier" or self.scope.afresh:
            return None
        if before.theme:
            self.sorting.standing += before.theme in self.declared
            return (before, (before.theme,)) if before.theme in self.declared else None
        again = self.scope.everything or before.post_id in self.scope.reworded
        return None if again else (before, ())

    def _classify(self, unsorted: list[Placed]) -> None:
        self.sorting.sorted = len(unsorted)
        if not unsorted:
            return
        classifier = Classifier.at_hand(
            self.connection,
            self.settings,
            self.corrections,
            self.progress,
            afresh=self.scope.afresh,
            as_it_is=self.scope.corrected,
        )
        done = 0
        for some in in_batches(unsorted, BATCH):
            placings = classifier.place([one.placing.post_id for one in some])
            self._write(
                (one, placing, (placing.theme,) if placing.theme else ())
                for one, placing in zip(some, placings, strict=True)
            )
            done += len(some)
            self.progress("sorting", done, len(unsorted))

    def _write(self, decided: Iterable[tuple[Placed, Placing, tuple[str, ...]]]) -> None:
        """Record where posts are put, and which collections they thereby came into and left."""
        wanted: dict[int, set[int]] = {}
        moved: list[Placing] = []
        shown: set[int] = set()
        for one, placing, slugs in decided:
            wanted[placing.post_id] = {self.numbers["theme", slug] for slug in slugs}
            if placing != one.placing:
                moved.append(placing)
            if placing.theme != one.placing.theme:
                shown.add(placing.post_id)
                if self.scope.afresh:
                    self.sorting.moves.append((one, placing))
        before = themes.memberships(self.connection, wanted)
        joined = list(_pairs(wanted, before))
        left = list(_pairs(before, wanted))
        themes.place(self.connection, moved)
        collections.join(self.connection, joined)
        collections.leave(self.connection, left)
        self.sorting.changed.update(number for _, number in (*joined, *left))
        for numbers in collections.memberships(self.connection, shown).values():
            self.sorting.changed |= numbers


def _pairs(these: Mapping[int, set[int]], those: Mapping[int, set[int]]) -> Iterator[tuple[int, int]]:
    """Yield each post and collection of *these* that *those* have not."""
    for post_id in sorted(these):
        for number in sorted(these[post_id] - those.get(post_id, set())):
            yield post_id, number
