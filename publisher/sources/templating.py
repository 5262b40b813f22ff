"""Leftovers of other generators in a body -> plain Markdown or HTML. Pure. Nothing within code is touched.

Each generator has its own module; here code is set aside first and put back last.
"""

import re
from collections import Counter

from publisher.sources import docusaurus, liquid, shortcodes

# Each form begins with a literal character, so that the search can leap from one to the next.
_CODE = re.compile(
    r"`(?<![^\s>]`)(?P<ticks3>`{2,})[^`\n]*(?:\n.*?)??(?:\n[ \t>]*`(?P=ticks3)`*[ \t]*$|\Z)"
    r"|~(?<![^\s>]~)(?P<tildes>~{2,})[^\n]*(?:\n.*?)??(?:\n[ \t>]*~(?P=tildes)~*[ \t]*$|\Z)"
    r"|`(?<![`\\]`)(?P<ticks>`*)(?!`)(?:[^`\n]|\n(?!\s*\n)|(?<!`)`+(?!`))*?[^`]`(?P=ticks)(?!`)"
    r"|<(?P<element>(?i:pre|code|script|style|textarea))\b[^>]*>.*?</(?i:(?P=element))>"
    r"|\{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}"
    r"|\{%-?\s*highlight\s+(?P<language>[\w+#-]+)[^%]*-?%\}(?P<code>.*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight\s+\"?(?P<hugo_language>[\w+#-]+)[^>%]*[>%]\}\}(?P<hugo_code>.*?)"
    r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.MULTILINE | re.DOTALL,
)
_ASIDE = re.compile("\x00(\\d+)\x00")
_PELICAN = re.compile(r"\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|")
_ATTRIBUTE = r"(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'))"
_ATTRIBUTES = re.compile(rf"\{{:\s*(?:toc|{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*)\s*\}}")
_IN_BRACES = re.compile(r"\{(?:[%{:]|(?:filename|static|attach)\})")
_IN_BARS = re.compile(r"\|(?:filename|static|attach)\|")


def expand(body: str, *, html: bool, base_url: str) -> tuple[str, Counter[str]]:
    """Return *body* as Jekyll, Hugo, Pelican or Docusaurus plainly meant it, and what was left out."""
    dropped: Counter[str] = Counter()
    has_modules = docusaurus.has_modules(body)
    if not has_modules and not _has_leftovers(body):
        return body, dropped
    if ":::" in body and not html:
        body = docusaurus.admonitions(body)
    aside: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        aside.append(_code(found, html=html))
        return f"\0{len(aside) - 1}\0"

    text = _CODE.sub(set_aside, body)
    if has_modules:
        text = docusaurus.without_modules(text)
    if "{{" in text or "{%" in text:
        text = shortcodes.expand(liquid.expand(text, base_url, dropped), dropped)
    text = _PELICAN.sub("", text)
    if "{:" in text and not html:
        text = _ATTRIBUTES.sub("", text)
    return _ASIDE.sub(lambda found: aside[int(found[1])], text), dropped


def _has_leftovers(body: str) -> bool:
    return ":::" in body or bool(_IN_BRACES.search(body) or _IN_BARS.search(body))


def _code(found: re.Match[str], *, html: bool) -> str:
    if (raw := found["raw"]) is not None:
        return raw
    code, language = found["code"] or found["hugo_code"], found["language"] or found["hugo_language"]
    if code is None or language is None:
        return found[0]
    code = code.strip("\n")
    if html:
        return f"<pre><code>{code.replace('&', '&amp;').replace('<', '&lt;')}</code></pre>"
    return f"```{language}\n{code}\n```"
