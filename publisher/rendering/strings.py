"""Every word that our own pages and editions say, in one place. English; a catalog is one more mapping."""

from collections.abc import Callable, Mapping

Text = str | tuple[str, str]
Lookup = Callable[..., str]

ENGLISH: Mapping[str, Text] = {
    "skip": "Skip to content",
    "home": "Home",
    "archive": "Archive",
    "feeds": "Feeds",
    "themes": "Themes",
    "theme": "Theme",
    "author": "Author",
    "tag": "Tag",
    "language": "Language",
    "month": "Month",
    "newest": "Newest posts",
    "site_navigation": "Site",
    "number": "{n:,}",
    "posts": ("{n} post", "{n:,} posts"),
    "no_posts": "No posts yet.",
    "newest_of": "The newest {shown:,} of {total:,} posts.",
    "rest_in_archive": "The rest are in the archive.",
    "minutes": ("{n} min read", "{n} min read"),
    "updated": "Updated {day}",
    "tags": "Tags",
    "download": "Download {name}",
    "more_on": "More on {theme}",
    "follow": "Follow {title}",
    "follow_how": "Subscribe in any feed reader:",
    "archive_intro": "Every post, month by month.",
    "feeds_title": "Feeds",
    "feeds_intro": (
        "A feed is an address that a feed reader checks for you, so that new posts come by themselves. "
        "Choose a feed below, copy one of its addresses, and add it in your reader."
    ),
    "feeds_formats": "All three formats carry the same posts; any of them will do.",
    "feeds_opml": "All feeds in one file (OPML)",
    "feeds_find": "Find a feed",
    "feeds_none": "No feed has that in its name.",
    "copy": "Copy",
    "copy_what": "Copy the {format} address of {title}",
    "copied": "Copied",
    "copy_by_hand": "The address is selected: copy it with Ctrl+C or ⌘C.",
    "feed_opened": (
        "This page is a feed: a list of posts that a feed reader checks for you, so that new ones come by themselves. "
        "To subscribe, copy the address of this page into a feed reader."
    ),
    "feed_archive_opened": (
        "These are older posts, kept in a feed’s archive. "
        "To subscribe, copy the address of the feed itself into a feed reader:"
    ),
    "feeds_elsewhere": "All feeds of this site: {url}",
    "show_all": "Show all {n:,}",
    "made_with": "Made with {generator}.",
    "rss": "RSS",
    "atom": "Atom",
    "json": "JSON Feed",
    "subject_more": ("{lead}, and {n} more", "{lead}, and {n:,} more"),
    "subject_empty": "nothing new",
    "edition_number": "No. {n}",
    "in_this_edition": "In this edition",
    "more_in": ("{n} more in {section}", "{n:,} more in {section}"),
    "rest": "More",
    "more": ("{n} more post", "{n:,} more posts"),
    "nothing_new": "Nothing new this time.",
    "image": "Image: {alt}",
    "view_in_browser": "View in browser",
    "unsubscribe": "Unsubscribe",
    "preferences": "Preferences",
    "why": "You get this because you subscribed to {digest} from {site}.",
}


class NoSuchStringError(LookupError):
    """A key that the strings do not have."""


def lookup(strings: Mapping[str, Text] = ENGLISH) -> Lookup:
    """Return the function that templates call as `_`: a key and its values in, words out.

    Where a string has a plural, `n` chooses it. Raises NoSuchStringError for an unknown key.
    """

    def translate(key: str, **values: object) -> str:
        try:
            text = strings[key]
        except KeyError:
            raise NoSuchStringError(f"no such string: {key}") from None
        if isinstance(text, tuple):
            text = text[values["n"] != 1]
        return text.format_map(values) if values else text

    return translate
