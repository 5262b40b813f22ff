"""Colours that text can be read in, whatever accent and background are asked for."""

import colorsys
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.contrast import luminance as relative_luminance
from publisher.model import Look
from publisher.rendering.palette import READABLE, Scheme, contrast, legible, palette
from tests import chromium

COLORS = st.binary(min_size=3, max_size=3).map(lambda parts: f"#{parts.hex()}")
DEFAULT = palette(Look().color, Look().background)


def luminance(color: str) -> float:
    """Return the relative luminance of `#rrggbb`."""
    red, green, blue = bytes.fromhex(color[1:])
    return relative_luminance((red / 255, green / 255, blue / 255))


def read_pairs(scheme: Scheme) -> list[tuple[str, str]]:
    """Return each colour that text has, with what it lies on."""
    on_paper = [(ink, scheme.paper) for ink in (scheme.ink, scheme.soft, scheme.accent)]
    return [*on_paper, (scheme.faint, scheme.page)]


@given(COLORS, COLORS)
def test_every_text_can_be_read_on_every_background(accent: str, background: str) -> None:
    found = palette(accent, background)
    for scheme in (found.light, found.dark):
        assert all(contrast(ink, ground) >= READABLE for ink, ground in read_pairs(scheme))


@given(COLORS, COLORS)
def test_a_colour_becomes_readable_and_one_that_is_stays(color: str, ground: str) -> None:
    found = legible(color, ground)
    assert contrast(found, ground) >= READABLE
    assert legible(found, ground) == found
    assert (found == color) == (contrast(color, ground) >= READABLE)


@pytest.mark.parametrize(
    ("color", "ground"),
    [
        pytest.param("#ffd000", "#ffffff", id="yellow on white"),
        pytest.param("#0e6652", "#191c1d", id="green on black"),
        pytest.param("#1d4ed8", "#191c1d", id="blue on black"),
        pytest.param("#ff8a80", "#ffffff", id="pink on white"),
    ],
)
def test_a_colour_keeps_its_hue_and_changes_no_more_than_it_needs(color: str, ground: str) -> None:
    found = legible(color, ground)
    hues = [colorsys.rgb_to_hls(*bytes.fromhex(one[1:]))[0] for one in (color, found)]
    assert hues[0] == pytest.approx(hues[1], abs=0.01)
    assert READABLE <= contrast(found, ground) < READABLE + 0.15


def test_a_dark_screen_gets_a_dark_tone_of_the_background() -> None:
    for scheme in (DEFAULT.dark, palette("#c2410c", "#fff7e6").dark):
        assert luminance(scheme.page) < luminance(scheme.paper) < 0.02
        assert contrast(scheme.ink, scheme.paper) >= 12
    assert DEFAULT.dark.page != palette("#c2410c", "#fff7e6").dark.page


def test_the_defaults_are_as_they_are_asked_for() -> None:
    assert (DEFAULT.light.page, DEFAULT.light.accent) == (Look().background, Look().color)
    assert all(len(color) == 7 for color in (*astuple(DEFAULT.light), *astuple(DEFAULT.dark)))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="black on white"),
        pytest.param("#777777", "#ffffff", 4.48, id="the grey that just fails"),
        pytest.param("#767676", "#ffffff", 4.54, id="the grey that just passes"),
        pytest.param("#abcdef", "#abcdef", 1.0, id="itself"),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


def test_two_ways_of_reckoning_luminance_agree() -> None:
    assert luminance("#0e6652") == pytest.approx(chromium.luminance("rgb(14, 102, 82)"))
