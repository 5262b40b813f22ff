"""What commands import: imports are part of every command, so each pays only for its own."""

import json
import subprocess
import sys

import pytest

HEAVY = (
    "alembic",
    "babel",
    "email.message",
    "feedgen",
    "jinja2",
    "lxml",
    "markdown_it",
    "mjml",
    "nh3",
    "pydantic",
    "rich",
    "selectolax",
    "sklearn",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "yaml",
)


def imported(statement: str) -> set[str]:
    """Return which of the heavy modules are there after *statement*, in an interpreter of its own."""
    code = f"import json, sys\n{statement}\njson.dump(sorted(sys.modules), sys.stdout)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    return set(json.loads(done.stdout)) & set(HEAVY)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import publisher.cli", id="the command line"),
        pytest.param(
            "from publisher.cli import cli\nassert cli.list_commands(None)", id="its list of commands"
        ),
    ],
)
def test_the_command_line_itself_imports_nothing_heavy(statement: str) -> None:
    assert imported(statement) == set()


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        pytest.param(
            "publisher.cli.init", ["alembic", "feedgen", "lxml", "mjml", "rich", "starlette"], id="init"
        ),
        pytest.param(
            "publisher.cli.build", ["alembic", "rich", "sklearn", "starlette", "uvicorn"], id="sync and build"
        ),
        pytest.param(
            "publisher.cli.preview",
            [
                "alembic",
                "feedgen",
                "lxml",
                "markdown_it",
                "nh3",
                "selectolax",
                "sklearn",
                "starlette",
                "uvicorn",
            ],
            id="preview",
        ),
        pytest.param(
            "publisher.cli.schedule",
            ["alembic", "feedgen", "lxml", "markdown_it", "nh3", "sklearn", "starlette", "uvicorn"],
            id="schedule",
        ),
        pytest.param(
            "publisher.cli.serve", ["alembic", "feedgen", "lxml", "markdown_it", "sklearn"], id="serve"
        ),
        pytest.param(
            "publisher.cli.catalog", ["alembic", "feedgen", "jinja2", "lxml", "mjml", "sklearn"], id="catalog"
        ),
        pytest.param("publisher.feeds", ["lxml", "feedgen", "sqlalchemy", "jinja2"], id="feeds"),
        pytest.param("publisher.model", HEAVY, id="the model"),
        pytest.param("publisher.schedule", HEAVY, id="the schedule"),
    ],
)
def test_a_command_does_not_import_what_only_others_need(module: str, spared: list[str]) -> None:
    assert imported(f"import {module}") & set(spared) == set()
