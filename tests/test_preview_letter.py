"""A mail on a light screen and on a dark one: the media queries of its style sheets, answered."""

import pytest

from publisher.web.letter import in_mode, with_links_apart

DARK, LIGHT = "(prefers-color-scheme: dark)", "(prefers-color-scheme:light)"
YES, NO = "(min-width: 0px)", "(max-width: -1px)"


@pytest.mark.parametrize(
    ("html", "light", "dark"),
    [
        pytest.param(
            f"<style>@media {DARK} {{}}</style>",
            f"<style>@media {NO} {{}}</style>",
            f"<style>@media {YES} {{}}</style>",
            id="a dark sheet",
        ),
        pytest.param(
            f"<style>@media {LIGHT} {{}}</style>",
            f"<style>@media {YES} {{}}</style>",
            f"<style>@media {NO} {{}}</style>",
            id="a light one",
        ),
        pytest.param(
            f"<STYLE type='text/css'>@media screen and {DARK.upper()} and (max-width: 9px) {{}}</STYLE>",
            f"<STYLE type='text/css'>@media screen and {NO} and (max-width: 9px) {{}}</STYLE>",
            f"<STYLE type='text/css'>@media screen and {YES} and (max-width: 9px) {{}}</STYLE>",
            id="within a longer condition",
        ),
        pytest.param(
            f'<source media="{DARK}" srcset="d.png">',
            f'<source media="{NO}" srcset="d.png">',
            f'<source media="{YES}" srcset="d.png">',
            id="a picture for a dark screen",
        ),
        pytest.param(
            '<meta name="color-scheme" content="light dark">',
            '<meta name="color-scheme" content="light">',
            '<meta name="color-scheme" content="dark">',
            id="what it declares",
        ),
        pytest.param(
            '<meta content="dark light" name="supported-color-schemes"/>',
            '<meta content="light" name="supported-color-schemes"/>',
            '<meta content="dark" name="supported-color-schemes"/>',
            id="the other way round",
        ),
        pytest.param(
            "<style>:root{color-scheme:light dark}</style>",
            "<style>:root{color-scheme:light}</style>",
            "<style>:root{color-scheme:dark}</style>",
            id="in a style sheet",
        ),
    ],
)
def test_what_asks_for_the_screen_is_answered(html: str, light: str, dark: str) -> None:
    assert in_mode(html, "light") == light
    assert in_mode(html, "dark") == dark


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p>Write @media {DARK} for it; color-scheme: light dark</p>", id="words about it"),
        pytest.param('<meta name="color-scheme" content="light only">', id="a mail that is light always"),
        pytest.param('<meta name="description" content="light dark">', id="another meta"),
        pytest.param("<style>@media (max-width: 9px) {}</style>", id="another query"),
    ],
)
def test_the_rest_stays_as_it_is(html: str) -> None:
    assert in_mode(html, "dark") == html


@pytest.mark.parametrize(
    ("html", "apart"),
    [
        pytest.param(
            '<a class="x" href="https://a.example/">',
            '<a target="_blank" rel="noopener" class="x" href="https://a.example/">',
            id="an address",
        ),
        pytest.param(
            '<a href="mailto:a@b.example">',
            '<a target="_blank" rel="noopener" href="mailto:a@b.example">',
            id="a mail",
        ),
        pytest.param('<a href="#sea">', '<a href="#sea">', id="a place in the mail itself"),
        pytest.param(
            '<a href="https://a.example/" target="_top">',
            '<a href="https://a.example/" target="_top">',
            id="one that says where",
        ),
        pytest.param(
            '<abbr title="href=https://a.example/">', '<abbr title="href=https://a.example/">', id="no link"
        ),
    ],
)
def test_links_to_elsewhere_are_opened_beside_the_mail(html: str, apart: str) -> None:
    assert with_links_apart(html) == apart
