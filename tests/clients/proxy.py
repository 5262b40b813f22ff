"""A reverse proxy on loopback that changes nothing and writes down what was asked and answered."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Headers = list[tuple[str, str]]

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}  # RFC 9110, 7.6.1: for one connection only


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer; headers by their names in lower case."""

    path: str
    asked: dict[str, str]
    status: int
    answered: dict[str, str]
    body: bytes


class Proxy(ThreadingHTTPServer):
    """Forwards to *upstream*; `exchanges` holds what went through, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Forward)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.upstream = ""
        self.exchanges: list[Exchange] = []


class _Forward(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        """Ask the server the same; answer with what it answers."""
        asked = _lasting(self.headers.items())
        connection = HTTPConnection(urlsplit(self.server.upstream).netloc, timeout=10)
        try:
            connection.putrequest("GET", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in asked:
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            answered, body = _lasting(response.getheaders()), response.read()
        finally:
            connection.close()
        # Written down before it is sent: whoever reads the answer finds it here.
        self.server.exchanges.append(
            Exchange(
                path=self.path,
                asked=_by_name(asked),
                status=response.status,
                answered=_by_name(answered),
                body=body,
            )
        )
        self._answer(response.status, answered, body)

    def _answer(self, status: int, headers: Headers, body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Print nothing."""


def _lasting(headers: Iterable[tuple[str, str]]) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def _by_name(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


@contextmanager
def proxying() -> Iterator[Proxy]:
    """Run a proxy; its address is known before there is anything behind it."""
    with Proxy() as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
