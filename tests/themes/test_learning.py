"""What is learnt of few posts and few labels, of none, and of odd ones; by what the product would show."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from publisher.themes.learning import softmax
from publisher.themes.many import chances_of
from publisher.themes.model import chances
from publisher.themes.terms import terms_of
from publisher.themes.training import least_confidence
from tests.themes.learnt import Sorted, Themes, sort, sort_folder
from tests.themes.subjects import SUBJECTS, text_on, title_on

THEMES: Themes = {subject: tuple(words.split()[:3]) for subject, words in SUBJECTS.items()}
WITHOUT_WORDS = ("...", "—")


def posts_on(*subjects: str, each: int = 10) -> list[tuple[str, str]]:
    return [
        (f"{title_on(subject, number)} {number}", text_on(subject, number))
        for subject in subjects
        for number in range(each)
    ]


def rightly(found: Sorted, truth: list[str]) -> float:
    chosen = [found.model.themes[number] for number in found.chance.argmax(1)]
    return float(np.mean([one == other for one, other in zip(chosen, truth, strict=True)]))


@pytest.mark.parametrize("others", [0, 1, 4, 30], ids="beside {} others".format)
def test_a_keyword_in_the_title_decides_whatever_else_is_there(others: int) -> None:
    posts = [("Flour for beginners", "Some of it."), *posts_on("Sailing", each=others)]
    assert sort(THEMES, posts).theme("Flour for beginners") == "Baking"


@pytest.mark.parametrize("others", [0, 1, 4, 30], ids="beside {} others".format)
def test_a_post_without_any_keyword_or_neighbour_is_left_to_the_editor(others: int) -> None:
    posts = [("Quite another matter", "Parliament debated taxation."), *posts_on(*SUBJECTS, each=others)]
    assert sort(THEMES, posts).theme("Quite another matter") == ""


@pytest.mark.parametrize("each", [10, 40], ids="{} posts".format)
def test_an_archive_of_one_theme_is_not_shared_out_among_all(each: int) -> None:
    found = sort(THEMES, posts_on("Sailing", each=each))
    assert rightly(found, ["Sailing"] * each) >= 0.9


@pytest.mark.parametrize("labels", [0, 1, 2, 5, 12], ids="{} labels".format)
def test_labels_never_make_it_worse(labels: int) -> None:
    posts = posts_on(*SUBJECTS)
    truth = [subject for subject in SUBJECTS for _ in range(10)]
    known = {number * 7 % 30: list(SUBJECTS).index(truth[number * 7 % 30]) for number in range(labels)}
    assert rightly(sort(THEMES, posts, known), truth) >= 0.95


def test_a_theme_without_a_label_keeps_what_its_keywords_say() -> None:
    posts = posts_on(*SUBJECTS)
    truth = [subject for subject in SUBJECTS for _ in range(10)]
    known = dict.fromkeys(range(8), 0) | dict.fromkeys(range(10, 18), 1)
    assert rightly(sort(THEMES, posts, known), truth) >= 0.95


def test_labels_teach_where_there_are_no_keywords() -> None:
    names = ("one", "two", "three")
    known = {start + number: start // 10 for start in (0, 10, 20) for number in range(6)}
    found = sort(dict.fromkeys(names, ()), posts_on(*SUBJECTS), known)
    assert rightly(found, [name for name in names for _ in range(10)]) >= 0.95


ODD = [
    pytest.param([("", "")], {}, THEMES, id="one empty post"),
    pytest.param([("Bread", "oven")], {0: 1}, THEMES, id="one post, labelled"),
    pytest.param([("a", "b"), ("c", "d"), ("e", "f")], {1: 2}, THEMES, id="three posts, one labelled"),
    pytest.param([("Bread", "oven")] * 40, {}, THEMES, id="the same post again and again"),
    pytest.param([("", "")] * 40, {}, THEMES, id="many empty posts"),
    pytest.param([WITHOUT_WORDS] * 3, {}, {"!!!": ("???", "-"), "two": ()}, id="signs only"),
    pytest.param(posts_on("Baking"), dict.fromkeys(range(10), 0), THEMES, id="all labelled with one theme"),
    pytest.param(posts_on("Baking"), dict.fromkeys(range(9), 2), THEMES, id="labelled against the keywords"),
    pytest.param(posts_on(*SUBJECTS), {}, {"Baking": ("oven",)}, id="one theme"),
    pytest.param(posts_on(*SUBJECTS), {3: 0}, {"Baking": ("oven",)}, id="one theme, one label"),
    pytest.param(posts_on(*SUBJECTS), {}, {"one": ("zzz",), "two": ("qqq",)}, id="keywords that no post has"),
    pytest.param(posts_on(*SUBJECTS), {}, {f"t{n}": (f"k{n}", "oven") for n in range(60)}, id="sixty themes"),
]


@pytest.mark.parametrize(("posts", "labels", "themes"), ODD)
@pytest.mark.filterwarnings("error")
def test_odd_archives_give_chances_and_no_warning(
    posts: list[tuple[str, str]], labels: dict[int, int], themes: Themes
) -> None:
    found = sort(themes, posts, labels)
    assert np.isfinite(found.chance).all()
    new = chances(found.model, terms_of("Bread and oven", "flour oven bread"))
    assert np.isfinite(new).all()
    assert sum(new) == pytest.approx(1.0) if len(themes) > 1 else 0 < sum(new) < 1
    assert 0 < found.model.least <= 0.8


def test_what_few_posts_have_in_common_by_chance_does_not_decide() -> None:
    found = sort(THEMES, posts_on("Sailing", each=2))
    assert found.chance.min() > 0.05


def test_identical_posts_come_under_one_theme() -> None:
    found = sort(THEMES, [("Bread", "oven")] * 300)
    assert np.ptp(found.chance, axis=0).max() < 1e-6


@pytest.mark.parametrize("themes", [1, 2, 3], ids="{} themes".format)
def test_what_says_nothing_is_left_to_the_editor(themes: int) -> None:
    declared = dict(list(THEMES.items())[:themes])
    found = sort(declared, [("", ""), ("Zweites", "auf Deutsch"), *posts_on(*declared)])
    assert found.theme("") == found.theme("Zweites") == ""
    for title, text in [("", ""), ("שלום", "משהו אחר")]:
        assert max(chances(found.model, terms_of(title, text))) < found.model.least


def test_the_only_theme_takes_what_speaks_of_it_and_nothing_else() -> None:
    found = sort(
        {"Baking": THEMES["Baking"]}, [("Fresh dough", "flour"), ("The mast", "sail"), *posts_on("Sailing")]
    )
    assert found.theme("Fresh dough") == "Baking"
    assert found.theme("The mast") == ""


@pytest.mark.parametrize("themes", [1, 2, 3], ids="{} themes".format)
@pytest.mark.parametrize("labelled", [0, 9], ids="{} labels".format)
def test_many_posts_at_once_have_the_chances_that_each_has_alone(themes: int, labelled: int) -> None:
    declared = dict(list(THEMES.items())[:themes])
    posts = posts_on(*SUBJECTS)
    found = sort(declared, posts, {number: number % themes for number in range(labelled)})
    asked = [*found.posts, terms_of("", ""), terms_of("Bread", "unheard of"), terms_of("完全", "に別")]
    together = chances_of(found.model, asked)
    alone = np.array([chances(found.model, post) for post in asked])
    assert np.abs(together - alone).max() < 1e-9


def test_a_model_says_of_a_post_learnt_from_nearly_what_learning_said() -> None:
    found = sort(THEMES, posts_on(*SUBJECTS))
    assert (chances_of(found.model, found.posts).argmax(1) == found.chance.argmax(1)).mean() >= 0.95


ARCHIVE = """
import sys
from tests.themes.learnt import sort
from tests.themes.test_learning import THEMES, posts_on
found = sort(THEMES, posts_on(*THEMES), {3: 0, 14: 1})
print(found.chance.tobytes().hex(), found.model.least, found.reasons(found.names[0]))
"""


def test_the_same_posts_give_the_same_bytes_in_any_process() -> None:
    root = Path(__file__).parents[2]
    said = {
        subprocess.run(
            [sys.executable, "-c", ARCHIVE],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


LEAST = [
    pytest.param([[0.95, 0.05], [0.9, 0.1]], 0.8, 0.8, id="all may pass: what is wanted is enough"),
    pytest.param(
        [[0.99, 0.01], [0.7, 0.3], [0.5, 0.5]], 0.8, 0.7, id="(.99 + .7) / 2 is .845, with .5 it is .73"
    ),
    pytest.param([[0.99, 0.01], [0.99, 0.01], [0.5, 0.5]], 0.8, 0.6, id="a guess never passes"),
    pytest.param([[0.6, 0.4], [0.6, 0.4]], 0.8, 0.8, id="none is good enough"),
    pytest.param([[0.9], [0.5]], 0.6, 0.6, id="one theme"),
]


@pytest.mark.parametrize(("chance", "accuracy", "expected"), LEAST)
def test_the_least_confidence(chance: list[list[float]], accuracy: float, expected: float) -> None:
    assert least_confidence(np.array(chance), accuracy) == pytest.approx(expected)


def test_scores_of_one_theme_are_against_none() -> None:
    assert softmax(np.array([[0.0], [20.0], [-20.0]])).ravel() == pytest.approx([0.5, 1.0, 0.0], abs=1e-6)


def test_a_post_without_a_keyword_learns_but_does_not_teach() -> None:
    foreign = [(f"Fremd {number}", "Wort fremd anders sagen nichts") for number in range(20)]
    found = sort(THEMES, [*posts_on(*SUBJECTS), *foreign])
    assert max(found.confidence(title) for title, _ in foreign) < found.model.least


def test_posts_of_the_sample_blog_come_under_its_three_themes() -> None:
    themes: Themes = {
        "Writing": ("front matter", "markdown", "post", "draft", "image"),
        "Feeds": ("rss", "atom", "json feed", "reader", "subscribe"),
        "Digests": ("email", "edition", "schedule", "newsletter", "preview"),
    }
    found = sort_folder(Path(__file__).parents[2] / "config" / "posts", themes)
    expected = {
        "a-digest-has-slots.md": "Digests",
        "see-it-before-they-do.md": "Digests",
        "one-feed-three-formats.md": "Feeds",
        "pictures-and-sound.md": "Writing",
        "right-to-left.md": "",
    }
    assert {name: found.theme(name) for name in expected} == expected


def test_five_posts_come_under_three_plain_themes(seeds: Path) -> None:
    themes: Themes = {
        "User group": ("user group", "meeting"),
        "Knowledge": ("Knowledge14", "Knowledge17", "conference"),
        "ITSM": ("IT service management", "itSMF"),
    }
    found = sort_folder(seeds, themes)
    chosen = [found.model.themes[number] for number in found.chance.argmax(1)]
    assert chosen == ["User group", "User group", "Knowledge", "Knowledge", "ITSM"]


LIGHT = "import sys, publisher.themes.{0}; assert not {{'numpy', 'scipy', 'sklearn'}} & sys.modules.keys()"


@pytest.mark.parametrize("module", ["terms", "seeds", "tags", "model"])
def test_sorting_a_new_post_loads_neither_numpy_nor_scipy(module: str) -> None:
    subprocess.run([sys.executable, "-c", LIGHT.format(module)], cwd=Path(__file__).parents[2], check=True)
