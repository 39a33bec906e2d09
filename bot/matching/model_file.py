"""Fitted models as plain data: one line of JSON (words, classes, scales, biases), the features, then numbers.

A feature is written once, however many models know it, and is one string in memory. The features that are counted
together come first; those of the descriptions follow by their places among all. Of each model there follow, for every
feature counted, the place of its row, and then the rows.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from bot.matching.linear import LinearModel, Vocabulary
from bot.matching.models import Models, counted_together, place_type
from bot.matching.rows import Rows, packed

_BETWEEN = "\n"  # features are made of normalised text, where no line breaks are left
_PLACE = "I"
_INTENTS, _SOUNDS, _DESCRIPTIONS = _SINGLE = "intents", "sounds", "descriptions"


def to_bytes(models: Models) -> Iterator[bytes]:
    """The models, piece by piece."""
    models = counted_together(models)
    together, described = models.intents.vocabulary.names, models.descriptions.vocabulary.names
    names = dict(zip(together, count(), strict=False))
    for name in described:
        names.setdefault(name, len(names))
    singles = {_INTENTS: models.intents, _SOUNDS: models.sounds, _DESCRIPTIONS: models.descriptions}
    tables = singles | models.clauses
    heads = {
        name: {
            "classes": model.classes,
            "scales": model.scales,
            "bias": model.bias,
            "features": len(model.features),
        }
        for name, model in tables.items()
    }
    body = array(_PLACE, map(names.__getitem__, described)).tobytes() + b"".join(map(_places_and_rows, tables.values()))
    known = _BETWEEN.join(names).encode()
    counts = {"together": len(together), "described": len(described)}
    head = {"words": models.words, "models": heads, "names": len(known), "bytes": len(body), **counts}
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    yield known
    yield body


def from_bytes(kept: bytes) -> Models | None:
    """The models that `to_bytes` wrote, None for anything else; `kept` is not copied."""
    try:
        start = kept.index(b"\n") + 1
        return _from_plain(json.loads(kept[:start]), kept, start)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _places_and_rows(model: LinearModel) -> bytes:
    kind = place_type(len(model.features))
    return array(kind, model.rows.places).tobytes() + model.rows.content


def _from_plain(head: dict[str, Any], kept: bytes, start: int) -> Models:
    known, start = kept[start : start + head["names"]], start + head["names"]
    if start + head["bytes"] != len(kept):
        raise ValueError("cut short")
    names = str(known, "utf-8").split(_BETWEEN) if known else []
    places, start = _array(_PLACE, head["described"], kept, start)
    described, together = Vocabulary(list(map(names.__getitem__, places))), Vocabulary(names[: head["together"]])
    tables = {}
    for name, model in head["models"].items():
        vocabulary, classes = described if name == _DESCRIPTIONS else together, tuple(model["classes"])
        places, start = _array(place_type(model["features"]), len(vocabulary.names) + 1, kept, start)
        end = start + model["features"] * len(packed(bytes(len(classes)), 0))
        if not start <= end <= len(kept):
            raise ValueError("cut short")
        if name in _SINGLE:  # an array is quicker; a copy for each of hundreds of entries would be much
            places = array(place_type(model["features"]), places)
        rows = Rows(places, kept, len(classes), start, end)
        tables[name] = LinearModel(classes, vocabulary, rows, tuple(model["scales"]), tuple(model["bias"]))
        start = end
    intents, sounds, descriptions = map(tables.pop, _SINGLE)
    return Models(head["words"], intents, sounds, descriptions, clauses=tables)


def _array(kind: str, size: int, kept: bytes, start: int) -> tuple[Sequence[int], int]:
    """So many numbers of a kind from `start` on, not copied (hundreds of models have as many), and where they end."""
    end = start + size * array(kind).itemsize
    if not start <= end <= len(kept):
        raise ValueError("cut short")
    return memoryview(kept)[start:end].cast("H" if kind == "H" else "I"), end
