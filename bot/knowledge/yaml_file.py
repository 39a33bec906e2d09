"""The way to a YAML file as dataclasses. What reads it is imported on the way: a start from the cache reads no YAML."""

from pathlib import Path
from typing import TypeVar

from bot.knowledge.faults import Fault

T = TypeVar("T")


def read_yaml(path: Path, shape: type[T], faults: list[Fault], name: str | None = None) -> T | None:
    """The content of `path` as a `shape`, or None after adding what is wrong, under `name`, to `faults`."""
    from bot.knowledge.yaml_reader import read  # noqa: PLC0415  # PyYAML alone takes 15 ms

    return read(path, shape, name or path.name, faults)
