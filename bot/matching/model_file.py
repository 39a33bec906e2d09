"""Fitted models as plain data: one line of JSON (words, classes, vocabularies, biases), then the rows of the models."""

import json
import struct
from collections.abc import Iterator
from typing import Any

from bot.matching.linear import LinearModel, packed_size
from bot.matching.models import Models


def to_bytes(models: Models) -> Iterator[bytes]:
    """The models, piece by piece."""
    tables = {"": models.intents, "descriptions": models.descriptions, **models.clauses}
    body = b"".join(map(_rows, tables.values()))
    heads = {
        name: {
            "classes": model.classes,
            "scales": model.scales,
            "bias": model.bias,
            "vocabulary": list(model.vocabulary),
        }
        for name, model in tables.items()
    }
    head = {"words": models.words, "models": heads, "bytes": len(body)}
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    yield body


def from_bytes(kept: bytes) -> Models | None:
    """The models that `to_bytes` wrote, None for anything else."""
    head, _, body = kept.partition(b"\n")
    try:
        return _from_plain(json.loads(head), body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _rows(model: LinearModel) -> bytes:
    size = packed_size(len(model.classes))
    return b"".join(row.to_bytes(size, "little") for row in model.vocabulary.values())


def _from_plain(head: dict[str, Any], body: bytes) -> Models:
    if head["bytes"] != len(body):
        raise ValueError("cut short")
    tables, start = {}, 0
    for name, model in head["models"].items():
        size = packed_size(len(model["classes"]))
        end = start + size * len(model["vocabulary"])
        if end > len(body):
            raise ValueError("cut short")
        rows = (int.from_bytes(row, "little") for (row,) in struct.iter_unpack(f"{size}s", body[start:end]))
        tables[name] = LinearModel(
            classes=tuple(model["classes"]),
            vocabulary=dict(zip(model["vocabulary"], rows, strict=True)),
            scales=tuple(model["scales"]),
            bias=tuple(model["bias"]),
        )
        start = end
    return Models(head["words"], tables.pop(""), tables.pop("descriptions"), tables)
