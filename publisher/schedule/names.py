"""Names of weekdays and months, and what was probably meant by a word that is none."""

from collections.abc import Iterable

from publisher.errors import nearest

# Monday first, as dates count them.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def find(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of a name, which may be cut to three letters, or a plural; None where it is none."""
    found = (n for n, name in enumerate(names) if word[:3] == name[:3] and f"{name}s".startswith(word))
    return next(found, None)


def near(word: str, names: tuple[str, ...], more: Iterable[str] = ()) -> str:
    """Return ` (did you mean "mon"?)` for a word that is no name, "" where nothing is near."""
    if len(word) == 2 and (found := [name[:3] for name in names if name.startswith(word)]):
        return f' (did you mean "{found[0]}"?)'
    return nearest(word, (*(name[:3] for name in names), *names, *more))
