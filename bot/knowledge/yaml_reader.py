"""Reads one YAML file into frozen dataclasses and names file, line and field of every fault.

The shape of a file *is* a dataclass: its field names are the keys, its annotations the types, its defaults say what may
be left out. Supported annotations: str, int, float, bool, datetime.date, Literal, ``X | None``, ``tuple[X, ...]``,
``dict[str, X]`` and nested dataclasses. Two fields are filled in by the reader and are no keys: ``line``, the line the
mapping starts at, and ``lines``, key -> line, for mappings too long for one line number.
"""

import dataclasses
import datetime
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml
from yaml.reader import ReaderError

try:  # the C parser is five to eight times faster; pure Python where libyaml is missing
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

T = TypeVar("T")

_MISSING = object()
_Pairs = dict[str, tuple[yaml.Node, yaml.Node]]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a knowledge file; `str()` gives ``file:line: field: problem``."""

    file: str
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.problem}"


class KnowledgeError(Exception):
    """The knowledge folder cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


def read_yaml(path: Path, shape: type[T], faults: list[Fault]) -> T | None:
    """The content of `path` as a `shape`, or None after adding what is wrong to `faults`."""
    node = _compose(path, faults)
    if node is None:
        return None
    before = len(faults)
    value = _Reader(path.name, faults).read(node, shape, shape.__name__)
    return value if len(faults) == before else None


def _compose(path: Path, faults: list[Fault]) -> yaml.Node | None:
    """The YAML node tree of a file, which keeps the line of everything."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        node = yaml.compose(text, Loader=_Loader)
    except FileNotFoundError:
        faults.append(Fault(path.name, 1, "file", "is missing"))
    except OSError as error:
        faults.append(Fault(path.name, 1, "file", f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(path.name, line, "encoding", f"is not UTF-8 (byte 0x{error.object[error.start]:02x})"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(path.name, mark.line + 1 if mark else 1, "YAML syntax", error.problem or str(error)))
    except ReaderError as error:  # its position is in bytes or in characters, depending on the parser
        line = text.partition(chr(error.character))[0].count("\n") + 1
        problem = f"the character U+{error.character:04X} is not allowed"
        faults.append(Fault(path.name, line, "YAML syntax", problem))
    else:
        if node is None:
            faults.append(Fault(path.name, 1, "file", "is empty"))
        return node
    return None


class _Reader:
    """Turns nodes into values; every method returns `_MISSING` after reporting a fault, so reading goes on."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults

    def read(self, node: yaml.Node, shape: Any, field: str) -> Any:
        origin, arguments = get_origin(shape), get_args(shape)
        if dataclasses.is_dataclass(shape):
            return self._mapping_to(node, shape, field)
        if origin in (Union, types.UnionType):
            return self._optional(node, arguments, field)
        if origin is tuple:
            return self._sequence(node, arguments[0], field)
        if origin is dict:
            return self._dictionary(node, arguments[1], field)
        if origin is Literal:
            return self._choice(node, arguments, field)
        return self._scalar(node, shape, field)

    def fault(self, node: yaml.Node, field: str, problem: str) -> Any:
        self.faults.append(Fault(self.file, node.start_mark.line + 1, field, problem))
        return _MISSING

    def _mapping_to(self, node: yaml.Node, shape: Any, field: str) -> Any:
        pairs = self._pairs(node, field)
        if pairs is None:
            return _MISSING
        keys = {name: hint for name, hint in _fields(shape).items() if name not in _FILLED_IN}
        values = {name: fill(node, pairs) for name, fill in _FILLED_IN.items() if name in _fields(shape)}
        for key, (key_node, value_node) in pairs.items():
            if key in keys:
                values[key] = self.read(value_node, keys[key][0], f"{field}.{key}")
            else:
                self.fault(key_node, f"{field}.{key}", f"unknown key (expected: {', '.join(keys)})")
        for name, (_, required) in keys.items():
            if required and name not in values:
                values[name] = self.fault(node, f"{field}.{name}", "is missing")
        return _MISSING if any(value is _MISSING for value in values.values()) else shape(**values)

    def _pairs(self, node: yaml.Node, field: str) -> _Pairs | None:
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, field, f"must be a mapping, not {_kind(node)}")
            return None
        pairs: _Pairs = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else _kind(key_node)
            if key in pairs:
                self.fault(key_node, f"{field}.{key}", "stands twice")
            pairs[key] = (key_node, value_node)
        return pairs

    def _optional(self, node: yaml.Node, arguments: tuple[Any, ...], field: str) -> Any:
        if node.tag == "tag:yaml.org,2002:null":
            return None
        return self.read(node, next(a for a in arguments if a is not type(None)), field)

    def _sequence(self, node: yaml.Node, item: Any, field: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return self.fault(node, field, f"must be a list, not {_kind(node)}")
        values = [self.read(child, item, f"{field}[{position}]") for position, child in enumerate(node.value)]
        return _MISSING if any(value is _MISSING for value in values) else tuple(values)

    def _dictionary(self, node: yaml.Node, item: Any, field: str) -> Any:
        pairs = self._pairs(node, field)
        if pairs is None:
            return _MISSING
        values = {key: self.read(value, item, f"{field}.{key}") for key, (_, value) in pairs.items()}
        return _MISSING if any(value is _MISSING for value in values.values()) else values

    def _choice(self, node: yaml.Node, allowed: tuple[Any, ...], field: str) -> Any:
        value = self._scalar(node, type(allowed[0]), field)
        if value is _MISSING or value in allowed:
            return value
        return self.fault(node, field, f"must be one of {', '.join(map(str, allowed))}, not {value!r}")

    def _scalar(self, node: yaml.Node, shape: Any, field: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return self.fault(node, field, f"must be {_NAMES[shape]}, not {_kind(node)}")
        if not node.value.strip():
            return self.fault(node, field, f"must be {_NAMES[shape]}, not empty")
        if shape is str and node.tag in _TEXT_TAGS:
            return node.value
        try:
            if shape is not str and node.tag in _TAGS[shape]:
                return _CONVERT[shape](node.value)
        except ValueError:
            pass
        return self.fault(node, field, f"must be {_NAMES[shape]}, not {node.value!r}")


_FILLED_IN: dict[str, Callable[[yaml.Node, _Pairs], Any]] = {
    "line": lambda node, pairs: node.start_mark.line + 1,
    "lines": lambda node, pairs: {key: key_node.start_mark.line + 1 for key, (key_node, _) in pairs.items()},
}
_NAMES: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date (YYYY-MM-DD)",
}
_YAML = "tag:yaml.org,2002:"
# A code or a number is a fine text: whoever edits the file need not think of quotation marks.
_TEXT_TAGS = {_YAML + name for name in ("str", "int", "float", "timestamp")}
_TAGS: dict[Any, set[str]] = {
    int: {_YAML + "int"},
    float: {_YAML + "int", _YAML + "float"},
    bool: {_YAML + "bool"},
    datetime.date: {_YAML + "timestamp"},
}
_CONVERT: dict[Any, Callable[[str], Any]] = {
    int: int,
    float: float,
    bool: lambda text: text.lower() in ("true", "yes", "on"),
    datetime.date: datetime.date.fromisoformat,
}


@cache
def _fields(shape: Any) -> dict[str, tuple[Any, bool]]:
    """Field name -> (annotation, is required) of a dataclass."""
    hints = get_type_hints(shape)
    return {
        field.name: (
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(shape)
    }


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return "empty" if not node.value else repr(node.value)
