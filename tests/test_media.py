"""Pictures and sound beside a post: copied to the site, and kept as their originals are."""

import pytest

from publisher.errors import OutputError
from tests.blog import Blog, changes


def test_media_beside_a_post_are_copied_and_follow_their_original(blog: Blog) -> None:
    picture = blog.posts / "2026" / "a.png"
    blog.write("2026/a.md", "![A picture](a.png)\n\nWords.")
    picture.write_bytes(b"\x89PNG one")
    blog.build()
    copy = blog.public / "media" / "main" / "2026" / "a.png"
    assert copy.read_bytes() == b"\x89PNG one"
    assert "https://blog.example/media/main/2026/a.png" in blog.items()[0]["content_html"]
    assert changes(blog)[0] == set()
    picture.write_bytes(b"\x89PNG two!")
    assert changes(blog)[0] == {"media/main/2026/a.png"}
    assert copy.read_bytes() == b"\x89PNG two!"
    copy.unlink()
    changed, report = changes(blog)
    assert (changed, report.output.written) == ({"media/main/2026/a.png"}, 1)


def test_media_of_a_draft_are_not_copied(blog: Blog) -> None:
    blog.write("a.md", "![A picture](a.png)", draft=True)
    (blog.posts / "a.png").write_bytes(b"\x89PNG")
    blog.build()
    assert not (blog.public / "media").exists()


def test_a_missing_picture_is_a_warning_with_its_line(blog: Blog) -> None:
    blog.write("a.md", "Words.\n\n![A picture](gone.png)")
    (warning,) = blog.build().counts.warnings
    assert (warning.path, warning.line) == ("a.md", 7)
    assert "gone.png" in warning.reason


def test_a_folder_where_a_picture_should_be_is_said_to_be_in_the_way(blog: Blog) -> None:
    blog.write("a.md", "![A picture](a.png)")
    (blog.posts / "a.png").write_bytes(b"\x89PNG")
    (blog.public / "media" / "main" / "a.png").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"a\.png"):
        blog.build(fresh=True)
