"""What a language tag says of the text: its direction, and how wide a character stands. Pure."""

import unicodedata
from functools import lru_cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

RTL_SCRIPTS = (
    "adlm arab aran armi avst chrs cprt elym hatr hebr hung khar lydi mand mani mend merc mero narb "
    "nbat nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syrj syrn thaa yezi"
)
RTL_LANGUAGES = (
    "ae ar arc arz ary ayl azb bal bcc bqi ckb dv fa glk he iw ji khw ks lrc luz mzn nqo ota pnb prs ps "
    "rhg sd sdh skr syr ug ur yi"
)
SANS_LANGUAGES = ("ja", "ko", "wuu", "yue", "zh")


@lru_cache(maxsize=1024)
def direction(tag: str) -> Direction:
    """Return which way the language *tag* runs; a script subtag outweighs the language (BCP 47, 2.2.3)."""
    language, *rest = tag.replace("_", "-").lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RTL_SCRIPTS.split() else "ltr"
    return "rtl" if language in RTL_LANGUAGES.split() else "ltr"


def text_direction(text: str) -> Direction | None:
    """Return which way *text* runs by its first letter that has one (UAX 9, P2 and P3), else None."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None


def has_serif(tag: str) -> bool:
    """Return whether a serif face suits titles in the language: not where systems have none (CJK, RTL)."""
    language = tag.replace("_", "-").lower().split("-")[0]
    return language not in SANS_LANGUAGES and direction(tag) == "ltr"


def is_wide(char: str) -> bool:
    """Return whether *char* fills two columns of a terminal (UAX 11: Wide and Fullwidth)."""
    return char > "\u10ff" and unicodedata.east_asian_width(char) in "WF"


def display_width(text: str) -> int:
    """Return how many columns *text* fills: wide characters two, marks and format characters none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if is_wide(char) else 1
