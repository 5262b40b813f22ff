"""Atom's grammar (atom.rng beside this file) as a judge."""

from functools import cache
from pathlib import Path

from lxml import etree


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def faults(document: bytes) -> tuple[str, ...]:
    """Return what the grammar has against an Atom document, a line each; nothing, where it is valid."""
    grammar = _grammar()
    try:
        tree = etree.fromstring(document, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return (str(error),)
    if grammar.validate(tree):
        return ()
    return tuple(f"{one.line}: {one.message}" for one in grammar.error_log) or ("not valid",)
