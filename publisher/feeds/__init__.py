"""Feeds: one neutral value in, the bytes of its documents out. Pure; twice the same input, twice the same bytes."""

from publisher.feeds.documents import Documents, render, render_all
from publisher.feeds.model import EPOCH, FORMATS, Feed, FeedFormat, FormatName
from publisher.feeds.opml import Outline, render_opml

__all__ = [
    "EPOCH",
    "FORMATS",
    "Documents",
    "Feed",
    "FeedFormat",
    "FormatName",
    "Outline",
    "render",
    "render_all",
    "render_opml",
]
