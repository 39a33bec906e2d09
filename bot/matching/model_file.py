"""Fitted models as plain data: one line of JSON (words, classes, scales, biases), the features, then numbers.

A feature is written once, however many models know it, and is one string in memory. Of each model there follow, for
every feature, the number of it, and then its packed row.
"""

import json
from array import array
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bot.matching.linear import LinearModel, packed_size
from bot.matching.models import Models
from bot.matching.rows import Rows

_SINGLE = tuple(field.name for field in fields(Models) if field.name not in ("words", "clauses"))
_NUMBER = array("I").itemsize
_BETWEEN = "\n"  # features are made of normalised text, where no line breaks are left


def to_bytes(models: Models) -> Iterator[bytes]:
    """The models, piece by piece."""
    tables = {name: getattr(models, name) for name in _SINGLE} | models.clauses
    numbers: dict[str, int] = {}
    for model in tables.values():
        for name in model.vocabulary:
            numbers.setdefault(name, len(numbers))
    names = _BETWEEN.join(numbers).encode()
    body = b"".join(part for model in tables.values() for part in _numbers_and_rows(model, numbers))
    heads = {
        name: {
            "classes": model.classes,
            "scales": model.scales,
            "bias": model.bias,
            "features": len(model.vocabulary),
        }
        for name, model in tables.items()
    }
    head = {"words": models.words, "models": heads, "names": len(names), "bytes": len(body)}
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    yield names
    yield body


def from_bytes(kept: bytes) -> Models | None:
    """The models that `to_bytes` wrote, None for anything else."""
    try:
        start = kept.index(b"\n") + 1
        return _from_plain(json.loads(kept[:start]), memoryview(kept)[start:])
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _numbers_and_rows(model: LinearModel, numbers: dict[str, int]) -> Iterator[bytes]:
    yield array("I", map(numbers.__getitem__, model.vocabulary)).tobytes()
    size = packed_size(len(model.classes))
    yield b"".join(row.to_bytes(size, "little") for row in model.vocabulary.values())


def _from_plain(head: dict[str, Any], rest: memoryview) -> Models:
    start = head["names"]
    if start + head["bytes"] != len(rest):
        raise ValueError("cut short")
    names, tables = str(rest[:start], "utf-8").split(_BETWEEN), {}
    for name, model in head["models"].items():
        count, size = model["features"], packed_size(len(model["classes"]))
        middle = start + count * _NUMBER
        end = middle + count * size
        if end > len(rest) or count < 0:
            raise ValueError("cut short")
        tables[name] = LinearModel(
            classes=tuple(model["classes"]),
            vocabulary=Rows(names, rest[start:middle].cast("I"), rest[middle:end]),
            scales=tuple(model["scales"]),
            bias=tuple(model["bias"]),
        )
        start = end
    single = {name: tables.pop(name) for name in _SINGLE}
    return Models(words=head["words"], clauses=tables, **single)
