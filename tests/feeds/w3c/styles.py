"""The style attributes that the validator holds to be harmless."""

import re

from tests.feeds.w3c.words import words

_EDGES = [f"-{edge}" for edge in ("top", "right", "bottom", "left")]
_PROPERTIES = (
    {
        f"{start}{edge}{end}"
        for start, ends in {
            "border": ("", "-color", "-style", "-width"),
            "margin": ("",),
            "padding": ("",),
        }.items()
        for edge in ("", *_EDGES)
        for end in ends
    }
    | {f"font{end}" for end in ("", "-family", "-size", "-style", "-variant", "-weight")}
    | words(
        "azimuth background background-color border-collapse border-spacing clear color cursor direction display "
        "elevation float height letter-spacing line-height list-style-type overflow pause pause-after pause-before "
        "pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate stress "
        "text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume white-space width"
    )
)
_KEYWORDS = words(
    "!important aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray green "
    "italic left lime maroon medium navy none normal nowrap olive pointer purple red right silver solid teal top "
    "transparent underline white yellow"
)
_PLAIN = re.compile(r"""(?:[:,;#%.\sa-zA-Z0-9!]|\w-\w|'[\s\w]+'|"[\s\w]+"|\([\d,\s]+\))*""")
_RULE = re.compile(r"([-\w]+)\s*:\s*([^:;]*)")
_RULES = re.compile(rf"(?:\s*{_RULE.pattern}(?:;|$))*\s*")
_MEASURE = re.compile(r"#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|\d?\.?\d?\d(?:cm|em|ex|in|mm|pc|pt|px|%|,|\))?")


def dangers(style: str) -> tuple[str, ...]:
    """Return what in a style attribute is not known to be harmless."""
    if not _PLAIN.fullmatch(style) or not _RULES.fullmatch(style):
        return (style,)
    found: list[str] = []
    for name, value in _RULE.findall(style.lower()):
        if name not in _PROPERTIES:
            found.append(name)
        elif name.split("-")[0] in ("background", "border", "margin", "padding"):
            found += [one for one in value.split() if one not in _KEYWORDS and not _MEASURE.fullmatch(one)]
    return tuple(dict.fromkeys(found))
