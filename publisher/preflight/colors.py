"""Colours of CSS, and how far two are apart (WCAG 2.2, relative luminance and contrast ratio). Pure."""

import re
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import NamedTuple

from publisher.contrast import RGB, contrast_ratio

HEX = re.compile(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
FUNCTION = re.compile(r"(rgba?|hsla?)\(\s*([^()]*)\)")
# CSS 2.2's seventeen, and the few that people write besides.
NAMED = (
    "black=000000 silver=c0c0c0 gray=808080 grey=808080 white=ffffff maroon=800000 red=ff0000 "
    "purple=800080 fuchsia=ff00ff magenta=ff00ff green=008000 lime=00ff00 olive=808000 yellow=ffff00 "
    "navy=000080 blue=0000ff teal=008080 aqua=00ffff cyan=00ffff orange=ffa500 whitesmoke=f5f5f5 "
    "lightgray=d3d3d3 lightgrey=d3d3d3 darkgray=a9a9a9 darkgrey=a9a9a9 dimgray=696969 dimgrey=696969 "
    "gainsboro=dcdcdc tomato=ff6347 crimson=dc143c gold=ffd700 ivory=fffff0 snow=fffafa"
)
NAMES = dict(pair.split("=") for pair in NAMED.split())


class Color(NamedTuple):
    """Red, green and blue from 0 to 255, and how opaque it is, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: "Color") -> "Color":
        """Return what is seen with this colour on top of an opaque one."""
        if self.alpha >= 1:
            return self
        mixed = (self.alpha * mine + (1 - self.alpha) * its for mine, its in zip(self, below, strict=True))
        red, green, blue, _ = mixed
        return Color(red, green, blue)

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part):02x}" for part in self[:3])


CLEAR = Color(0, 0, 0, 0.0)


@lru_cache(maxsize=512)
def color(text: str) -> Color | None:
    """Return a colour as CSS writes it; None where it is none, or is written in a way not understood here."""
    text = text.strip().lower()
    if text == "transparent":
        return CLEAR
    text = NAMES.get(text, text)
    if HEX.fullmatch(text):
        return _hexadecimal(text.removeprefix("#"))
    found = FUNCTION.fullmatch(text)
    try:
        return _function(found[1], re.split(r"[\s,/]+", found[2].strip())) if found else None
    except ValueError:
        return None


def _hexadecimal(digits: str) -> Color:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Color(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def _function(name: str, parts: list[str]) -> Color | None:
    if len(parts) not in (3, 4):
        return None
    alpha = _share(parts[3]) if len(parts) == 4 else 1.0
    if name.startswith("rgb"):
        red, green, blue = (_share(one) * 255 if one.endswith("%") else float(one) for one in parts[:3])
        return Color(red, green, blue, alpha)
    hue = float(parts[0].removesuffix("deg")) % 360 / 360
    red, green, blue = hls_to_rgb(hue, _share(parts[2]), _share(parts[1]))
    return Color(red * 255, green * 255, blue * 255, alpha)


def _share(text: str) -> float:
    """Return a number from 0 to 1, or a percentage, as a share."""
    share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    return min(1.0, max(0.0, share))


@lru_cache(maxsize=512)
def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two opaque colours, from 1 to 21."""
    return contrast_ratio(_shares(one), _shares(other))


def _shares(shade: Color) -> RGB:
    red, green, blue = (part / 255 for part in shade[:3])
    return red, green, blue
