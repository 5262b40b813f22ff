"""Names made fit for an address and a file name. Pure, and the same for ever: addresses are made of it."""

import hashlib
import re
import unicodedata
from functools import lru_cache

# What a source or a digest may be called, as that becomes part of addresses.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
LONGEST = 80  # bytes of UTF-8; a file name may have 255, and suffixes follow
# They choose between pictures of one character, and are no part of a word.
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")


@lru_cache(maxsize=4096)
def slugify(name: str) -> str:
    """Return *name* in lower case, its letters and digits of any script kept, all else as single hyphens.

    The marks that follow a letter (vowel signs, tones) stay with it. A name without a letter or digit becomes
    a short hash of itself, so that no slug is empty.
    """
    kept = [""]
    for character in VARIATION_SELECTORS.sub("", unicodedata.normalize("NFKC", name).casefold()):
        if character.isalnum() or (kept[-1] not in ("", "-") and _is_mark(character)):
            kept.append(character)
        elif kept[-1] != "-":
            kept.append("-")
    short = "".join(kept).strip("-").encode()[:LONGEST].decode(errors="ignore").rstrip("-")
    return short or hashlib.blake2b(name.encode(errors="surrogatepass"), digest_size=4).hexdigest()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")
