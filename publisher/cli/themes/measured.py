"""What `publisher themes evaluate` measured, for people and for programs."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publisher.themes.evaluating import Evaluation
    from publisher.themes.splits import Split

NAMES = {
    "linear_svm": "linear SVM on tf-idf",
    "nearest_centroid": "nearest centroid on tf-idf",
    "most_frequent": "always the most frequent theme",
    "keywords": "the best score of the keywords",
}
# Cells that a theme's name takes in a table, at most.
WIDEST = 28
# What is measured varies by so much from one archive to the next.
SLACK = 0.02


def as_json(result: "Evaluation") -> dict[str, Any]:
    """Return *result* as plain values: shares from 0 to 1; `confusion` is what is true, then what was said."""
    names = [theme.name for theme in result.themes]
    return {
        "accuracy": round(result.accuracy, 4),
        "macro_f1": round(result.macro_f1, 4),
        "coverage": round(result.coverage, 4),
        "accuracy_covered": round(result.accuracy_covered, 4),
        "accuracy_at_70": round(result.accuracy_at_70, 4),
        "baselines": {
            name: {
                "accuracy": round(one.accuracy, 4),
                "macro_f1": round(one.macro_f1, 4),
                "accuracy_at_70": round(one.accuracy_at_70, 4),
            }
            for name, one in result.baselines.items()
        },
        "themes": [
            {
                "name": theme.name,
                "precision": round(theme.precision, 4),
                "recall": round(theme.recall, 4),
                "f1": round(theme.f1, 4),
                "support": theme.support,
            }
            for theme in result.themes
        ],
        "confusion": {
            name: dict(zip(names, (round(count, 2) for count in row), strict=True))
            for name, row in zip(names, result.confusion, strict=True)
        },
        "posts": result.posts,
        "labels": result.labels,
        "repeats": result.repeats,
    }


def as_lines(result: "Evaluation", split: "Split", accuracy: float) -> Iterator[str]:
    """Yield *result* as lines for a terminal; *accuracy* is what was asked."""
    times = "" if result.repeats == 1 else f", the mean of {result.repeats}"
    yield f"{result.posts:,} posts, {result.labels:,} of them with a label: {split.name}{times}"
    yield ""
    scores = {"publisher": (result.accuracy, result.macro_f1, result.accuracy_at_70)}
    for name, one in result.baselines.items():
        scores[NAMES[name]] = (one.accuracy, one.macro_f1, one.accuracy_at_70)
    rows = [[name, *(f"{value:.3f}" for value in values)] for name, values in scores.items()]
    yield from _table([["", "accuracy", "macro F1", "of the surest 70 %"], *rows])
    yield ""
    yield (
        f"sure enough of, where {accuracy:g} is asked for: {result.coverage:.3f} of the posts (coverage), "
        f"{result.accuracy_covered:.3f} of these rightly"
    )
    yield ""
    yield from _theme_tables(result)
    yield ""
    yield _verdict(result, accuracy)


def _theme_tables(result: "Evaluation") -> Iterator[str]:
    names = [f"{number:2} {_cut(theme.name)}" for number, theme in enumerate(result.themes, 1)]
    scores = [
        [name, str(one.support), f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}"]
        for name, one in zip(names, result.themes, strict=True)
    ]
    yield from _table([["   theme", "posts", "precision", "recall", "F1"], *scores])
    yield ""
    yield "What the posts of each theme (rows) were taken for (columns, by number):"
    counts = [
        [name, *(f"{count:.0f}" if count >= 0.5 else "." for count in row)]
        for name, row in zip(names, result.confusion, strict=True)
    ]
    yield from _table([["", *map(str, range(1, len(names) + 1))], *counts])


def _cut(name: str) -> str:
    from rich.cells import cell_len, set_cell_size

    return name if cell_len(name) <= WIDEST else f"{set_cell_size(name, WIDEST - 1).rstrip()}…"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield *rows* with their columns aligned, also where characters are two cells wide."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        padded = first + " " * (widths[0] - cell_len(first))
        yield "  ".join(
            [padded, *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        )


def _verdict(result: "Evaluation", accuracy: float) -> str:
    """Return in a sentence whether to trust it."""
    put, rightly = round(100 * result.coverage), round(100 * result.coverage * result.accuracy_covered)
    said = (
        f"Of 100 posts it puts {put} under a theme, {rightly} of them rightly ({result.accuracy_covered:.0%}), "
        f"and leaves {100 - put} to you"
    )
    plain, best = max((one.accuracy, name) for name, one in result.baselines.items())
    if not put:
        return "It is sure of no post: label more of them, or give the themes more keywords."
    if plain > result.accuracy:
        return f"{said}; do not trust it yet, as {NAMES[best]} is right more often: label more posts."
    if result.accuracy_covered < accuracy - SLACK:
        return f"{said}; {accuracy:.0%} was asked for, so look at what it says before you publish it."
    return f"{said}; {accuracy:.0%} was asked for, so what it is sure of can be trusted."
