"""An edition as email-ready HTML and plain text, made once: what differs per recipient is a placeholder."""

import re
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from markupsafe import Markup

from publisher.languages import direction, has_serif
from publisher.message import sent_size
from publisher.model import Edition, Look, Site, Theme
from publisher.rendering.cards import make_cards, one_line, one_sentence, tints_of
from publisher.rendering.dates import dates_in
from publisher.rendering.environment import environment, render
from publisher.rendering.fitting import (
    Search,
    Sections,
    cuts_between,
    fit,
    shows_pictures,
    without_excess,
    without_pictures,
)
from publisher.rendering.mjml import clean, compile_mjml
from publisher.rendering.opening import fitting_subject, joined_titles, teaser
from publisher.rendering.palette import palette
from publisher.rendering.strings import Lookup, lookup
from publisher.rendering.trace import read_marks
from publisher.rendering.values import Card, CardSection, Cuts, Fonts, MailIdentity, Rendering

# What templates are given in place of what is stored, as long and not to be guessed: content may hold the placeholders
# as a text, and what people wrote is not to be filled in for each reader.
MARK = secrets.token_hex(9)
UNSUBSCRIBE_URL, PREFERENCES_URL = f"u{MARK}", f"p{MARK}"
PLACEHOLDER = re.compile(r"\{(?=\{(?:unsubscribe|preferences)_url\}\})")
SANS = "-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif"
SERIF = "Georgia,Times New Roman,serif"
DEFAULT_LOOK = Look()
IMG = '<img style="max-width:100%;height:auto" '
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# A space that must not break (U+00A0, U+2007, U+202F) is a part of what it stands in.
BREAKING_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
MAIL_BODY = re.compile(r'<div (?=[^>]*role="article").*</div>(?=</body>)', re.DOTALL)


def render_edition(
    edition: Edition,
    *,
    site: Site,
    mail: MailIdentity,
    templates: tuple[Path, ...],
    web_url: str,
    note_html: str = "",
    look: Look = DEFAULT_LOOK,
    themes: tuple[Theme, ...] = (),
    editor_note: str = "",
) -> Rendering:
    """Return the edition in its digest's template, the same for everyone.

    *note_html* is shown above it (a preview's remark); it and *editor_note* are HTML, sanitised and well-formed.
    *themes* have the names and colours of what posts are about. Raises TemplateError, naming file and line, for a
    fault in the template.
    """
    folder = f"digest/{edition.digest.template}"
    context = _context(edition, site, mail, web_url, look, themes)
    context |= {"note": Markup(clean(note_html))}
    context |= _note(editor_note, palette(look.color, look.background).light.accent)
    context["subject"] = _subject(templates, f"{folder}/subject.txt", context)
    context["preheader"] = _one_line(templates, f"{folder}/preheader.txt", context)
    mjml, html, cuts = _fitting_html(templates, f"{folder}/edition.mjml", context)
    text = _tidy(clean(render(templates, f"{folder}/edition.txt", context)))
    return Rendering(
        subject=str(context["subject"]),
        preheader=str(context["preheader"]),
        html=_stored(html, "&#123;"),
        text=_stored(text, "{\u2060"),
        mjml=_stored(mjml, "&#123;"),
        posts=tuple(card.post for section in cast("Sections", context["sections"]) for card in section.cards),
        cuts=cuts,
        missing=tuple(sorted(cast("Lookup", context["_"]).missing)),
    )


def _subject(templates: tuple[Path, ...], name: str, context: dict[str, object]) -> str:
    lead = cast("Card | None", context["lead"])
    return fitting_subject(
        lambda changed: _one_line(templates, name, {**context, **changed}),
        label=str(context["digest_title"]),
        title=lead.title if lead else "",
        language=(lead.lang if lead else "") or str(context["lang"]),
    )


def _one_line(templates: tuple[Path, ...], name: str, context: dict[str, object]) -> str:
    return BREAKING_SPACE.sub(" ", clean(render(templates, name, context))).strip()


def _fitting_html(
    templates: tuple[Path, ...], name: str, context: dict[str, object]
) -> tuple[str, str, Cuts]:
    """Return the MJML, the HTML that it compiles to, and what was cut of *context* so that this fits."""
    everything = cast("Sections", context["sections"])
    whole = sections = without_excess(everything)
    search = Search()
    while True:
        context |= shown(sections)
        mjml, html = _html(templates, name, context)
        if not search.first and not shows_pictures(whole, html):
            everything, whole = without_pictures(everything), without_pictures(whole)
        excess = search.next(sent_size(html))
        if excess is None:
            return mjml, html, cuts_between(everything, cast("Sections", context["sections"]))
        sections = fit(whole, search.first, excess)


def _html(templates: tuple[Path, ...], name: str, context: dict[str, object]) -> tuple[str, str]:
    """Return the MJML, and the HTML that it compiles to."""
    mjml = clean(render(templates, name, context))

    def place(offset: int) -> str:
        """Return `file:line`, by rendering once more with every line of the template marked."""
        traced = read_marks(clean(render(templates, name, context, traced=True)))
        file = environment(templates).get_template(name).filename
        return traced.place(offset) or f"{file}:1"

    # A document wants a main landmark (WCAG 2.2, 1.3.1); MJML has no word for it.
    return mjml, MAIL_BODY.sub(r'<div role="main">\g<0></div>', compile_mjml(mjml, place))


def _context(
    edition: Edition,
    site: Site,
    mail: MailIdentity,
    web_url: str,
    look: Look,
    themes: tuple[Theme, ...],
) -> dict[str, object]:
    digest = edition.digest
    dates = dates_in(site.language, digest.timezone or site.timezone)
    colors = palette(look.color, look.background)
    makes = make_cards(site, dates, themes, colors)
    return shown(makes.sections(edition.sections)) | {
        "_": lookup(site.language),
        "site": site,
        "mail": mail,
        "edition": edition,
        "digest_title": digest.title or digest.name,
        "lang": site.language,
        "dir": direction(site.language),
        "serif": has_serif(site.language),
        "look": look,
        "fonts": fonts(look, site.language),
        "light": colors.light,
        "dark": colors.dark,
        "accent": makes.accent,
        "dates": dates.span(edition.since, edition.until),
        "one_line": _said_by(one_line, site),
        "one_sentence": _said_by(one_sentence, site),
        "teaser": lambda *pieces: teaser(pieces, site.language),
        "web_url": web_url,
        "unsubscribe_url": UNSUBSCRIBE_URL,
        "preferences_url": PREFERENCES_URL,
    }


def shown(sections: Sequence[CardSection]) -> dict[str, object]:
    """Return what of a template's context follows from the sections that are shown, and changes with them."""
    cards = [card for section in sections for card in section.cards]
    return {
        "sections": tuple(sections),
        "lead": cards[0] if cards else None,
        "titles": joined_titles(card.title for card in cards[1:]),
        "tints": tints_of(sections),
    }


def fonts(look: Look, language: str) -> Fonts:
    """Return a look's families of fonts; the system's titles are serif only where a serif face suits the language."""
    if look.font == "system":
        return Fonts(body=SANS, title=SERIF if has_serif(language) else SANS)
    stack = SERIF if look.font == "serif" else look.font.replace('"', "'")
    return Fonts(body=stack, title=stack)


def _said_by(cut: Callable[[str, str], str], site: Site) -> Callable[[Card], str]:
    """Return what gives a card's summary, cut."""
    return lambda card: cut(card.summary, card.lang or site.language)


def _note(html: str, accent: str) -> dict[str, object]:
    """Return an editor's note for both parts: links and pictures styled in place, and its text with addresses."""
    if not html:
        return {"editor_note": Markup(""), "editor_note_text": []}
    from publisher.markup.plain import (
        text_of,  # the reading of HTML loads slowly, and few editions have a note
    )

    html = clean(html)
    styled = html.replace("<a ", f'<a class="ca" style="color:{accent}" ').replace("<img ", IMG)
    with_addresses = text_of(LINK.sub(_with_address, html))
    return {"editor_note": Markup(styled), "editor_note_text": with_addresses.split("\n")}


def _with_address(link: re.Match[str]) -> str:
    """Return a link's text and its address, once where they are the same."""
    return link[2] if link[1] in link[2] else f"{link[2]} ({link[1]})"


def _stored(text: str, brace: str) -> str:
    """Return what is rendered with its placeholders as they are stored; *brace* stands for one that content holds."""
    text = PLACEHOLDER.sub(brace, text).replace(UNSUBSCRIBE_URL, "{{unsubscribe_url}}")
    return text.replace(PREFERENCES_URL, "{{preferences_url}}")


def _tidy(text: str) -> str:
    """Return text with no space at a line's end, no two blank lines together, one line feed last."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    kept = [line for index, line in enumerate(lines) if line or lines[index - 1]]
    return "\n".join(kept) + "\n"
