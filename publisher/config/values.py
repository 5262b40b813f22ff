"""Every setting: its name, its type, its default. What is more than a type is in publisher.config.checks."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from publisher.model import Digest, Look, Podcast, Site, Source, Theme


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
    """What a feed carries, and where it is. `max_kilobytes` is in units of 1,024 bytes, 0 for no limit."""

    entries: Annotated[int, Field(ge=1, le=10_000)] = 50
    content: Literal["full", "summary"] = "full"
    archive_entries: Annotated[int, Field(ge=1, le=10_000)] = 50
    max_kilobytes: Annotated[int, Field(ge=0)] = 512
    tags: bool = False
    hub: str = ""
    ping: Literal["command", "build"] = "command"
    cache: timedelta = timedelta(hours=1)
    paths: dict[str, str] = field(default_factory=dict)
    podcast: Podcast | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """When the service builds: at an interval, and when a file of a source was saved."""

    interval: timedelta = timedelta(minutes=10)
    watch: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """How sure one must be of a theme: of the posts put under one, this share should be put there rightly."""

    accuracy: Annotated[float, Field(ge=0.0, le=1.0)] = 0.8


class Settings(BaseModel):
    """Every setting, checked. Paths are absolute; `file` is where they were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: Site = Site()
    catalog: Catalog = Catalog()
    output: Output = Output()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    feeds: Feeds = Feeds()
    themes: tuple[Theme, ...] = ()
    classifier: Classifier = Classifier()
    digests: tuple[Digest, ...] = ()
    template: Look = Look()
    mail: Mail = Mail()
    smtp: Smtp = Smtp()
    web: Web = Web()
    service: Service = Service()

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
