"""The colours of an edition, from an accent and a background: text on them can always be read. Pure."""

import colorsys
from dataclasses import dataclass
from functools import lru_cache

from publisher.contrast import contrast_ratio

READABLE = 4.5
STEPS = 256
PAPER, INK, SOFT = "#ffffff", "#1c2022", "#596066"
DARK_INK, DARK_SOFT = "#e4e7e6", "#a0a8ab"
DARK_PAGE, DARK_PAPER = 0.063, 0.105
MOST_TINTED = 0.2
LINE = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Colours as `#rrggbb`: `paper` lies on `page`; `ink`, `soft` and `accent` are read on paper, `faint` on page.

    `line` divides, and carries no meaning.
    """

    page: str
    paper: str
    ink: str
    soft: str
    faint: str
    accent: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """An edition's colours on a light screen and on a dark one."""

    light: Scheme
    dark: Scheme


@lru_cache(maxsize=64)
def palette(accent: str, background: str) -> Palette:
    """Return the palette of two colours (`#rrggbb`). What is read has a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    hue, _, saturation = _hls(background)
    tint = min(saturation, MOST_TINTED)
    page, paper = (_hex(hue, lightness, tint) for lightness in (DARK_PAGE, DARK_PAPER))
    return Palette(
        light=_scheme(background, PAPER, INK, SOFT, accent),
        dark=_scheme(page, paper, DARK_INK, DARK_SOFT, accent),
    )


def _scheme(page: str, paper: str, ink: str, soft: str, accent: str) -> Scheme:
    return Scheme(
        page=page,
        paper=paper,
        ink=ink,
        soft=soft,
        faint=legible(soft, page),
        accent=legible(accent, paper),
        line=_mixed(paper, ink, LINE),
    )


@lru_cache(maxsize=1024)
def legible(color: str, ground: str) -> str:
    """Return *color*, its lightness changed only as much as its contrast to *ground* needs to be 4.5 to 1."""
    if contrast(color, ground) >= READABLE:
        return color
    hue, lightness, saturation = _hls(color)
    steps = sorted(range(STEPS + 1), key=lambda step: abs(step / STEPS - lightness))
    shades = (_hex(hue, step / STEPS, saturation) for step in steps)
    return next(shade for shade in shades if contrast(shade, ground) >= READABLE)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, from 1 to 21."""
    return contrast_ratio(_parts(one), _parts(other))


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255


def _hls(color: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_parts(color))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return _written(colorsys.hls_to_rgb(hue, lightness, saturation))


def _mixed(one: str, other: str, share: float) -> str:
    """Return *one* with a *share* of *other* in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(_parts(one), _parts(other), strict=True))
    return _written((red, green, blue))


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + bytes(round(part * 255) for part in parts).hex()
