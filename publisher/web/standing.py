"""How an edition that was issued stands, and what a person may do about it, as values for its page."""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from publisher.composing import web_url
from publisher.config import Settings
from publisher.publish.paths import edition_path
from publisher.records import Issued
from publisher.status import counted
from publisher.times import slot_in_words

# What a form of the page asks for, and the status that this gives.
Act = Literal["release", "cancel"]
DONE: dict[Act, str] = {"release": "released", "cancel": "cancelled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An edition's name, its status in words, and the address of its page on the site, "" while there is none.

    `remark` says what became of a button that changed nothing.
    """

    name: str
    href: str
    status: str
    words: str
    page: str
    remark: str
    posts: str


def standing_of(
    settings: Settings, issued: Issued, zone: ZoneInfo, *, under_way: bool = False, asked: str = ""
) -> Standing:
    """Return how an edition stands; *asked* is what was asked for when nothing could be done any more."""
    file = settings.output.directory / edition_path(issued.digest, issued.number)
    written = issued.status == "released" and file.is_file()
    return Standing(
        name=issued.name,
        href=f"/preview/{issued.digest}/{issued.number}/",
        status=issued.status,
        words=_words(issued, zone, written=written, under_way=under_way),
        page=web_url(settings, issued.digest, issued.number) if written else "",
        remark=_remark(issued, asked),
        posts=counted(len(issued.posts), "post"),
    )


def _words(issued: Issued, zone: ZoneInfo, *, written: bool, under_way: bool) -> str:
    if issued.status == "draft":
        when = slot_in_words(issued.issued, zone)
        return f"Issued {when}, and waits for approval: until then it is on no page and in no feed."
    if issued.status == "cancelled" and issued.cancelled:
        when = slot_in_words(issued.cancelled, zone)
        return f"Cancelled {when}: its posts wait for the next edition. Its number and its slot stay taken."
    when = slot_in_words(issued.released or issued.issued, zone)
    mailed = "" if issued.mailed else " It was made for a past slot, and is mailed to nobody."
    if written:
        return f"Released {when}.{mailed}"
    soon = "being written" if under_way else "not written: publisher build does"
    return f"Released {when}. Its page and feeds are {soon}.{mailed}"


def _remark(issued: Issued, asked: str) -> str:
    """Return what to say where the edition was released or cancelled before it was *asked* for."""
    if asked not in DONE or issued.status == "draft":
        return ""
    if DONE[asked] == issued.status:
        return f"{issued.name} is {issued.status} already: this click changed nothing."
    if issued.status == "cancelled":
        return f"{issued.name} was cancelled meanwhile, and cannot be released any more: nothing was changed."
    return (
        f"{issued.name} was released meanwhile: nothing was changed. "
        f"publisher editions cancel {issued.name} takes it back from the site."
    )
