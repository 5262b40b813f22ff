"""Two doors: what the public sees, and what only the operator does."""

from publisher.web.server import addresses, serve_both

__all__ = ["addresses", "serve_both"]
