"""The taught file: read with a fallback, changed by one writer at a time, written whole or not at all."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.taught import NOTHING, Taught, Teaching, check_taught, read_taught
from bot.knowledge.yaml_reader import Fault, KnowledgeError

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


@dataclass(frozen=True, slots=True)
class Reading:
    """The teachings in force, and what is wrong with the file, in which case they are the last good ones."""

    taught: Taught
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class TaughtFile:
    """The file at `path`, and beside it a copy of what it held when it was last good."""

    path: Path

    @property
    def copy(self) -> Path:
        """Where the last good content is kept."""
        return self.path.with_name(f"{self.path.name}.last-good")

    def read(self) -> Reading:
        """What the file holds; where that cannot be read the last good content, else nothing. Writes nothing."""
        faults: list[Fault] = []
        taught = read_taught(self.path, faults)
        if taught is None:
            taught = read_taught(self.copy, []) or NOTHING
        return Reading(taught, tuple(sorted(faults)))

    def keep_good(self) -> Reading:
        """What `read` gives; a content without fault is kept as the last good one, where that is possible."""
        reading = self.read()
        with suppress(OSError):
            if not reading.faults and self.path.exists() and not self._is_copied():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                _write(self.copy, self.path.read_bytes())
        return reading

    def change(self, change: Callable[[Taught], Taught]) -> Taught:
        """Applies `change` to what the file holds now and keeps the result, which is given back.

        Another writer, of this process or another one, waits for its turn. KnowledgeError with every fault where the
        file is broken, or would be: it is never overwritten then. OSError where it cannot be written: it is as before.
        """
        with self._locked():
            faults: list[Fault] = []
            before = read_taught(self.path, faults)
            if before is None:
                raise KnowledgeError(faults)
            after = change(before)
            check_taught(after, self.path.name, faults)
            if faults:
                raise KnowledgeError(faults)
            content = written(after)
            _write(self.path, content)
            _write(self.copy, content)
        return after

    def _is_copied(self) -> bool:
        return self.copy.exists() and self.copy.read_bytes() == self.path.read_bytes()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the file; the lock ends with the process that holds it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


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


def _write(path: Path, content: bytes) -> None:
    """Puts `content` in place of the file at once, safe from a crash and a power cut."""
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(half)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
