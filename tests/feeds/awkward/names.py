"""Awkward ids, addresses, tags, authors and languages."""

from tests.feeds.awkward.made import MADE, post

IDS = (
    post("a guid with spaces", "guid: my post 1", id="my post 1", atom_id=MADE + "my%20post%201"),
    post("a guid with angle brackets", "guid: a<b>&c", id="a<b>&c", atom_id=MADE + "a%3Cb%3E%26c"),
    post(
        "a guid in another script", "guid: пост-1", id="пост-1", atom_id=MADE + "%D0%BF%D0%BE%D1%81%D1%82-1"
    ),
    post(
        "a guid that is a number",
        "guid: 123",
        id="123",
        atom_id=MADE + "123",
        warns=("NotSufficientlyUnique",),
    ),
    post("a guid with quotes", """guid: 'say "x"'""", id='say "x"', atom_id=MADE + "say%20%22x%22"),
    post(
        "a guid that is a UUID",
        "guid: urn:uuid:9b2d6f3e-6d0a-4f53-9a0f-0f7c7f0d9c11",
        id="urn:uuid:9b2d6f3e-6d0a-4f53-9a0f-0f7c7f0d9c11",
    ),
    post(
        "a guid that is an address of old",
        "guid: https://Old.example",
        id="https://Old.example",
        warns=("NonCanonicalURI",),
    ),
    post("a guid of a scheme of one's own", "guid: post:1", id="post:1", warns=("SchemeNotIANARegistered",)),
    post(
        "a link with an ampersand and quotes",
        """link: https://a.example/?a=1&b="2"&c='3'""",
        url="https://a.example/?a=1&b=%222%22&c='3'",
    ),
    post(
        "a link in another script",
        "link: https://bücher.example/é",
        url="https://xn--bcher-kva.example/%C3%A9",
    ),
    post("a link with spaces", "link: https://a.example/a b", url="https://a.example/a%20b"),
    post(
        "a link with brackets and bars",
        "link: https://a.example/a[1]{2}|3^4`5",
        url="https://a.example/a%5B1%5D%7B2%7D%7C3%5E4%605",
    ),
    post("a link to a part of a page", "link: https://a.example/b#c", url="https://a.example/b#c"),
    post(
        "a link with the host in capitals",
        "link: https://A.Example/B",
        url="https://A.Example/B",
        warns=("NonCanonicalURI",),
    ),
)

PEOPLE = (
    post(
        "tags with commas, quotes and emoji",
        """tags: ["a, b", 'say "x"', "🎉", "<c>", "d & e"]""",
        tags=["a, b", 'say "x"', "🎉", "<c>", "d & e"],
    ),
    post("a tag twice, and an empty one", 'tags: [a, "", a, " "]', tags=["a"]),
    post("an author with an address", "author: Ann Other <ann@a.example>", authors=[{"name": "Ann Other"}]),
    post("an author with angle brackets", "author: Ann <3 Bob", authors=[{"name": "Ann <3 Bob"}]),
    post("an author with an ampersand", 'author: "Ann &amp; Bob & Co"', authors=[{"name": "Ann & Bob & Co"}]),
    post(
        "several authors",
        "authors: [Ann, Bob, Cleo]",
        authors=[{"name": "Ann"}, {"name": "Bob"}, {"name": "Cleo"}],
    ),
    post("no author", "", authors=[{"name": "Blog"}]),
    post("an author who is an address alone", "author: ann@a.example"),
    post("an author from right to left", "author: דנה", authors=[{"name": "דנה"}]),
    post(
        "authors with addresses",
        "authors:\n  - name: Ann\n    url: https://ann.example/\n    email: ann@a.example\n  - name: Bob",
        authors=[{"name": "Ann", "url": "https://ann.example/"}, {"name": "Bob"}],
    ),
    post("a post in Hebrew", "language: he\ntitle: שלום", language="he", title="שלום"),
    post("a post in Japanese", "lang: ja\ntitle: こんにちは", language="ja", title="こんにちは"),
    post("a language that is none", "language: klingonese!", language=None),
    post(
        "a language that the validator does not know",
        "language: yue",
        language="yue",
        warns=("InvalidLanguage",),
    ),
)
