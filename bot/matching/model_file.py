"""Fitted models as plain data: one line of JSON (words, classes, scales, biases), the features, then numbers.

A feature is written once, however many models know it, and is one string in memory. Of each model there follow, for
every feature of any, the place of its row, and then the rows.
"""

import json
from array import array
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.matching.linear import LinearModel
from bot.matching.models import SINGLE, Models, counted_together, place_type
from bot.matching.rows import Rows, packed

_BETWEEN = "\n"  # features are made of normalised text, where no line breaks are left


def to_bytes(models: Models) -> Iterator[bytes]:
    """The models, piece by piece."""
    models = counted_together(models)
    tables = {name: getattr(models, name) for name in SINGLE} | models.clauses
    names = _BETWEEN.join(models.intents.numbers).encode()
    body = b"".join(part for model in tables.values() for part in (bytes(model.rows.places), model.rows.content))
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


def _from_plain(head: dict[str, Any], rest: memoryview) -> Models:
    start = head["names"]
    if start + head["bytes"] != len(rest):
        raise ValueError("cut short")
    names = str(rest[:start], "utf-8").split(_BETWEEN) if start else ()
    numbers = dict(zip(names, count(1), strict=False))
    tables = {}
    for name, model in head["models"].items():
        classes, features = tuple(model["classes"]), model["features"]
        kind = place_type(features)
        middle = start + (len(numbers) + 1) * array(kind).itemsize
        end = middle + features * len(packed(bytes(len(classes)), 0))
        if end > len(rest) or features < 0:
            raise ValueError("cut short")
        tables[name] = LinearModel(
            classes=classes,
            numbers=numbers,
            rows=Rows(rest[start:middle].cast(kind), rest[middle:end], len(classes)),
            scales=tuple(model["scales"]),
            bias=tuple(model["bias"]),
        )
        start = end
    single = {name: tables.pop(name) for name in SINGLE}
    return Models(words=head["words"], clauses=tables, **single)
