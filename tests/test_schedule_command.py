"""`publisher schedule`, as a person and as a program read it. Zones are those of the tzdata package."""

from itertools import takewhile
from pathlib import Path

import pytest

from tests.command import ROOT, Outcome, failure, publisher

SETTINGS = """
[site]
timezone = "Europe/London"
[[sources]]
name = "main"
path = "posts"
[[digests]]
name = "weekly"
[[digests]]
name = "night"
schedule = "daily 01:30,18:00"
timezone = "America/New_York"
[[digests]]
name = "often"
cron = "30 1-2 * * *"
[[digests]]
name = "fortnight"
schedule = "every 2 weeks tue 09:00"
starting = 2026-11-24
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "publisher.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Outcome:
    return publisher("schedule", *arguments, folder=folder, environ={"PYTHONTZPATH": ""})


def test_the_next_slots_stand_under_the_schedule_in_words(folder: Path) -> None:
    # London: at 01:00 UTC on 26 October 2025, 02:00 (+1) becomes 01:00 (+0).
    outcome = run(folder, "often", "--from", "2025-10-25T02:00", "--count", "4")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "often: every day at 01:30 and 02:30, Europe/London",
        "  slot              Europe/London                 UTC",
        "  2025-10-25T02:30  Sat 25 Oct 2025 02:30 +01:00  2025-10-25 01:30",
        "  2025-10-26T01:30  Sun 26 Oct 2025 01:30 +01:00  2025-10-26 00:30  01:30 comes twice: the first",
        "  2025-10-26T02:30  Sun 26 Oct 2025 02:30 +00:00  2025-10-26 02:30",
        "  2025-10-27T01:30  Mon 27 Oct 2025 01:30 +00:00  2025-10-27 01:30",
    ]


def test_a_time_that_the_clocks_skip_is_marked(folder: Path) -> None:
    # London: at 01:00 UTC on 30 March 2025, 01:00 (+0) becomes 02:00 (+1): 01:30 and 02:30 are one moment.
    outcome = run(folder, "often", "--from", "2025-03-30", "--count", "2")
    assert outcome.out.splitlines()[2:] == [
        "  2025-03-30T01:30  Sun 30 Mar 2025 02:30 +01:00  2025-03-30 01:30  the clocks skip 01:30",
        "  2025-03-31T01:30  Mon 31 Mar 2025 01:30 +01:00  2025-03-31 00:30",
    ]


def test_every_digest_is_shown_in_its_own_zone(folder: Path) -> None:
    said = run(folder, "--from", "2026-11-23T14:00Z", "--count", "1").out.split("\n\n")
    assert [block.splitlines()[0] for block in said] == [
        "weekly: every Monday at 09:00, Europe/London",
        "night: every day at 01:30 and 18:00, America/New_York",
        "often: every day at 01:30 and 02:30, Europe/London",
        "fortnight: every 2 weeks on Tuesday at 09:00 (weeks counted from 23 November 2026), Europe/London",
    ]
    assert [block.splitlines()[2].split("  ")[1] for block in said] == [
        "2026-11-30T09:00",
        "2026-11-23T18:00",
        "2026-11-24T01:30",
        "2026-11-24T09:00",
    ]


def test_a_slot_at_the_time_asked_for_is_one_of_them(folder: Path) -> None:
    found = run(folder, "weekly", "--from", "2026-11-23T09:00", "--count", "1", "--json").json
    assert found["digests"][0]["slots"][0]["slot"] == "2026-11-23T09:00"


def test_a_program_gets_keys_moments_and_what_moved(folder: Path) -> None:
    # New York: at 07:00 UTC on 9 March 2025 -5 becomes -4; at 06:00 UTC on 2 November 02:00 (-4) becomes 01:00 (-5).
    found = run(folder, "night", "--from", "2025-11-02", "--count", "2", "--json").json
    assert found == {
        "digests": [
            {
                "name": "night",
                "schedule": "daily 01:30,18:00",
                "cron": "",
                "words": "every day at 01:30 and 18:00",
                "timezone": "America/New_York",
                "slots": [
                    {
                        "slot": "2025-11-02T01:30",
                        "local": "2025-11-02T01:30-04:00",
                        "utc": "2025-11-02T05:30:00Z",
                        "moved": "twice",
                    },
                    {
                        "slot": "2025-11-02T18:00",
                        "local": "2025-11-02T18:00-05:00",
                        "utc": "2025-11-02T23:00:00Z",
                        "moved": "",
                    },
                ],
            }
        ]
    }


def test_five_slots_from_now_on_are_the_default(folder: Path) -> None:
    assert len(run(folder, "weekly").out.splitlines()) == 7


def test_json_says_which_of_the_two_names_the_slots(folder: Path) -> None:
    found = run(folder, "often", "--json").json["digests"][0]
    assert (found["schedule"], found["cron"]) == ("", "30 1-2 * * *")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["weakly"], 'no such digest: weakly (did you mean "weekly"?)', id="no such digest"),
        pytest.param(
            ["--from", "monday"],
            '--from: not a time: monday; write it as "2026-11-02" or "2026-11-02T09:00"',
            id="no time",
        ),
    ],
)
def test_what_cannot_be_shown_is_one_line(folder: Path, arguments: list[str], said: str) -> None:
    assert failure(run(folder, *arguments)) == said


def test_settings_without_a_digest_are_told_how_to_have_one(folder: Path) -> None:
    (folder / "publisher.toml").write_text(SETTINGS[: SETTINGS.index("[[digests]]")], encoding="utf-8")
    assert failure(run(folder)) == (
        "publisher.toml: there is no digest; add [[digests]] with a name and a schedule"
    )


def test_the_example_of_the_readme_is_what_happens(tmp_path: Path) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("    $ publisher schedule "))
    shown = [line[4:] for line in takewhile(str.strip, lines[first:])]
    (tmp_path / "posts").mkdir()
    (tmp_path / "publisher.toml").write_text(
        '[site]\ntimezone = "Europe/Berlin"\n[[sources]]\nname = "main"\npath = "posts"\n'
        '[[digests]]\nname = "night"\nschedule = "daily 02:30"\n'
    )
    assert run(tmp_path, *shown[0].split()[3:]).out.splitlines() == shown[1:]
