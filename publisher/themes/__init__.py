"""Which declared theme a post belongs to. Pure."""

from publisher.themes.matching import Matcher

__all__ = ["Matcher"]
