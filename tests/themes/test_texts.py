"""The texts that themes are proposed from, and measured on: of posts, and of nothing else."""

from publisher.sync.texts import read_texts
from publisher.workers import Workers
from tests.blog import Blog, silent


def test_what_lies_in_the_output_directory_is_no_text(blog: Blog) -> None:
    blog.config.write_text(
        '[site]\nurl = "https://blog.example/"\n[[sources]]\nname = "main"\npath = "."\n', encoding="utf-8"
    )
    blog.write("a.md", "Words.", title="A")
    blog.write("draft.md", "Words.", title="Draft", draft=True)
    blog.build()
    (blog.public / "copy.md").write_bytes((blog.posts / "a.md").read_bytes())
    with Workers(1) as workers:
        found = read_texts(blog.app().settings, workers, silent)
    assert [(text.path, text.title, text.language) for text in found] == [("posts/a.md", "A", "en")]
