"""The unit for systemd, judged by systemd's own tools."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.blog import Blog
from tests.command import Outcome, environment, failure, publisher
from tests.servers import missing

# What systemd-analyze calls it: 0 is none at all.
MOST_EXPOSED = 2.5
USER = "daemon"


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Return what systemd-analyze does; skip the test where it is not installed."""
    command = shutil.which("systemd-analyze") or missing("systemd")
    return subprocess.run([command, *arguments], capture_output=True, encoding="utf-8", check=False)


def unit(blog: Blog, *arguments: str) -> Outcome:
    return publisher("service", "systemd", "--user", USER, *arguments, folder=blog.folder)


def lines(outcome: Outcome) -> list[str]:
    assert outcome.status == 0, outcome.err
    return outcome.out.splitlines()


@pytest.fixture
def built(blog: Blog) -> Blog:
    blog.write("a.md")
    blog.build()
    return blog


@pytest.mark.parametrize(
    "arguments", [pytest.param((), id="with the web"), pytest.param(("--no-web",), id="without")]
)
def test_systemd_finds_nothing_wrong_with_it(built: Blog, arguments: tuple[str, ...]) -> None:
    file = built.folder / "publisher.service"
    outcome = unit(built, *arguments)
    file.write_text(outcome.out, encoding="utf-8")
    assert outcome.err == ""
    done = analyze("verify", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_is_little_exposed(built: Blog) -> None:
    file = built.folder / "publisher.service"
    file.write_text(unit(built).out, encoding="utf-8")
    done = analyze("security", "--offline=true", "--no-pager", str(file))
    found = re.search(r"Overall exposure level for publisher\.service: ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) < MOST_EXPOSED, done.stdout
    assert (
        analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(file)).returncode
        == 0
    )


def test_it_names_this_program_these_settings_and_the_folders_that_are_written_to(built: Blog) -> None:
    found = lines(unit(built, "--name", "blog"))
    (command,) = (line for line in found if line.startswith("ExecStart="))
    program = command.removeprefix("ExecStart=").split()[0]
    assert os.access(program, os.X_OK)
    assert command.endswith(f"--config {built.folder}/publisher.toml run")
    assert f"User={USER}" in found
    writable = [line for line in found if line.startswith("ReadWritePaths=")]
    assert writable == [f"ReadWritePaths={built.folder}/data", f"ReadWritePaths={built.folder}/public"]
    assert {"Type=notify", "WatchdogSec=60", "Restart=on-failure", "RestartPreventExitStatus=2"} <= set(found)
    assert "#   sudo systemctl enable --now blog" in found


def test_its_command_is_one_that_runs(built: Blog) -> None:
    (command,) = (line for line in lines(unit(built)) if line.startswith("ExecStart="))
    words = [*command.removeprefix("ExecStart=").split(), "--help"]
    done = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "SIGHUP" in done.stdout) == (0, True), done.stderr


def test_a_folder_with_spaces_and_signs_is_quoted(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "my 100% blog; $HOME")
    blog.write("a.md")
    blog.build()
    outcome = unit(blog)
    file = tmp_path / "publisher.service"
    file.write_text(outcome.out, encoding="utf-8")
    done = analyze("verify", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert f'--config "{tmp_path}/my 100%% blog; $$HOME/publisher.toml" run' in outcome.out


def test_with_postgresql_it_waits_for_that_and_writes_no_data(built: Blog) -> None:
    built.database = "postgresql://me@127.0.0.1/blog"
    built.configure()
    found = lines(unit(built))
    assert "After=network-online.target postgresql.service" in found
    assert [line for line in found if line.startswith("ReadWritePaths=")] == [
        f"ReadWritePaths={built.public}"
    ]


def test_a_folder_that_is_not_there_yet_is_said(blog: Blog) -> None:
    said = unit(blog).err.splitlines()
    assert [line.partition(": ")[2] for line in said] == [
        f"{blog.folder}/{name}: is not there yet, and systemd wants it: run publisher build before it starts"
        for name in ("data", "public")
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of root")
def test_it_does_not_run_as_root(blog: Blog) -> None:
    said = failure(publisher("service", "systemd", folder=blog.folder))
    assert said.startswith("publisher.toml: belongs to root, and the service should not run as root: ")
    os.chown(blog.config, 1, 1)
    assert f"User={USER}" in lines(publisher("service", "systemd", folder=blog.folder))


def test_a_name_that_is_none_is_refused(blog: Blog) -> None:
    assert failure(unit(blog, "--name", "../x")) == "--name: ../x: allowed are letters, digits, dots, - and _"


def test_one_may_write_it_otherwise(built: Blog) -> None:
    own = built.folder / "templates/hosting"
    own.mkdir(parents=True)
    (own / "publisher.service").write_text("[Service]\nExecStart={{ command }}\n")
    assert len(lines(unit(built))) == 2
