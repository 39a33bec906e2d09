"""Teachings as the YAML of the taught file."""

from dataclasses import fields
from typing import Any

import yaml

from bot.knowledge.taught import Taught, Teaching

_HEAD = (
    "# What the staff taught the running bot; `python -m bot taught` lists it and undoes. Written by the program:\n"
    "# it may be edited by hand (a running bot notices), but remarks are lost with the next teaching.\n"
)
_FILLED_IN = "line"


class _Dumper(yaml.SafeDumper):
    """Escapes what YAML would fold into blanks: line breaks of every kind."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)


def written(taught: Taught) -> bytes:
    """The content of a file that holds `taught`."""
    plain = {"source": taught.source, "absent": taught.absent, "teachings": list(map(_plain, taught.teachings))}
    kept = {key: value for key, value in plain.items() if value or key == "teachings"}
    return (_HEAD + yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)).encode()


def _plain(teaching: Teaching) -> dict[str, Any]:
    """A teaching as YAML has it, without what it does not have."""
    values = {field.name: getattr(teaching, field.name) for field in fields(teaching) if field.name != _FILLED_IN}
    if teaching.undone:
        values["undone"] = {"by": teaching.undone.by, "at": teaching.undone.at}
    values["questions"] = list(teaching.questions)
    return {key: value for key, value in values.items() if value}
