"""A post's HTML: sanitised, addresses made absolute, and its text, summary and lead image read off. Pure."""

from publisher.markup.reading import Body, read_html
from publisher.markup.text import clean_text, clean_title, parsable, printable, unescaped

__all__ = ["Body", "clean_text", "clean_title", "parsable", "printable", "read_html", "unescaped"]
