"""A small message with nothing wrong in it, to spoil in one place at a time."""

from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from publisher.preflight import Context, Expected, Finding, check

UNSUBSCRIBE = "https://blog.example/u"
HEAD = """<head><title>Two new posts</title>
<meta name="color-scheme" content="light dark">
<style>
.page { background-color: #ffffff; }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #101010 !important; }
  .page p, h1, h2, .page td a { color: #eeeeee !important; }
}
</style></head>"""
PREHEADER = "A second post about bread, and what there is to say of butter."
HTML = f"""<!doctype html><html lang="en" dir="ltr">{HEAD}
<body style="background-color:#ffffff"><div style="display:none">{PREHEADER}</div>
<table role="presentation" class="page"><tr><td>
<h1 style="color:#111111">The week</h1>
<p style="color:#333333">In it: <a href="#b">Butter</a></p>
<a href="https://blog.example/a"><img src="https://blog.example/a.jpg" alt="A loaf" width="120" height="90"></a>
<h2 style="color:#111111"><a href="https://blog.example/a" style="color:#111111">On bread</a></h2>
<p style="color:#333333">Flour, water and time.</p>
<h2 id="b" style="color:#111111"><a href="https://blog.example/b" style="color:#111111">On butter</a></h2>
<p style="color:#333333">Cream, and patience.</p>
<p style="color:#333333"><a href="{UNSUBSCRIBE}" style="color:#333333">Unsubscribe</a><br>1 Mill Lane, Ely</p>
</td></tr></table></body></html>
"""
TEXT = f"""The week

* On bread
  Flour, water and time.
  https://blog.example/a

* On butter
  Cream, and patience.
  https://blog.example/b

Unsubscribe: {UNSUBSCRIBE}
1 Mill Lane, Ely
"""
HEADERS: dict[str, str | None] = {
    "Subject": "Two new posts",
    "List-Unsubscribe": f"<{UNSUBSCRIBE}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}
CONTEXT = Context(
    preheader=PREHEADER,
    site_url="https://blog.example/",
    postal_address="1 Mill Lane, Ely",
    unsubscribe_url=UNSUBSCRIBE,
    posts=(
        Expected(title="On bread", url="https://blog.example/a"),
        Expected(title="On butter", url="https://blog.example/b"),
    ),
    language="en",
)


def message(
    html: str = HTML,
    text: str = TEXT,
    *,
    coding: str = "quoted-printable",
    headers: Mapping[str, str | None] = HEADERS,
) -> EmailMessage:
    """Return the message; a header that is given replaces its own, None removes it."""
    made = EmailMessage(policy=SMTP)
    for name, value in {**HEADERS, **headers}.items():
        if value is not None:
            made[name] = value
    made.set_content(text, cte=coding)
    made.add_alternative(html, subtype="html", cte=coding)
    return made


def spoilt(old: str, new: str) -> str:
    """Return the HTML with one place of it changed, everywhere."""
    assert old in HTML
    return HTML.replace(old, new)


def findings(
    html: str = HTML, text: str = TEXT, *, coding: str = "quoted-printable", **context: Any
) -> tuple[Finding, ...]:
    """Return what is wrong with the message, its size apart."""
    found = check(message(html, text, coding=coding), replace(CONTEXT, **context))
    return tuple(one for one in found if one.code != "message-size")


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return levels and codes, those of dropped features apart."""
    return [(one.level, one.code) for one in found if not one.code.startswith("dropped-")]


def places(found: tuple[Finding, ...], code: str) -> list[str]:
    """Return where the findings of a code are."""
    return [one.place for one in found if one.code == code]
