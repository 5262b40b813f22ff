"""Settings: a TOML file and the environment in, one frozen value out; an error names file, line, key and remedy."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from publisher import message, schedule, settings_errors
from publisher.errors import ScheduleError, SettingsError
from publisher.model import Digest, Site, Source, Theme
from publisher.slugs import slugify

DEFAULT_PATHS = (Path("config/publisher.toml"), Path("publisher.toml"))
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
DURATION = re.compile(r"\s*(\d{1,5})\s*(m|min|h|hours?|d|days?|w|weeks?)\s*", re.IGNORECASE)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
UNFIT = re.compile("[\\x00-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
LONG_TEXTS = ("description", "postal_address")
DURATION_KEYS = ("max_age", "grace")
LIMIT_KEYS = ("min_posts", "max_posts", "max_per_section", "max_wait")
# Read by the command line and the tests, not values of the settings.
RESERVED_VARIABLES = frozenset({"PUBLISHER_CONFIG", "PUBLISHER_TESTS_NO_SKIP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Where the catalog is: an SQLAlchemy URL, a relative SQLite path being relative to the settings file."""

    database: str = "sqlite:///data/publisher.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The static site's folder."""

    directory: Path = Path("public")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """What a feed carries: how many of the newest posts, in full or as summaries."""

    entries: Annotated[int, Field(ge=1, le=10_000)] = 50
    content: Literal["full", "summary"] = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What stands on every edition: sender, postal address, and where the links of the footer lead."""

    sender: Annotated[str, Field(alias="from")] = ""
    reply_to: str = ""
    postal_address: str = ""
    unsubscribe_url: str = ""
    preferences_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The server that will accept messages, once editions are mailed."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    security: Literal["none", "starttls", "tls"] = "none"
    username: str = ""
    password_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The two doors: what the public sees, and what only the operator does."""

    address: str = "127.0.0.1:8000"
    operator_address: str = "127.0.0.1:8001"


class Settings(BaseModel):
    """Every setting, checked. Paths are absolute; `file` is where they were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: Site = Site()
    catalog: Catalog = Catalog()
    output: Output = Output()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    feeds: Feeds = Feeds()
    themes: tuple[Theme, ...] = ()
    digests: tuple[Digest, ...] = ()
    mail: Mail = Mail()
    smtp: Smtp = Smtp()
    web: Web = Web()

    _file: Path = Path()

    @property
    def file(self) -> Path:
        """The settings file."""
        return self._file

    @classmethod
    def checked(cls, values: dict[str, Any], file: Path) -> Self:
        """Return the settings of *values*, defaults filled in; raises pydantic's ValidationError."""
        settings = cls.model_validate(values)
        settings._file = file
        return settings


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


def load(file: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that *file* and the environment make; SettingsError says what is wrong, and where."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(settings_errors.toml_fault(file, error)) from error
    except (RecursionError, ValueError) as error:  # nested without end, a number of thousands of digits
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
    variables = _apply_environment(values, environ)
    fault = settings_errors.Locator(file=file, text=text, values=values, variables=variables)
    _check_texts(values, (), fault)
    _convert_durations(values, fault)
    try:
        settings = Settings.checked(values, file)
    except ValidationError as error:
        raise SettingsError(fault.describe(error, Settings)) from error
    return _settled(settings, fault)


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
        raise SettingsError(
            f"{variable}: no such setting{settings_errors.nearest(section, Settings.model_fields)}"
        )
    if section not in ("sources", "themes", "digests"):
        table = values.setdefault(section, {})
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


def _check_texts(found: Any, place: tuple[str | int, ...], fault: settings_errors.Locator) -> None:
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


def _convert_durations(values: dict[str, Any], fault: settings_errors.Locator) -> None:
    for index, digest in _tables(values, "digests"):
        for key in DURATION_KEYS:
            if key in digest:
                digest[key] = _duration(digest[key], fault, ("digests", index, key))


def _duration(found: object, fault: settings_errors.Locator, place: tuple[str | int, ...]) -> timedelta:
    match = DURATION.fullmatch(str(found))
    if not match:
        raise SettingsError(
            fault.line(place, found, 'allowed is a number and a unit: "90m", "36h", "14d", "2w"')
        )
    return timedelta(**{UNITS[match[2][0].lower()]: int(match[1])})


def _settled(settings: Settings, fault: settings_errors.Locator) -> Settings:
    """Return *settings* with paths made absolute and slugs given, after the checks that need more than a type."""
    folder = settings.file.absolute().parent
    _check_zones_and_schedules(settings, fault)
    for section in ("sources", "themes", "digests"):
        _check_names(section, [item.name for item in getattr(settings, section)], fault)
    _check_limits(settings.digests, fault)
    _check_mail(settings.mail, fault)
    sources = tuple(
        replace(source, path=_folder(folder, source, index, fault))
        for index, source in enumerate(settings.sources)
    )
    settled = settings.model_copy(
        update={
            "site": _site(settings, fault),
            "sources": sources,
            "themes": tuple(_with_slugs(settings.themes, fault)),
            "output": Output(directory=_absolute(folder, settings.output.directory)),
            "catalog": Catalog(database=_database(folder, settings.catalog.database)),
        }
    )
    _check_web(settled.web, fault)
    return settled


def _site(settings: Settings, fault: settings_errors.Locator) -> Site:
    site = settings.site
    if not site.title.strip():
        raise SettingsError(fault.line(("site", "title"), site.title, "allowed is a text that is not empty"))
    try:
        parts = urlsplit(site.url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            fault.line(("site", "url"), site.url, 'allowed is an address such as "https://example.org/"')
        )
    url = parts._replace(query="", fragment="", path=parts.path.rstrip("/") + "/").geturl()
    return replace(site, url=url, tag_authority=site.tag_authority or f"{parts.hostname},2000")


def _check_zones_and_schedules(settings: Settings, fault: settings_errors.Locator) -> None:
    zones: list[tuple[tuple[str | int, ...], str]] = [(("site", "timezone"), settings.site.timezone)]
    zones += [(("digests", n, "timezone"), d.timezone) for n, d in enumerate(settings.digests) if d.timezone]
    for place, zone in zones:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingsError(fault.line(place, zone, settings_errors.zone_remedy(zone))) from error
    for n, digest in enumerate(settings.digests):
        try:
            schedule.parse(digest.schedule)
        except ScheduleError as error:
            raise SettingsError(
                fault.line(("digests", n, "schedule"), digest.schedule, str(error))
            ) from error


def _check_names(section: str, names: list[str], fault: settings_errors.Locator) -> None:
    for index, name in enumerate(names):
        if section != "themes" and not NAME.fullmatch(name):
            allowed = "allowed are letters, digits, - and _ (it becomes part of addresses)"
            raise SettingsError(fault.line((section, index, "name"), name, allowed))
        if name in names[:index]:
            raise SettingsError(fault.line((section, index, "name"), name, "each name may stand only once"))


def _with_slugs(themes: tuple[Theme, ...], fault: settings_errors.Locator) -> Iterator[Theme]:
    """Yield *themes*, each with its own slug."""
    given: set[str] = set()
    for index, theme in enumerate(themes):
        slug = theme.slug or slugify(theme.name)
        if slug != slugify(slug):
            allowed = f'allowed is a slug such as "{slugify(slug)}"'
            raise SettingsError(fault.line(("themes", index, "slug"), slug, allowed))
        if slug in given:
            raise SettingsError(fault.line(("themes", index, "slug"), slug, "each slug may stand only once"))
        given.add(slug)
        yield replace(theme, slug=slug)


def _check_limits(digests: tuple[Digest, ...], fault: settings_errors.Locator) -> None:
    for index, digest in enumerate(digests):
        for key in LIMIT_KEYS:
            if getattr(digest, key) < 0:
                place = ("digests", index, key)
                raise SettingsError(fault.line(place, getattr(digest, key), "allowed is 0 or more"))


def _check_mail(mail: Mail, fault: settings_errors.Locator) -> None:
    for key, text in (("from", mail.sender), ("reply_to", mail.reply_to)):
        try:
            message.address(text or "nobody@localhost")
        except ValueError as error:
            allowed = 'allowed is an address such as "Name <name@example.org>"'
            raise SettingsError(fault.line(("mail", key), text, allowed)) from error


def _folder(folder: Path, source: Source, index: int, fault: settings_errors.Locator) -> Path:
    path = _absolute(folder, source.path)
    if not os.path.isdir(path):  # noqa: PTH112 - a Path raises where a name is too long
        what = "a file" if os.path.exists(path) else "missing"  # noqa: PTH110
        remedy = f"allowed is a folder that exists ({path} is {what})"
        raise SettingsError(fault.line(("sources", index, "path"), str(source.path), remedy))
    return path


def _absolute(folder: Path, path: Path) -> Path:
    with suppress(RuntimeError):  # ~name, and nobody has that name: the folder is then missing
        path = path.expanduser()
    return Path(os.path.normpath(folder / path))


def _database(folder: Path, url: str) -> str:
    """Return *url* with a relative SQLite path made absolute."""
    prefix, found, path = url.partition("sqlite:///")
    return f"sqlite:///{_absolute(folder, Path(path))}" if found and not prefix else url


def _check_web(web: Web, fault: settings_errors.Locator) -> None:
    for key, address in (("address", web.address), ("operator_address", web.operator_address)):
        host, _, port = address.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or not 0 <= int(port) <= 65535:
            raise SettingsError(
                fault.line(("web", key), address, 'allowed is HOST:PORT, as "127.0.0.1:8000"')
            )
    host = web.operator_address.rpartition(":")[0].strip("[]")
    if host != "localhost" and not _is_loopback(host):
        allowed = "allowed is a loopback address: the operator's pages have no password (use an SSH tunnel)"
        raise SettingsError(fault.line(("web", "operator_address"), web.operator_address, allowed))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
