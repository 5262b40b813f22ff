"""How well posts are sorted is measured honestly: what is hidden is hidden, and what is wrong is said."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from publisher.cli.themes.evaluate import command
from publisher.errors import InputError
from publisher.model import Theme
from publisher.themes import training
from publisher.themes.evaluating import Evaluation, evaluate
from publisher.themes.labels import Labelled, match_labels, parse_labels
from publisher.themes.splits import ZERO_SHOT, Split, by_share, in_folds, turns_of
from publisher.themes.texts import Text
from tests.blog import Blog

WORDS = {
    "garden": ["seed", "soil", "spade", "rose", "compost", "hedge", "lawn", "bulb", "prune", "weed"],
    "kitchen": ["flour", "oven", "butter", "whisk", "yeast", "simmer", "broth", "skillet", "pepper", "dough"],
    "harbour": ["sail", "anchor", "tide", "mast", "keel", "rudder", "buoy", "dock", "rope", "gull"],
}
NAMES = [*WORDS]
FIVE_FOLDS = in_folds(5)
THEMES = tuple(Theme(name=name, slug=name) for name in NAMES)
KEYWORDS = tuple(Theme(name=name, slug=name, keywords=tuple(words[:2])) for name, words in WORDS.items())


def text(title: str, body: str, path: str = "p.md", source: str = "main", tags: tuple[str, ...] = ()) -> Text:
    return Text(source=source, path=path, title=title, text=body, tags=tags)


def telling(count: int) -> list[Text]:
    """Return posts whose words tell their theme: garden, kitchen, harbour in turn."""
    chance = Random(1)
    return [
        text(chance.choice(words), " ".join(chance.choices(words, k=30)), f"{number}.md")
        for number, words in zip(range(count), [*WORDS.values()] * count, strict=False)
    ]


def in_turn(count: int) -> dict[int, int]:
    """Return the theme of each of so many posts: garden, kitchen, harbour in turn."""
    return {number: number % 3 for number in range(count)}


def measured(
    texts: Sequence[Text],
    labels: Mapping[int, int],
    *,
    split: Split = FIVE_FOLDS,
    themes: Sequence[Theme] = THEMES,
    repeats: int = 2,
) -> Evaluation:
    return evaluate(
        texts,
        themes,
        labels,
        split=split,
        repeats=repeats,
        accuracy=0.8,
        progress=lambda *_: None,
    )


# What is measured


def test_posts_whose_words_tell_their_theme_are_sorted_rightly() -> None:
    result = measured(telling(60), in_turn(60))
    assert result.accuracy > 0.95
    assert result.macro_f1 > 0.95
    assert result.coverage > 0.9
    assert [(theme.name, theme.support) for theme in result.themes] == [(name, 20) for name in NAMES]
    assert result.baselines["most_frequent"].accuracy == pytest.approx(1 / 3, abs=0.1)
    assert result.baselines["linear_svm"].accuracy > 0.95
    assert result.baselines["nearest_centroid"].accuracy > 0.95


def test_tags_authors_and_paths_that_give_labels_away_are_not_looked_at() -> None:
    chance = Random(2)
    vocabulary = [word for words in WORDS.values() for word in words]
    posts = [
        Text(
            source=name,
            path=f"{name}/{name}-{number}.md",
            title=" ".join(chance.choices(vocabulary, k=4)),
            text=" ".join(chance.choices(vocabulary, k=40)),
            tags=(name,),
            authors=(name,),
        )
        for number, name in zip(range(90), NAMES * 30, strict=True)
    ]
    result = measured(posts, in_turn(90))
    # A third is chance; tags or paths would make it one.
    assert result.accuracy < 0.5
    assert all(one.accuracy < 0.5 for one in result.baselines.values())


def test_without_labels_none_is_learnt_from() -> None:
    wrong = {number: (theme + 1) % 3 for number, theme in in_turn(60).items()}
    result = measured(telling(60), wrong, split=ZERO_SHOT, themes=KEYWORDS)
    assert result.accuracy < 0.05
    assert set(result.baselines) == {"keywords", "nearest_centroid", "linear_svm"}
    assert result.repeats == 1
    assert measured(telling(60), in_turn(60), split=ZERO_SHOT, themes=KEYWORDS).accuracy > 0.95


def test_the_confusion_says_what_was_taken_for_what() -> None:
    # The last ten gardens read as kitchens do: in their row, under kitchen.
    posts, labels = telling(60), in_turn(60)
    for number in [number for number in labels if labels[number] == 1][:10]:
        labels[number] = 0
    result = measured(posts, labels, repeats=1)
    rows = {theme.name: row for theme, row in zip(result.themes, result.confusion, strict=True)}
    assert sum(map(sum, result.confusion)) == pytest.approx(60)
    assert [sum(rows[name]) for name in NAMES] == pytest.approx([30, 10, 20])
    assert rows["garden"][1] + rows["kitchen"][0] >= 5
    assert rows["harbour"] == pytest.approx((0, 0, 20))


def test_posts_beyond_what_training_takes_are_sorted_by_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured(telling(120), in_turn(60), themes=KEYWORDS, split=ZERO_SHOT)
    monkeypatch.setattr(training, "MOST", 50)
    some = measured(telling(120), in_turn(60), themes=KEYWORDS, split=ZERO_SHOT)
    assert whole.accuracy > 0.95
    assert some.accuracy > 0.95
    assert measured(telling(120), in_turn(60)).accuracy > 0.9


@pytest.mark.parametrize("split", [in_folds(5), by_share(0.2), by_share(0.7)], ids=lambda split: split.name)
def test_a_label_that_only_one_post_has_stops_nothing(split: Split) -> None:
    labels = {**in_turn(29), 29: 3}
    result = measured(telling(30), labels, split=split, themes=(*THEMES, Theme(name="rare", slug="rare")))
    assert result.themes[3].support == 1
    assert 0 <= result.accuracy <= 1


def test_posts_without_a_word_stop_nothing() -> None:
    assert measured([text("", "") for _ in range(12)], in_turn(12), split=in_folds(3)).labels == 12


def test_too_few_labels_for_the_folds_are_refused() -> None:
    with pytest.raises(
        InputError, match="3 posts with a label are too few for 5 folds: at least 5 are needed"
    ):
        measured(telling(6), in_turn(3))


# Splits


@given(
    truth=st.lists(st.integers(0, 4), min_size=50, max_size=80),
    split=st.sampled_from([in_folds(2), in_folds(5), by_share(0.2), by_share(0.33), by_share(0.9)]),
    seed=st.integers(0, 9),
)
def test_every_label_is_hidden_and_no_label_is_shown_and_hidden(
    truth: list[int], split: Split, seed: int
) -> None:
    hidden_once: set[int] = set()
    for shown, hidden in turns_of(np.array(truth), split, seed):
        assert sorted([*shown, *hidden]) == list(range(len(truth)))
        hidden_once.update(hidden.tolist())
        # Of each theme its share is shown, give or take what a part is rounded by.
        for theme, often in Counter(truth).items():
            share = split.shown / split.parts
            assert abs(sum(truth[place] == theme for place in shown) - share * often) <= split.shown
    assert hidden_once == set(range(len(truth)))


def test_parts_are_drawn_anew_for_each_repeat_and_are_the_same_on_every_run() -> None:
    def drawn(seed: int) -> list[list[int]]:
        return [hidden.tolist() for _, hidden in turns_of(np.arange(40) % 4, FIVE_FOLDS, seed)]

    assert drawn(0) == drawn(0)
    assert drawn(0) != drawn(1)


@pytest.mark.parametrize(
    ("split", "turns", "shown"),
    [
        pytest.param(in_folds(5), 5, 80, id="five folds"),
        pytest.param(in_folds(2), 2, 50, id="two folds"),
        pytest.param(by_share(0.2), 5, 20, id="a fifth, five times"),
        pytest.param(by_share(0.8), 5, 80, id="four fifths are five folds"),
        pytest.param(by_share(0.33), 3, 33, id="a third"),
        pytest.param(by_share(0.3), 4, 30, id="three tenths: 0-3, 3-6, 6-9, 9-2"),
        pytest.param(ZERO_SHOT, 1, 0, id="no label"),
    ],
)
def test_how_many_turns_there_are_and_labels_in_each(split: Split, turns: int, shown: int) -> None:
    found = [len(one) for one, _ in turns_of(np.arange(100) % 4, split, 0)]
    assert len(found) == turns
    assert all(abs(one - shown) <= 1 for one in found)


# Labels


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param(
            "a.md\tx\nb.md x\n", "labels.tsv:2: no tab; allowed is PATH, one tab, LABEL", id="no tab"
        ),
        pytest.param("a.md\tx\ty\n", "labels.tsv:1: more than one tab; allowed is", id="two tabs"),
        pytest.param("\n\n\tx\n", "labels.tsv:3: no path; allowed is", id="no path"),
        pytest.param("a.md\t \n", "labels.tsv:1: no label; allowed is", id="no label"),
        pytest.param(
            "a.md\tx\na.md\ty\n", "labels.tsv:2: a.md: y here, x in line 1; allowed", id="two labels"
        ),
    ],
)
def test_a_wrong_line_is_named_with_its_remedy(lines: str, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_labels(lines, "labels.tsv")
    assert str(raised.value).startswith(reason)


def test_empty_lines_and_the_endings_of_another_system_are_no_matter() -> None:
    found = parse_labels("a.md\tx\r\n\r\nb.md\ty z\r\na.md\tx\r\n", "labels.tsv")
    assert [(label.path, label.label, label.line) for label in found] == [
        ("a.md", "x", 1),
        ("b.md", "y z", 3),
    ]


def matched(lines: str, *declared: Theme, posts: Sequence[Text] = ()) -> Labelled:
    texts = posts or [text("", "", f"{number}.md") for number in range(4)]
    return match_labels(parse_labels(lines, "l.tsv"), texts, declared, "l.tsv")


def test_a_label_is_the_declared_theme_that_it_names_however_it_is_spelt() -> None:
    gardens = Theme(name="The Gardens", slug="garden", keywords=("rose",), tags=("Plant Life",))
    found = matched("0.md\tGarden\n1.md\tthe-gardens\n2.md\tplant life\n3.md\tBoats\n", gardens)
    assert found.themes == (gardens, Theme(name="Boats", slug="boats"))
    assert found.labels == {0: 0, 1: 0, 2: 0, 3: 1}


def test_spellings_of_one_label_are_one_theme() -> None:
    found = matched("0.md\tR 语言\n1.md\tr语言\n2.md\tBoat\n3.md\tBOAT\n")
    assert [theme.name for theme in found.themes] == ["Boat", "R 语言"]
    assert found.labels == {0: 1, 1: 1, 2: 0, 3: 0}


def test_themes_that_no_label_names_and_labels_of_no_post_are_left_out() -> None:
    zebra = Theme(name="Zebra", slug="zebra")
    found = matched("0.md\ta\n9.md\tzebra\n1.md\tb\n", zebra)
    assert found.unnamed == (zebra,)
    assert [(label.path, label.line) for label in found.unmatched] == [("9.md", 2)]
    assert [theme.name for theme in found.themes] == ["a", "b"]


def test_a_path_in_two_sources_needs_the_name_of_one() -> None:
    posts = [text("", "", "a.md", "one"), text("", "", "a.md", "two"), text("", "", "b.md", "two")]
    found = matched("one/a.md\tx\ntwo/a.md\ty\nb.md\tx\n", posts=posts)
    assert found.labels == {0: 0, 1: 1, 2: 0}
    with pytest.raises(
        InputError, match=r"^l.tsv:2: a.md: a post of each of the sources one and two; allowed"
    ):
        matched("b.md\tx\na.md\ty\n", posts=posts)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param("", "l.tsv: no label; allowed is a line for each post", id="an empty file"),
        pytest.param("0.md\tx\n1.md\tX\n", "l.tsv: all labels are x; there must be two", id="one label"),
        pytest.param("\nposts/0.md\tx\n", "l.tsv:2: posts/0.md: no label is about a post", id="no post"),
    ],
)
def test_labels_that_nothing_can_be_measured_by_are_refused(lines: str, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        matched(lines)
    assert str(raised.value).startswith(reason)


# The command


@pytest.fixture
def sorted_blog(blog: Blog) -> Blog:
    """Thirty posts, all but the last two with a label, one label without a post; one theme that none names."""
    for number, post in enumerate(telling(30)):
        blog.write(f"{number}.md", post.text, title=post.title)
    lines = [f"{number}.md\t{NAMES[theme]}" for number, theme in in_turn(28).items()]
    (blog.folder / "labels.tsv").write_text("\n".join([*lines, "gone.md\tgarden"]), encoding="utf-8")
    blog.configure('[[themes]]\nname = "Garden"\nkeywords = ["rose"]\n[[themes]]\nname = "Zebra"\n')
    return blog


def run(blog: Blog, *arguments: str) -> Result:
    given = (str(blog.folder / "labels.tsv"), "--repeats", "1", *arguments)
    return CliRunner().invoke(command, given, obj=str(blog.config))


def test_the_command_prints_what_a_program_reads(sorted_blog: Blog) -> None:
    found = json.loads(run(sorted_blog, "--json", "--folds", "4").stdout)
    assert {
        "accuracy",
        "macro_f1",
        "coverage",
        "baselines",
        "accuracy_covered",
        "accuracy_at_70",
    } <= found.keys()
    assert found["baselines"].keys() == {"linear_svm", "nearest_centroid", "most_frequent"}
    assert found["confusion"].keys() == {"Garden", "kitchen", "harbour"}
    assert sum(sum(row.values()) for row in found["confusion"].values()) == pytest.approx(28)
    assert (found["posts"], found["labels"], found["split"]) == (30, 28, "4 folds")
    assert found["unmatched"] == [{"path": "gone.md", "line": 29}]
    assert found["unnamed"] == ["Zebra"]
    assert found["accuracy_asked"] == 0.8


def test_the_command_says_what_was_left_out_and_whether_to_trust_it(sorted_blog: Blog) -> None:
    done = run(sorted_blog, "--train", "0.5")
    assert "labels.tsv:29: gone.md: no such post, or a draft; 1 label is left out for that" in done.stderr
    assert "no label names these themes of the settings, so they are left out: Zebra" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "30 posts, 28 of them with a label: train 0.5"
    assert lines[-1].startswith("Of 100 posts it puts ")
    assert lines[-1].endswith("80% was asked for, so what it is sure of can be trusted.")


def test_the_accuracy_that_is_asked_for_is_that_of_the_settings_unless_given(sorted_blog: Blog) -> None:
    sorted_blog.configure("[classifier]\naccuracy = 0.9\n")
    assert json.loads(run(sorted_blog, "--json").stdout)["accuracy_asked"] == 0.9
    assert json.loads(run(sorted_blog, "--json", "--accuracy", "0.7").stdout)["accuracy_asked"] == 0.7


def test_columns_stand_in_line_where_characters_are_wide(blog: Blog) -> None:
    names = ["统计", "a much longer name than any table has room for", "b"]
    for number, post in enumerate(telling(18)):
        blog.write(f"{number}.md", post.text, title=post.title)
    lines = [f"{number}.md\t{names[theme]}" for number, theme in in_turn(18).items()]
    (blog.folder / "labels.tsv").write_text("\n".join(lines), encoding="utf-8")
    printed = run(blog, "--folds", "3").stdout.splitlines()
    head = next(number for number, line in enumerate(printed) if line.startswith("   theme"))
    assert len({cell_len(line) for line in printed[head : head + 4]}) == 1
    assert any("a much longer name than any…" in line for line in printed)


def test_two_ways_of_measuring_at_once_are_refused(sorted_blog: Blog) -> None:
    done = run(sorted_blog, "--zero-shot", "--folds", "3")
    assert isinstance(done.exception, InputError)


def test_a_file_of_labels_that_cannot_be_read_is_named(blog: Blog) -> None:
    done = CliRunner().invoke(command, [str(blog.folder / "none.tsv")], obj=str(blog.config))
    assert str(done.exception).endswith("none.tsv: No such file or directory")
    (blog.folder / "labels.tsv").write_bytes(b"a.md\t\xff\n")
    assert "not UTF-8" in str(run(blog).exception)


# Real archives


SUFFIXES = '[".md", ".html", ".Rmd", ".markdown"]'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("archive", "least", "at_70"),
    [
        pytest.param("perldotcom", 0.82, 0.91, id="English, nine themes"),
        pytest.param("cosx", 0.78, 0.88, id="Chinese, eight themes"),
    ],
)
def test_real_archives_are_sorted_better_than_by_plain_tools(
    corpora: Path, blog: Blog, archive: str, least: float, at_70: float
) -> None:
    blog.config.write_text(
        f'[[sources]]\nname = "real"\npath = "{corpora / archive}"\nsuffixes = {SUFFIXES}\n', encoding="utf-8"
    )
    labels = str(corpora / "labels" / f"{archive}.tsv")
    done = CliRunner().invoke(command, [labels, "--json", "--repeats", "2"], obj=str(blog.config))
    found = json.loads(done.stdout)
    assert found["accuracy"] > least - 0.01
    assert found["accuracy_at_70"] > at_70 - 0.01
    assert found["accuracy"] > found["baselines"]["linear_svm"]["accuracy"]
    assert found["accuracy_at_70"] > found["baselines"]["linear_svm"]["accuracy_at_70"]
    assert found["accuracy_covered"] > 0.8
