"""Records: dataclasses with slots that cost little to define and are never changed.

``@dataclass(frozen=True, slots=True)`` compiles six methods for each class: close to a millisecond, and a start defines
more than a hundred. A record compiles only `__init__`; comparing, hashing and printing are the same functions for all.
That nothing is assigned to a field is left to the type checker.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, Generic, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(shape: type[T]) -> type[T]:
    """Makes a dataclass of `shape`, compared and hashed by its fields; what it defines itself stays."""
    made = dataclass(shape, slots=True, eq=False, repr=False)
    for name, method in _SHARED.items():
        if name not in vars(shape):
            setattr(made, name, method)
    return made


class once(Generic[T]):
    """A property computed once: `functools.cached_property`, which before Python 3.12 takes a lock to do so."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, one: object, shape: type | None = None) -> T:
        if one is None:
            raise AttributeError(f"{self._name} is of an instance")
        value = self._compute(one)
        vars(one)[self._name] = value
        return value


def _equal(one: Any, other: Any) -> object:
    if one.__class__ is not other.__class__:
        return NotImplemented
    values = _values(one.__class__)
    return values(one) == values(other)


def _hash(one: Any) -> int:
    return hash(_values(one.__class__)(one))


def _shown(one: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(one, field.name)!r}" for field in fields(one) if field.repr)
    return f"{one.__class__.__qualname__}({shown})"


@cache
def _values(shape: Any) -> Callable[[object], Any]:
    """What gives the values that count when records of a `shape` are compared."""
    return attrgetter(*(field.name for field in fields(shape) if field.compare))


_SHARED: dict[str, Callable[..., object]] = {"__eq__": _equal, "__hash__": _hash, "__repr__": _shown}
