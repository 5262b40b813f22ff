"""The feeds of a digest, an entry an edition. Every time in them is one that an edition was recorded with."""

from publisher.feeds import Feed, FormatName
from publisher.model import FullPost, Post, Site, Tombstone
from publisher.publish.digests import PublicDigest
from publisher.publish.paths import (
    FEED_STYLESHEET,
    digest_feed_paths,
    digest_path,
    edition_path,
    way_up,
)
from publisher.publish.plan import Plan
from publisher.records import Issued
from publisher.rendering import FeedLinks, Pages


def feed_of(plan: Plan, pages: Pages, digest: PublicDigest, editions: tuple[Issued, ...]) -> Feed:
    """Return the feed of a digest that carries *editions*, the newest first."""
    site, feeds = plan.site, plan.settings.feeds
    paths = digest_feed_paths(digest.name)
    return Feed(
        guid=f"tag:{site.tag_authority}:{paths['atom']}",
        title=feed_title(site, digest),
        description=site.description,
        home_url=site.url + digest_path(digest.name).removesuffix("index.html"),
        language=site.language,
        author=site.author or site.title,
        entries=tuple(_entry(site, pages, issued) for issued in editions),
        self_urls=urls_of(site, digest.name),
        withdrawn=_withdrawn(digest, editions, full=len(editions) == feeds.entries),
        rights=site.rights,
        icon=site.icon,
        image=site.image,
        hub=feeds.hub,
        stylesheets={name: way_up(path) + FEED_STYLESHEET for name, path in paths.items()},
        in_full=feeds.content == "full",
    )


def feed_title(site: Site, digest: PublicDigest) -> str:
    """Return the title of a digest's feed: the site's, and the digest's own."""
    return f"{site.title}: {digest.title}"


def urls_of(site: Site, name: str) -> dict[FormatName, str]:
    """Return the address of each of a digest's feeds by format."""
    return {format_: site.url + path for format_, path in digest_feed_paths(name).items()}


def links_of(site: Site, digest: PublicDigest) -> FeedLinks:
    """Return a digest's feeds as pages advertise them."""
    paths = digest_feed_paths(digest.name)
    return FeedLinks(rss=paths["rss"], atom=paths["atom"], json=paths["json"], title=feed_title(site, digest))


def _entry(site: Site, pages: Pages, issued: Issued) -> FullPost:
    path = edition_path(issued.digest, issued.number).removesuffix("index.html")
    post = Post(
        guid=issued.guid,
        url=site.url + path,
        title=issued.subject,
        published=issued.slot,
        updated=issued.slot,
        summary=issued.preheader,
    )
    return FullPost(post=post, content_html=pages.edition_content(issued))


def _withdrawn(digest: PublicDigest, editions: tuple[Issued, ...], *, full: bool) -> tuple[Tombstone, ...]:
    """Return the editions that were cancelled and would still be among *editions* were they not."""
    return tuple(
        Tombstone(guid=one.guid, withdrawn=one.cancelled)
        for one in digest.cancelled
        if one.cancelled and (not full or one.slot >= editions[-1].slot)
    )
