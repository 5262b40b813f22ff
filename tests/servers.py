"""Servers of a site: `publisher serve` and nginx, each real and in a process of its own, asked over a socket."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from click.testing import CliRunner

from publisher.cli.hosting import hosting
from tests.command import environment

SOON = 15.0
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX_CONF = """\
{modules}
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    gzip_vary on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running `publisher serve`, and the addresses that it printed."""

    process: "subprocess.Popen[str]"
    said: tuple[str, ...]

    @property
    def site(self) -> str:
        return next(line.split()[1] for line in self.said if line.startswith("site "))

    @property
    def previews(self) -> str:
        return next(line.split()[1] for line in self.said if line.startswith("previews "))

    @property
    def port(self) -> int:
        return int(self.site.rstrip("/").rpartition(":")[2])


def version(server: Server) -> str:
    """Return the version of what the operator's pages show."""
    return str(httpx.get(f"{server.previews}version").json()["version"])


def begun(server: Server) -> None:
    """Wait until settings, templates and posts have been taken in once, as they are at the beginning."""
    until(lambda: version(server).endswith(".3"))


def until(happens: Callable[[], bool]) -> None:
    """Wait until something happens, which it should do soon."""
    end = time.monotonic() + SOON
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Server]:
    """Serve what was built in *folder* at ports that are free."""
    command = [sys.executable, "-u", "-m", "publisher", "serve", "--port", "0", "--operator-port", "0"]
    process = subprocess.Popen(
        [*command, *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        said: list[str] = []
        assert process.stdout
        while not said or not said[-1].startswith("Ctrl-C"):
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            said.append(line.rstrip("\n"))
        yield Server(process, tuple(said))
    finally:
        process.kill()
        process.communicate()


def printed(folder: Path, *arguments: str) -> str:
    """Return what `publisher hosting nginx` prints for the settings in a folder."""
    config = str(folder / "publisher.toml")
    outcome = CliRunner().invoke(hosting, ["nginx", *arguments], obj=config, catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def nginx_command() -> str:
    """Return nginx's path; skip the test where it is not installed."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found or missing("nginx")


def missing(package: str) -> NoReturn:
    """Skip the test, as a package of the system is not installed; fail it where none may be skipped."""
    if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
        pytest.fail(f"{package} is not installed")
    pytest.skip(f"{package} is not installed")


@contextmanager
def nginx_serving(folder: Path, block: str) -> Iterator[None]:
    """Run nginx with *block*, which listens on loopback, until it answers there."""
    nginx = configured(folder, block)
    process = subprocess.Popen(nginx)
    try:
        port = int(re.findall(r"listen 127\.0\.0\.1:(\d+);", block)[0])
        until = time.monotonic() + 10
        while not _listens(port):
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def configured(folder: Path, block: str) -> list[str]:
    """Return the command that runs nginx with *block* and nothing of the machine's own settings."""
    command = nginx_command()
    (folder / "site.conf").write_text(block, encoding="utf-8")
    brotli = "    brotli_static on;" in block
    if brotli and not BROTLI_MODULE.exists():
        missing("libnginx-mod-http-brotli-static")
    text = NGINX_CONF.format(
        folder=folder,
        modules=f"load_module {BROTLI_MODULE};" if brotli else "",
        # Root's workers would be nobody, who may not look into the tests' folder.
        user="user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else "",
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    return [command, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; headers by name in lower case, several lines of one name joined."""

    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The header *name*, "" where there is none."""
        return self.headers.get(name, "")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Return the answer to a request that is sent as it stands here: nothing is tidied, decoded or followed."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Answer(response.status, found, response.read())
