"""Checked knowledge as plain JSON, so that a start need not read and check the YAML again while nothing has changed.

A dataclass becomes the list of its fields; the annotations say how to read it back, as in `yaml_reader`.
"""

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def dumps(value: object) -> str:
    """`value`, a dataclass of the knowledge, as JSON."""
    return json.dumps(_to_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(text: str | bytes, shape: type[T]) -> T:
    """The `shape` that `dumps` wrote; ValueError, TypeError or KeyError for anything else."""
    value: T = _decoder(shape)(json.loads(text))  # type: ignore[arg-type]  # a type is hashable
    return value


def _to_plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [_to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _to_plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _decoder(shape: Any) -> Decoder:
    """A function that turns plain JSON into a `shape`."""
    origin, arguments = get_origin(shape), get_args(shape)
    if dataclasses.is_dataclass(shape):
        return _dataclass_decoder(shape)
    if origin in (Union, types.UnionType):
        inner = _decoder(next(argument for argument in arguments if argument is not types.NoneType))
        return inner if inner is _as_is else lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        item = _decoder(arguments[0])
        return tuple if item is _as_is else lambda plain: tuple(map(item, plain))
    if origin in (dict, Mapping):
        held = _decoder(arguments[1])
        return lambda plain: {key: held(value) for key, value in plain.items()}
    return date.fromisoformat if shape is date else _as_is


def _dataclass_decoder(shape: Any) -> Decoder:
    hints = get_type_hints(shape)
    decoders = [_decoder(hints[field.name]) for field in dataclasses.fields(shape)]
    special = [(position, decoder) for position, decoder in enumerate(decoders) if decoder is not _as_is]

    def decode(plain: list[Any]) -> Any:
        if len(plain) != len(decoders):
            raise ValueError(f"{shape.__name__} has {len(decoders)} fields, not {len(plain)}")
        for position, decoder in special:
            plain[position] = decoder(plain[position])
        return shape(*plain)

    return decode


def _as_is(plain: Any) -> Any:
    return plain
