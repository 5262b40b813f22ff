"""A small publication to render: three languages, and every kind of thing a post can have."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from publisher.model import Author, Digest, Edition, Enclosure, Image, Post, Section, Site
from publisher.rendering import (
    FeedGroup,
    FeedLinks,
    FeedRow,
    Listing,
    MailIdentity,
    MonthCount,
    Nav,
    NavTheme,
)

TEMPLATES = (Path(__file__).parents[2] / "templates",)
SITE = Site(
    title="The Quiet Press",
    url="https://press.example/",
    description="Notes on writing in files, publishing in feeds, and leaving the rest to time.",
    language="en",
    timezone="Europe/Lisbon",
)
HEBREW_SITE = Site(
    title="העיתון השקט",
    url="https://press.example/",
    description="רשימות על כתיבה בקבצים, על פרסום בערוצים ועל סבלנות.",
    language="he",
    timezone="Asia/Jerusalem",
)
WRITING = NavTheme(name="Writing", slug="writing", count=1204, path="themes/writing/index.html")
TOOLS = NavTheme(name="Tools", slug="tools", count=37, path="themes/tools/index.html")
LISTENING = NavTheme(name="Listening", slug="listening", count=8, path="themes/listening/index.html")
NAV = Nav(
    themes=(WRITING, TOOLS, LISTENING),
    authors="authors/",
    editions="editions/index.html",
)
MAIL = MailIdentity(
    postal_address="The Quiet Press, 4 Rua do Sol, 1200-000 Lisboa, Portugal",
    unsubscribe_url="https://press.example/unsubscribe",
    preferences_url="https://press.example/preferences",
)
ADA, BRAM = Author(name="Ada Moreno"), Author(name="Bram Okafor")
NOON = datetime(2024, 3, 15, 12, tzinfo=UTC)
PICTURE = Image(
    url="https://press.example/media/desk.svg", alt="A desk with one lamp lit", width=1600, height=1000
)


def make_post(title: str, *, days_ago: int = 0, **values: object) -> Post:
    """Return a post published some days before noon of 15 March 2024, UTC."""
    published = NOON - timedelta(days=days_ago)
    slug = f"p{days_ago}"
    defaults: dict[str, object] = {
        "guid": f"tag:press.example,2024:{slug}",
        "url": f"https://press.example/posts/{slug}/",
        "title": title,
        "published": published,
        "updated": published,
        "page": f"posts/{slug}/",
        "authors": (ADA,),
    }
    return Post(**(defaults | values))  # type: ignore[arg-type]


POSTS = (
    make_post(
        "Keep the drafts, lose the deadline",
        summary="A draft costs nothing to keep. What costs is the promise that it will be done by Friday, "
        "made to nobody in particular, and the small shame when it is not.",
        theme="writing",
        image=PICTURE,
        reading_minutes=4,
    ),
    make_post(
        "A feed is a promise about addresses",
        days_ago=1,
        summary="Titles change, software changes, and so do the people behind both. The address that "
        "somebody subscribed to should be the last thing to go.",
        theme="tools",
        authors=(ADA, BRAM),
        reading_minutes=7,
    ),
    make_post(
        "לכתוב מימין לשמאל",
        days_ago=3,
        summary="עברית, אנגלית ומספרים חולקים שורה אחת, והדפדפן צריך לדעת היכן כל אחת מהן מתחילה. "
        "כמה כללים קצרים חוסכים שעות של ניחושים.",
        language="he",
        theme="writing",
        authors=(Author(name="נועה לוי"),),
        reading_minutes=3,
    ),
    make_post(
        "把文章放在自己的文件夹里",
        days_ago=4,
        summary="文件比任何平台都活得更久。把文字写在普通的文件里，十年之后仍然可以打开、搜索和搬走，"
        "不必向谁申请，也不必等谁批准。",
        language="zh-Hans",
        theme="tools",
        authors=(Author(name="林一"),),
        image=Image(url="https://press.example/media/folder.svg", alt="一个文件夹"),
    ),
    make_post(
        "Eleven minutes of rain on a tin roof",
        days_ago=9,
        summary="Recorded from the kitchen, with one kettle.",
        theme="listening",
        authors=(BRAM,),
        enclosure=Enclosure(
            url="https://press.example/media/rain.mp3", mime_type="audio/mpeg", length=10_400_000
        ),
    ),
    make_post("Untitled notes, no summary, no author", days_ago=12, authors=()),
)


def make_listing(**values: object) -> Listing:
    """Return the front page's listing, changed by *values*."""
    defaults: dict[str, object] = {
        "kind": "index",
        "title": SITE.title,
        "path": "index.html",
        "posts": POSTS,
        "total": 1249,
        "description": SITE.description,
        "feeds": FeedLinks(rss="feeds/rss.xml", atom="feeds/atom.xml", json="feeds/feed.json"),
    }
    return Listing(**(defaults | values))  # type: ignore[arg-type]


THEME_LISTING = make_listing(
    kind="theme",
    title="Writing",
    path="themes/writing/index.html",
    description="",
    posts=POSTS[::2],
    feeds=FeedLinks(
        rss="feeds/theme/writing/rss.xml",
        atom="feeds/theme/writing/atom.xml",
        json="feeds/theme/writing/feed.json",
        title="Writing · The Quiet Press",
    ),
)
MONTHS = tuple(
    MonthCount(year=year, month=month, count=year % 7 + month, path=f"{year}/{month:02}/index.html")
    for year in (2022, 2023, 2024)
    for month in range(1, 13)
    if (year, month) <= (2024, 3)
)


def make_feed_row(title: str, folder: str, count: int) -> FeedRow:
    """Return a feed whose three files lie in *folder*."""
    return FeedRow(
        title=title,
        rss=f"{folder}/rss.xml",
        atom=f"{folder}/atom.xml",
        json=f"{folder}/feed.json",
        count=count,
    )


def make_feed_groups(authors: int = 3) -> tuple[FeedGroup, ...]:
    """Return the feeds of everything, of each theme, and of a number of authors."""
    themes = (make_feed_row(theme.name, f"feeds/theme/{theme.slug}", theme.count) for theme in NAV.themes)
    people = (make_feed_row(f"Author {n}", f"feeds/author/author-{n}", n) for n in range(1, authors + 1))
    return (
        FeedGroup(heading="Everything", feeds=(make_feed_row("All posts", "feeds", 1249),)),
        FeedGroup(heading="By theme", feeds=tuple(themes)),
        FeedGroup(heading="By author", feeds=tuple(people)),
    )


SECTIONS = (
    Section(heading="Writing", slug="writing", posts=POSTS[0:3:2], more=5),
    Section(heading="Tools", slug="tools", posts=POSTS[1:4:2]),
    Section(heading="Listening", slug="listening", posts=POSTS[4:]),
)


EMPTY = datetime(2024, 3, 18, 9, tzinfo=UTC)


def make_edition(**values: object) -> Edition:
    """Return a weekly edition of the sample posts, changed by *values*."""
    defaults: dict[str, object] = {
        "digest": Digest(name="weekly", title="The week on paper", timezone="Asia/Tokyo"),
        "slot": datetime(2024, 3, 18, 9, tzinfo=UTC),
        "sections": SECTIONS,
        "number": 7,
    }
    given = defaults | values
    sections = cast("tuple[Section, ...]", given["sections"])
    moments = [post.published for section in sections for post in section.posts] or [EMPTY]
    return Edition(since=min(moments), until=max(moments), **given)  # type: ignore[arg-type]


CONTENT = """
<p>The kettle is on, the window is open, and there is a sentence that will not sit still. This is where a
post begins: not with a plan, but with a <a href="https://press.example/posts/p1/">link</a> you meant to
keep.<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup></p>
<h2>What a file gives you</h2>
<p>Three things, in order: <strong>it opens</strong>, <em>it moves</em>, and <code>grep</code> finds it.</p>
<ul><li>A name that you chose.</li><li>A date that stays.<ul><li>Even across time zones.</li></ul></li></ul>
<blockquote><p>Whatever you keep in a folder, you keep twice: on disk and in the habit.</p></blockquote>
<pre><code class="language-python">def newest(posts: list[Post]) -> Post:
    return max(posts, key=lambda post: post.published)  # longer than a telephone is wide
</code></pre>
<figure><img src="https://press.example/media/desk.svg" alt="A desk" width="1600" height="1000">
<figcaption>The desk, after midnight.</figcaption></figure>
<h3>Numbers, if you like them</h3>
<table><thead><tr><th>Format</th><th>Bytes</th><th>Opens in</th></tr></thead>
<tbody><tr><td>Markdown</td><td>4,096</td><td>anything</td></tr>
<tr><td>HTML</td><td>9,812</td><td>anything with patience</td></tr></tbody></table>
<p>Press <kbd>Ctrl</kbd> <kbd>S</kbd> when in doubt.</p>
<section class="footnotes"><ol>
<li id="fn1"><p>Or lost, and found again. <a href="#fnref1">↩</a></p></li>
</ol></section>
"""
HEBREW_CONTENT = """
<p>כשכותבים מימין לשמאל, הפיסוק, המספרים וה־<code>code</code> עצמם צריכים לשבת במקומם.</p>
<h2>שלושה כללים</h2>
<ol><li>לומר לדפדפן את השפה.</li><li>לא לגעת בכיוון של קוד.</li><li>לבדוק על מסך צר.</li></ol>
<blockquote><p>שורה אחת, שני כיוונים, ושום ניחוש.</p></blockquote>
"""
