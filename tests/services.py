"""The service in a process of its own: started by the real command, followed by what it logs, ended by signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.blog import Blog
from tests.command import environment

# In seconds: generous, as the machine may be busy.
SOON = 60.0
Line = dict[str, Any]


@dataclass
class Running:
    """A process of the service, and the lines that it has logged."""

    process: "subprocess.Popen[str]"
    lines: list[Line] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def follow(self) -> None:
        """Take in what it logs, until it ends."""
        assert self.process.stderr
        for text in self.process.stderr:
            with self._news:
                if text.startswith("{"):
                    self.lines.append(json.loads(text))
                else:
                    self.other.append(text)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def said(self, event: str, **wanted: object) -> list[Line]:
        """Return the lines of that event with these facts."""
        return [
            line
            for line in self.lines
            if line["event"] == event and all(line.get(key) == value for key, value in wanted.items())
        ]

    def wait(self, event: str, count: int = 1, within: float = SOON, **wanted: Any) -> Line:
        """Return the line of that event with these facts, the last of so many."""
        until = time.monotonic() + within
        with self._news:
            while len(found := self.said(event, **wanted)) < count:
                left = until - time.monotonic()
                assert left > 0, f"no {event} {wanted}: {self.lines} {self.other}"
                assert self.process.poll() is None, f"it ended: {self.lines} {self.other}"
                self._news.wait(min(left, 1.0))
        return found[count - 1]

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self, *, group: bool) -> None:
        """Kill the process, with those that it started or alone, and wait until it is gone."""
        if group:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    @property
    def faults(self) -> list[str]:
        """What it logged as a failure, and tracebacks that are in no line of its log."""
        told = [
            str(line)
            for line in self.lines
            if line["level"] in ("error", "critical") or "fail" in line["event"]
        ]
        return told + [text for text in self.other if "Traceback" in text]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit status, and the seconds until it ended."""
        began = time.monotonic()
        self.send(number)
        return self.process.wait(SOON), time.monotonic() - began


@contextmanager
def service(
    blog: Blog,
    command: str = "scheduler",
    *arguments: str,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Run the service in the folder of *blog*."""
    doors = ("--port", "0", "--operator-port", "0") if command == "run" else ()

    process = subprocess.Popen(
        [sys.executable, "-m", "publisher", command, *doors, "--log", "json", *arguments],
        cwd=blog.folder,
        env=environment(environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    running = Running(process)
    following = threading.Thread(target=running.follow, daemon=True)
    following.start()
    try:
        yield running
    finally:
        process.kill()
        process.wait()
        following.join(SOON)
        assert process.stderr
        process.stderr.close()


def test_clock(start: str, factor: float) -> dict[str, str]:
    """Return the environment in which it is *start* now, and time runs so many times as fast."""
    return {"PUBLISHER_TEST_CLOCK": f"{start}@{time.time():.3f}*{factor:g}"}


test_clock.__test__ = False  # type: ignore[attr-defined]


def until(happens: Callable[[], bool], within: float = SOON) -> None:
    """Wait until something happens."""
    end = time.monotonic() + within
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


class Systemd:
    """What listens for notices in systemd's place."""

    def __init__(self, folder: Path, *, abstract: bool = False) -> None:
        name = f"publisher-test-{os.getpid()}-{time.monotonic_ns()}"
        self.address = f"@{name}" if abstract else str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{name}" if abstract else self.address)
        self.notices: list[tuple[float, str]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self.notices.append((time.monotonic(), self._socket.recv(4096).decode()))
            except OSError:
                return

    def has(self, beginning: str, count: int = 1) -> Callable[[], bool]:
        """Return what says whether so many notices with that beginning have come."""
        return lambda: sum(said.startswith(beginning) for _, said in self.notices) >= count

    def close(self) -> None:
        self._socket.close()


@contextmanager
def systemd(folder: Path, *, abstract: bool = False) -> Iterator[Systemd]:
    """Listen for notices."""
    listening = Systemd(folder, abstract=abstract)
    try:
        yield listening
    finally:
        listening.close()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
