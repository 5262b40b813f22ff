"""A real web server that answers each path as a test says, to HEAD and to GET, and notes what it was asked when."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Linked:
    """A site. `asked` has method and path of each question, `times` when it came, `most` how many at once."""

    url: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    now: int = 0
    most: int = 0

    def put(self, path: str, answer: int | Answer, **headers: str) -> str:
        """Let *path* be answered so; return its address."""
        self.pages[path] = answer if callable(answer) else lambda handler: send(handler, answer, **headers)
        return self.url + path


def send(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    """Answer with a short page."""
    handler.send_response(status)
    for name, value in {"Content-Length": "5", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command == "GET":
        handler.wfile.write(b"words")


def nowhere(handler: BaseHTTPRequestHandler) -> None:
    """Answer that there is no such page."""
    send(handler, 404)


@contextmanager
def linked(certificate: Path | None = None) -> Iterator[Linked]:
    """Yield a site on loopback; with a certificate (its key in the same file) it speaks TLS."""
    site = Linked()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                site.asked.append((self.command, self.path))
                site.times.append(time.monotonic())
                site.agents.add(self.headers["User-Agent"])
                site.now += 1
                site.most = max(site.most, site.now)
            try:
                site.pages.get(self.path, nowhere)(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with lock:
                    site.now -= 1

        do_HEAD = do_GET  # noqa: N815 - the base class has it so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class has it so
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(
            self, _request: socket.socket | tuple[bytes, socket.socket], _address: object
        ) -> None:
            """Say nothing of a client that hung up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        site.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield site
        server.shutdown()


def self_signed(folder: Path) -> Path:
    """Return a file with a key and a certificate that nobody vouches for."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = ["openssl", "req", "-x509", *made, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    certificate.write_bytes(key.read_bytes() + certificate.read_bytes())
    return certificate
