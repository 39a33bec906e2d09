"""Reads one YAML file into frozen dataclasses and names file, line and field of every fault.

The shape of a file *is* a dataclass: its field names are the keys, its annotations the types, its defaults say what may
be left out. Supported annotations: str, int, float, bool, datetime.date, Literal, ``X | None``, ``tuple[X, ...]``,
``dict[str, X]`` and nested dataclasses. Two fields are filled in by the reader and are no keys: ``line``, the line the
mapping starts at, and ``lines``, key -> line, for mappings too long for one line number. Aliases are not read.
"""

import dataclasses
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml
from yaml.reader import ReaderError

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_event import NAMES, convert, is_null, kind_of, line_of

try:  # the C parser is five to eight times faster; pure Python where libyaml is missing
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

T = TypeVar("T")

_MISSING = object()
_FILLED_IN = ("line", "lines")


def read(path: Path, shape: type[T], name: str, faults: list[Fault]) -> T | None:
    """The content of `path` as a `shape`, or None after adding what is wrong, under `name`, to `faults`."""
    events = _parse(path, name, faults)
    if not events:
        return None
    before = len(faults)
    value: T = _Reader(name, events, faults).read(shape, shape.__name__)
    return value if len(faults) == before else None


def _parse(path: Path, name: str, faults: list[Fault]) -> list[yaml.Event]:
    """The parsing events of the one document in a file; none after a fault."""

    def fault(line: int, field: str, problem: str) -> None:
        faults.append(Fault(name, line, field, problem))

    try:
        text = path.read_bytes().decode("utf-8-sig")
        events = list(yaml.parse(text, Loader=_Loader))
    except FileNotFoundError:
        fault(1, "file", "is missing")
    except OSError as error:
        fault(1, "file", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        fault(error.object[: error.start].count(b"\n") + 1, "encoding", f"is not UTF-8 (byte 0x{byte:02x})")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault(mark.line + 1 if mark else 1, "YAML syntax", error.problem or str(error))
    except ReaderError as error:  # its position is in bytes or in characters, depending on the parser
        line = text.partition(chr(error.character))[0].count("\n") + 1
        fault(line, "YAML syntax", f"the character U+{error.character:04X} is not allowed")
    else:
        starts = [index for index, event in enumerate(events) if isinstance(event, yaml.DocumentStartEvent)]
        if len(starts) == 1:
            return events[starts[0] + 1 :]
        if not starts:
            fault(1, "file", "is empty")
        else:
            fault(line_of(events[starts[1]]), "YAML syntax", "a second document starts here")
    return []


class _Reader:
    """Turns events into values; every method returns `_MISSING` after reporting a fault, so reading goes on.

    Events rather than PyYAML's nodes: half the time, and nesting of any depth cannot exhaust the stack.
    """

    def __init__(self, file: str, events: list[yaml.Event], faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self._events = events
        self._at = 0

    def read(self, shape: Any, field: str) -> Any:
        """The value at the cursor, which moves behind it."""
        method, inner = _method(shape)
        return method(self, inner, field)

    def fault(self, event: yaml.Event, field: str, problem: str) -> Any:
        self.faults.append(Fault(self.file, line_of(event), field, problem))
        return _MISSING

    def _take(self) -> yaml.Event:
        self._at += 1
        return self._events[self._at - 1]

    def _skip(self) -> None:
        """Moves the cursor behind the value it stands at."""
        depth = 0
        while True:
            event = self._take()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return

    def _refuse(self, field: str, wanted: str) -> Any:
        """Reports the value at the cursor, which is of the wrong kind, and moves behind it."""
        event = self._events[self._at]
        self._skip()
        return self.fault(event, field, f"must be {wanted}, not {kind_of(event)}")

    def mapping_to(self, shape: Any, field: str) -> Any:
        start = self._events[self._at]
        if not isinstance(start, yaml.MappingStartEvent):
            return self._refuse(field, "a mapping")
        known = _fields(shape)
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, event in self._keys(field):
            lines[key] = line_of(event)
            if key in known:
                values[key] = self.read(known[key][0], f"{field}.{key}")
            else:
                self.fault(event, f"{field}.{key}", f"unknown key (expected: {', '.join(known)})")
                self._skip()
        for name, (_, required) in known.items():
            if required and name not in values:
                values[name] = self.fault(start, f"{field}.{name}", "is missing")
        if _MISSING in values.values():
            return _MISSING
        filled_in = {"line": line_of(start), "lines": lines}
        return shape(**values, **{name: filled_in[name] for name in _filled_in(shape)})

    def _keys(self, field: str) -> Iterator[tuple[str, yaml.Event]]:
        """The keys of the mapping at the cursor, each once; whoever asks for the next has read the value."""
        self._take()
        seen: set[str] = set()
        while not isinstance(event := self._events[self._at], yaml.MappingEndEvent):
            self._skip()
            key = event.value if isinstance(event, yaml.ScalarEvent) else kind_of(event)
            if key in seen:
                self.fault(event, f"{field}.{key}", "stands twice")
                self._skip()
            else:
                seen.add(key)
                yield key, event
        self._take()

    def optional(self, inner: Any, field: str) -> Any:
        event = self._events[self._at]
        if isinstance(event, yaml.ScalarEvent) and is_null(event):
            self._take()
            return None
        return self.read(inner, field)

    def sequence(self, item: Any, field: str) -> Any:
        if not isinstance(self._events[self._at], yaml.SequenceStartEvent):
            return self._refuse(field, "a list")
        self._take()
        values: list[Any] = []
        while not isinstance(self._events[self._at], yaml.SequenceEndEvent):
            values.append(self.read(item, f"{field}[{len(values)}]"))
        self._take()
        return _MISSING if _MISSING in values else tuple(values)

    def dictionary(self, item: Any, field: str) -> Any:
        if not isinstance(self._events[self._at], yaml.MappingStartEvent):
            return self._refuse(field, "a mapping")
        values = {key: self.read(item, f"{field}.{key}") for key, _ in self._keys(field)}
        return _MISSING if _MISSING in values.values() else values

    def choice(self, allowed: tuple[Any, ...], field: str) -> Any:
        event = self._events[self._at]
        value = self.scalar(type(allowed[0]), field)
        if value is _MISSING or value in allowed:
            return value
        return self.fault(event, field, f"must be one of {', '.join(map(str, allowed))}, not {value!r}")

    def scalar(self, shape: Any, field: str) -> Any:
        event = self._events[self._at]
        if not isinstance(event, yaml.ScalarEvent):
            return self._refuse(field, NAMES[shape])
        self._take()
        try:
            return convert(event, shape)
        except ValueError:
            said = repr(event.value) if event.value.strip() else "empty"
            return self.fault(event, field, f"must be {NAMES[shape]}, not {said}")


@cache
def _method(shape: Any) -> tuple[Callable[[_Reader, Any, str], Any], Any]:
    """How a `shape` is read, and what the reading needs of it."""
    origin, arguments = get_origin(shape), get_args(shape)
    if dataclasses.is_dataclass(shape):
        return _Reader.mapping_to, shape
    if origin in (Union, types.UnionType):
        return _Reader.optional, next(argument for argument in arguments if argument is not types.NoneType)
    if origin is tuple:
        return _Reader.sequence, arguments[0]
    if origin is dict:
        return _Reader.dictionary, arguments[1]
    if origin is Literal:
        return _Reader.choice, arguments
    return _Reader.scalar, shape


@cache
def _fields(shape: Any) -> dict[str, tuple[Any, bool]]:
    """Key -> (annotation, is required) of a dataclass."""
    hints = get_type_hints(shape)
    return {
        field.name: (
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(shape)
        if field.name not in _FILLED_IN
    }


@cache
def _filled_in(shape: Any) -> tuple[str, ...]:
    """The fields of a dataclass that the reader fills in itself."""
    return tuple(field.name for field in dataclasses.fields(shape) if field.name in _FILLED_IN)
