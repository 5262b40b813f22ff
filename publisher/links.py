"""Asking web addresses whether they are there: politely, each within a time, all within a time.

In tasks, not in threads: a server that sends its headers byte by byte holds a thread as long as it likes; a task can be
given up.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from publisher import __version__
from publisher.batches import Progress
from publisher.preflight import LinkAnswer

REDIRECTS = 5
MOVED, FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
# What is said so to a HEAD is said to whoever asks, and a GET would only be one question more.
FINAL = (401, 429, 503)
Note = Callable[[LinkAnswer], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for one address, for all, and between two questions to a host; how many hosts are asked at once."""

    each: float = 15.0
    total: float = 120.0
    pause: float = 0.3
    hosts: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answer of each address. `interrupted` is true where a person would not wait for all."""

    answers: Mapping[str, LinkAnswer]
    interrupted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a server said of one address: its status, where it sends on to, for how many seconds to leave it alone."""

    status: int
    location: str = ""
    wait: float = 0.0


def ask(urls: Iterable[str], progress: Progress, limits: Limits) -> Asked:
    """Return what each of *urls* answers: to HEAD, or to GET where that is refused; no body is read.

    A host is asked one address at a time. What the limits or Ctrl-C left says so; nothing is raised for an address.
    """
    wanted = tuple(dict.fromkeys(urls))
    found: dict[str, LinkAnswer] = {}

    def note(answer: LinkAnswer) -> None:
        found[answer.url] = answer
        progress("asking links", len(found), len(wanted))

    interrupted = False
    try:
        asyncio.run(_ask_all(wanted, note, limits))
    except KeyboardInterrupt:
        interrupted = True
    reason = "interrupted" if interrupted else f"the {limits.total:g} seconds for all links were over"
    left = {url: LinkAnswer(url=url, outcome="left", reason=reason) for url in wanted}
    return Asked(answers=left | found, interrupted=interrupted)


async def _ask_all(urls: tuple[str, ...], note: Note, limits: Limits) -> None:
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    gate, end = asyncio.Semaphore(limits.hosts), asyncio.get_running_loop().time() + limits.total
    headers = {"User-Agent": f"publisher/{__version__}", "Accept": "*/*"}
    async with httpx.AsyncClient(headers=headers, timeout=limits.each) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end), asyncio.TaskGroup() as group:
                for its in hosts.values():
                    group.create_task(_ask_host(client, its, note, limits, gate, end))


async def _ask_host(
    client: httpx.AsyncClient,
    urls: list[str],
    note: Note,
    limits: Limits,
    gate: asyncio.Semaphore,
    end: float,
) -> None:
    """Ask a host's addresses one after the other; one that has no time for us is left alone."""
    async with gate:
        for number, url in enumerate(urls):
            if number:
                await asyncio.sleep(limits.pause)
            answer, wait = await _ask_one(client, url, limits)
            if wait and asyncio.get_running_loop().time() + wait < end:
                await asyncio.sleep(wait)
                answer, wait = await _ask_one(client, url, limits)
            note(answer)
            if wait or answer.status == 429:
                reason = f"its host answers {answer.status}" + (f" for {wait:g} seconds" if wait else "")
                for other in urls[number + 1 :]:
                    note(LinkAnswer(url=other, outcome="left", reason=reason))
                return


async def _ask_one(client: httpx.AsyncClient, url: str, limits: Limits) -> tuple[LinkAnswer, float]:
    """Return an address's answer, and for how many seconds its host wants to be left alone."""
    try:
        async with asyncio.timeout(limits.each):
            return await _follow(client, url)
    except (TimeoutError, httpx.TimeoutException):
        reason = f"no answer within {limits.each:g} seconds"
        return LinkAnswer(url=url, outcome="timeout", reason=reason), 0
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return _failed(url, error), 0


async def _follow(client: httpx.AsyncClient, url: str) -> tuple[LinkAnswer, float]:
    here, moved, for_good = url, "", True
    for _ in range(REDIRECTS + 1):
        heard = await _hear(client, here)
        if not heard.location:
            return LinkAnswer(url=url, status=heard.status, moved_to=moved), heard.wait
        here = urldefrag(urljoin(here, heard.location)).url
        if urlsplit(here).scheme not in ("http", "https"):
            return LinkAnswer(url=url, outcome="broken", reason=f"it leads to {here}"), 0
        for_good = for_good and heard.status in FOR_GOOD
        moved = here if for_good else moved
    return LinkAnswer(url=url, outcome="redirects", reason=f"more than {REDIRECTS} times"), 0


async def _hear(client: httpx.AsyncClient, url: str) -> Heard:
    with suppress(httpx.RemoteProtocolError):  # some servers hang up on a HEAD
        heard = _heard(await client.head(url))
        if heard.status < 400 or heard.status in FINAL:
            return heard
    async with client.stream("GET", url) as answer:
        return _heard(answer)


def _heard(answer: httpx.Response) -> Heard:
    return Heard(
        status=answer.status_code,
        location=answer.headers.get("Location", "") if answer.status_code in MOVED else "",
        wait=_wait(answer.headers) if answer.status_code in FINAL else 0.0,
    )


def _wait(headers: httpx.Headers) -> float:
    """Return the seconds of Retry-After (RFC 9110, 10.2.3), a time in it reckoned from the server's own; 0 for none."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return float(said[:9])
    with suppress(ValueError, TypeError):
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    return 0.0


def _failed(url: str, error: Exception) -> LinkAnswer:
    """Return why there was no answer, by what is behind the error."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
            return LinkAnswer(
                url=url, outcome="unreachable", reason="the name of its host cannot be looked up now"
            )
        if isinstance(cause, socket.gaierror):
            return LinkAnswer(url=url, outcome="unresolved")
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or str(cause)
            return LinkAnswer(url=url, outcome="certificate", reason=reason)
    reason = str(error) or type(error).__name__
    if isinstance(error, httpx.ConnectError):
        return LinkAnswer(url=url, outcome="unreachable", reason=reason)
    return LinkAnswer(url=url, outcome="broken", reason=reason)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and those that it came from."""
    following: BaseException | None = error
    while following:
        yield following
        following = following.__cause__ or following.__context__
