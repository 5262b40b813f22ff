"""What goes wrong while saved files are followed: said once, and shown until it is over."""

from publisher.web.live import Live
from tests.blog import Blog


def test_that_folders_cannot_be_watched_is_said_once_and_shown(blog: Blog) -> None:
    said: list[str] = []
    with blog.catalog() as catalog:
        live = Live(blog.app(), catalog, clock=lambda: blog.now, warn=said.append)
        before = live.version_of(live.state)
        for _ in range(3):
            live.cannot_watch(OSError(28, "No space left on device"))
    told = "folders are looked through every second, as they cannot be watched: No space left on device"
    assert said == [told]
    assert live.state.faults == {"watching": told}
    assert live.version_of(live.state) != before
