"""Fitted models as plain data: one line of JSON (words, classes, scales, biases), the features, then numbers.

A feature is written once, however many models know it, and is one string in memory. Of each model there follow, for
every feature, the number of it, and then its packed row.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from bot.matching.linear import LinearModel, packed_size
from bot.matching.models import Models

_SINGLE = tuple(field.name for field in fields(Models) if field.name not in ("words", "clauses"))
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
    except (ValueError, LookupError, TypeError, AttributeError, struct.error):
        return None


def _numbers_and_rows(model: LinearModel, numbers: dict[str, int]) -> Iterator[bytes]:
    yield struct.pack(f"<{len(model.vocabulary)}I", *map(numbers.__getitem__, model.vocabulary))
    size = packed_size(len(model.classes))
    yield b"".join(row.to_bytes(size, "little") for row in model.vocabulary.values())


def _from_plain(head: dict[str, Any], rest: memoryview) -> Models:
    start = head["names"]
    if start + head["bytes"] != len(rest):
        raise ValueError("cut short")
    names, tables = str(rest[:start], "utf-8").split(_BETWEEN), {}
    for name, model in head["models"].items():
        count, size = model["features"], packed_size(len(model["classes"]))
        end = start + count * (struct.calcsize("<I") + size)
        if end > len(rest) or count < 0:
            raise ValueError("cut short")
        tables[name] = LinearModel(
            classes=tuple(model["classes"]),
            vocabulary=_Vocabulary(names, rest[start:end], count),
            scales=tuple(model["scales"]),
            bias=tuple(model["bias"]),
        )
        start = end
    single = {name: tables.pop(name) for name in _SINGLE}
    return Models(words=head["words"], clauses=tables, **single)


class _Vocabulary(Mapping[str, int]):
    """The features of a model and their rows, read when one is asked for first: most questions need few models."""

    def __init__(self, names: Sequence[str], content: memoryview, count: int) -> None:
        self._kept: tuple[Sequence[str], memoryview] | None = names, content
        self._count = count
        self._rows: dict[str, int] = {}

    def get(self, name: str, default: Any = None) -> Any:
        return (self._rows if self._kept is None else self._read()).get(name, default)

    def __getitem__(self, name: str) -> int:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return self._count

    def _read(self) -> dict[str, int]:
        if self._kept is not None:
            names, content = self._kept
            middle = self._count * struct.calcsize("<I")
            numbers = struct.unpack(f"<{self._count}I", content[:middle])
            size = (len(content) - middle) // (self._count or 1) or 1
            rows = (int.from_bytes(row, "little") for (row,) in struct.iter_unpack(f"{size}s", content[middle:]))
            self._rows = dict(zip(map(names.__getitem__, numbers), rows, strict=True))
            self._kept = None  # only now: another thread may be reading too
        return self._rows
