"""Feeds and email digests from a folder of posts."""

__version__ = "0.1.0"
