"""Telling systemd how the service is, by datagrams to a socket that it names (sd_notify(3), sd_watchdog_enabled(3)).

Where nobody listens, nothing is sent, and nothing said of it: the notices are a courtesy.
"""

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """Sends notices to `address`, "" for nobody. `watchdog` is how often one is waited for, None for never."""

    address: str = ""
    watchdog: timedelta | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Notifier":
        """Return the notifier that the environment asks for."""
        microseconds = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", "") in ("", str(os.getpid()))
        wanted = ours and microseconds.isascii() and microseconds.isdigit() and int(microseconds) > 0
        watchdog = timedelta(microseconds=int(microseconds)) if wanted else None
        return cls(address=environ.get("NOTIFY_SOCKET", ""), watchdog=watchdog)

    def ready(self) -> None:
        """Tell that the service is ready, or is so again after reloading."""
        self._send("READY=1")

    def reloading(self) -> None:
        """Tell that the settings are being read again."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """Tell that the service is about to end."""
        self._send("STOPPING=1")

    def alive(self) -> None:
        """Tell the watchdog that the service lives."""
        self._send("WATCHDOG=1")

    def status(self, said: str) -> None:
        """Tell how the service is, in one line for people."""
        self._send("STATUS=" + " ".join(said.split()))

    def _send(self, notice: str) -> None:
        if not self.address:
            return
        # A name that begins with @ is one of the abstract namespace, which begins with NUL (unix(7)).
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0)
            sender.sendto(notice.encode(errors="replace"), address)
