"""The style sheets: contrast that passes WCAG AA in both schemes, and no side of the page by its name."""

import re

import pytest

from tests.rendering.samples import TEMPLATES

SITE_CSS = (TEMPLATES[0] / "site/site.css").read_text()
LIGHT, DARK = re.findall(r":root \{(.*?)\}", SITE_CSS, re.DOTALL)
PAIRS = [
    ("ink", "paper"),
    ("ink", "tint"),
    ("soft", "paper"),
    ("soft", "tint"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("on-accent", "accent"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize(("text", "ground"), [pytest.param(*pair, id=" on ".join(pair)) for pair in PAIRS])
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", scheme))
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_the_pages_style_sheet_names_no_left_or_right_but_for_code() -> None:
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right):", SITE_CSS
    )
    assert physical == []
    assert re.findall(r"[^{}\n]*\{[^{}]*text-align: left", SITE_CSS)[0].startswith(".prose pre")


def test_no_style_sheet_fetches_anything() -> None:
    for sheet in TEMPLATES[0].rglob("*.css"):
        assert "url(" not in sheet.read_text()
        assert "@import" not in sheet.read_text()
