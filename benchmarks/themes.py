"""How well posts are put under themes, beside plain tools, and how fast: against labels that people gave."""

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from benchmarks.figures import Aim, Figure, Share
from benchmarks.options import Options, say
from benchmarks.posts import ROOT
from benchmarks.sorting import sorting_times
from publisher.config import load
from publisher.sync.texts import read_texts
from publisher.themes.labels import match_labels, parse_labels
from publisher.themes.texts import Text
from publisher.workers import Workers

CORPORA = ROOT.parent / "shared" / "corpora"
KEYWORDS: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "keywords.toml").read_text(encoding="utf-8")
)
SETTINGS = """\
[[sources]]
name = "{archive}"
path = "{path}"
suffixes = [".md", ".html", ".Rmd", ".markdown"]
"""
# At least, and the aim: five folds, a fifth of the labels, none, the surest 70 % of five folds, purity.
BOUNDS = {
    "perldotcom": ((0.82, 0.88), (0.75, 0.82), (0.60, 0.72), (0.91, 0.96), (0.64, 0.75)),
    "cosx": ((0.78, 0.85), (0.69, 0.77), (0.50, 0.62), (0.88, 0.94), (0.50, 0.62)),
}
REPEATS = 5
TOOLS = {"linear_svm": "linear SVM", "nearest_centroid": "nearest centroid", "keywords": "keywords alone"}


class Archive(NamedTuple):
    """Posts and what people said of them."""

    name: str
    settings: Path
    labels: Path


def figures(options: Options) -> Iterator[Figure | Share]:
    """Yield the shares for each labelled archive, where they are at hand, then the times."""
    for name, bounds in BOUNDS.items():
        if (CORPORA / name).is_dir():
            yield from _shares(
                _archive(name, options.work / "themes"), bounds, 1 if options.quick else REPEATS
            )
        else:
            say(f"themes: shared/corpora/{name} is not at hand")
    yield from _times(options)


def _archive(name: str, folder: Path) -> Archive:
    """Return an archive, its settings written below *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    themes = "".join(
        f"[[themes]]\nname = {json.dumps(theme)}\nkeywords = {json.dumps(keywords)}\n"
        for theme, keywords in KEYWORDS[name].items()
    )
    file.write_text(SETTINGS.format(archive=name, path=CORPORA / name) + themes, encoding="utf-8")
    return Archive(name=name, settings=file, labels=CORPORA / "labels" / f"{name}.tsv")


def _shares(archive: Archive, bounds: tuple[tuple[float, float], ...], repeats: int) -> Iterator[Share]:
    folds, fifth, none = (
        _evaluate(archive, "--repeats", str(repeats), *arguments)
        for arguments in (("--folds", "5"), ("--train", "0.2"), ("--zero-shot",))
    )
    rows = {
        "five folds, accuracy": (folds["accuracy"], _others(folds)),
        "a fifth of the labels": (fifth["accuracy"], _others(fifth)),
        "no label": (none["accuracy"], _others(none)),
        "the surest 70 % of five folds": (folds["accuracy_at_70"], _others(folds, "accuracy_at_70")),
        "suggested themes, purity": _purity(archive, repeats),
    }
    for (what, (ours, others)), (least, aim) in zip(rows.items(), bounds, strict=True):
        yield Share(name=f"{archive.name}: {what}", ours=ours, others=others, least=least, aim=aim)


def _evaluate(archive: Archive, *arguments: str) -> dict[str, Any]:
    """Return what our own command measures."""
    say(f"themes: {archive.name} {' '.join(arguments)}")
    ours = [sys.executable, "-m", "publisher", "--config", str(archive.settings), "themes", "evaluate"]
    done = subprocess.run([*ours, str(archive.labels), "--json", *arguments], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _others(found: Mapping[str, Any], what: str = "accuracy") -> dict[str, float]:
    return {TOOLS[name]: one[what] for name, one in found["baselines"].items() if name in TOOLS}


def _purity(archive: Archive, repeats: int) -> tuple[float, dict[str, float]]:
    """Return the purity of the themes that are suggested, and of k-means, each with the true number."""
    from publisher.themes.suggesting import suggest

    say(f"themes: {archive.name}: suggested")
    settings = load(archive.settings, {})
    with Workers() as workers:
        texts = read_texts(settings, workers, lambda *_: None)
    texts = tuple(sorted(texts, key=lambda text: (text.source, text.path)))
    lines = parse_labels(archive.labels.read_text(encoding="utf-8"), archive.labels.name)
    labelled = match_labels(lines, texts, settings.themes, archive.labels.name)
    count = len(labelled.themes)
    groups = suggest(texts, count).members
    plain = [_pure(labelled.labels, enumerate(_k_means(texts, count, seed))) for seed in range(repeats)]
    found = _pure(labelled.labels, ((post, number) for number, group in enumerate(groups) for post in group))
    return found, {"k-means": mean(plain)}


def _pure(truth: Mapping[int, int], members: Iterator[tuple[int, int]]) -> float:
    """Return how many of the labelled posts have the commonest label of their group; *members*: post, group."""
    counts = Counter((group, truth[post]) for post, group in members if post in truth)
    best: Counter[int] = Counter()
    for (group, _), often in counts.items():
        best[group] = max(best[group], often)
    return best.total() / len(truth)


def _k_means(texts: tuple[Text, ...], count: int, seed: int) -> Iterator[int]:
    """Return the cluster of each post by k-means on tf-idf of our terms, titles and bodies together."""
    from sklearn.cluster import KMeans

    from publisher.themes.baselines import tfidf_of
    from publisher.themes.terms import terms_of

    rows = tfidf_of([terms_of(text.title, text.text) for text in texts])
    found: list[int] = KMeans(count, n_init=3, random_state=seed).fit_predict(rows).tolist()
    return iter(found)


def _times(options: Options) -> Iterator[Figure]:
    found = sorting_times(options.work / "themes", KEYWORDS["servicenow"])
    for name, key, bound in (
        ("10,000 posts put under themes, no label", "unlabelled", 10.0),
        ("10,000 posts put under themes, 2,000 labels", "labelled", 10.0),
    ):
        yield Figure(name=name, unit="s", ours=found[key], aim=Aim(bound=bound, strict=True))
    yield Figure(
        name="one new post put under a theme", unit="ms", ours=found["one"], aim=Aim(bound=0.020, strict=True)
    )
