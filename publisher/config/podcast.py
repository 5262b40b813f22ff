"""What no type can say of [feeds.podcast]: what Apple Podcasts takes, and W3C's feed validator asks for."""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from publisher.config import errors
from publisher.config.values import Feeds
from publisher.errors import SettingsError

LONGEST = 255
TEXTS = ("author", "owner")
# Where a text would be taken for HTML.
MARKUP = re.compile(r"<[/!?A-Za-z]|&#?\w+;")
EMAIL = re.compile(r"[\w.+'%-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*", re.ASCII)
PICTURE = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?/[\w./:;@&=+$!~*'()%,-]*\.(?:jpe?g|png)", re.ASCII | re.IGNORECASE
)

# Apple Podcasts categories, and what there is below each. Of these the validator does not know one: Religion.
CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby"),
        *("Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}


def with_podcast(feeds: Feeds, site_url: str, fault: errors.Locator) -> Feeds:
    """Return *feeds* with the address of the podcast's image absolute, where there is a podcast.

    Raises SettingsError for what Apple or the validator would not take.
    """
    podcast = feeds.podcast
    if podcast is None:
        return feeds
    for key in TEXTS:
        text = getattr(podcast, key)
        if len(text) > LONGEST or MARKUP.search(text):
            allowed = f"allowed is a name of at most {LONGEST} characters, without HTML"
            raise _refused(fault, key, text, allowed)
    if not EMAIL.fullmatch(podcast.email):
        raise _refused(fault, "email", podcast.email, 'allowed is an address such as "name@example.org"')
    if not podcast.categories:
        raise _refused(fault, "categories", [], 'allowed is at least one, as ["Technology"]')
    for category in podcast.categories:
        _check_category(category, fault)
    return replace(feeds, podcast=replace(podcast, image=_image(podcast.image, site_url, fault)))


def _image(written: str, site_url: str, fault: errors.Locator) -> str:
    """Return the address of the podcast's image; the validator asks for a dot in a host that is not the site's own."""
    try:
        url = urljoin(site_url.rstrip("/") + "/", written)
        host = urlsplit(url).hostname or ""
    except ValueError:
        url = host = ""
    if PICTURE.fullmatch(url) and ("." in host or host == urlsplit(site_url).hostname):
        return url
    allowed = 'allowed is a square .jpg or .png: an address, or a path on the site such as "/podcast.jpg"'
    raise _refused(fault, "image", written, allowed)


def _check_category(category: str, fault: errors.Locator) -> None:
    name, mark, within = (part.strip() for part in category.partition(">"))
    if name not in CATEGORIES:
        every = [*CATEGORIES, *(f"{outer} > {inner}" for outer, some in CATEGORIES.items() for inner in some)]
        own = [whole for whole in every if whole.endswith(f"> {name}")]
        hint = f' (did you mean "{own[0]}"?)' if own else errors.nearest(name, CATEGORIES)
        allowed = 'allowed are Apple\'s categories, as "Arts" or "Arts > Books"'
        raise _refused(fault, "categories", category, allowed + (hint or f": {', '.join(CATEGORIES)}"))
    if mark and within not in CATEGORIES[name]:
        below = CATEGORIES[name]
        allowed = f"below {name} Apple has {', '.join(below) or 'none'}"
        raise _refused(fault, "categories", category, allowed + errors.nearest(within, below))


def _refused(fault: errors.Locator, key: str, found: object, remedy: str) -> SettingsError:
    return SettingsError(fault.line(("feeds", "podcast", key), found, remedy))
