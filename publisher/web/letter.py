"""The HTML of an edition, its mail or its page, as a program of one kind shows it: on a light or a dark screen.

What a screen is like is asked by media queries, which follow the browser's own setting. They are answered here instead.
"""

import re

from publisher.app import App
from publisher.records import Issued
from publisher.rendering import Pages

SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
# Always true, and never: both may stand within a longer condition.
ANSWERS = {True: "(min-width: 0px)", False: "(max-width: -1px)"}
STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.IGNORECASE | re.DOTALL)
MEDIA = re.compile(r"""<(?:source|link|style)\b[^>]*>""", re.IGNORECASE)
# In a style sheet, and in a page's head.
DECLARED = re.compile(r"((?<![\w-])color-scheme\s*:\s*)(?:light\s+dark|dark\s+light)", re.IGNORECASE)
META = re.compile(r"""<meta\b[^>]*\bname=["']?(?:supported-)?color-schemes?\b[^>]*>""", re.IGNORECASE)
BOTH = re.compile(r"light\s+dark|dark\s+light", re.IGNORECASE)

# A link to elsewhere, which a frame may not be led to.
LINK = re.compile(r"""<a\b(?![^>]*\starget=)(?=[^>]*\shref=["']?(?:https?|mailto):)""", re.IGNORECASE)

FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"


def in_mode(html: str, mode: str) -> str:
    """Return *html* as it is on a screen that is "light" or "dark"."""

    def answered(found: re.Match[str]) -> str:
        return ANSWERS[found[1].lower() == mode]

    html = MEDIA.sub(lambda tag: SCHEME.sub(answered, tag[0]), html)
    html = META.sub(lambda tag: BOTH.sub(mode, tag[0]), html)
    return STYLE.sub(
        lambda style: style[1] + DECLARED.sub(rf"\g<1>{mode}", SCHEME.sub(answered, style[2])) + style[3],
        html,
    )


def with_links_apart(html: str) -> str:
    """Return *html* whose links to elsewhere are opened beside it, as a mail program opens them."""
    return LINK.sub('<a target="_blank" rel="noopener"', html)


def web_page(issued: Issued, app: App) -> str:
    """Return the page that the edition will have, in one piece: its style within, its links those of the site."""
    site = app.settings.site
    path = f"editions/{issued.digest}/{issued.number}/index.html"
    pages = Pages(site=site, templates=app.templates, generator="publisher")
    html = pages.edition(issued, path).decode()
    style = pages.stylesheet().decode()
    html = html.replace('<link rel="stylesheet" href="../../../site.css">', f"<style>{style}</style>")
    html = html.replace('="../../../', f'="{site.url}')
    return html.replace('="../', f'="{site.url}editions/{issued.digest}/')


def policy(*, images: bool) -> str:
    """Return the Content-Security-Policy of a mail: nothing runs, and pictures are loaded only with *images*.

    `allow-same-origin` lets our own page keep the place that was scrolled to; without `allow-scripts` it gives the
    mail no power.
    """
    pictures = "http: https: data:" if images else "'none'"
    return (
        f"default-src 'none'; img-src {pictures}; style-src 'unsafe-inline' http: https:; font-src http: https: data:; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox {FRAME_SANDBOX}"
    )
