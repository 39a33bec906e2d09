"""What a decision of the staff goes through: its preview, which takes a while, then it is kept and comes in force."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import field
from typing import Any

from bot.knowledge.faults import KnowledgeError
from bot.record import record
from bot.reply import Reply, Text
from bot.store.questions import Queue
from bot.teaching.changes import NothingToUndo, Undo
from bot.teaching.proposals import Proposal, Proposals
from bot.teaching.source import Source
from bot.teaching.wording import Wording
from bot.teaching.workshop import WorkshopError
from handlers.knowledge_watch import KnowledgeWatch
from handlers.logs import described, note
from handlers.services import Services
from handlers.staff import StaffCall, StaffRoom


@record
class TeachingSteps:
    """Previews, keeps and drops proposals; what takes long goes on beside the group's other commands."""

    room: StaffRoom
    watch: KnowledgeWatch
    proposals: Proposals = field(default_factory=Proposals)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def source(self) -> Source:
        """Where the knowledge comes from."""
        return self.watch.source

    async def propose(self, call: StaffCall, proposal: Proposal) -> Reply:
        """Begins a preview; it stands in place of the reply once it is made."""
        key = self.proposals.put(proposal)
        await self._move(proposal, Queue.PENDING)
        self._begin(self._preview(call, key, proposal))
        return self._wording.working(self._decision(proposal))

    async def drop(self, key: str) -> Reply:
        """Leaves everything as it is."""
        proposal = self.proposals.take(key)
        if proposal is None:
            return self._wording.said("gone", in_place=True)
        await self._move(proposal, Queue.NEW)
        return self._wording.said("dropped", in_place=True)

    async def save(self, call: StaffCall, key: str) -> Reply:
        """Keeps a proposal on top of whatever was taught meanwhile, unless others dealt with its questions."""
        proposal = self.proposals.take(key)
        if proposal is None:
            return self._wording.said("gone", in_place=True)
        queued = {question.id for question in self._services.questions.queued()}
        if not queued.issuperset(proposal.questions):
            return self._wording.said("taken", in_place=True)
        try:
            taught = await asyncio.to_thread(self.source.file.change, proposal.change)
        except NothingToUndo:
            return self._wording.said("no_such", id=proposal.teaching.id, in_place=True)
        except KnowledgeError as error:
            self.proposals.put(proposal, key)
            return self._wording.said("not_saved", *map(str, error.faults))
        except OSError as error:
            self.proposals.put(proposal, key)
            return self._wording.said("not_written", problem=error.strerror)
        await self._move(proposal, Queue.DONE)
        undone = isinstance(proposal.change, Undo)
        number = proposal.teaching.id if undone else taught.teachings[-1].id
        key = "out_of_force" if undone else "in_force"
        self._begin(self._bring_in(call, Text(self._say(key, id=number, decision=self._labelled(proposal)))))
        return self._wording.said("undone" if undone else "saved", id=number, in_place=True)

    async def reload(self, call: StaffCall) -> Reply:
        """Looks at the files now."""
        self._begin(self._reload(call))
        return Reply((Text(self._services.phrases("reload.working")),))

    async def _preview(self, call: StaffCall, key: str, proposal: Proposal) -> None:
        try:
            reading = await asyncio.to_thread(self.source.file.read)
            after = proposal.change(reading.taught)
            found = await self.watch.workshop.preview(reading.taught, after, proposal.texts, proposal.teaching.after)
            reply = self._wording.preview(key, self._decision(proposal), found)
        except (WorkshopError, NothingToUndo, KnowledgeError, OSError) as error:  # OSError: no process starts
            self.proposals.take(key)
            await self._move(proposal, Queue.NEW)
            reply = self._wording.said("failed", *str(error).splitlines()[-10:], in_place=True)
        await self.room.follow_up(call, reply)

    async def _bring_in(self, call: StaffCall, done: Text) -> None:
        """Says that what was saved is in force, or why it is not."""
        found = await self.watch.look()
        report = self.watch.report(found).parts if found.problems else ()
        parts = report if "faults" in found.problems else (done, *report)
        await self.room.follow_up(call, Reply(parts, in_place=True))

    async def _reload(self, call: StaffCall) -> None:
        await self.room.follow_up(call, self.watch.report(await self.watch.look()))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Goes on with what takes long, beside everything else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            note("unexpected", logging.ERROR, **described(error))

    async def _move(self, proposal: Proposal, state: Queue) -> None:
        services, questions = self._services, proposal.questions
        if questions:
            await services.patience(lambda: services.questions.move(questions, state, services.now()))

    def _decision(self, proposal: Proposal) -> str:
        decision = self._labelled(proposal)
        if isinstance(proposal.change, Undo):
            return self._say("undo", id=proposal.change.id, decision=decision)
        return decision

    def _labelled(self, proposal: Proposal) -> str:
        return self._wording.labels.decision(proposal.teaching)

    def _say(self, key: str, **values: object) -> str:
        return self._services.phrases(f"teach.{key}", **values)

    @property
    def _services(self) -> Services:
        return self.room.services

    @property
    def _wording(self) -> Wording:
        return Wording(self._services.desk)
