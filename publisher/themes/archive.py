"""What of an archive is looked at for its themes: one language, and no line that many posts share. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from publisher.themes.terms import FIRST_UNSPACED, words
from publisher.themes.texts import Text

# Posts that use so little of the archive's commonest words, against what is usual, are in another language.
_OTHER = 0.25
_COMMONEST = 40
# Fewer odd ones are no other language: a post that is all code, a list of names.
_LANGUAGE = 3
# Fewer words than this say nothing of the language; more of them nothing new.
_FEWEST, _LOOKED_AT = 30, 3_000
UNKNOWN = "und"
# A word that this part of the titles has says nothing of one of them.
_MANY = 0.1


def main_language(texts: Sequence[Text]) -> tuple[list[int], dict[str, int]]:
    """Return the numbers of the posts in the language that most have, and how many others have each language.

    A post's own tag decides, then its words: a post in French without a tag is counted as "und" (ISO 639-2).
    """
    tags = [text.language.replace("_", "-").split("-")[0].lower() for text in texts]
    counted = Counter(tags)
    main = min(counted, key=lambda tag: (-counted[tag], tag))
    tagged = [number for number, tag in enumerate(tags) if tag == main]
    alike = _alike([texts[number] for number in tagged])
    few = len(alike) - sum(alike) < _LANGUAGE
    kept = [number for number, is_alike in zip(tagged, alike, strict=True) if few or is_alike]
    others = {tag or UNKNOWN: often for tag, often in sorted(counted.items()) if tag != main}
    if len(kept) < len(tagged):
        others[UNKNOWN] = others.get(UNKNOWN, 0) + len(tagged) - len(kept)
    return kept, others


def _alike(texts: Sequence[Text]) -> list[bool]:
    """Return which posts use the commonest words as most do; a short one is given the benefit of the doubt."""
    found = [list(_small_words(f"{text.title}\n{text.text}"[:_LOOKED_AT])) for text in texts]
    often = Counter(word for post in found for word in set(post))
    common = set(sorted(often, key=lambda word: (-often[word], word))[:_COMMONEST])
    long = [len(post) >= _FEWEST for post in found]
    shares = [sum(word in common for word in post) / max(1, len(post)) for post in found]
    told = sorted(share for share, is_long in zip(shares, long, strict=True) if is_long)
    least = told[len(told) // 2] * _OTHER if told else 0.0
    return [share >= least or not is_long for share, is_long in zip(shares, long, strict=True)]


def _small_words(text: str) -> Iterator[str]:
    for word in words(text):
        if FIRST_UNSPACED.match(word):
            yield from word
        else:
            yield word


def telling(titles: Sequence[str]) -> int:
    """Return how many of *titles* have a word that sets them apart: no number, nor one that many of them have."""
    found = [{word for word in _small_words(title) if not word.isdigit()} for title in titles]
    often = Counter(word for title in found for word in title)
    return sum(any(often[word] <= max(1, _MANY * len(titles)) for word in title) for title in found)


def without_shared_lines(texts: Sequence[str]) -> list[str]:
    """Return *texts* without the lines that many have: signatures, calls to subscribe."""
    often = Counter(line for text in texts for line in {line.strip() for line in text.split("\n")})
    most = max(3, len(texts) // 200)
    return ["\n".join(line for line in text.split("\n") if often[line.strip()] < most) for text in texts]
