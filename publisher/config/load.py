"""A TOML file and the environment in, one frozen value out."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from publisher.config import errors
from publisher.config.checks import settled
from publisher.config.values import Settings
from publisher.errors import SettingsError

DEFAULT_PATHS = (Path("config/publisher.toml"), Path("publisher.toml"))
DURATION = re.compile(r"\s*(\d{1,5})\s*(m|min|h|hours?|d|days?|w|weeks?)\s*", re.IGNORECASE)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
UNFIT = re.compile("[\\x00-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
LONG_TEXTS = ("description", "postal_address", "footer")
DURATION_KEYS = ("max_age", "grace")
# Tables within a table: PUBLISHER_FEEDS_PATHS_RSS.
WITHIN = frozenset({("feeds", "paths"), ("feeds", "podcast"), ("template", "social")})
# Read by the command line and the tests, not values of the settings.
RESERVED_VARIABLES = frozenset({"PUBLISHER_CONFIG", "PUBLISHER_TEST_CLOCK", "PUBLISHER_TESTS_NO_SKIP"})


def find_settings(given: str | None, environ: Mapping[str, str]) -> Path:
    """Return the settings file: as given, else PUBLISHER_CONFIG, else the first default that exists."""
    named = given or environ.get("PUBLISHER_CONFIG")
    if named:
        path = Path(named)
        if path.is_dir():
            path /= "publisher.toml"
        if not path.is_file():
            raise SettingsError(f"{named}: no such settings file")
        return path
    for path in DEFAULT_PATHS:
        if path.is_file():
            return path
    raise SettingsError(
        f"no settings: neither {DEFAULT_PATHS[0]} nor {DEFAULT_PATHS[1]} is here; "
        "name one with --config, or make a folder to start from with: publisher init my-blog"
    )


def load(
    file: Path,
    environ: Mapping[str, str] = os.environ,
    *,
    looks: Collection[str] | None = None,
    need_folders: bool = True,
) -> Settings:
    """Return the settings that *file* and the environment make; SettingsError says what is wrong, and where.

    *looks* are the names that a digest's template may have: any, where they are not known. Without *need_folders*
    those of sources may be missing.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(errors.toml_fault(file, error)) from error
    except (RecursionError, ValueError) as error:  # nested without end, a number of thousands of digits
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
    variables = _apply_environment(values, environ)
    fault = errors.Locator(file=file, text=text, values=values, variables=variables)
    _check_texts(values, (), fault)
    _convert_durations(values, fault)
    _convert_dates(values, fault)
    try:
        settings = Settings.checked(values, file)
    except ValidationError as error:
        raise SettingsError(fault.describe(error, Settings)) from error
    return settled(settings, fault, looks, need_folders=need_folders)


def _apply_environment(values: dict[str, Any], environ: Mapping[str, str]) -> dict[str, str]:
    """Lay PUBLISHER_ variables over *values*; return the variable behind each key they set."""
    used: dict[str, str] = {}
    for variable, found in sorted(environ.items()):
        if not variable.startswith("PUBLISHER_") or variable in RESERVED_VARIABLES:
            continue
        table, key, place = _target(variable, values)
        table[key] = _environment_value(found)
        used[f"{place}.{key}"] = variable
    return used


def _target(variable: str, values: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
    """Return the table and the key that PUBLISHER_SITE_TITLE or PUBLISHER_DIGESTS_WEEKLY_GRACE names."""
    words = variable.removeprefix("PUBLISHER_")
    section, _, rest = words.partition("_")
    section = section.lower()
    if section not in Settings.model_fields or not rest:
        raise SettingsError(f"{variable}: no such setting{errors.nearest(section, Settings.model_fields)}")
    if section not in ("sources", "themes", "digests"):
        table = values.setdefault(section, {})
        inner, _, key = rest.lower().partition("_")
        if (section, inner) in WITHIN and key:
            table = table.setdefault(inner, {}) if isinstance(table, dict) else {}
            return table if isinstance(table, dict) else {}, key, f"{section}.{inner}"
        return table if isinstance(table, dict) else {}, rest.lower(), section
    labels = [
        (label, index, item)
        for index, item in _tables(values, section)
        for label in (re.sub(r"\W", "_", str(item.get("name", ""))).upper(), str(index))
    ]
    # The longest first: a name may begin with another.
    for label, index, item in sorted(labels, key=lambda one: -len(one[0])):
        if label and rest.startswith(label + "_"):
            return item, rest[len(label) + 1 :].lower(), f"{section}.{index}"
    raise SettingsError(f"{variable}: the settings have no [[{section}]] of that name or number")


def _tables(values: dict[str, Any], section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and table of each [[section]]; what is no table is for the validation to say."""
    found = values.get(section)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _environment_value(found: str) -> Any:
    """Return a list where the text is a TOML array, else the text: pydantic reads numbers and booleans from it."""
    if found.lstrip().startswith("["):
        try:
            return tomllib.loads(f"value = {found}")["value"]
        except tomllib.TOMLDecodeError:
            return found
    return found


def _check_texts(found: Any, place: tuple[str | int, ...], fault: errors.Locator) -> None:
    """Refuse characters that no page, feed or header could carry; lines only where text may have several."""
    if isinstance(found, dict):
        for key, value in found.items():
            _check_texts(value, (*place, str(key)), fault)
    elif isinstance(found, list):
        for index, value in enumerate(found):
            _check_texts(value, (*place, index), fault)
    elif isinstance(found, str):
        allowed = "\n\t" if place[-1] in LONG_TEXTS else ""
        if any(UNFIT.match(sign) and sign not in allowed for sign in found):
            raise SettingsError(
                fault.line(place, found, "control characters and line breaks are not allowed")
            )


def _convert_durations(values: dict[str, Any], fault: errors.Locator) -> None:
    for index, digest in _tables(values, "digests"):
        for key in DURATION_KEYS:
            if key in digest:
                digest[key] = _duration(digest[key], fault, ("digests", index, key))
    for section, key in (("feeds", "cache"), ("service", "interval")):
        table = values.get(section)
        if isinstance(table, dict) and key in table:
            table[key] = _duration(table[key], fault, (section, key))


def _convert_dates(values: dict[str, Any], fault: errors.Locator) -> None:
    for index, digest in _tables(values, "digests"):
        if "starting" in digest:
            digest["starting"] = _date(digest["starting"], fault, ("digests", index, "starting"))


def _date(found: object, fault: errors.Locator, place: tuple[str | int, ...]) -> date:
    """Return a date, which a TOML file holds as it is, and a variable as text."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(str(found))
        if str(found) == str(moment.date()):
            return moment.date()
    raise SettingsError(fault.line(place, found, "allowed is a date: 2026-11-23"))


def _duration(found: object, fault: errors.Locator, place: tuple[str | int, ...]) -> timedelta:
    match = DURATION.fullmatch(str(found))
    if not match:
        raise SettingsError(
            fault.line(place, found, 'allowed is a number and a unit: "90m", "36h", "14d", "2w"')
        )
    return timedelta(**{UNITS[match[2][0].lower()]: int(match[1])})
