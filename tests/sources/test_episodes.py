"""A podcast's episode, in the spellings that podcast themes and exporters have for it."""

from pathlib import Path
from typing import Any

import pytest

from publisher.model import Enclosure, Episode, Reading
from publisher.sources import read
from tests.sources.conftest import ReadPost, rules_for

URL = "https://c.example/a.mp3"


def post(front_matter: str, body: str = "x") -> str:
    return f"---\ntitle: A\ndate: 2020-01-01\n{front_matter}\n---\n{body}"


def enclosure(**facts: Any) -> Enclosure:
    return Enclosure(**{"url": URL, "mime_type": "audio/mpeg", **facts})


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        pytest.param(
            f"podcast_file: {URL}\npodcast_duration: '1:02:03'\npodcast_bytes: '99'\n"
            "episode: '7'\nexplicit: 'no'\nepisode_image: https://c.example/7.png",
            # 1 h + 2 min + 3 s = 3600 + 120 + 3
            enclosure(
                length=99,
                duration=3723,
                episode=Episode(number=7, explicit=False, image="https://c.example/7.png"),
            ),
            id="castanet, for Hugo",
        ),
        pytest.param(
            f"podcast_link: {URL}\npodcast_file_size: 13.7 MB\npodcast_duration: '14:02'\npodcast_length: 136",
            enclosure(length=136, duration=842),
            id="a feed for Jekyll",
        ),
        pytest.param(
            f"audio:\n  ogg: https://c.example/a.ogg\n  mp3: {URL}\nfilesize:\n  mp3: 12\n  ogg: 34\n"
            "duration: '0:03:13'\nexplicit: 'Yes'",
            enclosure(length=12, duration=193, episode=Episode(explicit=True)),
            id="octopod: a file for each format",
        ),
        pytest.param(
            f"episode:\n  url: {URL}\n  seasonNumber: 2\n  episodeNumber: 5\n  size: 61\n  duration: 3778.482\n"
            "  explicit: no\n  episodeType: Bonus\n  image: https://c.example/5.jpg\nimage: https://c.example/x.jpg",
            enclosure(
                length=61,
                duration=3778,
                episode=Episode(
                    number=5, season=2, type="bonus", explicit=False, image="https://c.example/5.jpg"
                ),
            ),
            id="a table for the episode",
        ),
        pytest.param(
            f"audio:\n- url: {URL}\n  size: 5\n  mimeType: audio/mp3\n- url: https://c.example/a.ogg\n"
            "duration: '00:04:15.120'",
            enclosure(mime_type="audio/mp3", length=5, duration=255),
            id="a web player's list",
        ),
        pytest.param(
            f'enclosure:\n- |\n  {URL}\n  123\n  audio/mpeg\n  a:1:{{s:8:"duration";s:8:"00:45:27";}}',
            enclosure(length=123, duration=2727),
            id="as WordPress and its player export it",
        ),
        pytest.param(f"enclosure: {URL} 123 audio/mpeg a:0:{{}}", enclosure(length=123), id="on one line"),
        pytest.param(
            f"podcast:\n  file:\n    url: {URL}\n    size: 5\n  size: large\n  type: weekly",
            enclosure(length=5),
            id="a table within a table",
        ),
        pytest.param(
            f"extra:\n  audio: {URL}\n  duration: 90\n  season: 3",
            enclosure(duration=90, episode=Episode(season=3)),
            id="a generator's own parameters",
        ),
        pytest.param(
            f"itunes:\n  episode: 3\n  episode_type: trailer\n  duration: 5\naudio: {URL}\nduration: 7",
            enclosure(duration=5, episode=Episode(number=3, type="trailer")),
            id="a table for iTunes, which counts before the post's own keys",
        ),
        pytest.param(
            f"audio: {URL}\nimage: https://c.example/x.jpg\ntype: episode",
            enclosure(),
            id="what is the post's",
        ),
        pytest.param(
            f"audio: {URL}\nduration: an hour\nepisode: pilot\nseason: ١\nepisode_type: long\nexplicit: maybe\n"
            "length: 12 MB\nepisode_image: data:image/png;base64,AA==",
            enclosure(),
            id="what is not understood",
        ),
    ],
)
def test_an_episode_is_read(front_matter: str, expected: Enclosure, read_post: ReadPost) -> None:
    assert read_post(post(front_matter)).enclosure == expected


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        pytest.param("95", 95, id="seconds"),
        pytest.param("1:35", 95, id="minutes"),
        pytest.param("75:00", 4500, id="more than an hour of minutes"),
        pytest.param("01:00:01", 3601, id="hours"),
        pytest.param("0", 0, id="nothing"),
        pytest.param("1:2:3:4", 0, id="four parts"),
        pytest.param("١٢", 0, id="digits of another script"),
    ],
)
def test_a_duration_is_in_seconds(written: str, seconds: int, read_post: ReadPost) -> None:
    found = read_post(post(f"audio: {URL}\nduration: '{written}'")).enclosure
    assert found == enclosure(duration=seconds)


@pytest.mark.parametrize(
    "front_matter",
    [
        pytest.param("audio: true", id="a flag"),
        pytest.param("podcast: The Garden Hour", id="a show's name"),
        pytest.param("episode: 12.5", id="a number"),
        pytest.param("audio: n/a", id="not applicable"),
        pytest.param("audio: lost.mp3", id="a file that is not there"),
        pytest.param("audio: mailto:ann@c.example", id="no address of the web"),
        pytest.param("audio: []", id="an empty list"),
        pytest.param("audio:\n  title: Talk", id="a mapping without an address"),
    ],
)
def test_what_names_no_file_attaches_none(front_matter: str, read_post: ReadPost) -> None:
    assert read_post(post(front_matter)).enclosure is None


@pytest.mark.parametrize(
    ("body", "name", "mime_type"),
    [
        pytest.param('<audio preload="none" src="//c.example/a.mp3">', "a.mp3", "audio/mpeg", id="audio"),
        pytest.param(
            "<audio>\n<source type='x/y' src=https://c.example/a.ogg></audio>",
            "a.ogg",
            "audio/ogg",
            id="source",
        ),
        pytest.param(f'<!-- <audio src="{URL}"></audio> -->', "", "", id="a comment"),
        pytest.param(f'`<audio src="{URL}">`', "", "", id="code"),
        pytest.param('<audio src="/lost.mp3"></audio>', "", "", id="a file that is not there"),
    ],
)
def test_the_first_sound_that_a_body_plays_is_its_enclosure(
    body: str, name: str, mime_type: str, read_post: ReadPost
) -> None:
    found = read_post(post("duration: 60\nepisode: 4", f"Words.\n\n{body}")).enclosure
    assert found == (
        enclosure(
            url=f"https://c.example/{name}", mime_type=mime_type, duration=60, episode=Episode(number=4)
        )
        if name
        else None
    )


def test_files_beside_an_episode_have_their_own_length_and_are_published(tmp_path: Path) -> None:
    (tmp_path / "S1E1, a talk.mp3").write_bytes(b"x" * 77)
    (tmp_path / "art.png").write_bytes(b"x")
    text = post("audio: S1E1, a talk.mp3 123 audio/mpeg\nlength: 5\nepisode_image: art.png")
    found = read(text.encode(), path="post.md", rules=rules_for(tmp_path))
    assert isinstance(found, Reading)
    media = "https://site.example/media/garden"
    assert found.enclosure == enclosure(
        url=f"{media}/S1E1%2C%20a%20talk.mp3", length=77, episode=Episode(image=f"{media}/art.png")
    )
    assert found.media == ("S1E1, a talk.mp3", "art.png")


def test_artwork_that_is_not_there_is_named_and_left_out(read_post: ReadPost) -> None:
    found = read_post(post(f"audio: {URL}\nepisode_image: art.png"))
    assert found.enclosure == enclosure()
    assert str(found.warnings[0]) == "post.md:5: file not found beside the post: art.png"


def test_the_suffix_gives_the_type(read_post: ReadPost) -> None:
    types = {
        "m4a": "audio/mp4",
        "opus": "audio/ogg",
        "flac": "audio/flac",
        "mp4": "video/mp4",
        "m4v": "video/mp4",
        "mov": "video/quicktime",
        "pdf": "application/pdf",
        "epub": "application/epub+zip",
        "zip": "application/zip",
        "x1y2": "application/octet-stream",
    }
    for suffix, mime_type in types.items():
        found = read_post(post(f"enclosure: https://c.example/a.{suffix.upper()}?x=1.mp3#t=5")).enclosure
        assert found
        assert found.mime_type == mime_type
