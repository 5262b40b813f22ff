"""How long it takes to put posts under themes, learning included, in a process of its own on one core."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks.options import say
from benchmarks.posts import originals, write_posts
from publisher.model import Theme
from publisher.slugs import slugify

WRITTEN, COPIES = 2_000, 5
LABELS = 2_000
NEW = 200
SETTINGS = '[[sources]]\nname = "posts"\npath = "posts"\n'
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Post(NamedTuple):
    """What is looked at of a post."""

    title: str
    text: str


def sorting_times(folder: Path, keywords: Mapping[str, list[str]]) -> dict[str, float]:
    """Return the seconds for 10,000 posts without a label and with 2,000, and for one post more (99 of 100)."""
    say("themes: 10,000 posts")
    file = folder / "posts.json"
    file.write_text(json.dumps({"keywords": keywords, "posts": _posts(folder)}), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.sorting", str(file)]
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, **ONE_CORE})
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _posts(folder: Path) -> list[Post]:
    from publisher.config import load
    from publisher.sync.texts import read_texts
    from publisher.workers import Workers

    folder.mkdir(parents=True, exist_ok=True)
    write_posts(folder / "posts", originals()[1], WRITTEN)
    settings = folder / "speed.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    with Workers() as workers:
        return [Post(one.title, one.text) for one in read_texts(load(settings, {}), workers, lambda *_: None)]


def main() -> None:
    """Time what is learnt from the posts in a file, and print the seconds."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    posts = [Post(*one) for one in given["posts"]] * COPIES
    themes = tuple(
        Theme(name=name, slug=slugify(name), keywords=tuple(words))
        for name, words in given["keywords"].items()
    )
    unlabelled, (_, best) = _timed(posts, themes, {})
    every = max(1, len(posts) // LABELS)
    labelled, (model, _) = _timed(posts, themes, dict(list(enumerate(best))[::every]))
    print(json.dumps({"unlabelled": unlabelled, "labelled": labelled, "one": _one_more(model, posts)}))


def _timed(
    posts: list[Post], themes: tuple[Theme, ...], labels: dict[int, int]
) -> tuple[float, tuple[Any, list[int]]]:
    started = perf_counter()
    # What is needed is loaded in the time that is measured.
    from publisher.themes.many import chances_of
    from publisher.themes.terms import terms_of
    from publisher.themes.training import sample, train

    terms = [terms_of(post.title, post.text) for post in posts]
    chosen = sample(len(terms), labels)
    known = {place: labels[number] for place, number in enumerate(chosen) if number in labels}
    model = train([terms[number] for number in chosen], themes, known, accuracy=0.8).model
    best = chances_of(model, terms).argmax(1).tolist()
    return perf_counter() - started, (model, best)


def _one_more(model: Any, posts: list[Post]) -> float:
    from publisher.themes import stored
    from publisher.themes.model import chances
    from publisher.themes.terms import terms_of

    kept, seconds = stored.load(stored.dump(model)), []
    for post in posts[:: max(1, len(posts) // NEW)]:
        started = perf_counter()
        chances(kept, terms_of(post.title, post.text))
        seconds.append(perf_counter() - started)
    return quantiles(seconds, n=100)[-1]


if __name__ == "__main__":
    main()
