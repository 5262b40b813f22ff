"""Laws of slots, over any schedule, zone and time; and a judge that walks minute by minute."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.errors import ScheduleError
from publisher.schedule import Schedule, Slot, in_words, parse, parse_cron
from tests.zones import zone

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANGES = (
    ("Europe/London", "2025-03-30T01:00"),
    ("Europe/London", "2025-10-26T01:00"),
    ("America/New_York", "2025-03-09T07:00"),
    ("America/New_York", "2025-11-02T06:00"),
    ("America/St_Johns", "2010-03-14T03:31"),
    ("America/St_Johns", "2010-11-07T02:31"),
    ("Australia/Lord_Howe", "2025-10-04T15:30"),
    ("Australia/Lord_Howe", "2025-04-05T15:00"),
    ("Asia/Tehran", "2022-03-21T20:30"),
    ("Asia/Tehran", "2022-09-21T19:30"),
    ("Africa/Cairo", "2023-04-27T22:00"),
    ("Africa/Cairo", "2023-10-26T21:00"),
    ("Pacific/Apia", "2011-12-30T10:00"),
    ("Asia/Dhaka", "2009-06-19T17:00"),
    ("America/Nuuk", "2024-03-31T01:00"),
    ("Antarctica/Troll", "2024-03-31T01:00"),
    ("UTC", "2024-02-29T00:00"),
)

# A schedule as text, and whether it names a local time: said anew, in the plainest way.
Named = tuple[str, Callable[[datetime], bool]]


def utc(text: str) -> datetime:
    """Return a UTC time written as 2026-03-29T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(text: str) -> Schedule:
    """Return the schedule of a form, or of cron."""
    return parse_cron(text) if text[0] in "*0123456789" else parse(text)


def is_last_of_month(day: date) -> bool:
    return (day + DAY).month != day.month


def named_weekly(days: list[str], weeks: int) -> Named:
    def names(local: datetime) -> bool:
        monday = local.date() - timedelta(days=local.weekday())
        return NAMES[local.weekday()] in days and (monday - date(2024, 1, 1)).days % (7 * weeks) == 0

    return f"every {weeks} weeks {','.join(days)}" if weeks > 1 else ",".join(days), names


def named_monthly(number: int) -> Named:
    def names(local: datetime) -> bool:
        return local.day == number or (local.day < number and is_last_of_month(local.date()))

    return f"monthly {number}", names


def named_place(place: str, day: str) -> Named:
    def names(local: datetime) -> bool:
        if place == "last":
            return NAMES[local.weekday()] == day and (local + 7 * DAY).month != local.month
        start = 7 * ("first", "second", "third", "fourth").index(place)
        return NAMES[local.weekday()] == day and start < local.day <= start + 7

    return f"monthly {place} {day}", names


def at_times(named: Named, times: list[tuple[int, int]]) -> Named:
    text, names = named
    written = ",".join(f"{hour:02}:{minute:02}" for hour, minute in times)
    return f"{text} {written}", lambda local: (local.hour, local.minute) in times and names(local)


def field(first: int, last: int, safe: int = 0) -> st.SearchStrategy[tuple[str, frozenset[int]]]:
    """Return a field of cron and the numbers that it allows; none above *safe* stands alone, if that is given."""
    numbers = st.integers(first, safe or last)
    return st.one_of(
        st.just(("*", frozenset(range(first, last + 1)))),
        st.integers(1, last - first).map(lambda n: (f"*/{n}", frozenset(range(first, last + 1, n)))),
        st.lists(numbers, min_size=1, max_size=4).map(lambda n: (",".join(map(str, n)), frozenset(n))),
        st.tuples(numbers, numbers, st.integers(1, last - first)).map(
            lambda n: (
                f"{min(n[:2])}-{max(n[:2])}/{n[2]}",
                frozenset(range(min(n[:2]), max(n[:2]) + 1, n[2])),
            )
        ),
    )


def named_cron(
    minute: tuple[str, frozenset[int]],
    hour: tuple[str, frozenset[int]],
    day: tuple[str, frozenset[int]],
    month: tuple[str, frozenset[int]],
    weekday: tuple[str, frozenset[int]],
) -> Named:
    both = day[0].startswith("*") or weekday[0].startswith("*")

    def names(local: datetime) -> bool:
        if local.minute not in minute[1] or local.hour not in hour[1] or local.month not in month[1]:
            return False
        on_day, on_weekday = (
            local.day in day[1],
            bool({local.isoweekday(), local.isoweekday() % 7} & weekday[1]),
        )
        return (on_day and on_weekday) if both else (on_day or on_weekday)

    return " ".join(text for text, _ in (minute, hour, day, month, weekday)), names


TIMES = st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=4)
FORMS = st.builds(
    at_times,
    st.one_of(
        st.just(("daily", lambda _: True)),
        st.builds(
            named_weekly, st.lists(st.sampled_from(NAMES), min_size=1, unique=True), st.integers(1, 52)
        ),
        st.builds(named_monthly, st.integers(1, 31)),
        st.builds(
            named_place,
            st.sampled_from(["first", "second", "third", "fourth", "last"]),
            st.sampled_from(NAMES),
        ),
    ),
    TIMES,
)
# Days up to 28, so that there is such a date in any month.
CRON = st.builds(named_cron, field(0, 59), field(0, 23), field(1, 31, 28), field(1, 12), field(0, 7))
NAMED = st.one_of(FORMS, CRON)
NEAR_A_CHANGE = st.builds(
    lambda change, minutes: (change[0], utc(change[1]) + minutes * MINUTE),
    st.sampled_from(CHANGES),
    st.integers(-3000, 3000),
)
ANYWHERE = st.tuples(
    st.sampled_from(sorted({name for name, _ in CHANGES})),
    st.integers(0, 60 * 366 * 86_400).map(lambda n: utc("1990-01-01T00:00") + timedelta(seconds=n)),
)
PLACES = st.one_of(NEAR_A_CHANGE, ANYWHERE)


def walked(named: Named, name: str, after: datetime, until: datetime) -> list[Slot]:
    """Return the slots of an interval by a walk over each of its minutes, and of a day around them."""
    found: dict[datetime, Slot] = {}
    again = set()
    for moment, local, missing in _readings(name, after - DAY, until + DAY):
        if missing:
            _note(found, named, moment, local, "missing")
        elif local.fold:
            again.add(local.replace(fold=0))
        else:
            _note(found, named, moment, local, "")
    slots = (
        Slot(
            key=slot.key,
            at=slot.at,
            moved="twice" if datetime.fromisoformat(slot.key) in again else slot.moved,
        )
        for slot in found.values()
    )
    return sorted(slot for slot in slots if after < slot.at <= until)


def _note(found: dict[datetime, Slot], named: Named, moment: datetime, local: datetime, moved: str) -> None:
    """Add the slot of a reading, where there is one; of two at one moment the first key counts."""
    if named[1](local):
        key = f"{local:%Y-%m-%dT%H:%M}"
        slot = Slot(key=key, at=moment, moved="missing" if moved else "")
        if moment not in found or key < found[moment].key:
            found[moment] = slot


def _readings(name: str, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield each minute with what the clock says, and those that it skips, at the moments they would have had."""
    here = zone(name)
    moment = first.replace(second=0, microsecond=0)
    before = moment.astimezone(here).replace(tzinfo=None)
    while moment <= last:
        moment += MINUTE
        local = moment.astimezone(here).replace(tzinfo=None)
        skipped, late = before.replace(fold=0) + MINUTE, moment
        while skipped < local.replace(fold=0):
            if skipped.date() in (before.date(), local.date()):
                yield late, skipped, True
            skipped, late = skipped + MINUTE, late + MINUTE
        yield moment, local, False
        before = local


@settings(max_examples=150, deadline=None)
@given(named=NAMED, place=PLACES, hours=st.integers(1, 60))
@example(
    named=at_times(("daily", lambda _: True), [(0, 15), (23, 40)]),
    place=("Asia/Dhaka", utc("2009-06-19T00:00")),
    hours=60,
)
@example(
    named=at_times(("daily", lambda _: True), [(0, 0), (23, 59)]),
    place=("Pacific/Apia", utc("2011-12-29T00:00")),
    hours=60,
)
def test_slots_are_those_that_a_walk_over_each_minute_finds(
    named: Named, place: tuple[str, datetime], hours: int
) -> None:
    name, after = place
    until = after + timedelta(hours=hours)
    assert list(schedule(named[0]).slots(zone(name), after, until)) == walked(named, name, after, until)


@settings(deadline=None)
@given(named=NAMED, place=PLACES, cuts=st.tuples(st.integers(0, 5000), st.integers(0, 90_000)))
def test_slots_ascend_and_an_interval_is_the_sum_of_its_parts(
    named: Named, place: tuple[str, datetime], cuts: tuple[int, int]
) -> None:
    (name, first), plan = place, schedule(named[0])
    middle, last = first + cuts[0] * MINUTE, first + sum(cuts) * MINUTE
    here = zone(name)
    whole = list(islice(plan.slots(here, first, last), 500))
    parts = [*islice(plan.slots(here, first, middle), 500), *islice(plan.slots(here, middle, last), 500)]
    assert whole == parts[: len(whole)]
    assert all(sooner.at < later.at for sooner, later in pairwise(whole))
    assert len({slot.key for slot in whole}) == len(whole)


@settings(deadline=None)
@given(named=NAMED, place=PLACES)
@example(named=("daily 00:00", bool), place=("Pacific/Apia", utc("2011-12-30T10:00")))
@example(named=("fri 12:00", bool), place=("Pacific/Apia", utc("2011-12-30T10:00")))
@example(named=("daily 01:30", bool), place=("Europe/London", utc("2025-10-26T00:45")))
@example(named=("daily 00:15,23:40", bool), place=("Asia/Dhaka", utc("2009-06-19T17:30")))
def test_now_lies_between_the_last_slot_and_the_next(named: Named, place: tuple[str, datetime]) -> None:
    (name, now), plan = place, schedule(named[0])
    here = zone(name)
    last, following = plan.last_slot(now, here), plan.next_slot(now + INSTANT, here)
    assert last.at <= now < following.at
    assert list(plan.slots(here, last.at - INSTANT, following.at)) == [last, following]
    assert plan.next_slot(last.at, here) == last
    assert plan.last_slot(following.at, here) == following
    assert plan.last_before(following.at, here) == last.at
    assert plan.next(last.at + INSTANT, here) == following.at


@settings(deadline=None)
@given(named=NAMED, place=PLACES)
def test_a_slot_is_found_again_and_reads_as_its_key_unless_it_moved(
    named: Named, place: tuple[str, datetime]
) -> None:
    (name, after), plan = place, schedule(named[0])
    here = zone(name)
    for slot in islice(plan.slots(here, after), 8):
        assert plan.slot(slot.key, here) == plan.slot(slot.at, here) == slot
        local = slot.at.astimezone(here)
        assert (f"{local:%Y-%m-%dT%H:%M}" == slot.key) == (slot.moved != "missing")
        assert named[1](datetime.fromisoformat(slot.key))
        assert local.fold == 0


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["mon", "every", "2", "weeks", "monthly", "last", "09:00", "*", "*/5", "1-5", "@daily", "at"]
        ),
        st.text(max_size=6),
    ),
    max_size=6,
).map(" ".join)


@given(text=WORDS)
def test_any_text_is_a_schedule_or_refused_with_a_reason(text: str) -> None:
    for read in (parse, parse_cron):
        try:
            plan = read(text)
        except ScheduleError:
            continue
        assert plan.next_slot(utc("2026-01-01T00:00"), zone("UTC"))
        assert in_words(plan)
