"""Fitted models as plain data: one line of JSON (words, classes, vocabularies, biases), then weights and squares."""

import json
import sys
from array import array
from collections.abc import Iterator
from typing import Any

from bot.matching.linear import LinearModel
from bot.matching.models import Models


def to_bytes(models: Models) -> Iterator[bytes]:
    """The models, piece by piece."""
    head, weights = _to_plain(models)
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    yield weights


def from_bytes(kept: bytes) -> Models | None:
    """The models that `to_bytes` wrote, None for anything else."""
    head, _, body = kept.partition(b"\n")
    try:
        return _from_plain(json.loads(head), body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _to_plain(models: Models) -> tuple[dict[str, Any], bytes]:
    tables = {"": models.intents, "descriptions": models.descriptions, **models.clauses}
    body = b"".join(model.weights + _little_endian(model.squares).tobytes() for model in tables.values())
    heads = {
        name: {
            "classes": model.classes,
            "scales": model.scales,
            "bias": model.bias,
            "vocabulary": list(model.vocabulary),
        }
        for name, model in tables.items()
    }
    return {"words": models.words, "models": heads, "bytes": len(body)}, body


def _from_plain(head: dict[str, Any], body: bytes) -> Models:
    if head["bytes"] != len(body):
        raise ValueError("cut short")
    tables, start = {}, 0
    for name, model in head["models"].items():
        size = len(model["vocabulary"])
        middle = start + size * len(model["classes"])
        end = middle + size * array("f").itemsize
        tables[name] = LinearModel(
            classes=tuple(model["classes"]),
            vocabulary={feature: row for row, feature in enumerate(model["vocabulary"])},
            weights=body[start:middle],
            scales=tuple(model["scales"]),
            squares=_little_endian(array("f", body[middle:end])),
            bias=tuple(model["bias"]),
        )
        start = end
    return Models(head["words"], tables.pop(""), tables.pop("descriptions"), tables)


def _little_endian(numbers: "array[float]") -> "array[float]":
    if sys.byteorder == "big":  # pragma: no cover
        numbers = array("f", numbers)
        numbers.byteswap()
    return numbers
