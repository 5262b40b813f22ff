"""Pictures: where they are fetched from, what stands for them while they are off. Pure: none is fetched."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding
from publisher.preflight.links import is_absolute, is_local
from publisher.preflight.page import Element, at, picture_place


def check_images(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with each picture."""
    for image in draft.page.every("img"):
        place = picture_place(draft.page, image)
        yield from _address(image, place)
        yield from _alternative(image, place)
        yield from _measures(image, place)


def _address(image: Element, place: str) -> Iterator[Finding]:
    source = image.get("src")
    if not is_absolute(source):
        inline = source.lower().startswith("data:")
        yield at(
            image,
            "error",
            "image-inline" if inline else "image-not-absolute",
            place,
            "it is written into the message: Gmail shows nothing" if inline else _relative(source),
            "publish the picture, and write its https address",
        )
    elif is_local(source):
        yield at(
            image,
            "error",
            "address-local",
            place,
            "its address is of this machine or network: nobody else can open it",
            "set site.url to the address that readers use",
        )
    elif urlsplit(source).scheme != "https":
        yield at(
            image,
            "warning",
            "image-not-https",
            place,
            "its address is http: some mail programs do not fetch it, and anyone on the way sees who reads",
            "serve it over https",
        )


def _relative(source: str) -> str:
    return (
        f"'{source}' is no whole https address: no mail program finds it" if source else "it has no address"
    )


def _alternative(image: Element, place: str) -> Iterator[Finding]:
    if "alt" not in image.attributes and image.get("role") not in ("presentation", "none"):
        yield at(
            image,
            "error",
            "image-without-alt",
            place,
            "it has no alt: a screen reader reads its address out (WCAG 2.2, 1.1.1)",
            'describe it in alt, or write alt="" where it only decorates',
        )


def _measures(image: Element, place: str) -> Iterator[Finding]:
    """Yield a picture without width, as a note one without height: of remote pictures nobody may know it."""
    missing = [name for name in ("width", "height") if not image.get(name)]
    if missing:
        large = ", and Outlook shows it in full size" if "width" in missing else ""
        yield at(
            image,
            "warning" if large else "note",
            "image-without-size",
            place,
            f"it has no {' and no '.join(missing)}: the text jumps when it loads{large}",
            "give the <img> both as attributes, in pixels; for a post's picture, in the post",
        )
