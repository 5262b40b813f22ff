"""The README's session is what happens, line for line."""

import re
from pathlib import Path

from tests.command import publisher

README = Path(__file__).resolve().parents[1] / "README.md"
SESSION = re.compile(r"(?:^    .*\n)+", re.MULTILINE)


def session() -> list[str]:
    """Return the lines of the first block of the README that has prompts."""
    blocks: list[str] = SESSION.findall(README.read_text(encoding="utf-8"))
    return [line[4:] for line in next(block for block in blocks if "    $ " in block).splitlines()]


def test_the_session_is_short_and_prints_what_it_says(tmp_path: Path) -> None:
    lines = session()
    assert len(lines) <= 15
    folder, printed = tmp_path, list[str]()
    for line in lines:
        if not line.startswith("$ "):
            continue
        program, *words = line[2:].split()
        printed.append(line)
        if program == "cd":
            folder /= words[0]
        if program == "publisher":
            printed += publisher(*words, folder=folder).out.splitlines()
    assert [re.sub(r"\d+\.\d s", "N s", line) for line in printed] == [
        re.sub(r"\d+\.\d s", "N s", line) for line in lines
    ]
    assert (folder / printed[-1].removeprefix("open ")).is_file()
