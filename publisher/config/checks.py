"""What no type can say of settings: names, zones, schedules, addresses; paths made absolute, slugs given."""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from publisher import message, schedule
from publisher.config import errors
from publisher.config.feeds import check_feeds, is_web_address, with_pictures
from publisher.config.podcast import with_podcast
from publisher.config.values import Catalog, Mail, Output, Settings, Web
from publisher.errors import ScheduleError, SettingsError
from publisher.model import Digest, Look, Site, Source, Theme
from publisher.slugs import NAME, slugify
from publisher.themes.tags import Tags

LIMIT_KEYS = ("min_posts", "max_posts", "min_per_section", "max_per_section", "max_wait")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Families as CSS has them, and nothing that would end the declaration.
FONT = re.compile(r"""[\w\s.,'"-]+""")
LOGO_SIZES = {"logo_width": range(40, 301), "logo_height": range(301)}


def settled(
    settings: Settings,
    fault: errors.Locator,
    looks: Collection[str] | None = None,
    *,
    need_folders: bool = True,
) -> Settings:
    """Return *settings* with paths made absolute and slugs given, after the checks that need more than a type.

    Without *need_folders* those of sources may be missing.
    """
    folder = settings.file.absolute().parent
    _check_zones(settings, fault)
    _check_schedules(settings.digests, fault)
    for section in ("sources", "themes", "digests"):
        _check_names(section, [item.name for item in getattr(settings, section)], fault)
    _check_limits(settings.digests, fault)
    _check_templates(settings.digests, looks, fault)
    _check_mail(settings.mail, fault)
    check_feeds(settings.feeds, fault)
    sources = tuple(
        replace(source, path=_folder(folder, source, index, fault, needed=need_folders))
        for index, source in enumerate(settings.sources)
    )
    site = _site(settings, fault)
    absolute = settings.model_copy(
        update={
            "site": site,
            "template": _look(settings.template, site, fault),
            "feeds": with_podcast(settings.feeds, settings.site.url, fault),
            "sources": sources,
            "themes": _themes(settings.themes, fault),
            "output": Output(directory=_absolute(folder, settings.output.directory)),
            "catalog": Catalog(database=_database(folder, settings.catalog.database)),
        }
    )
    _check_web(absolute.web, fault)
    if not absolute.service.interval:
        raise SettingsError(fault.line(("service", "interval"), "0m", 'allowed is "1m" or more'))
    return absolute


def _site(settings: Settings, fault: errors.Locator) -> Site:
    site = settings.site
    if not site.title.strip():
        raise SettingsError(fault.line(("site", "title"), site.title, "allowed is a text that is not empty"))
    if not is_web_address(site.url):
        raise SettingsError(
            fault.line(("site", "url"), site.url, 'allowed is an address such as "https://example.org/"')
        )
    parts = urlsplit(site.url)
    url = parts._replace(query="", fragment="", path=parts.path.rstrip("/") + "/").geturl()
    settled_site = replace(site, url=url, tag_authority=site.tag_authority or f"{parts.hostname},2000")
    return with_pictures(settled_site, fault)


def _check_zones(settings: Settings, fault: errors.Locator) -> None:
    zones: list[tuple[tuple[str | int, ...], str]] = [(("site", "timezone"), settings.site.timezone)]
    zones += [(("digests", n, "timezone"), d.timezone) for n, d in enumerate(settings.digests) if d.timezone]
    for place, zone in zones:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingsError(fault.line(place, zone, errors.zone_remedy(zone))) from error


def _check_schedules(digests: tuple[Digest, ...], fault: errors.Locator) -> None:
    for n, digest in enumerate(digests):
        key, text = ("cron", digest.cron) if digest.cron else ("schedule", digest.schedule)
        if digest.cron and "schedule" in fault.values["digests"][n]:
            other = f'the digest has schedule = "{digest.schedule}" too: keep one of the two'
            raise SettingsError(fault.line(("digests", n, "cron"), text, other))
        try:
            schedule.of(replace(digest, starting=None))
            key, text = "starting", str(digest.starting)
            schedule.of(digest)
        except ScheduleError as error:
            raise SettingsError(fault.line(("digests", n, key), text, str(error))) from error


def _check_names(section: str, names: list[str], fault: errors.Locator) -> None:
    for index, name in enumerate(names):
        if section != "themes" and not NAME.fullmatch(name):
            allowed = "allowed are letters, digits, - and _ (it becomes part of addresses)"
            raise SettingsError(fault.line((section, index, "name"), name, allowed))
        if name in names[:index]:
            raise SettingsError(fault.line((section, index, "name"), name, "each name may stand only once"))


def _themes(themes: tuple[Theme, ...], fault: errors.Locator) -> tuple[Theme, ...]:
    """Return *themes* with their slugs, after a look at whether their tags lead where they say."""
    settled_themes = tuple(_with_slugs(themes, fault))
    tags = Tags(settled_themes)
    for index, theme in enumerate(settled_themes):
        for key, names in (("name", (theme.name,)), ("tags", theme.tags)):
            for name in names:
                if tags.find(name) != theme.slug:
                    other = f"it names the theme {tags.find(name)} already: a tag can lead to one only"
                    raise SettingsError(fault.line(("themes", index, key), name, other))
    return settled_themes


def _with_slugs(themes: tuple[Theme, ...], fault: errors.Locator) -> Iterator[Theme]:
    """Yield *themes*, each with its own slug."""
    given: set[str] = set()
    for index, theme in enumerate(themes):
        if not theme.name.strip():
            allowed = "allowed is a text that is not empty"
            raise SettingsError(fault.line(("themes", index, "name"), theme.name, allowed))
        slug = theme.slug or slugify(theme.name)
        if slug != slugify(slug):
            allowed = f'allowed is a slug such as "{slugify(slug)}"'
            raise SettingsError(fault.line(("themes", index, "slug"), slug, allowed))
        if slug in given:
            raise SettingsError(fault.line(("themes", index, "slug"), slug, "each slug may stand only once"))
        given.add(slug)
        if theme.order < 0:
            raise SettingsError(fault.line(("themes", index, "order"), theme.order, "allowed is 0 or more"))
        if theme.color and not COLOR.fullmatch(theme.color):
            allowed = 'allowed is a colour such as "#1a7f5a"'
            raise SettingsError(fault.line(("themes", index, "color"), theme.color, allowed))
        yield replace(theme, slug=slug)


def _look(look: Look, site: Site, fault: errors.Locator) -> Look:
    """Return *look* with its addresses absolute, after checking what it is made of."""
    for key in ("color", "background"):
        if not COLOR.fullmatch(getattr(look, key)):
            allowed = 'allowed is a colour such as "#1a7f5a"'
            raise SettingsError(fault.line(("template", key), getattr(look, key), allowed))
    for key, sizes in LOGO_SIZES.items():
        if getattr(look, key) not in sizes:
            allowed = f"allowed are {sizes[0]} to {sizes[-1]} pixels"
            raise SettingsError(fault.line(("template", key), getattr(look, key), allowed))
    if not FONT.fullmatch(look.font):
        allowed = 'allowed is "system", "serif" or families such as "Inter, Arial, sans-serif"'
        raise SettingsError(fault.line(("template", "font"), look.font, allowed))
    for name, url in look.social.items():
        if not is_web_address(url):
            allowed = 'allowed is an address such as "https://social.example.org/@name"'
            raise SettingsError(fault.line(("template", "social", name), url, allowed))
    return replace(
        look,
        logo=_on_site(site, "logo", look.logo, fault),
        logo_dark=_on_site(site, "logo_dark", look.logo_dark, fault),
        web_font=_on_site(site, "web_font", look.web_font, fault),
    )


def _on_site(site: Site, key: str, address: str, fault: errors.Locator) -> str:
    """Return the absolute address of one that may be relative to the site, "" for none."""
    if not address:
        return ""
    url = ""
    with suppress(ValueError):
        url = urljoin(site.url, address)
    if not is_web_address(url):
        allowed = f'allowed is an address, or a path on the site such as "/{key}"'
        raise SettingsError(fault.line(("template", key), address, allowed))
    return url


def _check_limits(digests: tuple[Digest, ...], fault: errors.Locator) -> None:
    for index, digest in enumerate(digests):
        for key in LIMIT_KEYS:
            if getattr(digest, key) < 0:
                place = ("digests", index, key)
                raise SettingsError(fault.line(place, getattr(digest, key), "allowed is 0 or more"))


def _check_templates(
    digests: tuple[Digest, ...], looks: Collection[str] | None, fault: errors.Locator
) -> None:
    for index, digest in enumerate(digests):
        if looks is not None and digest.template not in looks:
            there = f"allowed is a folder of templates/digest/: {', '.join(looks)}"
            hint = (
                errors.nearest(digest.template, looks)
                or "; publisher templates copy cards --as NEW makes one"
            )
            raise SettingsError(fault.line(("digests", index, "template"), digest.template, there + hint))


def _check_mail(mail: Mail, fault: errors.Locator) -> None:
    for key, text in (("from", mail.sender), ("reply_to", mail.reply_to)):
        try:
            message.address(text or "nobody@localhost")
        except ValueError as error:
            allowed = 'allowed is an address such as "Name <name@example.org>"'
            raise SettingsError(fault.line(("mail", key), text, allowed)) from error


def _folder(folder: Path, source: Source, index: int, fault: errors.Locator, *, needed: bool) -> Path:
    path = _absolute(folder, source.path)
    exists = os.path.exists(path)  # noqa: PTH110 - a Path raises where a name is too long
    if not os.path.isdir(path) and (exists or needed):  # noqa: PTH112
        what = "a file" if exists else "missing"
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


def _check_web(web: Web, fault: errors.Locator) -> None:
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
