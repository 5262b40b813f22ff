"""Whether the text part and the HTML part carry the same posts, in the same order, at the same addresses. Pure."""

import re
from collections.abc import Iterator, Sequence

from publisher.preflight.draft import Draft, Expected, squeezed
from publisher.preflight.findings import Finding
from publisher.preflight.page import HEADINGS, at, excerpt

ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
AFTER_IT = ".,;:!?)]}'’”»。、，）】"
Parts = tuple[str, str]


def check_text_part(draft: Draft) -> Iterator[Finding]:
    """Yield whether there is nothing to read without HTML, or nothing with it."""
    for text, kind, code in ((draft.text, "text", "text-missing"), (draft.html, "HTML", "html-missing")):
        if not text.strip():
            yield Finding(
                level="error",
                code=code,
                place=f"the {kind} part",
                reason="there is none, or it is empty",
                remedy="send both: the text part is what watches, screen readers and plain mail programs show",
            )


def check_agreement(draft: Draft) -> Iterator[Finding]:
    """Yield the posts that a part lacks, has elsewhere, or has in another order."""
    if not (draft.text.strip() and draft.html.strip()):
        return
    for part, addresses, words in _parts(draft):
        yield from _absent(draft.context.posts, part, addresses, words)
        yield from _disordered(draft.context.posts, part, addresses)
    yield from _only_in_html(draft)
    yield from _only_in_text(draft)


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, in order."""
    return tuple(address for found in ADDRESS.findall(text) for address in _readings(found))


def _readings(found: str) -> tuple[str, ...]:
    """Return an address as it stands, and without the punctuation that may be the sentence's."""
    bare = found.rstrip(AFTER_IT)
    return (found,) if bare == found else (found, bare)


def _parts(draft: Draft) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    links = tuple(one.get("href") for one in draft.page.every("a"))
    seen = squeezed("".join(words for _, words in draft.page.texts))
    return (
        ("the HTML part", links, seen),
        ("the text part", addresses_in(draft.text), squeezed(draft.text)),
    )


def _absent(posts: Sequence[Expected], part: str, addresses: Sequence[str], words: str) -> Iterator[Finding]:
    known = set(addresses)
    for post in posts:
        lacks = [] if post.url in known else [f"its address {post.url}"]
        lacks += [] if squeezed(post.title) in words else ["its title"]
        if lacks:
            yield Finding(
                level="error",
                code="post-missing",
                place=f"{part}: '{excerpt(post.title)}'",
                reason=f"it does not have {' and '.join(lacks)}",
                remedy="let the template write title and address of every post, in both parts",
            )


def _disordered(posts: Sequence[Expected], part: str, addresses: Sequence[str]) -> Iterator[Finding]:
    """Yield the first post that comes before the one that it should follow; absent ones are passed over."""
    known, start = set(addresses), 0
    for post in posts:
        if post.url not in known:
            continue
        try:
            start = addresses.index(post.url, start) + 1
        except ValueError:
            yield Finding(
                level="error",
                code="post-order",
                place=f"{part}: '{excerpt(post.title)}'",
                reason="it comes earlier here than in the edition",
                remedy="go through sections and posts in the order given, in both parts of the template",
            )
            return


def _only_in_html(draft: Draft) -> Iterator[Finding]:
    """Yield the headings whose link the text does not have: posts, as far as a message shows."""
    known = set(addresses_in(draft.text)) | {post.url for post in draft.context.posts}
    for link in draft.page.every("a"):
        titled = link.parent and any(one.tag in HEADINGS for one in link.ancestors())
        address = link.get("href")
        if titled and ADDRESS.fullmatch(address) and address not in known:
            yield at(
                link,
                "error",
                "only-in-html",
                f"'{excerpt(draft.page.words(link))}'",
                f"the text part does not have its address {address}",
                "let the text template carry the same posts",
            )


def _only_in_text(draft: Draft) -> Iterator[Finding]:
    """Yield the addresses that only the text has, as a warning: they may stand in someone's words."""
    seen = squeezed("".join(words for _, words in draft.page.texts))
    known = {one.get("href") for one in draft.page.every("a")}
    known |= {draft.context.unsubscribe_url, draft.context.site_url}
    for found in dict.fromkeys(ADDRESS.findall(draft.text)):
        if known.isdisjoint(_readings(found)) and found not in seen:
            yield Finding(
                level="warning",
                code="only-in-text",
                place=f"the text part: {excerpt(found)}",
                reason="the HTML part does not link this address",
                remedy="let both templates carry the same links",
            )
