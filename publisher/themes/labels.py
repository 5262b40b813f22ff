"""What a person says of posts, a line each, and which posts and themes that is about. Pure.

Only a post's source and path are looked at here, to find it; what is then measured sees neither.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from publisher.errors import InputError
from publisher.model import Theme
from publisher.slugs import slugify
from publisher.themes.tags import Tags, fold_tag
from publisher.themes.texts import Text

_FORM = "allowed is PATH, one tab, LABEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line: the post's path within its source, or `source/path`, and what it is said to be about."""

    path: str
    label: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The themes that labels name, and the number of the theme for each number of a post.

    `unmatched` are labels of posts that are not there, `unnamed` are declared themes that no label names.
    """

    themes: tuple[Theme, ...]
    labels: dict[int, int]
    unmatched: tuple[Label, ...]
    unnamed: tuple[Theme, ...]


def parse_labels(text: str, file: str) -> tuple[Label, ...]:
    """Return the lines of *text*, empty ones apart; InputError names *file* and the line that is wrong."""
    found: dict[str, Label] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            label = _label(line, f"{file}:{number}", number)
            before = found.setdefault(label.path, label)
            if before.label != label.label:
                raise InputError(
                    f"{file}:{number}: {label.path}: {label.label} here, {before.label} in line {before.line}; "
                    "allowed is one label a post"
                )
    return tuple(found.values())


def match_labels(
    labels: Sequence[Label], texts: Sequence[Text], declared: Sequence[Theme], file: str
) -> Labelled:
    """Return which of *texts* are labelled with what; a label is the declared theme that it names, else a new one.

    InputError where a path could be either of two posts, where no label is about a post, or all say the same.
    """
    posts = _posts_by_path(texts)
    said = {number: label for label in labels for number in _found(label, posts, texts, file)}
    about = {label.path for label in said.values()}
    theme_of = _Naming(declared)
    themes = sorted({theme_of(label.label) for label in said.values()}, key=_place_among(declared))
    _check(labels, themes, texts, file)
    return Labelled(
        themes=tuple(themes),
        labels={number: themes.index(theme_of(label.label)) for number, label in said.items()},
        unmatched=tuple(label for label in labels if label.path not in about),
        unnamed=tuple(theme for theme in declared if theme not in themes),
    )


def _label(line: str, place: str, number: int) -> Label:
    path, tab, label = line.partition("\t")
    if not tab or "\t" in label:
        raise InputError(f"{place}: {'more than one tab' if tab else 'no tab'}; {_FORM}")
    if not path.strip() or not label.strip():
        raise InputError(f"{place}: no {'label' if path.strip() else 'path'}; {_FORM}")
    return Label(path=path.strip(), label=label.strip(), line=number)


def _posts_by_path(texts: Sequence[Text]) -> dict[str, set[int]]:
    posts: dict[str, set[int]] = {}
    for number, text in enumerate(texts):
        for path in (text.path, f"{text.source}/{text.path}"):
            posts.setdefault(path, set()).add(number)
    return posts


def _found(label: Label, posts: Mapping[str, set[int]], texts: Sequence[Text], file: str) -> Collection[int]:
    numbers = posts.get(label.path, set())
    if len(numbers) > 1:
        sources = " and ".join(sorted(texts[number].source for number in numbers))
        remedy = f"allowed is the source's name before it, SOURCE/{label.path}"
        raise InputError(
            f"{file}:{label.line}: {label.path}: a post of each of the sources {sources}; {remedy}"
        )
    return numbers


class _Naming:
    """Which theme a label names: a declared one, else one that is called as the label is first spelt."""

    def __init__(self, declared: Sequence[Theme]) -> None:
        self._tags = Tags(declared)
        self._by_slug = {theme.slug: theme for theme in declared}
        self._new: dict[str, Theme] = {}

    def __call__(self, label: str) -> Theme:
        slugs = self._tags.named((label,))
        if slugs:
            return self._by_slug[slugs[0]]
        return self._new.setdefault(fold_tag(label), Theme(name=label, slug=slugify(label)))


def _place_among(declared: Sequence[Theme]) -> Callable[[Theme], tuple[int, str]]:
    return lambda theme: (declared.index(theme) if theme in declared else len(declared), theme.name)


def _check(labels: Sequence[Label], themes: Sequence[Theme], texts: Sequence[Text], file: str) -> None:
    if not labels:
        raise InputError(f"{file}: no label; allowed is a line for each post: PATH, one tab, LABEL")
    if not themes:
        first, here = labels[0], min(texts, key=lambda text: (text.source, text.path))
        raise InputError(
            f"{file}:{first.line}: {first.path}: no label is about a post of the sources, this one neither; "
            f"a path is one within its source, such as {here.path}"
        )
    if len(themes) == 1:
        raise InputError(f"{file}: all labels are {themes[0].name}; there must be two or more to tell apart")
