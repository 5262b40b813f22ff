"""What [template] takes, and what is said where it is wrong."""

from pathlib import Path

import pytest

from publisher.config import load
from publisher.model import Look
from tests.settings import SITE, SOURCE, fault

WRITTEN = """
[template]
logo = "/logo.png"
logo_dark = "https://cdn.example/dark.png"
logo_width = 40
color = "#7A1FA2"
font = "Inter, 'Helvetica Neue', sans-serif"
web_font = "fonts.css"

[template.social]
Mastodon = "https://social.example/@us"
"""


def test_a_look_is_read_and_its_addresses_made_absolute(folder: Path) -> None:
    file = folder / "publisher.toml"
    file.write_text('[site]\nurl = "https://blog.example/news"\n' + SOURCE + WRITTEN)
    assert load(file, {}).template == Look(
        logo="https://blog.example/logo.png",
        logo_dark="https://cdn.example/dark.png",
        logo_width=40,
        color="#7A1FA2",
        font="Inter, 'Helvetica Neue', sans-serif",
        web_font="https://blog.example/news/fonts.css",
        social={"Mastodon": "https://social.example/@us"},
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param('color = "green"', 'color: found "green"; allowed is a colour such as', id="a name"),
        pytest.param('background = "#fff"', 'background: found "#fff"; allowed is a colour', id="short"),
        pytest.param("logo_width = 39", "logo_width: found 39; allowed are 40 to 300", id="narrow"),
        pytest.param("logo_width = 301", "logo_width: found 301; allowed are 40 to 300", id="wide"),
        pytest.param("logo_height = -1", "logo_height: found -1; allowed are 0 to 300", id="negative"),
        pytest.param('font = "a; color: red"', 'font: found "a; color: red"; allowed is', id="a declaration"),
        pytest.param('font = ""', 'font: found ""; allowed is "system", "serif" or families', id="no font"),
        pytest.param('logo = "ftp://a.example/l.png"', "logo: found", id="no web address"),
        pytest.param('web_font = "http://[a"', "web_font: found", id="no address at all"),
        pytest.param('social = { x = "@us" }', 'social.x: found "@us"; allowed is an address', id="a handle"),
        pytest.param('colour = "#123456"', 'colour: unknown key (did you mean "color"?)', id="misspelt"),
    ],
)
def test_a_fault_in_a_look_names_line_key_and_remedy(folder: Path, written: str, said: str) -> None:
    told = fault(folder, SITE + SOURCE + "[template]\n" + written + "\n")
    line = (SITE + SOURCE).count("\n") + 2
    assert f"publisher.toml:{line}: template.{said}" in told
