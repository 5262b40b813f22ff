"""A post's HTML: sanitised, addresses made absolute, and its text, summary and lead image read off. Pure.

`reading` is not imported here: it loads what reads HTML, which lines of text do not need.
"""

from publisher.markup.text import clean_text, clean_title, parsable, printable, unescaped

__all__ = ["clean_text", "clean_title", "parsable", "printable", "unescaped"]
