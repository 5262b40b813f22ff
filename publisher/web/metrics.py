"""How it all stands in numbers, as Prometheus reads them (its text format, and OpenMetrics), named by its conventions.

They are read from the catalog when they are asked for: nothing is counted in the process, so that several processes on
one catalog say the same, and a restart sets nothing to zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from sqlalchemy import Connection

import publisher
from publisher.catalog import editions
from publisher.config import Settings
from publisher.records import SlotOutcome, Status
from publisher.status import DigestStatus, status_of
from publisher.status import Status as Standing

Samples = Iterable[tuple[tuple[str, ...], float | datetime | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the catalog says at one moment."""

    status: Standing
    editions: Mapping[tuple[str, Status], int]
    slots: Mapping[tuple[str, SlotOutcome], int]


def read_numbers(settings: Settings, connection: Connection, now: datetime) -> Numbers:
    """Return the numbers at *now*."""
    return Numbers(
        status=status_of(settings, connection, now),
        editions=editions.by_status(connection),
        slots=editions.by_outcome(connection),
    )


def exposed(numbers: Numbers | None, accept: str) -> tuple[bytes, str]:
    """Return *numbers*, None where the catalog does not answer, in the form that *accept* asks for, and its type."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collector(numbers))
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


class _Collector:
    """Gives a registry the families of one answer."""

    def __init__(self, numbers: Numbers | None) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        version = ((publisher.__version__,), 1)
        yield _gauge("build_info", "The version of the program that answers.", [version], "version")
        up = self._numbers is not None
        yield _one("catalog_up", "Whether the catalog answered (1) or not (0).", up)
        if self._numbers:
            yield from _whole(self._numbers.status)
            yield from _digests(self._numbers.status.digests)
            yield from _counts(self._numbers)
            yield from _jobs(self._numbers.status)


def _whole(found: Standing) -> Iterator[Metric]:
    began = min((one.started for one in found.processes), default=None)
    yield _one("service_up", "Whether a process of the service runs (1) or not (0).", bool(found.processes))
    yield _one("service_processes", "How many processes of the service run.", len(found.processes))
    yield _one("service_start_time_seconds", "When the oldest of them began, as Unix time.", began)
    yield _one("catalog_size_bytes", "How much room the catalog takes.", found.size)
    yield _one("posts", "How many posts everybody may see.", found.posts)
    yield _one("newest_post_timestamp_seconds", "When the newest was published.", found.newest_post)
    yield _one("site_built_timestamp_seconds", "When the site was last built.", found.built)
    yield _one("feeds_changed_timestamp_seconds", "When a feed last changed.", found.changed)


def _digests(found: tuple[DigestStatus, ...]) -> Iterator[Metric]:
    def each(name: str, help_: str, values: Iterable[float | datetime | None]) -> Metric:
        named = zip(found, values, strict=True)
        return _gauge(f"digest_{name}", help_, (((one.name,), value) for one, value in named), "digest")

    last = (one.last.at if one.last else None for one in found)
    yield each("last_slot_timestamp_seconds", "The slot that was considered last.", last)
    issued = (one.issued.at if one.issued else None for one in found)
    yield each("last_edition_timestamp_seconds", "The slot of the newest edition.", issued)
    yield each("next_slot_timestamp_seconds", "The next slot.", (one.next.at for one in found))
    overdue = (one.overdue for one in found)
    yield each("overdue_slots", "How many slots came due and were not considered yet.", overdue)
    waiting = (one.waiting for one in found)
    yield each("waiting_posts", "How many posts would be in the next edition were it now.", waiting)


def _counts(numbers: Numbers) -> Iterator[Metric]:
    names = [one.name for one in numbers.status.digests]
    statuses = dict.fromkeys(((name, status) for name in names for status in get_args(Status)), 0)
    yield _gauge(
        "editions",
        "How many editions there are, by status; draft is what waits for approval.",
        {**statuses, **numbers.editions}.items(),
        "digest",
        "status",
    )
    outcomes = dict.fromkeys(((name, outcome) for name in names for outcome in get_args(SlotOutcome)), 0)
    slots = CounterMetricFamily(
        "publisher_slots",
        "How many slots were considered, by what became of them; coalesced and late are those that were missed.",
        labels=("digest", "outcome"),
    )
    for labels, count in {**outcomes, **numbers.slots}.items():
        slots.add_metric(labels, count)
    yield slots


def _jobs(found: Standing) -> Iterator[Metric]:
    def each(name: str, help_: str, values: Iterable[float | datetime | None]) -> Metric:
        named = zip(found.jobs, values, strict=True)
        return _gauge(f"job_{name}", help_, (((job.name,), value) for job, value in named), "job_name")

    failures = (job.failures for job in found.jobs)
    yield each("failures_since_success", "How often the job failed since it last succeeded.", failures)
    succeeded = (job.succeeded for job in found.jobs)
    yield each("last_success_timestamp_seconds", "When it last succeeded.", succeeded)
    failed = (job.failed for job in found.jobs)
    yield each("last_failure_timestamp_seconds", "When it last failed.", failed)
    seconds = (job.seconds if job.succeeded else None for job in found.jobs)
    yield each("last_success_duration_seconds", "How long it took when it last succeeded.", seconds)


def _one(name: str, help_: str, value: float | datetime | None) -> Metric:
    return _gauge(name, help_, [((), value)])


def _gauge(name: str, help_: str, samples: Samples, *labels: str) -> Metric:
    """Return a family of these samples; one that has no value is left out."""
    family = GaugeMetricFamily(f"publisher_{name}", help_, labels=labels)
    for values, value in samples:
        if value is not None:
            number = value.timestamp() if isinstance(value, datetime) else value
            family.add_metric(values, float(number))
    return family
