"""Who wrote a post: text, lists, mappings -> Authors. Looks short names up in the source's `authors.yml`."""

import re
from collections.abc import Iterator
from pathlib import Path

from publisher.markup import clean_text, unescaped
from publisher.model import Author
from publisher.sources import dialect_yaml
from publisher.sources.addresses import absolute
from publisher.sources.rules import Rules
from publisher.sources.table import AUTHORS, Table, Value, key_of

_LOCAL, _DOMAIN = r"[^\s<>()@,;]+", r"[^\s<>()@,;]+\.[^\s<>()@,;]+"
_ADDRESS = f"{_LOCAL}@{_DOMAIN}"
_NAME_ADDRESS = re.compile(
    rf"(?P<name>[^<>]*?)\s*<\s*(?:mailto:)?(?P<email>{_ADDRESS})\s*>(?:\s*\((?P<url>[^)]*)\))?"
)
_ADDRESS_NAME = re.compile(rf"(?P<email>{_ADDRESS})\s*\((?P<name>[^)]+)\)")
_NAME_URL = re.compile(r"(?P<name>[^<>()]+?)\s*[<(](?P<url>https?://[^\s<>()]+)[>)]")
_BARE_ADDRESS = re.compile(rf"(?P<name>{_LOCAL})@{_DOMAIN}")
_ALWAYS = re.compile(r"\s*[;；、]\s*|，\s*")
_COMMA = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_SHORT = re.compile(r"[\w.-]+")


def read_authors(table: Table, *, rules: Rules, folder: str) -> tuple[Author, ...]:
    """Return the post's authors in order, each once. *folder* is the post's, within its source."""
    found: dict[str, Author] = {}
    for key in AUTHORS:
        value = table.values.get(key)
        for author in _authors(value, splits_commas=key == "authors") if value else ():
            known = _look_up(author, rules, folder)
            found.setdefault(known.name, known)
    return tuple(found.values())


def _authors(value: Value, *, splits_commas: bool) -> Iterator[Author]:
    if isinstance(value, str):
        for name in _names(value, splits_commas=splits_commas):
            yield from _author(name)
    elif isinstance(value, list):
        for inner in value:
            yield from _authors(inner, splits_commas=False)
    else:
        yield from _from_mapping(value)


def _names(text: str, *, splits_commas: bool) -> list[str]:
    if _SHORT.fullmatch(text):
        return [text]
    names: list[str] = []
    for part in filter(None, _ALWAYS.split(unescaped(text))):
        names += _between_commas(part, splits_commas=splits_commas)
    return names


def _between_commas(text: str, *, splits_commas: bool) -> list[str]:
    """Return the names in *text*. "Smith, John" stays one: a lone comma parts only what are plainly names."""
    parts = [part for part in _COMMA.split(text) if part]
    is_list = (
        splits_commas
        or len(parts) > 2
        or _AND.search(parts[-1] if parts else "")
        or all(map(_is_full_name, parts))
    )
    if len(parts) > 1 and is_list:
        return parts[:-1] + _between_ands(parts[-1], in_list=True)
    return _between_ands(text, in_list=False)


def _between_ands(text: str, *, in_list: bool) -> list[str]:
    """Return the names in *text*. "Research and Development" stays one, and "The Core and Infra Teams"."""
    parts = _AND.split(text)
    if in_list or (not text.lower().startswith("the ") and all(map(_is_full_name, parts))):
        return parts
    return parts if all(_SHORT.fullmatch(part) and part.islower() for part in parts) else [text]


def _is_full_name(text: str) -> bool:
    return text.startswith("@") or 1 < len(text.split()) < 6


def _author(text: str) -> Iterator[Author]:
    if not any(sign in text for sign in "@<("):
        if name := clean_text(text):
            yield Author(name=name)
        return
    for form in (_NAME_ADDRESS, _ADDRESS_NAME, _NAME_URL, _BARE_ADDRESS):
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            email = text.strip() if form is _BARE_ADDRESS else parts.get("email") or ""
            name = clean_text(parts["name"] or "") or email.partition("@")[0]
            yield Author(name=name, email=email, url=absolute(parts.get("url") or ""))
            return
    if name := clean_text(text):
        yield Author(name=name)


def _from_mapping(value: dict[str, Value]) -> Iterator[Author]:
    texts = {key: inner for key, inner in value.items() if isinstance(inner, str)}
    name = clean_text(texts.get("name") or texts.get("title") or texts.get("displayname") or "")
    email = texts.get("email", "")
    if name:
        url = absolute(
            texts.get("url") or texts.get("site") or texts.get("website") or texts.get("uri") or ""
        )
        yield Author(name=name, email=email if re.fullmatch(_ADDRESS, email) else "", url=url)


def _look_up(author: Author, rules: Rules, folder: str) -> Author:
    """Return who *author* is in the nearest `authors.yml` (Docusaurus, Jekyll), where it is a key there."""
    if author.email or author.url or not _SHORT.fullmatch(author.name):
        return author
    people = rules.people.get(folder)
    if people is None:
        people = rules.people[folder] = _people(rules.source.path, folder)
    return people.get(key_of(author.name), author)


def _people(root: Path, folder: str) -> dict[str, Author]:
    """Return who is named in the `authors.yml` of *folder*, of the source and of its data; the nearest counts."""
    return _load(root / "_data") | _load(root) | (_load(root / folder) if folder else {})


def _load(folder: Path) -> dict[str, Author]:
    try:
        table = dialect_yaml.parse((folder / "authors.yml").read_text("utf-8", "replace"), 1)
    except (OSError, ValueError):
        return {}
    people: dict[str, Author] = {}
    for key, value in table.values.items() if isinstance(table, Table) else ():
        if isinstance(value, dict):
            people.update((key, author) for author in _from_mapping(value))
    return people
