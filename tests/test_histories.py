"""Any history of a publication: an id never changes, a full archive page stays, a walk of the archive meets every post.

A hundred random histories of publishing, editing, moving, back-dating, withdrawing and bringing back, each with a build
after every few steps.
"""

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.blog import Blog
from tests.walk import walked

SETTINGS = "[feeds]\nentries = 3\narchive_entries = 2\n"
VERBS = (
    "publish",
    "publish",
    "edit",
    "move",
    "back_date",
    "change_author",
    "unpublish",
    "withdraw",
    "return",
)
FIRST = date(2026, 1, 1)

Step = tuple[str, int, bool]  # what is done, to which of the posts there are, and whether a build follows
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1000), st.sampled_from((True, False, False))),
    min_size=4,
    max_size=14,
)


@dataclass
class History:
    """A publication and what an attentive reader has seen of it: titles with their ids, and the words of each post.

    A title stands for a post, as none is changed here. Full pages are remembered with the posts on them.
    """

    blog: Blog
    paths: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    # Since the last build: what is both edited and moved is another post, as nothing tells that it is not.
    edited: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    count: int = 0

    def do(self, verb: str, which: int) -> None:
        """Do one step to one of the posts that it can be done to."""
        candidates = sorted(self.gone if verb == "return" else self.paths)
        if verb == "publish":
            self._publish(which)
        elif candidates:
            title = candidates[which % len(candidates)]
            self.touched.add(title)
            getattr(self, f"_{verb}")(title, which)

    def _edit(self, title: str, _: int) -> None:
        if title in self.moved:
            return
        self.edited.add(title)
        self._write(title, self.paths[title], self.words[title].replace("Words", "Words and words"))

    def _move(self, title: str, which: int) -> None:
        if title in self.edited:
            return
        self.moved.add(title)
        path = self.paths[title]
        target = f"{which % 5}/{path.rpartition('/')[2]}"
        (self.blog.posts / target).parent.mkdir(exist_ok=True)
        (self.blog.posts / path).rename(self.blog.posts / target)
        self.paths[title] = target

    def _back_date(self, title: str, which: int) -> None:
        self._write(title, self.paths[title], self._matter(title, FIRST - timedelta(days=which), "Ann"))

    def _change_author(self, title: str, _: int) -> None:
        self._write(title, self.paths[title], self.words[title].replace('"Ann"', '"Bob"'))

    def _unpublish(self, title: str, _: int) -> None:
        text = self.words[title].replace("---\ntitle", "---\ndraft: true\ntitle")
        self.gone[title] = self.paths.pop(title)
        (self.blog.posts / self.gone[title]).write_text(text)

    def _withdraw(self, title: str, _: int) -> None:
        self.gone[title] = self.paths.pop(title)
        (self.blog.posts / self.gone[title]).unlink()

    def _return(self, title: str, _: int) -> None:
        self._write(title, self.gone.pop(title), self.words[title])

    def _publish(self, which: int) -> None:
        self.count += 1
        title = f"Post {self.count}"
        # Now and then with a date from before everything.
        day = FIRST + timedelta(days=self.count if which % 4 else -which)
        self._write(title, f"{self.count}.md", self._matter(title, day, "Ann" if which % 3 else "Bob"))

    @staticmethod
    def _matter(title: str, day: date, author: str) -> str:
        return f'---\ntitle: "{title}"\ndate: {day}\nauthor: "{author}"\n---\nWords of {title}.\n'

    def _write(self, title: str, path: str, words: str) -> None:
        file = self.blog.posts / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)
        self.paths[title], self.words[title] = path, words
        self.touched.add(title)

    def build(self, always: str) -> None:
        """Build, and look at everything as a reader would; the post *always* is there, and never touched."""
        pages = self._full_pages()
        self.blog.build()
        guids = self.blog.guids()
        assert guids.keys() == {always, *self.paths}
        for title, guid in guids.items():
            assert self.seen.setdefault(title, guid) == guid, f"{title} has another id"
        for name in ("rss.xml", "atom.xml", "feed.json"):
            found = walked(self.blog, f"feeds/{name}")
            assert sorted(found) == sorted(guids.values()), f"the walk of {name} met others than there are"
        authors = {title: "ann" if '"Ann"' in self.words[title] else "bob" for title in guids}
        for author in set(authors.values()):
            theirs = sorted(guids[title] for title in authors if authors[title] == author)
            assert sorted(walked(self.blog, f"feeds/author/{author}/atom.xml")) == theirs
        self._check_pages(pages)
        self.touched, self.edited, self.moved = set(), set(), set()

    def _full_pages(self) -> dict[Path, bytes]:
        """Return the Atom archive pages that are full, all but the newest, as they are."""
        folders = [folder for folder in self.blog.public.rglob("archive") if "feeds" in folder.parts]
        found = {}
        for folder in folders:
            numbers = sorted(int(page.name) for page in folder.iterdir())
            for number in numbers[:-1]:
                file = folder / str(number) / "atom.xml"
                found[file] = file.read_bytes()
        return found

    def _check_pages(self, before: dict[Path, bytes]) -> None:
        """Check that no full page changed on which no post was touched."""
        for file, content in before.items():
            after = file.read_bytes()
            concerned = any(
                self.seen[title].encode() in content + after for title in self.touched if title in self.seen
            )
            assert after == content or concerned, f"{file} changed, and none of its posts did"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog without a post, to copy: making one takes longer than a build."""
    blog = Blog(tmp_path_factory.mktemp("migrated"))
    blog.catalog().close()
    return blog.folder / "data"


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(history=steps)
def test_no_history_changes_an_id_or_a_page_or_loses_a_post(migrated: Path, history: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(migrated, Path(folder, "data"))
        one = History(Blog(Path(folder), extra=SETTINGS))
        # A source must not become empty: that is taken for a mistake.
        one.do("publish", 1)
        stays = one.paths.popitem()
        for verb, which, build in history:
            one.do(verb, which)
            if build:
                one.build(stays[0])
        one.build(stays[0])
