"""A WebSub hub and a subscriber on loopback: each a small server that keeps to the W3C Recommendation of 2018.

The hub answers what it is told to answer, so that a publisher may meet one that is busy, silent, slow or gone.
"""

import hmac
import secrets
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
LEASE = 864_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """An answer to a publisher. It comes after *delay* seconds; with *pause*, a byte at a time, so far apart."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0
    pause: float = 0

    @property
    def bytes(self) -> bytes:
        """What is sent."""
        headers = {"Content-Length": str(len(self.body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} So", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a publisher said: all fields of the form, and the headers by name in lower case."""

    fields: dict[str, list[str]]
    headers: dict[str, str]

    @property
    def topic(self) -> str:
        """The feed that it was about."""
        return self.fields["hub.url"][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a subscriber was sent; headers by name in lower case."""

    headers: dict[str, str]
    body: bytes

    def signed_with(self, secret: str) -> bool:
        """Return whether the signature is that of the body (WebSub, 7.1)."""
        method, _, found = self.headers["x-hub-signature"].partition("=")
        return hmac.compare_digest(found, hmac.new(secret.encode(), self.body, method).hexdigest())


class Server(ThreadingHTTPServer):
    """A server on loopback; `closing` is set when it ends, so that nobody has to sit a delay out."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.closing = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away; any other fault is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Hub(Server):
    """`told` is what publishers said, in order; `script` is what they hear next, then `always`.

    `verified` has the topic of each subscription from when it is one.
    """

    def __init__(self) -> None:
        super().__init__(_HubHandler)
        self.told: list[Told] = []
        self.script: deque[Says] = deque()
        self.always = Says()
        self.connections = 0
        self.subscribers: dict[tuple[str, str], str] = {}
        self.verified: SimpleQueue[str] = SimpleQueue()

    @property
    def topics(self) -> list[str]:
        """The feeds that publishers told of, in order."""
        return [one.topic for one in self.told]

    def says(self) -> Says:
        """Return the next answer."""
        return self.script.popleft() if self.script else self.always

    def verify(self, fields: dict[str, str]) -> None:
        """Ask whether a subscription is meant, and record it only then (WebSub, 5.3)."""
        challenge = secrets.token_urlsafe()
        asked = {
            "hub.mode": fields["hub.mode"],
            "hub.topic": fields["hub.topic"],
            "hub.challenge": challenge,
            "hub.lease_seconds": fields.get("hub.lease_seconds", str(LEASE)),
        }
        callback = fields["hub.callback"]
        status, _, body = request("GET", f"{callback}{'&' if '?' in callback else '?'}{urlencode(asked)}")
        if 200 <= status < 300 and body == challenge.encode():
            self.subscribers[callback, fields["hub.topic"]] = fields.get("hub.secret", "")
            self.verified.put(fields["hub.topic"])

    def distribute(self, topic: str) -> None:
        """Fetch a feed and send it to who subscribed to it (WebSub, 7)."""
        _, headers, body = request("GET", topic)
        for (callback, subscribed), secret in self.subscribers.items():
            if subscribed == topic:
                sent = {
                    "Content-Type": headers["content-type"],
                    "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
                }
                if secret:
                    sent["X-Hub-Signature"] = (
                        f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
                    )
                request("POST", callback, body, sent)


class _HubHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub

    def setup(self) -> None:
        """Count connections."""
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        """Hear a publisher or a subscriber."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        fields = parse_qs(content.decode(), strict_parsing=True)
        if self.headers["Content-Type"] != FORM:
            self._send(Says(status=415))
        elif fields["hub.mode"] == ["publish"]:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.told.append(Told(fields=fields, headers=headers))
            self._publish(fields["hub.url"])
        elif fields["hub.mode"] != ["subscribe"]:
            self._send(Says(status=400))
        else:
            self._send(Says(status=202))
            self.server.verify({name: values[0] for name, values in fields.items()})

    def _publish(self, topics: list[str]) -> None:
        says = self.server.says()
        self._send(says)
        if says.status < 300 and self.server.subscribers:
            for topic in topics:
                self.server.distribute(topic)

    def _send(self, says: Says) -> None:
        self.server.closing.wait(says.delay)
        if not says.pause:
            self.wfile.write(says.bytes)
            return
        for byte in says.bytes:
            self.wfile.write(bytes([byte]))
            if self.server.closing.wait(says.pause):
                return

    def log_message(self, *args: object) -> None:
        """Print nothing."""


class Subscriber(Server):
    """Subscribes to feeds, confirms that it meant those, and keeps what it is then sent."""

    def __init__(self) -> None:
        super().__init__(_SubscriberHandler)
        self.wanted: set[str] = set()
        self.deliveries: SimpleQueue[Delivery] = SimpleQueue()

    def subscribe(self, hub: str, topic: str, secret: str = "") -> None:
        """Ask *hub* for *topic*; it will ask back before it takes us for a subscriber."""
        self.wanted.add(topic)
        fields = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": f"{self.url}callback"}
        fields |= {"hub.secret": secret} if secret else {}
        status, _, _ = request("POST", hub, urlencode(fields).encode(), {"Content-Type": FORM})
        assert status == 202


class _SubscriberHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Subscriber

    def do_GET(self) -> None:
        """Confirm what was meant, and nothing else (WebSub, 5.3.1)."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        meant = asked["hub.topic"] in self.server.wanted
        self._answer(200 if meant else 404, asked["hub.challenge"].encode() if meant else b"")

    def do_POST(self) -> None:
        """Keep what the hub sends."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.deliveries.put(Delivery(headers=headers, body=body))
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Print nothing."""


def request(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers by name in lower case, and body of the answer to one request."""
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="").geturl() or "/"
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request(method, path, body or None, dict(headers or {}))
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()


AnyServer = TypeVar("AnyServer", bound=Server)


@contextmanager
def running(server: AnyServer) -> Iterator[AnyServer]:
    """Run *server* until the block ends."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
