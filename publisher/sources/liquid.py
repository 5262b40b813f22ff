"""Liquid, as Jekyll's posts hold it: tags with a plain meaning are resolved, others taken out. Pure."""

import re
from collections import Counter

_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_SITE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url|base_url)\s*(?:\|[^{}]*)?\}\}")
_LITERAL = re.compile(r"\{\{-?\s*[\"']([^\"'{}]*)[\"']\s*(?:\|\s*[\w: .\"'/-]*)*-?\}\}")
_LINK = re.compile(r"\{%-?\s*(post_url|link)\s+([^\s%]+)\s*-?%\}")
_PICTURE = re.compile(r"\{%-?\s*(?:photo|illus|img|image|figure)\s+([^%]*?)\s*-?%\}")
_GALLERY = re.compile(r"\{%-?\s*gallery\s+(\S+)[ \t]*\n(.*?)-?%\}", re.DOTALL)
_PICTURE_PATH = re.compile(r"[^\s\"']+\.(?:png|jpe?g|gif|webp|avif|svg)(?=[\s\"']|$)", re.IGNORECASE)
_TAG = re.compile(r"\{%-?\s*(\w+)(?:[^{}%]|%(?!\})|\{\{[^{}]*\}\})*%\}")
_OUTPUT = re.compile(
    r"\{\{-?\s*([A-Za-z]\w+(?:\.[A-Za-z]\w*)+|[A-Za-z]\w+\s*\|[^{}]*|content|excerpt)\s*(?:\|[^{}]*)?-?\}\}"
)
_LEFT_EMPTY = re.compile(r"^[\s*>+-]*(?:<\s*>)?(?:[\w ]{1,20}:)?[\s<>]*(?:bytes)?\s*$")


def expand(text: str, base_url: str, dropped: Counter[str]) -> str:
    """Return *text* without Liquid; what has no meaning outside its site is counted in *dropped*."""
    text = _SITE.sub(base_url.rstrip("/"), _COMMENT.sub("", text))
    text = _LINK.sub(_linked, _LITERAL.sub(r"\1", text))
    if "{%" in text:
        text = _PICTURE.sub(_picture, _GALLERY.sub(_gallery, text))
        text = _TAG.sub(lambda found: _counted(found, dropped), text)
    if "{{" in text and _OUTPUT.search(text):
        text = "\n".join(_lines_without_output(text, dropped))
    return text


def _linked(found: re.Match[str]) -> str:
    if found[1] == "link":
        return "/" + found[2].lstrip("/")
    return found[2] if found[2].endswith(".md") else found[2] + ".md"


def _picture(found: re.Match[str]) -> str:
    path = _PICTURE_PATH.search(found[1])
    if path is None:
        return found[0]
    caption = found[1][path.end() :].strip()
    if len(caption) > 1 and caption[0] == caption[-1] and caption[0] in "\"'":
        caption = caption[1:-1]
    return _markdown_picture(path[0], caption)


def _gallery(found: re.Match[str]) -> str:
    pictures = [text.strip().partition(" ") for text in found[2].split("\n") if text.strip()]
    return "\n\n".join(
        _markdown_picture(f"{found[1].rstrip('/')}/{name}", words) for name, _, words in pictures
    )


def _markdown_picture(path: str, caption: str) -> str:
    alt = " ".join(re.sub(r"[\[\]<>]", " ", caption).split())
    return f"![{alt}](<{path}>)"


def _counted(found: re.Match[str], dropped: Counter[str]) -> str:
    if not found[1].startswith("end"):
        dropped[found[1]] += 1
    return ""


def _lines_without_output(text: str, dropped: Counter[str]) -> list[str]:
    """Return the lines of *text* without `{{ variables }}`, nor those that held nothing else but a label."""
    kept = []
    for line in text.split("\n"):
        bare = _OUTPUT.sub("", line)
        dropped.update(re.split(r"[.|\s]", found[1])[0] for found in _OUTPUT.finditer(line))
        if bare == line or not _LEFT_EMPTY.match(bare):
            kept.append(bare)
    return kept
