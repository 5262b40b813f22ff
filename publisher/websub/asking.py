"""One request to a hub, with a time limit on all of it. It decides nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.websub.deciding import Answer, redirected

if TYPE_CHECKING:
    import httpx

Ask = Callable[[str, Mapping[str, str], float], Answer]

REDIRECTS = 3
# How much of an answer is read, and how much of its first line is shown.
MOST_BYTES = 4096
MOST_SHOWN = 160


@contextmanager
def asking() -> Iterator[Ask]:
    """Yield what posts fields to a hub within some seconds; a connection serves one request after the other."""
    import httpx  # slow to load, and of use only where a hub is told

    # Uncompressed: a few bytes could unfold to many.
    headers = {"user-agent": f"publisher/{__version__}", "accept-encoding": "identity"}
    with httpx.Client(headers=headers) as client:
        yield partial(_ask, client)


def _ask(client: "httpx.Client", hub: str, fields: Mapping[str, str], seconds: float) -> Answer:
    """Return what *hub* answers, or that it did not within *seconds*.

    A thread waits for it, as no setting of the client's bounds all of it: a name may be looked up for minutes, and an
    answer come a byte at a time. One that is not waited for any longer ends with the program.
    """
    answer: Future[Answer] = Future()
    post = partial(_post, client, hub, fields, seconds)
    Thread(target=_settle, args=(answer, post), name="publisher-hub", daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        return _late(seconds)


def _settle(answer: Future[Answer], post: Callable[[], Answer]) -> None:
    try:
        answer.set_result(post())
    except Exception as error:  # a bug is raised where the answer is waited for
        answer.set_exception(error)


def _late(seconds: float) -> Answer:
    return Answer(reason=f"no answer within {round(seconds, 1):g} s")


def _post(client: "httpx.Client", hub: str, fields: Mapping[str, str], seconds: float) -> Answer:
    import httpx

    try:
        return _follow(client, hub, fields, seconds)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        return Answer(reason=f"not the address of a hub: {error}", final=True)
    except httpx.TimeoutException:
        return _late(seconds)
    except httpx.HTTPError as error:
        return Answer(reason=_readable(str(error)) or type(error).__name__)


def _follow(client: "httpx.Client", hub: str, fields: Mapping[str, str], seconds: float) -> Answer:
    """Return the answer of *hub*, or of where it sends us."""
    address = hub
    for _ in range(REDIRECTS + 1):
        with client.stream("POST", address, data=fields, timeout=seconds) as response:
            answer = _answer(response)
            location = response.headers.get("location", "")
        address = redirected(address, answer.status, location)
        if not address:
            return answer
    return Answer(status=answer.status, reason=f"redirects more than {REDIRECTS} times")


def _answer(response: "httpx.Response") -> Answer:
    import httpx

    status, words = response.status_code, _first_line(response)
    if response.has_redirect_location:
        words = f"to {_readable(response.headers['location'])}"
    reason = f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()
    return Answer(
        status=status,
        reason=f"{reason}: {words}" if words else reason,
        retry_after=response.headers.get("retry-after", ""),
    )


def _first_line(response: "httpx.Response") -> str:
    """Return the first line of a plain text; the rest is read too where it is little, to keep the connection."""
    content = b""
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > MOST_BYTES:
            break
    if not response.headers.get("content-type", "").startswith("text/plain"):
        return ""
    return _readable(content[:MOST_BYTES].decode(errors="replace").strip().partition("\n")[0])


def _readable(text: str) -> str:
    """Return *text* as may be shown: what a terminal would obey is left out, and the addresses of people."""
    return re.sub(r"\S*@\S*", "...", "".join(filter(str.isprintable, text)))[:MOST_SHOWN]
