"""`publisher hosting nginx`: what it prints, and that nginx takes it. Whether it does what we do is in test_serving."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.hosting import hosting
from publisher.errors import InputError
from tests.laid_out import JSON, lay_out
from tests.servers import BROWSER, ask, configured, free_port, nginx_serving, printed


@pytest.mark.parametrize(
    ("url", "listens"),
    [
        pytest.param("https://blog.example/", ["80", "[::]:80"], id="https: certbot adds its port"),
        pytest.param("http://blog.example:8080/", ["8080", "[::]:8080"], id="a port"),
        pytest.param("http://localhost:8000/notes/", ["127.0.0.1:8000"], id="this machine, a path"),
        pytest.param("http://[::1]:8001/", ["[::1]:8001"], id="IPv6"),
    ],
)
def test_nginx_accepts_what_is_printed(tmp_path: Path, url: str, listens: list[str]) -> None:
    (tmp_path / "site").mkdir()
    laid = lay_out(tmp_path / "site", url)
    block = printed(laid.folder)
    assert re.findall(r"^    listen (.*);$", block, re.MULTILINE) == listens
    (tmp_path / "nginx").mkdir()
    command = [*configured(tmp_path / "nginx", block), "-T"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "[warn]" in done.stderr) == (0, False), done.stderr


def test_a_folder_that_nginx_cannot_be_told_is_said(tmp_path: Path) -> None:
    (tmp_path / "a$b").mkdir()
    laid = lay_out(tmp_path / "a$b", "http://blog.example/")
    with pytest.raises(InputError, match="takes what follows a \\$ for a variable"):
        printed(laid.folder)


def test_nginx_serves_a_site_below_a_path_from_an_odd_folder(tmp_path: Path) -> None:
    port, odd = free_port(), tmp_path / """a "b" 'c' {d};\\t # e"""
    odd.mkdir()
    laid = lay_out(odd, f"http://127.0.0.1:{port}/my.notes/")
    with nginx_serving(tmp_path, printed(laid.folder)):
        feed = ask(port, "/my.notes/feeds/atom.xml", accept=BROWSER)
        assert (feed["content-type"], feed.body) == (
            "application/xml; charset=utf-8",
            laid.bytes_of("feeds/atom.xml"),
        )
        assert ask(port, "/my.notes/by/jane/feed/")["content-type"] == f"{JSON}; charset=utf-8"
        assert ask(port, "/my.notes/").body == laid.bytes_of("index.html")
        assert ask(port, "/my.notes/posts/gone/").status == 410
        places = [ask(port, path)["location"] for path in ("/my.notes", "/my.notes/posts/a?b=c")]
        assert places == ["/my.notes/", "/my.notes/posts/a/?b=c"]


def test_the_help_says_where_it_goes_and_what_brotli_needs() -> None:
    said = CliRunner().invoke(hosting, ["nginx", "--help"]).output
    assert "/etc/nginx/sites-available/" in said
    assert "libnginx-mod-http-brotli-static" in said
