"""A model as bytes and back: a line of JSON, then plain arrays. Nothing in it is executed when it is read."""

import json
import sys
from array import array
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from publisher.themes.model import Model, Part
from publisher.themes.seeds import Seed

# Raised when terms are counted otherwise, or what is kept of a model changes: older ones are then learnt again.
VERSION = 1
_PLAIN = tuple(field.name for field in fields(Model) if field.name not in ("parts", "seeds", "known"))


def dump(model: Model) -> bytes:
    """Return *model* as bytes, the same on every machine."""
    header = {name: getattr(model, name) for name in _PLAIN}
    header["seeds"] = model.seeds
    header["known"] = len(model.known)
    header["parts"] = [[len(part.place), list(part.bias), part.mean_square] for part in model.parts]
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    known = array("f", [chance for row in model.known.values() for chance in row])
    pieces = [piece for part in model.parts for piece in _pieces(part)]
    return b"\n".join([head, *pieces, "\n".join(model.known).encode(), _little_endian(known)])


def load(data: bytes) -> Model:
    """Return the model that `dump` made *data* of."""
    head, _, rest = data.partition(b"\n")
    header = json.loads(head)
    seeds = tuple(
        Seed(theme, keyword, weight, tuple(map(tuple, pieces)))
        for theme, keyword, weight, pieces in header.pop("seeds")
    )
    parts = []
    for terms, bias, mean_square in header.pop("parts"):
        part, rest = _part(rest, terms, bias, mean_square)
        parts.append(part)
    known = _known(rest, header.pop("known"), len(header["themes"]))
    plain: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in header.items()}
    return Model(parts=(parts[0], parts[1]), seeds=seeds, known=known, **plain)


def _pieces(part: Part) -> Iterator[bytes]:
    """Yield the terms, one a line, then the numbers."""
    yield "\n".join(part.place).encode()
    yield b"".join(map(_little_endian, (array("f", part.idf.values()), part.mean, part.values)))


def _part(data: bytes, terms: int, bias: list[float], mean_square: float) -> tuple[Part, bytes]:
    """Return the part that *data* begins with, of so many *terms*, and what follows it."""
    known, rest = _names(data, terms)
    idf, rest = _array(rest, terms)
    mean, rest = _array(rest, terms)
    values, rest = _array(rest, terms * len(bias))
    place = {term: number for number, term in enumerate(known)}
    part = Part(place, dict(zip(known, idf, strict=True)), values, mean, tuple(bias), mean_square)
    return part, rest[1:]


def _known(data: bytes, posts: int, themes: int) -> dict[str, tuple[float, ...]]:
    names, rest = _names(data, posts)
    chances, _ = _array(rest, posts * themes)
    return {
        name: tuple(chances[number * themes : (number + 1) * themes]) for number, name in enumerate(names)
    }


def _names(data: bytes, count: int) -> tuple[list[str], bytes]:
    """Return the lines that *data* begins with, so many, and what follows them."""
    *names, rest = data.split(b"\n", max(count, 1))
    return [name.decode() for name in names[:count]], rest


def _array(data: bytes, length: int) -> tuple["array[float]", bytes]:
    size = 4 * length
    found = array("f", data[:size])
    return (_swapped(found) if sys.byteorder == "big" else found), data[size:]


def _little_endian(numbers: "array[float]") -> bytes:
    return (_swapped(numbers) if sys.byteorder == "big" else numbers).tobytes()


def _swapped(numbers: "array[float]") -> "array[float]":
    swapped = numbers[:]
    swapped.byteswap()
    return swapped
