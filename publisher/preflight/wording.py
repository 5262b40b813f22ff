"""Words that the site's language lacks: the edition says them in English. Pure; what is said is not judged."""

from collections.abc import Iterator

from publisher.preflight.draft import Draft
from publisher.preflight.findings import Finding

SHOWN = 5


def check_words(draft: Draft) -> Iterator[Finding]:
    """Yield that some of the template's own words are in English, and which."""
    missing = draft.context.missing_words
    if not missing:
        return
    language = draft.context.language
    keys = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN} more" if missing[SHOWN:] else "")
    yield Finding(
        level="warning",
        code="words-in-english",
        place="the template's words",
        reason=f"{len(missing)} of them have no translation into '{language}', and are in English: {keys}",
        remedy="write them in a template of your own: publisher templates copy cards --as mine --all",
    )
