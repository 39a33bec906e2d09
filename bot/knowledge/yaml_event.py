"""What a YAML event stands for: its line, its kind, and the text, number, truth value or date of a scalar."""

import datetime
from collections.abc import Callable
from typing import Any

import yaml

NAMES: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date (YYYY-MM-DD)",
}
_YAML = "tag:yaml.org,2002:"
_TEXT, _NULL = _YAML + "str", _YAML + "null"
_TAGS: dict[Any, set[str]] = {
    # A code or a number is a fine text: whoever edits the file need not think of quotation marks.
    str: {_YAML + name for name in ("str", "int", "float", "timestamp")},
    int: {_YAML + "int"},
    float: {_YAML + "int", _YAML + "float"},
    bool: {_YAML + "bool"},
    datetime.date: {_YAML + "timestamp"},
}
_CONVERT: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: lambda text: text.lower() in ("true", "yes", "on"),
    datetime.date: datetime.date.fromisoformat,
}
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers


def convert(event: yaml.ScalarEvent, shape: Any) -> Any:
    """The value of a scalar as a `shape` (a key of `NAMES`); ValueError if it is empty or no such value."""
    if not event.value.strip() or _tag(event) not in _TAGS[shape]:
        raise ValueError(event.value)
    return _CONVERT[shape](event.value)


def is_null(event: yaml.ScalarEvent) -> bool:
    """Whether a scalar says that there is nothing: left empty, ``~`` or ``null``."""
    return _tag(event) == _NULL


def line_of(event: yaml.Event) -> int:
    """The line an event starts at, counted from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


def kind_of(event: yaml.Event) -> str:
    """What an event starts, in words for a fault."""
    if isinstance(event, yaml.SequenceStartEvent):
        return "a list"
    if isinstance(event, yaml.MappingStartEvent):
        return "a mapping"
    if isinstance(event, yaml.AliasEvent):
        return "an alias"
    value = event.value if isinstance(event, yaml.ScalarEvent) else ""
    return repr(value) if value else "empty"


def _tag(event: yaml.ScalarEvent) -> str:
    """The YAML tag of a scalar: the one written, or the one its plain form stands for."""
    if event.tag:
        return str(event.tag)
    if event.implicit[0]:
        for tag, pattern in _RESOLVERS.get(event.value[:1], ()):
            if pattern.match(event.value):
                return str(tag)
    return _TEXT
