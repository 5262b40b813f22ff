"""Whether a form that was sent is one of ours. Another site's page can send one as well, and the browser obeys."""

import hmac
import secrets
from typing import NoReturn
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

FIELD = "token"
# In bytes: many times what a form of ours takes.
MOST = 4096
AGAIN = "Nothing was changed. Go back, load the page again, and use its button."
# On a page with a form: under `no-referrer` a browser would not tell the origin of the form.
REFERRER = {"referrer-policy": "same-origin"}


class Forms:
    """Gives the forms of this process their token, and refuses those without it."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    async def check(self, request: Request) -> None:
        """Refuse, with a 403 that says why, a form that is not from a page of this process.

        Host was checked before. A browser tells in Origin (RFC 6454) and Sec-Fetch-Site (W3C Fetch Metadata) whose
        page has sent it; the token is on our pages alone, and no other site can read those.
        """
        headers = request.headers
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if origin not in (f"http://{host}", f"https://{host}"):
            _refuse(f"The form is from {origin or 'nobody knows where'}, not from http://{host}.")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            _refuse("The browser says that the form is from another site.")
        given = parse_qs((await _body(request)).decode("ascii", "replace")).get(FIELD, [""])
        if len(given) > 1 or not hmac.compare_digest(given[0].encode(), self.token.encode()):
            _refuse("The page with the button was made before this program was started again, or elsewhere.")


def _refuse(why: str) -> NoReturn:
    raise HTTPException(403, f"{why} {AGAIN}")


async def _body(request: Request) -> bytes:
    """Return the body; HTTPException where it is longer than a form of ours."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST:
                raise HTTPException(413, f"The form is longer than any of this page. {AGAIN}")
    except ClientDisconnect as error:
        raise HTTPException(400, "The form was cut off.") from error
    return body
