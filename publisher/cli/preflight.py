"""`publisher check DIGEST`, and what `publisher preview` says of its edition."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from publisher.app import App
from publisher.cli.console import print_json
from publisher.cli.preview import preview_of
from publisher.preflight import Finding, Level, as_json

COLOURS: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "blue"}


def check_edition(
    app: App, digest: str, at: str | None, note: Path | None, *, strict: bool, as_json: bool
) -> int:
    """Print what is wrong with the edition that would go out; return the exit status."""
    made = preview_of(app, digest, at, note=note)
    findings = made.findings(app.settings)
    if as_json:
        print_json({**made.report(), **values(findings)})
    else:
        click.echo(made.rendering.subject)
        if made.fitted:
            click.echo(made.fitted)
        say(findings)
    return 1 if strict and any(finding.level == "error" for finding in findings) else 0


def values(findings: Sequence[Finding]) -> dict[str, object]:
    """Return the findings for machines."""
    counts = Counter(finding.level for finding in findings)
    return {"counts": {level: counts[level] for level in COLOURS}, "findings": as_json(findings)}


def say(findings: Sequence[Finding]) -> None:
    """Print errors and warnings: level, place, why, and what to do; how many notes there are besides."""
    notes = sum(finding.level == "note" for finding in findings)
    for finding in findings:
        if finding.level == "note":
            continue
        level = click.style(finding.level, fg=COLOURS[finding.level])
        click.echo(f"{level}: {finding.place}: {finding.reason}")
        click.echo(f"  {finding.remedy}")
    if notes == len(findings):
        click.echo("nothing stands against sending it")
    if notes:
        click.echo(f"{notes} {'note' if notes == 1 else 'notes'}: --json has them")
