"""Notices new knowledge and brings it in force, all or nothing, while the bot goes on answering with the old."""

import asyncio
import gc
import logging
from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import files_in
from bot.knowledge.overlay import set_aside
from bot.knowledge.taught import Taught
from bot.record import record
from bot.reply import Reply, Rows, Text
from bot.teaching.file import Reading
from bot.teaching.source import Source
from bot.teaching.workshop import Workshop, WorkshopError
from handlers.logs import described, note
from handlers.services import Services
from handlers.staff import StaffRoom

_Stamp = tuple[tuple[str, int, int], ...]  # path, time of change and size of every file that is read


@record
class Found:
    """Whether knowledge came in force, and what is wrong: phrase under ``reload.`` -> faults, one a line."""

    is_new: bool
    problems: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class KnowledgeWatch:
    """Compares what is in force with the files; the staff's `room` is told what comes of it."""

    room: StaffRoom
    source: Source
    workshop: Workshop
    _seen: _Stamp = ()
    _told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _work: asyncio.Task[None] | None = None

    async def check(self) -> None:
        """Begins to look at the files where any of them was touched; nothing waits for it to end."""
        if self._work and not self._work.done():
            return
        stamp = await asyncio.to_thread(_stamp, self.source)
        if stamp != self._seen:
            self._seen = stamp
            self._work = asyncio.create_task(self._look_and_tell())

    async def _look_and_tell(self) -> None:
        """The staff are told what came in force, and of a fault once."""
        try:
            found = await self.look()
            if found.is_new or (found.problems and found.problems != self._told):
                await self.room.tell(self.report(found))
                await self.room.delivery.deliver_due()
            self._told = found.problems
        except Exception as error:
            note("unexpected", logging.ERROR, **described(error))

    async def look(self) -> Found:
        """Brings what the files hold in force where it differs and has no fault; else all stays as it is."""
        async with self._turn:
            problems: dict[str, tuple[str, ...]] = {}
            is_new, reading = False, None
            try:
                reading = await asyncio.to_thread(self.source.file.keep_good)
                problems["taught_faults"] = tuple(map(str, reading.faults))
                is_new = await self._bring_in(reading)
            except (KnowledgeError, WorkshopError) as error:
                problems["faults"] = tuple(str(error).splitlines())
            except OSError as error:  # a file that is being replaced, or that may not be read
                problems["faults"] = (str(error),)
                self._seen = ()
            if reading:
                problems["set_aside"] = tuple(map(str, self._set_aside(reading.taught)))
        found = Found(is_new, {key: lines for key, lines in problems.items() if lines})
        if found.is_new or found.problems:
            level = logging.WARNING if found.problems else logging.INFO
            note("knowledge", level, new=is_new, faults=sum(map(len, found.problems.values())))
        return found

    def report(self, found: Found) -> Reply:
        """What came of a look, in words."""
        phrases, knowledge = self.services.phrases, self.services.desk.knowledge
        parts: list[Text | Rows] = []
        if found.is_new:
            counts = {"entries": len(knowledge.faq.entries), "occupations": len(knowledge.catalog.occupations)}
            taught = len(self.source.file.read().taught.active)
            parts.append(Text(phrases("reload.done", teachings=taught, **counts)))
        elif not found.problems:
            parts.append(Text(phrases("reload.unchanged")))
        for key, lines in found.problems.items():
            parts += [Text(phrases(f"reload.{key}")), Rows(lines)]
        return Reply(tuple(parts))

    @property
    def services(self) -> Services:
        """What is in force."""
        return self.room.services

    async def _bring_in(self, reading: Reading) -> bool:
        """Whether other knowledge came in force. Models are fitted in a process of their own."""
        source, taught, in_force = self.source, reading.taught, self.services.in_force
        key = await asyncio.to_thread(source.key, taught)
        if key == in_force.key:
            return False
        if not await asyncio.to_thread(source.is_fitted, taught):
            await self.workshop.fit(taught)
        desk = await asyncio.to_thread(source.open, taught)
        if await asyncio.to_thread(source.key, taught) != key:  # somebody is still writing: the next check looks again
            self._seen = ()
            return False
        in_force.desk, in_force.key = desk, key
        await asyncio.to_thread(_give_back)
        return True

    def _set_aside(self, taught: Taught) -> list[Fault]:
        knowledge = self.services.desk.knowledge
        return set_aside(taught, knowledge.faq, knowledge.catalog, knowledge.refusals)


def _give_back() -> None:
    """Frees the memory of the former helpdesk, which the start kept out of the garbage collector's sight."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _stamp(source: Source) -> _Stamp:
    """What tells that a file was touched."""
    return tuple(map(_touched, [*files_in(source.folder), source.file.path]))


def _touched(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except OSError:  # not there, or just now replaced
        return str(path), 0, 0
    return str(path), state.st_mtime_ns, state.st_size
