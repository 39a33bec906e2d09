"""Checks every request against the Bot API as python-telegram-bot knows it: method, parameters, their types.

The source is `inspect.signature(telegram.Bot.<method>)`: what stands before the `*` is the Bot API's, what follows is
the library's own. The limits of each method are checked where its arguments are used (contents, markup, inline, ...).
"""

import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import telegram

from tests.fake_telegram.refusal import Breach, Json

INTEGER = re.compile(r"-?\d{1,18}")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?", re.IGNORECASE)
OBJECTS = {"json"}  # the library's methods also take an object where only its id is sent
KINDS = {
    **{name: name for name in ("bool", "int", "str", "float")},
    **dict.fromkeys(("timedelta", "datetime"), "int"),
    **dict.fromkeys(("FileInput", "InputFile", "IO", "Path", "bytes"), "file"),
    **dict.fromkeys(("None", "NoneType", "DefaultValue"), ""),
}
# Required by the Bot API where the library's method takes an object instead.
ALSO_REQUIRED = {
    "sendContact": {"phone_number", "first_name"},
    "sendVenue": {"latitude", "longitude", "title", "address"},
    "sendLocation": {"latitude", "longitude"},
}
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "action": "wrong parameter action in request",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may stand in one parameter: kinds are int, float, bool, str, json, file."""

    kinds: frozenset[str]
    required: bool


def _kinds(annotation: Any) -> set[str]:
    """The wire types of a Python annotation of the library; some of them are text."""
    if isinstance(annotation, str):
        return set().union(*({KINDS.get(name, "json")} - {""} for name in annotation.split(" | ")))
    if get_origin(annotation) in (Union, UnionType):
        return set().union(*(_kinds(part) for part in get_args(annotation)))
    origin = getattr(get_origin(annotation), "__name__", "")
    name = origin or getattr(annotation, "__name__", str(annotation))
    return {KINDS.get(name, "json")} - {""}


@cache
def parameters(method: str) -> Mapping[str, Parameter] | None:
    """The parameters of a Bot API method in its own spelling (sendMessage); None if there is no such method."""
    function = getattr(telegram.Bot, method, None)
    if not inspect.isfunction(function) or not (re.search("[A-Z]", method) or method == "close"):
        return None
    known = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self" or parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            continue
        required = parameter.default is inspect.Parameter.empty or name in ALSO_REQUIRED.get(method, ())
        kinds = _kinds(parameter.annotation)
        known[name] = Parameter(
            frozenset(kinds - OBJECTS if "file" in kinds or name.endswith("_id") else kinds), required
        )
    return known


@cache
def fields(class_name: str) -> frozenset[str]:
    """The fields of a Bot API object, e.g. InlineKeyboardButton."""
    slots = (getattr(kind, "__slots__", ()) for kind in getattr(telegram, class_name).__mro__)
    return frozenset(name for names in slots for name in names if not name.startswith("_") and name != "api_kwargs")


def unknown_fields(value: Mapping[str, Any], class_name: str) -> list[str]:
    """A note for each field Telegram would ignore."""
    return [f"{class_name} has no field {name!r}" for name in value if name not in fields(class_name)]


def read(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> tuple[Json, list[str]]:
    """Arguments in Python's types, and notes about what Telegram ignores silently. Raises Breach."""
    known = parameters(method)
    if known is None:
        raise Breach("method not found", 404)
    notes = [f"unknown parameter {name!r}" for name in raw if name not in known]
    args = {name: _value(name, raw[name], known[name]) for name in raw if name in known}
    args = {name: value for name, value in args.items() if value is not None}
    for name, parameter in known.items():
        if parameter.required and args.get(name, "") == "" and not (name in files or _may_be_empty(method, name)):
            raise Breach(MISSING.get(name, f'parameter "{name}" is required'))
    return args, notes


def _may_be_empty(method: str, name: str) -> bool:
    return (method, name) == ("setWebhook", "url")


def _value(name: str, raw: Any, parameter: Parameter) -> Any:
    """One value; in form-encoded requests everything arrives as text, in JSON ones as it is."""
    kinds = parameter.kinds
    if isinstance(raw, str):
        return _from_text(name, raw, kinds)
    fits = {
        "bool": isinstance(raw, bool),
        "int": isinstance(raw, int) and not isinstance(raw, bool),
        "float": isinstance(raw, int | float) and not isinstance(raw, bool),
        "json": isinstance(raw, dict | list),
    }
    if raw is not None and not any(fits.get(kind, False) for kind in kinds):
        raise Breach(f'field "{name}" must be of type {_expected(kinds)}')
    return raw


def _from_text(name: str, raw: str, kinds: frozenset[str]) -> Any:
    if "json" in kinds:
        return _from_json(name, raw)
    if "int" in kinds and INTEGER.fullmatch(raw):
        return int(raw)
    if "float" in kinds and NUMBER.fullmatch(raw):
        return float(raw)
    if "bool" in kinds and raw.lower() in ("true", "false"):
        return raw.lower() == "true"
    if kinds & {"str", "file"}:
        return raw
    raise Breach(f'field "{name}" must be of type {_expected(kinds)}')


def _from_json(name: str, raw: str) -> Any:
    try:
        value = json.loads(raw)
    except ValueError:
        raise Breach(f"can't parse {name} JSON object") from None
    if value is not None and not isinstance(value, dict | list):
        raise Breach(f"can't parse {name}: Object or Array expected")
    return value


def _expected(kinds: frozenset[str]) -> str:
    names = {"int": "Number", "float": "Number", "bool": "Boolean", "json": "Object", "str": "String", "file": "File"}
    return " or ".join(sorted({names[kind] for kind in kinds}))
