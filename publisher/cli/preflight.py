"""`publisher check DIGEST`, and what `publisher preview` says of its edition."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from publisher.app import App
from publisher.cli.console import Reporter, print_json
from publisher.cli.preview import preview_of
from publisher.composing import web_url
from publisher.config import Settings
from publisher.preflight import Finding, Level, addresses, as_json, gathered, judge
from publisher.preview import Preview

COLOURS: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "blue"}
# What a shell says of a command that Ctrl-C ended: 128 and the signal's number.
INTERRUPTED = 130


def check_edition(
    app: App,
    digest: str,
    at: str | None,
    note: Path | None,
    *,
    strict: bool,
    as_json: bool,
    links_within: float = 0,
) -> int:
    """Print what is wrong with the edition that would go out; return the exit status.

    With *links_within* seconds, each of its links is asked too.
    """
    made = preview_of(app, digest, at, note=note)
    findings, interrupted = made.findings(app.settings), False
    if links_within:
        found, interrupted = ask_links(made, app.settings, links_within, quiet=as_json)
        findings = gathered((*findings, *found))
    if as_json:
        print_json({**made.report(), **values(findings)})
    else:
        click.echo(made.rendering.subject)
        if made.fitted:
            click.echo(made.fitted)
        say(findings)
    if interrupted:
        return INTERRUPTED
    return 1 if strict and any(finding.level == "error" for finding in findings) else 0


def ask_links(
    made: Preview, settings: Settings, within: float, *, quiet: bool
) -> tuple[tuple[Finding, ...], bool]:
    """Return what is wrong with the links of an edition, by asking each, and whether Ctrl-C ended that."""
    from publisher.links import Limits, ask  # the library that asks is slow to load

    edition = made.edition
    links = addresses(made.message, (web_url(settings, edition.digest.name, edition.number),))
    with Reporter(quiet=quiet) as progress:
        asked = ask((link.url for link in links), progress, Limits(total=within))
    left = sum(answer.outcome == "left" for answer in asked.answers.values())
    if not quiet:
        click.echo(f"{len(links) - left} of {len(links)} links asked", err=True)
    return tuple(judge(links, asked.answers, settings.site.url)), asked.interrupted


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
