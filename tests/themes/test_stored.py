"""A model as bytes: plain, and the same when it is read back."""

import subprocess
import sys

import pytest

from publisher.model import Theme
from publisher.themes.model import Model, chances
from publisher.themes.stored import dump, load
from publisher.themes.terms import terms_of
from publisher.themes.training import train
from tests.command import ROOT
from tests.themes.subjects import SUBJECTS, text_on, title_on

THEMES = tuple(
    Theme(name=name, slug=name.lower(), keywords=tuple(words.split()[:3])) for name, words in SUBJECTS.items()
)
POSTS = [terms_of(title_on(name, number), text_on(name, number)) for name in SUBJECTS for number in range(8)]


@pytest.fixture(scope="module")
def model() -> Model:
    return train(POSTS, THEMES, {0: 0, 8: 1, 16: 2}, accuracy=0.8, key="k").model


def test_a_model_that_is_read_back_says_the_same(model: Model) -> None:
    again = load(dump(model))
    for post in POSTS:
        assert chances(again, post) == pytest.approx(chances(model, post), abs=1e-6)
    assert dump(again) == dump(model)
    assert (again.key, again.themes, again.seeds) == (model.key, model.themes, model.seeds)


def test_nothing_in_a_stored_model_is_executed(model: Model) -> None:
    data = dump(model)
    assert data.startswith(b"{")
    assert b"pickle" not in data


def test_a_post_is_sorted_without_numpy(model: Model) -> None:
    script = (
        "import sys\n"
        "from publisher.themes.model import chances\n"
        "from publisher.themes.stored import load\n"
        "from publisher.themes.terms import terms_of\n"
        "model = load(sys.stdin.buffer.read())\n"
        "print(model.themes[max(enumerate(chances(model, terms_of('The oven', 'dough flour bread')))"
        ", key=lambda one: one[1])[0]])\n"
        "print([name for name in ('numpy', 'scipy', 'sklearn') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=dump(model), cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines() == ["baking", "[]"]
