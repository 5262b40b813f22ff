"""Themes proposed for archives that have none: real ones in place, small ones of our own, the command itself."""

import json
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from publisher.cli.themes.suggest import as_settings
from publisher.errors import ThemesError
from publisher.model import Theme
from publisher.sync.texts import read_texts
from publisher.themes.archive import main_language, telling, without_shared_lines
from publisher.themes.phrases import calendar_words, phrases_of
from publisher.themes.suggesting import Proposal, Suggestion, suggest, typical
from publisher.themes.terms import terms_of, words
from publisher.themes.texts import Text
from publisher.themes.training import train
from publisher.workers import Workers
from tests.blog import Blog, silent
from tests.command import failure, publisher
from tests.settings import SITE, SOURCE, settings
from tests.themes.subjects import SUBJECTS, text_on, title_on, write_posts

EACH = 20


def made(each: int = EACH, language: str = "en") -> list[Text]:
    """Return posts on every subject of ours."""
    return [
        Text(
            source="main",
            path=f"{subject}-{number}.md",
            title=f"{title_on(subject, number)} for {subject}",
            text=f"{text_on(subject, number)} All about {subject}.",
            authors=(f"Author {number % 5}",),
            language=language,
        )
        for subject in SUBJECTS
        for number in range(each)
    ]


@cache
def texts_in(settings_file: str) -> tuple[Text, ...]:
    made_settings = settings(Path(settings_file).parent, Path(settings_file).read_text(encoding="utf-8"))
    with Workers(1) as workers:
        return read_texts(made_settings, workers, silent)


@cache
def suggested(settings_file: str, count: int | None) -> Suggestion:
    return suggest(texts_in(settings_file), count)


Asked = Callable[[str, int | None], tuple[list[Text], Suggestion]]


@pytest.fixture(scope="module")
def asked(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Says what an archive has, in the order that a suggestion counts in, and what is proposed; each once."""
    base = tmp_path_factory.mktemp("archives")

    def ask(name: str, count: int | None = None) -> tuple[list[Text], Suggestion]:
        file = base / name / "publisher.toml"
        if not file.exists():
            file.parent.mkdir()
            source = f'[[sources]]\nname = "main"\npath = {json.dumps(str(corpora / name))}\n'
            file.write_text(SITE + f'language = "{LANGUAGES.get(name, "en")}"\n' + source, encoding="utf-8")
        texts = texts_in(str(file))
        return sorted(texts, key=lambda text: (text.source, text.path)), suggested(str(file), count)

    return ask


LANGUAGES = {"cosx": "zh", "frustrated-writer": "he"}


def names_of(found: Suggestion) -> list[str]:
    return [theme.name for theme in found.themes]


def test_subjects_are_found_and_named() -> None:
    found = suggest(made(), 3)
    assert found.posts == 3 * EACH
    assert sorted(sum(theme.posts for theme in found.themes) for _ in (0,)) == [3 * EACH]
    for theme in found.themes:
        own = [subject for subject in SUBJECTS if any(subject in title for title in theme.titles)]
        assert len(own) == 1
        assert {word.lower() for word in words(theme.name)} <= {
            own[0].lower(),
            *SUBJECTS[own[0]].split(),
        }


def test_the_order_of_reading_changes_nothing() -> None:
    texts = made()
    assert suggest(texts[::-1], 3) == suggest(texts, 3)


def test_posts_in_other_languages_are_left_out_and_counted() -> None:
    others = [replace(text, path=f"fr/{text.path}", language="fr-CA") for text in made(3)]
    found = suggest([*made(), *others], 3)
    assert found.left_out == {"fr": 9}
    assert sum(theme.posts for theme in found.themes) == 3 * EACH


def test_posts_whose_words_are_of_another_language_are_left_out() -> None:
    others = [
        replace(text, path=f"x/{text.path}", text=" ".join(f"{word}ova" for word in words(text.text)))
        for text in made(3)
    ]
    kept, left_out = main_language([*made(), *others])
    assert left_out == {"und": 9}
    assert len(kept) == 3 * EACH


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        pytest.param(made(6), "18 posts in one language are too few", id="few posts"),
        pytest.param(
            [replace(text, title=f"Episode {number}") for number, text in enumerate(made())],
            "only 0 of 60 titles say what a post is about",
            id="numbered titles",
        ),
    ],
)
def test_what_is_missing_is_said(texts: list[Text], said: str) -> None:
    with pytest.raises(ThemesError, match=said) as raised:
        suggest(texts)
    assert "[[themes]]" in str(raised.value)


def test_a_title_tells_something_unless_many_share_all_its_words() -> None:
    assert telling([*(f"Part {number}" for number in range(30)), "Part of a harbour"]) == 1


def test_typical_titles_are_no_parts_of_a_series_while_there_are_others() -> None:
    titles = [*(f"Harbours of the north, part {number}" for number in range(9)), "Knots", "A new sail"]
    assert typical(titles)[:3] == ("Harbours of the north, part 0", "Knots", "A new sail")
    assert len(typical(titles)) == 5


def test_lines_that_many_posts_share_are_not_read() -> None:
    texts = [f"Own words {number}\nFollow us" for number in range(5)]
    assert without_shared_lines(texts) == [f"Own words {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        pytest.param("Baking with C++", ("c++", "C++"), id="plus signs"),
        pytest.param("Notes on Wild Yeast", ("wild yeast", "Wild Yeast"), id="two words"),
        pytest.param("面包烘焙", ("面包", "面包"), id="unspaced"),
    ],
)
def test_a_text_has_its_phrases_as_they_are_written(text: str, phrase: tuple[str, str]) -> None:
    assert phrase in set(phrases_of(text))


def test_months_and_days_are_known_in_the_languages_of_an_archive() -> None:
    assert {"may", "tuesday", "五月", "май"} <= calendar_words({"zh-Hans", "ru", "xx"}) | {"май"}
    assert "января" in calendar_words({"ru"})


def test_the_command_prints_settings_that_work_and_the_same_in_every_process(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    write_posts(blog, EACH)
    first, second = (
        publisher("themes", "suggest", "--count", "3", folder=tmp_path, environ={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    )
    assert first.status == 0
    assert first.out == second.out
    assert first.out.startswith("# 3 themes for 60 posts.\n")
    made_themes = settings(tmp_path, SITE + SOURCE + first.out).themes
    assert len(made_themes) == 3
    for theme in made_themes:
        assert {*theme.name.lower().split(" & ")} <= {keyword.lower() for keyword in theme.keywords}


def test_the_command_speaks_to_programs(tmp_path: Path) -> None:
    write_posts(Blog(tmp_path), EACH)
    found = publisher("themes", "suggest", "--count", "3", "--json", folder=tmp_path).json
    assert (found["posts"], found["left_out"]) == (60, {})
    assert {*found["themes"][0]} == {"name", "keywords", "posts", "titles"}


def test_the_command_says_what_is_missing_in_one_line(tmp_path: Path) -> None:
    write_posts(Blog(tmp_path), 2)
    assert failure(publisher("themes", "suggest", folder=tmp_path)).startswith("6 posts in one language")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "themes", "least"),
    [
        pytest.param("perldotcom", 9, 0.70, id="perldotcom"),
        pytest.param("cosx", 8, 0.65, id="cosx"),
    ],
)
def test_groups_are_those_of_an_editor(
    name: str, themes: int, least: float, corpora: Path, asked: Asked
) -> None:
    texts, found = asked(name, themes)
    lines = (corpora / "labels" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    labels = dict(line.split("\t") for line in lines if line)
    right = total = 0
    for members in found.members:
        counted = Counter(labels[texts[number].path] for number in members if texts[number].path in labels)
        right += max(counted.values(), default=0)
        total += counted.total()
    assert total >= 0.99 * sum(text.path in labels for text in texts)
    assert right / total >= least


@pytest.mark.slow
def test_a_company_archive_has_subjects_not_authors_months_or_frequent_words(asked: Asked) -> None:
    texts, found = asked("servicenow", None)
    names = names_of(found)
    assert {"User Group", "Discovery", "MID Server", "Service Management", "Email"} <= {*names}
    authors = {part.lower() for text in texts for author in text.authors for part in words(author)}
    months = calendar_words({"en"})
    for name in names:
        parts = {word.lower() for word in words(name)}
        assert parts.isdisjoint(months)
        assert not parts <= authors
    common = {
        word
        for word, often in Counter(word for text in texts for word in {*words(text.text)}).items()
        if often > 0.5 * len(texts)
    }
    assert not any({word.lower() for word in words(name)} <= common for name in names)
    assert found.left_out.keys() == {"und"}
    assert sum(theme.posts for theme in found.themes) + sum(found.left_out.values()) == len(texts)


@pytest.mark.slow
def test_the_pasted_themes_sort_posts_as_they_were_grouped(asked: Asked) -> None:
    texts, found = asked("servicenow", None)
    themes = [
        Theme(name=theme.name, slug=str(number), keywords=theme.keywords)
        for number, theme in enumerate(found.themes)
    ]
    numbers = [number for members in found.members for number in members]
    group = np.repeat(np.arange(len(themes)), [len(members) for members in found.members])
    posts = [terms_of(texts[number].title, texts[number].text) for number in numbers]
    chance = train(posts, themes, {}, accuracy=0.8).chance
    assert (chance.argmax(1) == group).mean() > 0.75


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "script"),
    [
        pytest.param("cosx", "CJK", id="Chinese"),
        pytest.param("frustrated-writer", "HEBREW", id="Hebrew"),
        pytest.param("ruby-lang", "LATIN", id="English among Japanese and French"),
    ],
)
def test_names_are_in_the_script_of_the_archive(name: str, script: str, asked: Asked) -> None:
    _, found = asked(name, None)
    letters = Counter(
        unicodedata.name(letter).split()[0] for one in names_of(found) for letter in one if letter.isalpha()
    )
    assert letters[script] > 0.5 * letters.total()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("radio-t", "titles say what a post is about", id="numbered titles"),
        pytest.param("osdev4arab", "10 posts in one language are too few", id="few posts"),
    ],
)
def test_an_archive_that_says_too_little_is_told_so(name: str, said: str, asked: Asked) -> None:
    with pytest.raises(ThemesError, match=said):
        asked(name, None)


def test_the_block_is_toml_whatever_titles_and_names_hold() -> None:
    odd = Proposal(name='A "C" \\ B', keywords=("说", 'a"b'), posts=1, titles=("One\u0007\nname = 2\u007f",))
    found = Suggestion(themes=(odd,), posts=4, left_out={"fr": 2, "und": 1}, members=((0,),))
    block = as_settings(found)
    assert tomllib.loads(block) == {"themes": [{"name": odd.name, "keywords": [*odd.keywords]}]}
    assert "#   One name = 2\n" in block
    assert "not in the language of most: 2 in French, 1." in block
