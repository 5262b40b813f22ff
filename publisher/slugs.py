"""Names made fit for an address and a file name. Pure, and the same for ever: addresses are made of it."""

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST = 80  # bytes of UTF-8; a file name may have 255, and suffixes follow


@lru_cache(maxsize=4096)
def slugify(name: str) -> str:
    """Return *name* in lower case, its letters and digits of any script kept, all else as single hyphens.

    A name without a letter or digit becomes a short hash of itself, so that no slug is empty.
    """
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    short = words.encode()[:LONGEST].decode(errors="ignore").rstrip("-")
    return short or hashlib.blake2b(name.encode(errors="surrogatepass"), digest_size=4).hexdigest()
