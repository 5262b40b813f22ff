"""`publisher themes evaluate`."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json, readable
from publisher.cli.themes import measured
from publisher.errors import InputError
from publisher.sync.texts import read_texts
from publisher.themes.labels import Label, Labelled, match_labels, parse_labels
from publisher.themes.texts import Text
from publisher.workers import Workers

if TYPE_CHECKING:
    from publisher.themes.evaluating import Evaluation
    from publisher.themes.splits import Split

FOLDS, REPEATS = 5, 5


@click.command()
@click.argument("labels", metavar="LABELS.tsv", type=click.Path(path_type=Path))
@click.option("--folds", type=click.IntRange(2, 100), help=f"Learn from all parts but one ({FOLDS} parts).")
@click.option("--train", type=click.FloatRange(0.02, 0.98), help="Learn from this share of the labels: 0.2.")
@click.option("--zero-shot", is_flag=True, help="Learn from no label: names, keywords and descriptions only.")
@click.option(
    "--repeats", type=click.IntRange(1, 100), default=REPEATS, show_default=True, help="Draw so often."
)
@click.option(
    "--accuracy",
    type=click.FloatRange(0.01, 0.99),
    help="What is asked of posts that are put under a theme; else [classifier] accuracy.",
)
@option_json
@click.pass_obj
def command(
    config: str | None,
    labels: Path,
    folds: int | None,
    train: float | None,
    repeats: int,
    accuracy: float | None,
    *,
    zero_shot: bool,
    as_json: bool,
) -> None:
    """Measure how well posts are sorted, against labels of some of them.

    LABELS.tsv has a line for each post that you have sorted yourself: its path within its source (or SOURCE/PATH), a
    tab, its theme. Themes of the settings are taken by name, slug or tag, with their keywords; any other label
    becomes a theme without keywords. Some labels are learnt from, the others are hidden and compared with what is
    found; a post's own tags and path are never looked at. Nothing is changed.
    """
    if (folds is not None) + (train is not None) + zero_shot > 1:
        raise InputError("--folds, --train, --zero-shot: only one of them can be measured at a time")
    began, app = time.monotonic(), start(config)
    asked = accuracy or app.settings.classifier.accuracy
    file = readable(labels)
    lines = parse_labels(_read(labels), file)
    with Workers() as workers, Reporter(quiet=as_json) as progress:
        texts = read_texts(app.settings, workers, progress)
        found = match_labels(lines, texts, app.settings.themes, file)
        split = _split(folds, train, zero_shot=zero_shot)
        result = _measure(texts, found, split, repeats, asked, progress)
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        about = {"split": split.name, "accuracy_asked": asked, "seconds": seconds}
        print_json({**measured.as_json(result), **_left_out(found), **about})
        return
    _say_left_out(found, file)
    for line in measured.as_lines(result, split, asked):
        click.echo(line.rstrip())


def _read(labels: Path) -> str:
    try:
        return labels.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{labels}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{labels}: not UTF-8 ({error.reason} at byte {error.start})") from error


def _split(folds: int | None, train: float | None, *, zero_shot: bool) -> "Split":
    from publisher.themes.splits import ZERO_SHOT, by_share, in_folds

    if zero_shot:
        return ZERO_SHOT
    return in_folds(folds or FOLDS) if train is None else by_share(train)


def _measure(
    texts: Sequence[Text],
    found: Labelled,
    split: "Split",
    repeats: int,
    accuracy: float,
    progress: Callable[[str, int, int], None],
) -> "Evaluation":
    # Loaded only now: it takes seconds, and a wrong file is told before.
    from publisher.themes.evaluating import evaluate

    return evaluate(
        texts,
        found.themes,
        found.labels,
        split=split,
        repeats=repeats,
        accuracy=accuracy,
        progress=lambda done, total: progress("measuring", done, total),
    )


def _left_out(found: Labelled) -> dict[str, object]:
    return {
        "unmatched": [{"path": label.path, "line": label.line} for label in found.unmatched],
        "unnamed": [theme.name for theme in found.unnamed],
    }


def _say_left_out(found: Labelled, file: str) -> None:
    if found.unmatched:
        first: Label = found.unmatched[0]
        many = "1 label is" if len(found.unmatched) == 1 else f"{len(found.unmatched):,} labels are"
        click.echo(
            f"{file}:{first.line}: {first.path}: no such post, or a draft; {many} left out for that", err=True
        )
    if found.unnamed:
        names = ", ".join(theme.name for theme in found.unnamed)
        click.echo(f"no label names these themes of the settings, so they are left out: {names}", err=True)
