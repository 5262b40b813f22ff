"""`publisher catalog`, in a process of its own."""

import shutil

import pytest

from tests.blog import Blog
from tests.command import failure, publisher

DIGEST = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\n'


@pytest.fixture
def built(blog: Blog) -> Blog:
    """A publication with one post and a digest, built."""
    blog.configure(DIGEST)
    blog.write("a.md", title="A", date="2026-05-01")
    blog.build()
    return blog


def test_a_catalog_goes_from_one_machine_to_the_next_as_text(built: Blog) -> None:
    # A path with a character that some take for the end of a line.
    built.write("odd\u2028name\x85.md", title="Odd", date="2026-05-02")
    publisher("build", folder=built.folder)
    guids = built.guids()
    assert (
        publisher("catalog", "export", "ids.jsonl", folder=built.folder).out
        == "2 posts exported to ids.jsonl\n"
    )
    text = publisher("catalog", "export", folder=built.folder)
    assert text.out.encode() == (built.folder / "ids.jsonl").read_bytes()
    shutil.rmtree(built.folder / "data")
    assert publisher("catalog", "import", "ids.jsonl", "--json", folder=built.folder).json["posts"] == 2
    found = publisher("build", "--json", folder=built.folder).json
    assert (found["added"], found["withdrawn"], found["written"]) == (0, 0, 0)
    assert built.guids() == guids


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["import", "gone.jsonl"], "gone.jsonl: cannot be read: ", id="no such file"),
        pytest.param(
            ["import", "publisher.toml"], "the catalog is not empty", id="a catalog that is not empty"
        ),
        pytest.param(
            ["export", "gone/ids.jsonl"], "gone/ids.jsonl: cannot be written: ", id="no such folder"
        ),
    ],
)
def test_a_catalog_that_cannot_go_is_one_line(built: Blog, arguments: list[str], said: str) -> None:
    assert failure(publisher("catalog", *arguments, folder=built.folder)).startswith(said)


def test_an_export_is_read_in_any_locale(built: Blog) -> None:
    built.write("日記.md")
    publisher("build", folder=built.folder)
    outcome = publisher(
        "catalog",
        "export",
        folder=built.folder,
        environ={"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    )
    assert "日記.md" in outcome.out
