"""Fitted models as plain data: one line of JSON (words, classes, vocabularies, biases), then little-endian float32."""

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
        return _from_plain(json.loads(head), memoryview(body))
    except (ValueError, KeyError, TypeError):
        return None


def _to_plain(models: Models) -> tuple[dict[str, Any], bytes]:
    tables = {"": models.intents, "descriptions": models.descriptions, **models.clauses}
    weights = b"".join(_little_endian(model.weights).tobytes() for model in tables.values())
    heads = {
        name: {"classes": model.classes, "bias": model.bias, "vocabulary": list(model.vocabulary)}
        for name, model in tables.items()
    }
    return {"words": models.words, "models": heads, "bytes": len(weights)}, weights


def _from_plain(head: dict[str, Any], body: memoryview) -> Models:
    if head["bytes"] != len(body):
        raise ValueError("cut short")
    tables, start = {}, 0
    for name, model in head["models"].items():
        end = start + 4 * len(model["vocabulary"]) * (len(model["classes"]) + 1)
        weights = array("f", body[start:end].tobytes())
        vocabulary = {feature: position for position, feature in enumerate(model["vocabulary"])}
        tables[name] = LinearModel(tuple(model["classes"]), vocabulary, _little_endian(weights), tuple(model["bias"]))
        start = end
    return Models(head["words"], tables.pop(""), tables.pop("descriptions"), tables)


def _little_endian(weights: "array[float]") -> "array[float]":
    if sys.byteorder == "big":  # pragma: no cover
        weights = array("f", weights)
        weights.byteswap()
    return weights
