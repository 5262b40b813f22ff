"""What an inbox shows of an edition before it is opened: a subject and a preheader that fit there. Pure."""

from collections.abc import Callable, Iterable, Mapping

from publisher.languages import display_width
from publisher.markup.sentences import shorten

# Desks show some sixty columns of a subject. A title is not cut to less than says what it is about.
SUBJECT_COLUMNS, LEAST_TITLE = 60, 24
# An inbox shows some 120 characters of a preheader, and fills one below thirty with whatever follows.
PREHEADER_COLUMNS, LEAST_SENTENCES, LEAST_PREHEADER = 120, 60, 30
SEPARATOR = " · "

Renders = Callable[[Mapping[str, object]], str]


def fitting_subject(renders: Renders, *, label: str, title: str, language: str) -> str:
    """Return what *renders* makes of a digest's name and the lead's title, kept within what an inbox shows.

    Where both are too much the name is left out, as the sender is named beside it; then the title is cut, at a word.
    """
    named = renders({"subject_label": label, "lead_title": title})
    if display_width(named) <= SUBJECT_COLUMNS:
        return named
    bare = renders({"subject_label": "", "lead_title": title})
    excess = display_width(bare) - SUBJECT_COLUMNS
    if excess <= 0:
        return bare
    room = max(display_width(title) - excess, LEAST_TITLE)
    cut = shorten(title, limit=room, least=SUBJECT_COLUMNS, language=language)
    return renders({"subject_label": "", "lead_title": cut})


def teaser(pieces: Iterable[str], language: str) -> str:
    """Return as many of *pieces* as it takes to fill a preheader's place, cut where there is too much."""
    said = ""
    for piece in filter(None, pieces):
        if len(said) >= LEAST_PREHEADER:
            break
        said = f"{said}{SEPARATOR}{piece}" if said else piece
    return shorten(said, limit=PREHEADER_COLUMNS, least=LEAST_SENTENCES, language=language)


def joined_titles(titles: Iterable[str]) -> str:
    """Return as many titles as a preheader has a place for, one at least."""
    shown: list[str] = []
    for title in titles:
        if shown and display_width(SEPARATOR.join([*shown, title])) > PREHEADER_COLUMNS:
            break
        shown.append(title)
    return SEPARATOR.join(shown)
