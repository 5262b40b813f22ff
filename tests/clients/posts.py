"""Posts that are awkward for readers, each beside what every reader should show of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from publisher.model import Enclosure
from tests.clients.reading import Entry, canonical

AUTHORITY = "blog.example,2026"
RECORDING = b"ID3" + bytes(1234)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A post's file, and what it comes to; addresses in `entry` are below the site's."""

    file: str
    text: str
    entry: Entry

    def shown(self, site: str) -> Entry:
        """Return what a reader should show of it, from a site at *site*."""
        file = self.entry.enclosure
        return replace(
            self.entry,
            url=urljoin(site, self.entry.url),
            content=canonical(self.entry.content.replace("SITE/", site)),
            enclosure=replace(file, url=urljoin(site, file.url)) if file else None,
        )


def at(day: int, hour: int = 8, month: int = 3) -> datetime:
    """Return a time in 2024, in UTC."""
    return datetime(2024, month, day, hour, tzinfo=UTC)


def written(name: str, matter: str, body: str, *, published: datetime, title: str, content: str) -> Written:
    """Return a post of the site's own author, never updated, with an id and an address from its file's name."""
    return Written(
        file=f"{name}.md",
        text=f"---\n{matter}\n---\n{body}\n",
        entry=Entry(
            id=f"tag:{AUTHORITY}:main/{name}.md",
            title=title,
            url=f"posts/{name}/",
            published=published,
            updated=published,
            authors=("The Desk",),
            content=content,
        ),
    )


def but(post: Written, **changed: object) -> Written:
    """Return *post*, with what is otherwise in its entry."""
    return replace(post, entry=replace(post.entry, **changed))  # type: ignore[arg-type]


EMOJI = written(
    "umbrellas",
    'title: "Umbrellas 🌂 and 🌧️"\ndate: 2024-03-02T08:00:00Z',
    "A family: 👩‍👩‍👧.",
    published=at(2),
    title="Umbrellas 🌂 and 🌧️",
    content="<p>A family: 👩‍👩‍👧.</p>",
)
RIGHT_TO_LEFT = written(
    "matar",
    'title: "المطر (rain) اليوم!"\nlang: ar\ndate: 2024-03-03T08:00:00Z',
    "خذ معك مظلة.",
    published=at(3),
    title="المطر (rain) اليوم!",
    content="<p>خذ معك مظلة.</p>",
)
MARKUP = written(
    "markup",
    'title: "Fish & chips: <draft>, 1 < 2, &amp;copy;"\ndate: 2024-03-04T08:00:00Z',
    "Salt & *vinegar*: `a < b`.\n\n![A boat](boat.png)",
    published=at(4),
    title="Fish & chips: <draft>, 1 < 2, &copy;",
    content=(
        "<p>Salt &amp; <em>vinegar</em>: <code>a &lt; b</code>.</p>\n"
        '<p><img src="SITE/media/main/boat.png" alt="A boat"></p>'
    ),
)
EPISODE = but(
    written(
        "episode",
        "title: An episode\naudio: rain.mp3\ndate: 2024-03-05T08:00:00Z",
        "Listen.",
        published=at(5),
        title="An episode",
        content="<p>Listen.</p>",
    ),
    enclosure=Enclosure(url="media/main/rain.mp3", mime_type="audio/mpeg", length=len(RECORDING)),
)
TWO_AUTHORS = but(
    written(
        "together",
        "title: Written by two\nauthors: [Ann Smith, Zoë Ångström]\ndate: 2024-03-06T08:00:00Z",
        "Both.",
        published=at(6),
        title="Written by two",
        content="<p>Both.</p>",
    ),
    authors=("Ann Smith", "Zoë Ångström"),
)
OWN_GUID = but(
    written(
        "numbered",
        "title: With a number\nguid: urn:isbn:9780000000002\ndate: 2024-03-07T08:00:00Z",
        "Numbered.",
        published=at(7),
        title="With a number",
        content="<p>Numbered.</p>",
    ),
    id="urn:isbn:9780000000002",
)
UPDATED = but(
    written(
        "mended",
        "title: Mended\ndate: 2024-03-08T08:00:00Z\nupdated: 2024-04-01T12:00:00+02:00",
        "Mended.",
        published=at(8),
        title="Mended",
        content="<p>Mended.</p>",
    ),
    updated=at(1, 10, 4),
)
ELSEWHERE = but(
    written(
        "elsewhere",
        'title: Elsewhere\nlink: "https://else.example/a?b=1&c=2"\ndate: 2024-03-09T08:00:00Z',
        "There.",
        published=at(9),
        title="Elsewhere",
        content="<p>There.</p>",
    ),
    id="https://else.example/a?b=1&c=2",
    url="https://else.example/a?b=1&c=2",
)
FIRST = (EMOJI, RIGHT_TO_LEFT, MARKUP, EPISODE, TWO_AUTHORS, OWN_GUID, UPDATED, ELSEWHERE)

ADDED = written(
    "late",
    "title: Late, but here 🎈\ndate: 2024-03-10T08:00:00Z",
    "It is new.",
    published=at(10),
    title="Late, but here 🎈",
    content="<p>It is new.</p>",
)
EDITED = but(
    written(
        "markup",
        "title: Fish & peas\ndate: 2024-03-04T08:00:00Z\nupdated: 2024-05-05T08:00:00Z",
        "Without salt.",
        published=at(4),
        title="Fish & peas",
        content="<p>Without salt.</p>",
    ),
    updated=at(5, month=5),
)
