"""The taught file: read with a fallback, changed by one writer at a time, written whole or not at all."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.taught import Taught, check_taught, read_taught
from bot.record import record
from bot.whole_file import give_to_owner, write_whole


@record
class Reading:
    """The teachings in force, and what is wrong with the file, in which case they are the last good ones."""

    taught: Taught
    faults: tuple[Fault, ...] = ()


@record
class TaughtFile:
    """The file at `path`, and beside it a copy of what it held when it was last good."""

    path: Path

    @property
    def copy(self) -> Path:
        """Where the last good content is kept."""
        return self.path.with_name(f"{self.path.name}.last-good")

    def read(self) -> Reading:
        """What the file holds; where that is faulty the last good content, nothing where there is none. Writes nothing.

        KnowledgeError or OSError where it cannot be told what was taught: nobody may take that for nothing.
        """
        faults: list[Fault] = []
        taught = read_taught(self.path, faults) or self._last_good(faults)
        return Reading(taught, tuple(sorted(faults)))

    def keep_good(self) -> Reading:
        """What `read` gives; a content without fault is kept as the last good one, where that is possible."""
        reading = self.read()
        with suppress(OSError):
            if not reading.faults and self.path.exists() and not self._is_copied():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self.copy, self.path.read_bytes())
        return reading

    def change(self, change: Callable[[Taught], Taught]) -> Taught:
        """Applies `change` to what the file holds now and keeps the result, which is given back.

        Another writer, of this process or another one, waits for its turn. KnowledgeError with every fault where the
        file is broken, or would be: it is never overwritten then. OSError where it cannot be written: it is as before.
        """
        from bot.teaching.writer import written  # noqa: PLC0415  # 20 ms of imports, and most starts write nothing

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
            write_whole(self.path, content)
            write_whole(self.copy, content)
        return after

    def _last_good(self, faults: list[Fault]) -> Taught:
        of_copy: list[Fault] = []
        taught = read_taught(self.copy, of_copy)
        if taught is None:
            raise KnowledgeError([*faults, *of_copy])
        if not self.copy.exists():
            self.path.read_bytes()  # faulty from the first, which is nothing, or an OSError
        return taught

    def _is_copied(self) -> bool:
        return self.copy.exists() and self.copy.read_bytes() == self.path.read_bytes()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the file; the lock ends with the process that holds it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            give_to_owner(lock, self.path)
            fcntl.flock(lock, fcntl.LOCK_EX)  # for which an open file is enough, whoever may write it
            yield
        finally:
            os.close(lock)
