"""How fast a feed is served: one process of ours beside nginx with one worker, the same files, in the same run.

Each figure is the time of a thousand answers, with 32 connections that stay open; wrk asks.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks.figures import Aim, Figure
from benchmarks.measure import run
from benchmarks.options import Options, say
from benchmarks.posts import originals, write_posts
from publisher.app import start
from publisher.hosting.nginx import nginx as nginx_block

NEEDED = ("wrk", "nginx")
FEED = "/feeds/atom.xml"
COMPRESSED = {"Accept-Encoding": "gzip"}
SETTINGS = """\
[site]
title = "Benchmark"
url = "http://127.0.0.1:{port}/"

[[sources]]
name = "posts"
path = "../posts"

[feeds]
entries = 230
"""
NGINX = """\
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def figures(options: Options) -> Iterator[Figure]:
    """Yield the time of 1,000 answers of each kind; none, and a word why, where wrk or nginx is missing."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        say(f"serving: left out, as {' and '.join(missing)} cannot be found (Debian: apt install wrk nginx)")
        return
    folder = options.work / "serving"
    ports = {name: _free_port() for name in ("publisher", "nginx")}
    settings = _build(options.work, folder, ports["nginx"])
    rounds, seconds = (1, 1) if options.quick else (3, 4)
    with ExitStack() as stack:
        stack.enter_context(_ours(settings, ports["publisher"]))
        stack.enter_context(_nginx(settings, folder, ports["nginx"]))
        for name, bound in (("1,000 304s", 4), ("1,000 feeds, gzip", 3)):
            say(f"serving: {name}")
            asked = {one: _headers(port, conditional="304" in name) for one, port in ports.items()}
            measured = [
                {one: _rate(port, asked[one], seconds) for one, port in ports.items()} for _ in range(rounds)
            ]
            middle = {one: 1000 / median(rates[one] for rates in measured) for one in ports}
            ours = middle.pop("publisher")
            yield Figure(name=name, unit="ms", ours=ours, others=middle, aim=Aim(bound=bound, of="nginx"))


def _build(work: Path, folder: Path, port: int) -> Path:
    """Return the settings file of a site that is built."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_posts(work / "posts", originals()[1], 400)
    settings = folder / "publisher.toml"
    settings.write_text(SETTINGS.format(port=port), encoding="utf-8")
    run((sys.executable, "-m", "publisher", "--config", str(settings), "build"), folder=folder)
    raw, packed = ((folder / f"public{FEED}{suffix}").stat().st_size for suffix in ("", ".gz"))
    say(f"serving: a feed of {raw:,} bytes, {packed:,} compressed")
    return settings


@contextmanager
def _ours(settings: Path, port: int) -> Iterator[None]:
    command = (sys.executable, "-m", "publisher", "--config", str(settings), "serve")
    with _running([*command, "--port", str(port), "--operator-port", "0"], port):
        yield


@contextmanager
def _nginx(settings: Path, folder: Path, port: int) -> Iterator[None]:
    """Run nginx as `publisher hosting nginx` sets it up."""
    app = start(str(settings))
    block = nginx_block(
        app.templates,
        url=app.settings.site.url,
        directory=app.settings.output.directory,
        max_age=app.settings.feeds.cache,
        paths=app.settings.feeds.paths,
    )
    (folder / "site.conf").write_text(block, encoding="utf-8")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    text = NGINX.format(folder=folder.absolute(), user="user root;" if as_root else "")
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with _running(
        ["nginx", "-e", f"{folder.absolute()}/error.log", "-c", f"{folder.absolute()}/nginx.conf"], port
    ):
        yield


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise ChildProcessError(f"{' '.join(command)}: does not listen at port {port}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def _headers(port: int, *, conditional: bool) -> Mapping[str, str]:
    """Return the headers to ask with: those of a reader that has the feed, or of one that has not."""
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", FEED, headers=COMPRESSED)
        tag = connection.getresponse().headers["ETag"]
    return {**COMPRESSED, "If-None-Match": tag} if conditional else COMPRESSED


def _rate(port: int, headers: Mapping[str, str], seconds: int) -> float:
    """Return how many requests a second are answered."""
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", *lines, f"http://127.0.0.1:{port}{FEED}"]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise ChildProcessError(f"{' '.join(command)}: {said}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
