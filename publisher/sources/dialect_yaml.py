"""YAML front matter. Every scalar stays the text that was written: no timestamps, no `no` become false."""

import re

import yaml

from publisher.sources.characters import storable, with_whole_characters
from publisher.sources.table import Remark, Table, Value, key_of

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset({"~", "null", "Null", "NULL"})

# libyaml composes by recursion in C: without a bound a row of brackets would end the process.
_DEEPEST = 200
_ROW_OF_MARKS = re.compile(rf"(?:[-?:][ \t]+){{{_DEEPEST}}}")

# Characters in two halves, as JSON escapes them, are mended a text at a time, after libyaml has refused it.
_HALF = "found invalid Unicode character escape code"
_DOUBLE_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_MOST_WITH_HALVES = 50


class NotPlainError(ValueError):
    """A mapping whose keys are not text, or that holds itself."""


def parse(block: str, line: int) -> Table | Remark | None:
    """Return the mapping in *block*, whose first line is *line* of the file.

    None where it is something else than a mapping; a Remark where it is not YAML.
    """
    try:
        node = compose(block)
        if node is None:
            return Table(values={}, lines={})
        return table(node, line) if isinstance(node, yaml.MappingNode) else None
    except yaml.YAMLError as error:
        return _remark(error, line)
    except (NotPlainError, RecursionError) as error:
        return Remark(line=line, reason=f"front matter is not plain YAML: {error}")


def compose(block: str) -> yaml.Node | None:
    """Return the node that *block* is. Raises yaml.YAMLError and NotPlainError."""
    if block.count("[") + block.count("{") > _DEEPEST or _ROW_OF_MARKS.search(block):
        raise NotPlainError("nested too deeply")
    for _ in range(_MOST_WITH_HALVES):
        try:
            return yaml.compose(block, _LOADER)
        except yaml.MarkedYAMLError as error:
            mended = _with_whole_characters(block, error)
            if mended == block:
                raise
            block = mended
    return yaml.compose(block, _LOADER)


def _with_whole_characters(block: str, error: yaml.MarkedYAMLError) -> str:
    """Return *block* with the text in double quotes mended whose characters in two halves are the *error*."""
    begun = error.context_mark if error.problem == _HALF else None
    quoted = _DOUBLE_QUOTED.match(block, begun.index) if begun else None
    if quoted is None:
        return block
    return block[: quoted.start()] + with_whole_characters(quoted[0]) + block[quoted.end() :]


def table(node: yaml.MappingNode, line: int) -> Table:
    """Return *node* as a table, the last of keys given twice, with a remark. Raises NotPlainError."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    remarks: list[Remark] = []
    for key_node, value_node in node.value:
        name = _name(key_node)
        key, at = key_of(name), line + key_node.start_mark.line
        if key in values:
            remarks.append(Remark(line=at, reason=f"`{name}` is set twice: the last one counts"))
        values[key] = _value(value_node, 0)
        lines[key] = at
    return Table(values=values, lines=lines, remarks=tuple(remarks))


def _name(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise NotPlainError("a key that is not text")
    return _text(node)


def _text(node: yaml.ScalarNode) -> str:
    """Return what a scalar says; in double quotes escapes may have put anything into it."""
    return storable(str(node.value)) if node.style == '"' else str(node.value)


def _value(node: yaml.Node, depth: int) -> Value:
    if isinstance(node, yaml.ScalarNode):
        text = _text(node).strip()
        return "" if text in _NULLS and not node.style else text
    if depth > 8:  # also ends an alias within its own anchor
        raise NotPlainError("nested too deeply")
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, depth + 1) for inner in node.value]
    return {key_of(_name(key)): _value(inner, depth + 1) for key, inner in node.value}


def _remark(error: yaml.YAMLError, line: int) -> Remark:
    problem, mark = getattr(error, "problem", None), getattr(error, "problem_mark", None)
    context, begun = getattr(error, "context", None), getattr(error, "context_mark", None)
    at = begun if mark is None or "quoted" in (context or "") else mark  # a quote's fault is where it opens
    return Remark(line=line + (at.line if at else 0), reason=f"YAML: {problem or 'not valid'}")
