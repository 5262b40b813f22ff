"""Posts as a page shows them: addresses relative to the page, dates in words."""

from urllib.parse import quote

from publisher.languages import direction, text_direction
from publisher.model import Post, Site
from publisher.rendering.dates import Dates
from publisher.rendering.values import Entry, Link, Nav
from publisher.slugs import slugify


class Entries:
    """Makes the entries of one site's pages. What many posts share is made once."""

    __slots__ = ("_dates", "_links", "_nav", "_site", "_themes", "_way")

    def __init__(self, site: Site, nav: Nav, dates: Dates) -> None:
        self._site = site
        self._nav = nav
        self._dates = dates
        self._way = direction(site.language)
        self._themes = {theme.slug: theme for theme in nav.themes}
        self._links: dict[tuple[str, str, str], Link] = {}

    def entry(self, post: Post, root: str) -> Entry:
        """Return *post* as a page shows it from which *root* leads up to the output directory."""
        local = self._dates.local(post.published)
        day = self._dates.day(local)
        theme = self._themes.get(post.theme)
        return Entry(
            post=post,
            href=self._address(post, root),
            iso=local.isoformat(),
            day=day,
            updated_day=self._updated_day(post, day),
            lang=post.language if post.language != self._site.language else "",
            dir=self._direction(post),
            authors=tuple(
                [self._link(author.name, self._author_page(author.name), root) for author in post.authors]
            ),
            theme=self._link(theme.name, theme.path, root, theme.color) if theme else None,
            image=self.relative(post.image.url, root) if post.image else "",
        )

    def _address(self, post: Post, root: str) -> str:
        """Return where the post is read: its page as a file, found without a server too, else its own address.

        "" where its page is no more.
        """
        own = post.page and post.url == self._site.url + quote(post.page)
        if own and post.page in self._nav.hidden:
            return ""
        return f"{root}{quote(post.page)}index.html" if own else post.url

    def relative(self, url: str, root: str) -> str:
        """Return an address within the site as it is from the page; any other as it is."""
        return (root or "./") + url[len(self._site.url) :] if url.startswith(self._site.url) else url

    def _updated_day(self, post: Post, day: str) -> str:
        """Return the day of the last change in words, "" where that is the day it was published."""
        if post.updated <= post.published:
            return ""
        updated = self._dates.day(self._dates.local(post.updated))
        return updated if updated != day else ""

    def _direction(self, post: Post) -> str:
        """Return which way a post runs, by its language or else its title; "" for the site's own way."""
        way = direction(post.language) if post.language else text_direction(post.title)
        return way if way and way != self._way else ""

    def _author_page(self, name: str) -> str:
        path = f"{self._nav.authors}{slugify(name)}/index.html" if self._nav.authors else ""
        return path if path not in self._nav.hidden else ""

    def _link(self, name: str, path: str, root: str, color: str = "") -> Link:
        link = self._links.get((root, path, name))
        if link is None:
            href = root + quote(path) if path else ""
            link = self._links[root, path, name] = Link(name=name, href=href, color=color)
        return link
