"""Posts and editions as people see them: pages of the site, and email-ready HTML with plain text."""

from publisher.rendering.editions import render_edition
from publisher.rendering.pages import Pages
from publisher.rendering.periods import language_name, period
from publisher.rendering.values import (
    DigestListing,
    EditionRow,
    FeedGroup,
    FeedLinks,
    FeedRow,
    Listing,
    ListingKind,
    MailIdentity,
    MonthCount,
    Nav,
    NavTheme,
    Rendering,
)

__all__ = [
    "DigestListing",
    "EditionRow",
    "FeedGroup",
    "FeedLinks",
    "FeedRow",
    "Listing",
    "ListingKind",
    "MailIdentity",
    "MonthCount",
    "Nav",
    "NavTheme",
    "Pages",
    "Rendering",
    "language_name",
    "period",
    "render_edition",
]
