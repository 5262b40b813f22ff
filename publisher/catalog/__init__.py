"""The store of all of this. All SQL is here; SQLite by default, PostgreSQL by another URL."""

from publisher.catalog.engine import Catalog, open_catalog

__all__ = ["Catalog", "open_catalog"]
