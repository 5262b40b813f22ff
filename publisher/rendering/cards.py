"""Posts as an edition shows them: their places, pictures, dates and colours. Pure but for Babel's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.languages import direction, has_serif, text_direction
from publisher.markup.scripts import width as columns
from publisher.markup.sentences import sentence_ends, shorten
from publisher.model import Image, Post, Section, Site, Theme
from publisher.rendering.dates import Dates
from publisher.rendering.palette import Palette, legible
from publisher.rendering.values import Card, CardSection, Picture, Tint

LEAD_WIDTH, LEAD_HEIGHT = 536, 402
THUMB_WIDTH, THUMB_HEIGHT = 120, 90
LINE_COLUMNS, LEAST_COLUMNS = 110, 60
SENTENCE_COLUMNS, SAYING_COLUMNS = 200, 40
ACCENT_MARK = "a"
FILE_NAME = re.compile(r".*\.(?:avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Makes the cards of one edition. `tints` are of the themes by their slugs; `accent` is of all the rest."""

    site: Site
    dates: Dates
    themes: dict[str, Theme]
    tints: dict[str, Tint]
    accent: Tint

    def sections(self, sections: tuple[Section, ...]) -> list[CardSection]:
        """Return the sections with a card for each post; the first card of all leads."""
        lead = next((post for section in sections for post in section.posts), None)
        return [self._section(section, lead) for section in sections]

    def _section(self, section: Section, lead: Post | None) -> CardSection:
        cards = tuple(self._card(post, section, leads=post is lead) for post in section.posts)
        return CardSection(
            heading=section.heading,
            slug=section.slug,
            cards=cards,
            count=len(cards) + section.more,
            more=section.more,
            tint=self.tints.get(section.slug, self.accent),
        )

    def _card(self, post: Post, section: Section, *, leads: bool) -> Card:
        language = post.language or self.site.language
        way = direction(language) if post.language else text_direction(post.title)
        width, height = (LEAD_WIDTH, LEAD_HEIGHT) if leads else (THUMB_WIDTH, THUMB_HEIGHT)
        theme = self.themes.get(post.theme)
        day = self.dates.day(self.dates.local(post.published))
        return Card(
            post=post,
            title=post.title or day,
            summary=post.summary,
            day=day,
            byline=", ".join(author.name for author in post.authors),
            lang=language if language != self.site.language else "",
            dir=way or direction(self.site.language),
            serif=has_serif(language) and way != "rtl",
            picture=picture(post.image, width, height) if post.image else None,
            theme=theme.name if theme and theme.slug != section.slug else "",
            tint=self.tints.get(post.theme, self.accent),
        )


def make_cards(site: Site, dates: Dates, themes: tuple[Theme, ...], colors: Palette) -> Cards:
    """Return what makes the cards of an edition in these colours."""
    return Cards(
        site=site,
        dates=dates,
        themes={theme.slug: theme for theme in themes},
        tints={
            theme.slug: Tint(
                mark=str(number),
                light=legible(theme.color, colors.light.paper),
                dark=legible(theme.color, colors.dark.paper),
            )
            for number, theme in enumerate(themes)
            if theme.color
        },
        accent=Tint(mark=ACCENT_MARK, light=colors.light.accent, dark=colors.dark.accent),
    )


def picture(image: Image, width: int, height: int) -> Picture:
    """Return the image in a place of at most *width* by *height*: uncropped, and never larger than it is.

    An alternative text that is only a file's name is none.
    """
    alt = "" if FILE_NAME.fullmatch(image.alt) else image.alt
    if not (image.width and image.height):
        return Picture(url=image.url, alt=alt, width=width, height=0, most=height)
    scale = min(1, width / image.width, height / image.height)
    shown = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return Picture(url=image.url, alt=alt, width=shown[0], height=shown[1], most=height)


def tints_of(sections: Sequence[CardSection]) -> list[Tint]:
    """Return each tint that the sections and their cards have, once."""
    found = {section.tint.mark: section.tint for section in sections}
    found |= {card.tint.mark: card.tint for section in sections for card in section.cards}
    return list(found.values())


def one_line(text: str, language: str) -> str:
    """Return as much of *text* as a line or two hold: whole sentences where they fill half, else whole words."""
    return shorten(text, limit=LINE_COLUMNS, least=LEAST_COLUMNS, language=language)


def one_sentence(text: str, language: str) -> str:
    """Return the first sentence of *text*, with those after it until it says something; cut where it is very long."""
    ends = (end for end in sentence_ends(text, language) if columns(text[:end]) >= SAYING_COLUMNS)
    said = text[: next(ends, len(text))].rstrip()
    return shorten(said, limit=SENTENCE_COLUMNS, least=SAYING_COLUMNS, language=language)
