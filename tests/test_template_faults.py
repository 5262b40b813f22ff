"""What a person reads who changed a template and made a mistake: through the commands, of their own folder."""

from pathlib import Path

import pytest

from tests.blog import Blog
from tests.command import ROOT, failure, publisher

WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\n'
AT = ("--at", "2026-05-04")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    blog = Blog(tmp_path_factory.mktemp("blog"), extra=WEEKLY)
    blog.write("a.md", "Words.", title="First post", date="2026-05-01")
    blog.build()
    return blog.folder


def spoilt(folder: Path, path: str, old: str, new: str) -> tuple[Path, int]:
    """Copy one template and put *new* where *old* first is; return the file and that line."""
    own = folder / "templates" / path
    own.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "templates" / path).read_text(encoding="utf-8")
    head, found, tail = text.partition(old)
    assert found
    own.write_text(head + new + tail, encoding="utf-8")
    return own, head.count("\n") + 1


def place(folder: Path, file: Path, line: int) -> str:
    """Return where a fault is, as a person in the folder would write it."""
    return f"{file.relative_to(folder)}:{line}: "


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        pytest.param(
            "digest/cards/edition.mjml",
            "<mj-section",
            "<mj-sectoin",
            "unknown MJML tag <mj-sectoin> (did you mean <mj-section>?)",
            id="MJML",
        ),
        pytest.param(
            "digest/cards/edition.txt",
            "parts.head()",
            "parts.haed()",
            "the imported template has no 'haed' (did you mean \"head\"?)",
            id="text",
        ),
        pytest.param(
            "digest/cards/subject.txt",
            "subject_label",
            "subject_labell",
            "'subject_labell' is undefined (did you mean \"subject_label\"?)",
            id="subject",
        ),
        pytest.param(
            "digest/cards/preheader.txt", "titles,", "nothing,", "'nothing' is undefined", id="preheader"
        ),
        pytest.param(
            "digest/_parts.txt",
            "edition.total",
            "edition.totl",
            "an Edition has no 'totl' (did you mean \"total\"?)",
            id="a shared part",
        ),
    ],
)
def test_a_fault_in_a_look_is_one_line(folder: Path, path: str, old: str, new: str, reason: str) -> None:
    file, line = spoilt(folder, path, old, new)
    assert failure(publisher("preview", "weekly", *AT, folder=folder)) == place(folder, file, line) + reason
    file.unlink()


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        pytest.param(
            "site/base.html",
            "site.title",
            "site.titel",
            "a Site has no 'titel' (did you mean \"title\"?)",
            id="in what the pages share",
        ),
        pytest.param(
            "site/index.html",
            'extends "site/base.html"',
            'extends "site/bsae.html"',
            'no such template: site/bsae.html (did you mean "site/base.html"?) (looked in ',
            id="a file misspelt",
        ),
        pytest.param("site/archive.html", "{% for", "{% fro", "no such tag: fro", id="a tag misspelt"),
    ],
)
def test_a_fault_in_a_page_is_one_line(folder: Path, path: str, old: str, new: str, reason: str) -> None:
    file, line = spoilt(folder, path, old, new)
    assert failure(publisher("build", folder=folder)).startswith(place(folder, file, line) + reason)
    file.unlink()


def test_what_is_ours_is_not_blamed_on_the_user(folder: Path) -> None:
    """A fault in one file of a user's own names that file, though ours calls it or is called by it."""
    file, line = spoilt(folder, "digest/cards/edition.mjml", "parts.meta(card)", "parts.meta()")
    said = failure(publisher("check", "weekly", *AT, folder=folder))
    assert said.startswith(place(folder, file, line) + "parameter 'card' was not provided")
    assert f"and is used in {ROOT / 'templates/digest/_parts.mjml'}:" in said
    file.unlink()
