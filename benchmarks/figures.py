"""What a benchmark finds: a figure of ours beside the others', and whether the aim is met."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

MIB = 1024 * 1024
# What is part of done may be missed by so much: another draw of the folds gives as much.
SLACK = 0.01
SCALES = {"s": (1.0, 2), "ms": (1000.0, 0), "MB": (1 / MIB, 0), "%": (100.0, 0), "": (1.0, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """At most `bound`; times what the tool `of` needs, where that is not ""."""

    bound: float
    of: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured quantity: seconds (shown in "s" or "ms"), bytes ("MB"), a share ("%") or a plain number ("")."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share, from 0 to 1, of which more is better: ours beside what plain tools reach, `least` and `aim`."""

    name: str
    ours: float
    others: Mapping[str, float]
    least: float
    aim: float

    @property
    def met(self) -> bool:
        """Whether it is what is asked for at least."""
        return self.ours >= self.least - SLACK

    @property
    def verdict(self) -> str:
        """What it reaches: the aim, what is asked for at least, or neither."""
        if self.ours >= self.aim:
            return "aim met"
        return "met" if self.met else f"missed by {self.least - self.ours:.3f}"


def as_json(figure: Figure | Share) -> dict[str, object]:
    """Return *figure* as plain values, in seconds and bytes."""
    if isinstance(figure, Share):
        return asdict(figure) | {"met": figure.met}
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
    return _aligned(rows, left=(0, len(rows[0]) - 2, len(rows[0]) - 1))


def share_table(shares: Sequence[Share]) -> str:
    """Return *shares* as lines of aligned columns, a line each; a column for each tool that any is compared with."""
    tools = [*dict.fromkeys(tool for share in shares for tool in share.others)]
    rows = [["", "ours", *tools, "at least", "aim", ""]]
    for share in shares:
        found = [f"{share.others[tool]:.3f}" if tool in share.others else "-" for tool in tools]
        bounds = [f"{share.least:.2f}", f"{share.aim:.2f}"]
        rows.append([share.name, f"{share.ours:.3f}", *found, *bounds, share.verdict])
    return _aligned(rows, left=(0, len(rows[0]) - 1))


def _row(figure: Figure, tools: Sequence[str]) -> list[str]:
    values = [_shown(figure.others.get(tool), figure.unit) for tool in tools]
    ratios = [f"{figure.ratios[tool]:.2f}" if tool in figure.ratios else "-" for tool in tools]
    return [figure.name, _shown(figure.ours, figure.unit), *values, *ratios, _aim(figure), verdict(figure)]


def _aligned(rows: Sequence[Sequence[str]], *, left: Sequence[int]) -> str:
    """Return *rows* with cells of the columns *left* to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


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
