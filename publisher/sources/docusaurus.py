"""Docusaurus' `:::` admonitions and MDX's modules -> plain Markdown. Pure."""

import re

_OPENS = re.compile(
    r"([ \t]{0,3}):{3,}[ \t]*([A-Za-z]\w*)?[ \t]*(?:\[([^\]]*)\]|(\{[^}]*\})|([^\n]*?))[ \t]*$"
)
_CLOSES = re.compile(r"[ \t]{0,3}:{3,}[ \t]*$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_MODULE = re.compile(
    r"^(?:import\s+(?:[\w*{}\s,$]+\s+from\s+)?[\"'][^\"'\n]+[\"'];?|"
    r"export\s+(?:const|default|function)\b[^\n]*)[ \t]*\n?",
    re.MULTILINE,
)
_AFTER_A_BREAK = re.compile(r"\n(?:im|ex)port")  # far quicker than the whole at each line
_KINDS = frozenset(
    {"note", "tip", "info", "warning", "caution", "danger", "important", "success", "secondary"}
)


def has_modules(body: str) -> bool:
    """Return whether MDX imports or exports stand in *body*."""
    may_begin = _AFTER_A_BREAK.search(body) or body.startswith(("import", "export"))
    return bool(may_begin and _MODULE.search(body))


def without_modules(text: str) -> str:
    """Return *text* without MDX's import and export lines."""
    return _MODULE.sub("", text)


def admonitions(body: str) -> str:
    """Return *body* with each `:::note Title` block as a quotation under its title; other `:::` go."""
    lines: list[str] = []
    fence, depth = "", 0
    for text in body.split("\n"):
        quote = "> " * depth
        if found := _FENCE.match(text):
            fence = ("" if found[1].startswith(fence) else fence) if fence else found[1]
        if fence or ":::" not in text:
            lines.append((quote + text).rstrip() if depth else text)
        elif _CLOSES.match(text):
            depth = max(depth - 1, 0)
            lines.append("")
        elif found := _OPENS.match(text):
            lines += _opening(found, quote)
            depth += found[2] in _KINDS
        else:
            lines.append(quote + text)
    return "\n".join(lines)


def _opening(found: re.Match[str], quote: str) -> list[str]:
    """Return the lines for an opening mark: a known kind's title in a new quotation, else its words alone."""
    if found[2] not in _KINDS:
        words = f"{found[2] or ''} {found[5] or ''}".strip()
        return ["", quote + words, ""] if words and not found[4] else [""]
    title = (found[3] or found[5] or "").strip() or found[2].capitalize()
    return ["", f"{quote}> **{title}**", f"{quote}>"]
