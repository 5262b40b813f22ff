"""Posts that break publishers: each has one fact, and beside it what the feeds must say."""

from tests.feeds.awkward.bodies import BODIES
from tests.feeds.awkward.facts import DATES, FILES
from tests.feeds.awkward.made import Awkward
from tests.feeds.awkward.names import IDS, PEOPLE
from tests.feeds.awkward.titles import TITLES

__all__ = ["POSTS", "Awkward"]

POSTS = (*TITLES, *BODIES, *IDS, *PEOPLE, *DATES, *FILES)
