"""Hugo's shortcodes: those with a plain meaning become HTML or an address, others leave their text. Pure."""

import re
from collections import Counter
from html import escape

_CALL = (
    r"\{\{[<%%]-?\s*(?P<close%(n)s>/?)\s*(?P<name%(n)s>[A-Za-z][\w./-]*)"
    r"(?P<args%(n)s>(?:\"[^\"]*\"|[^\"{}])*?)\s*/?-?[>%%]\}\}"
)
_SHORTCODE = re.compile(_CALL % {"n": ""})
_LINKED = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?" + _CALL % {"n": "_in_link"} + r"(?P<after>[^)\s]*)\s*\)"
)
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\"]+))|\"([^\"]*)\"|([^\s\"]+)")
_PLACES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bili": "https://www.bilibili.com/video/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
}
_REFERENCES = frozenset({"ref", "relref"})
_FIGURES = frozenset({"figure", "img", "image"})
_PREFIXES = frozenset({"blogdown/postref"})
_PATH_LIKE = re.compile(r"/|\.\w{2,5}$")


def expand(text: str, dropped: Counter[str]) -> str:
    """Return *text* without shortcodes; a link that only one of them could lead somewhere keeps its text."""
    if "{{<" not in text and "{{%" not in text:
        return text
    text = _LINKED.sub(lambda found: _link(found, dropped), text)
    return _SHORTCODE.sub(lambda found: _replaced(found, dropped), text)


def _link(found: re.Match[str], dropped: Counter[str]) -> str:
    name = found["name_in_link"].lower()
    positional, _ = _arguments(found["args_in_link"])
    if name in _PREFIXES:
        return f"[{found['text']}](<{found['after']}>)"
    if name in _REFERENCES and positional:
        return f"[{found['text']}](<{positional[0]}{found['after']}>)"
    dropped[name] += 1
    return found["text"]


def _replaced(found: re.Match[str], dropped: Counter[str]) -> str:
    name = found["name"].lower()
    positional, named = _arguments(found["args"])
    if found["close"] or name in _PREFIXES:
        return ""
    if name in _REFERENCES and positional:
        return positional[0]
    if name in _PLACES and (positional or named.get("id")):
        url = _PLACES[name].format(escape(positional[0] if positional else named["id"]))
        return f'<a href="{url}">{url}</a>'
    if (
        name in _FIGURES
        and (src := named.get("src") or (positional[0] if positional else ""))
        and _PATH_LIKE.search(src)
    ):
        return _figure(src, named)
    if name == "audio" and named.get("src"):
        return f'<audio controls src="{escape(named["src"])}"></audio>'
    dropped[name] += 1
    words = (
        positional[0] if len(positional) == 1 and not named and found["args"].strip().startswith('"') else ""
    )
    return "" if _PATH_LIKE.search(words) else _apart(words, found)


def _apart(words: str, found: re.Match[str]) -> str:
    """Return *words* with a space towards a word that stands next to the shortcode."""
    before, after = (
        found.string[max(found.start() - 1, 0) : found.start()],
        found.string[found.end() : found.end() + 1],
    )
    return f"{' ' if words and before.isalnum() else ''}{words}{' ' if words and after.isalnum() else ''}"


def _arguments(args: str) -> tuple[list[str], dict[str, str]]:
    positional: list[str] = []
    named: dict[str, str] = {}
    for found in _ARGUMENT.finditer(args):
        if found[1]:
            named[found[1].lower()] = found[2] or found[3] or ""
        else:
            positional.append(found[4] or found[5] or "")
    return positional, named


def _figure(src: str, named: dict[str, str]) -> str:
    alt = escape(named.get("alt") or named.get("title") or "")
    picture = f'<img src="{escape(src)}" alt="{alt}">'
    if named.get("link"):
        picture = f'<a href="{escape(named["link"])}">{picture}</a>'
    caption = escape(named.get("caption") or "")
    return f"<figure>{picture}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"
