"""An edition as email-ready HTML and plain text, made once: what differs per recipient is a placeholder."""

from pathlib import Path

from markupsafe import Markup

from publisher.languages import direction, has_serif, text_direction
from publisher.model import Edition, Image, Post, Section, Site
from publisher.rendering.dates import Dates, dates_in
from publisher.rendering.environment import environment, render
from publisher.rendering.mjml import clean, compile_mjml
from publisher.rendering.strings import lookup
from publisher.rendering.trace import read_marks
from publisher.rendering.values import Card, CardSection, MailIdentity, Picture, Rendering

UNSUBSCRIBE_URL, PREFERENCES_URL = "{{unsubscribe_url}}", "{{preferences_url}}"
LEAD_WIDTH, LEAD_HEIGHT = 536, 268
THUMB_WIDTH, THUMB_HEIGHT = 120, 90
PREHEADER_LENGTH = 120


def render_edition(
    edition: Edition,
    *,
    site: Site,
    mail: MailIdentity,
    templates: tuple[Path, ...],
    web_url: str,
    note_html: str = "",
) -> Rendering:
    """Return the edition in its digest's template, the same for everyone.

    *note_html* is shown above it (a preview's remark) and is trusted. Raises TemplateError, naming file
    and line, for a fault in the template.
    """
    folder = f"digest/{edition.digest.template}"
    context = _context(edition, site, mail, web_url) | {"note": Markup(clean(note_html))}
    for part in ("subject", "preheader"):
        context[part] = " ".join(clean(render(templates, f"{folder}/{part}.txt", context)).split())
    mjml, html = _html(templates, f"{folder}/edition.mjml", context)
    return Rendering(
        subject=str(context["subject"]),
        preheader=str(context["preheader"]),
        html=html,
        text=_tidy(clean(render(templates, f"{folder}/edition.txt", context))),
        mjml=mjml,
    )


def _html(templates: tuple[Path, ...], name: str, context: dict[str, object]) -> tuple[str, str]:
    """Return the MJML, and the HTML that it compiles to."""
    mjml = clean(render(templates, name, context))

    def place(offset: int) -> str:
        """Return `file:line`, by rendering once more with every line of the template marked."""
        traced = read_marks(clean(render(templates, name, context, traced=True)))
        file = environment(templates).get_template(name).filename
        return traced.place(offset) or f"{file}:1"

    return mjml, compile_mjml(mjml, place)


def _context(edition: Edition, site: Site, mail: MailIdentity, web_url: str) -> dict[str, object]:
    digest = edition.digest
    dates = dates_in(site.language, digest.timezone or site.timezone)
    sections = _sections(edition.sections, site, dates)
    cards = [card for section in sections for card in section.cards]
    return {
        "_": lookup(),
        "site": site,
        "mail": mail,
        "edition": edition,
        "digest_title": digest.title or digest.name,
        "lang": site.language,
        "dir": direction(site.language),
        "serif": has_serif(site.language),
        "dates": _span(edition.posts, dates),
        "sections": sections,
        "lead": cards[0] if cards else None,
        "titles": _titles(cards[1:]),
        "web_url": web_url,
        "unsubscribe_url": UNSUBSCRIBE_URL,
        "preferences_url": PREFERENCES_URL,
    }


def _sections(sections: tuple[Section, ...], site: Site, dates: Dates) -> list[CardSection]:
    shown: list[CardSection] = []
    lead = next((post for section in sections for post in section.posts), None)
    for section in sections:
        cards = tuple(_card(post, site, dates, leads=post is lead) for post in section.posts)
        shown.append(
            CardSection(
                heading=section.heading,
                slug=section.slug,
                cards=cards,
                count=len(cards) + section.more,
                more=section.more,
            )
        )
    return shown


def _card(post: Post, site: Site, dates: Dates, *, leads: bool) -> Card:
    language = post.language or site.language
    way = direction(language) if post.language else text_direction(post.title)
    width, height = (LEAD_WIDTH, LEAD_HEIGHT) if leads else (THUMB_WIDTH, THUMB_HEIGHT)
    return Card(
        post=post,
        day=dates.day(dates.local(post.published)),
        byline=", ".join(author.name for author in post.authors),
        lang=language if language != site.language else "",
        dir=way or direction(site.language),
        serif=has_serif(language) and way != "rtl",
        picture=_picture(post.image, width, height) if post.image else None,
    )


def _picture(image: Image, width: int, height: int) -> Picture:
    """Return the image in a place of at most *width* by *height*, never larger than it is."""
    if not (image.width and image.height):
        return Picture(url=image.url, alt=image.alt, width=width, height=height, natural_height=0)
    shown = min(width, image.width)
    natural = max(1, round(image.height * shown / image.width))
    return Picture(
        url=image.url, alt=image.alt, width=shown, height=min(height, natural), natural_height=natural
    )


def _span(posts: tuple[Post, ...], dates: Dates) -> str:
    """Return the days that the posts are from, in words; "" without posts."""
    moments = [post.published for post in posts]
    return dates.span(min(moments), max(moments)) if moments else ""


def _titles(cards: list[Card]) -> str:
    """Return as many titles as an inbox shows beside the subject."""
    shown: list[str] = []
    for card in cards:
        if shown and sum(map(len, shown)) + len(card.post.title) > PREHEADER_LENGTH:
            break
        shown.append(card.post.title)
    return " · ".join(shown)


def _tidy(text: str) -> str:
    """Return text with no space at a line's end, no two blank lines together, one line feed last."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    kept = [line for index, line in enumerate(lines) if line or lines[index - 1]]
    return "\n".join(kept) + "\n"
