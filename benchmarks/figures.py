"""What a benchmark finds: a figure of ours beside the others', and whether the aim is met."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

MIB = 1024 * 1024
SCALES = {"s": (1.0, 2), "ms": (1000.0, 0), "MB": (1 / MIB, 0), "": (1.0, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """At most `bound`; times what the tool `of` needs, where that is not ""."""

    bound: float
    of: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured quantity: seconds (shown in "s" or "ms"), bytes ("MB") or a plain number ("")."""

    name: str
    unit: str
    ours: float
    others: Mapping[str, float] = field(default_factory=dict)
    aim: Aim | None = None

    @property
    def limit(self) -> float | None:
        """What ours may be at most, in its own unit; None without an aim."""
        if self.aim is None:
            return None
        return self.aim.bound * (self.others[self.aim.of] if self.aim.of else 1.0)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.aim is None or self.limit is None:
            return None
        return self.ours < self.limit if self.aim.strict else self.ours <= self.limit

    @property
    def ratios(self) -> dict[str, float]:
        """Ours divided by theirs, by tool."""
        return {tool: self.ours / value for tool, value in self.others.items() if value}


def as_json(figure: Figure) -> dict[str, object]:
    """Return *figure* as plain values, in seconds and bytes."""
    return asdict(figure) | {"ratios": figure.ratios, "limit": figure.limit, "met": figure.met}


def table(figures: Sequence[Figure], tools: Sequence[str]) -> str:
    """Return *figures* as lines of aligned columns, a line a figure."""
    head = [
        "",
        "ours",
        *(tool.capitalize() for tool in tools),
        *(f"ours/{tool.capitalize()}" for tool in tools),
    ]
    rows = [[*head, "aim", ""], *(_row(figure, tools) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure, tools: Sequence[str]) -> list[str]:
    values = [_shown(figure.others.get(tool), figure.unit) for tool in tools]
    ratios = [f"{figure.ratios[tool]:.2f}" if tool in figure.ratios else "-" for tool in tools]
    return [figure.name, _shown(figure.ours, figure.unit), *values, *ratios, _aim(figure), verdict(figure)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.ljust(width) if i in (0, len(row) - 2, len(row) - 1) else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    scale, digits = SCALES[unit]
    return f"{value * scale:,.{digits}f} {unit}".rstrip()


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return ""
    sign = "<" if figure.aim.strict else "<="
    if figure.aim.of:
        return f"{sign} {figure.aim.bound:g} x {figure.aim.of.capitalize()}"
    return f"{sign} {_shown(figure.aim.bound, figure.unit)}"


def verdict(figure: Figure) -> str:
    """Return "met", or by how much of the limit it is missed; "" without an aim."""
    if figure.met is None or figure.limit is None:
        return ""
    return "met" if figure.met else f"missed by {100 * (figure.ours / figure.limit - 1):.0f} %"
