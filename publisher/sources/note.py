"""An editor's note, which stands above the posts of one edition: a Markdown or HTML file without front matter."""

from pathlib import Path

from publisher.errors import InputError
from publisher.markup.markdown import to_html
from publisher.markup.reading import read_html
from publisher.sources.addresses import has_scheme, join, sound
from publisher.sources.bodies import is_html
from publisher.sources.decode import decode


def read_note(file: Path, *, site_url: str, language: str) -> str:
    """Return the note as sanitised HTML, relative addresses in it meant from *site_url*; InputError says why not."""
    try:
        text, _ = decode(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    html = text if is_html(text, path=file.name, form="auto") else to_html(text)

    def resolve(address: str) -> str:
        return sound(address) if has_scheme(address) else join(site_url, address, is_own=True)

    return read_html(html, resolve=resolve, language=language).html
