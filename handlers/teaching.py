"""The staff's commands that teach: the queue of questions, decisions with their preview, the list of teachings."""

import asyncio

from bot.knowledge.faq import Entry
from bot.knowledge.taught import Decision, Teaching, Undone
from bot.matching.pieces import pieces
from bot.record import record
from bot.reply import Reply, Text
from bot.store.questions import Queue
from bot.teaching.candidates import name_in, rows_for
from bot.teaching.changes import Add, Undo, moment, role
from bot.teaching.context import followed
from bot.teaching.groups import Group, grouped
from bot.teaching.proposals import Proposal
from bot.teaching.wording import Wording
from handlers.services import Services
from handlers.staff import StaffCall, StaffCommand
from handlers.teaching_steps import TeachingSteps

_LONGEST_NAME = 40  # characters of the name of an occupation


@record
class TeachingCommands:
    """Shows what was not answered well, and takes decisions about it; `steps` preview and keep them."""

    services: Services
    steps: TeachingSteps

    def all(self) -> dict[str, StaffCommand]:
        """The commands by name."""
        return {
            "unanswered": self.unanswered,
            "teach": self.teach,
            "name": self.name,
            "taught": self.taught,
            "undo": self.undo,
            "reload": self.steps.reload,
        }

    async def unanswered(self, call: StaffCall) -> Reply:
        """A group of the queue, the first where none is named."""
        return await self._shown(int(call.argument) if call.argument.isdecimal() else 0)

    async def teach(self, call: StaffCall) -> Reply:
        """A decision, as far as it has come: ``entry:QUESTION:NUMBER:PIECE`` and the like."""
        action, _, rest = call.argument.partition(":")
        if action == "save":
            return await self.steps.save(call, rest)
        if action == "drop":
            return await self.steps.drop(rest)
        number, _, what = rest.partition(":")
        found = await self._group(number)
        if found is None:
            return self._wording.said("gone", in_place=True)
        position, group = found
        if action == "ignore":
            await self._ignored(group)
        if action in ("group", "ignore"):
            return await self._shown(position)
        return await self._decided(call, group, action, what)

    async def _ignored(self, group: Group) -> None:
        services = self.services
        await services.patience(lambda: services.questions.move(group.ids, Queue.IGNORED, services.now()))

    async def _decided(self, call: StaffCall, group: Group, action: str, what: str) -> Reply:
        """What follows from a decision about a group: the next choice, or the preview."""
        match action:
            case "entry":
                return await self._entry(call, group, what)
            case "label":
                return await self._taught(call, group, "belongs", label=what)
            case "decline" if what:
                return await self._taught(call, group, "declined", kind=what)
            case "decline":
                return self._wording.kinds(group.lead.id)
            case "name" | "absent":
                name = name_in(self.services.desk, group.lead.text)
                return await self._taught(call, group, "named" if what else "absent", name=name, code=what or None)
            case "occupation":
                desk = self.services.desk
                return self._wording.occupations(group.lead.id, name_in(desk, group.lead.text), rows_for(desk, group))
        return self._wording.said("gone", in_place=True)

    async def name(self, call: StaffCall) -> Reply:
        """``QUESTION CODE NAME``: a name of an occupation, else the one that stands in the question."""
        number, code, said = (*call.argument.split(maxsplit=2), "", "", "")[:3]
        desk = self.services.desk
        found = await self._group(number)
        if code not in {row.code for row in desk.knowledge.catalog.occupations}:
            return self._how("name_how", id=number if found else 1, code=desk.knowledge.catalog.occupations[0].code)
        if found is None:
            return self._wording.said("gone")
        name = desk.dialogue.mask(said)[:_LONGEST_NAME] or name_in(desk, found[1].lead.text)
        return await self._taught(call, found[1], "named", name=name, code=code)

    async def taught(self, _: StaffCall) -> Reply:
        """The newest teachings."""
        services = self.services
        reading = await asyncio.to_thread(self.steps.source.file.read)
        return self._wording.taught(reading.taught, services.terms.local(services.now()))

    async def undo(self, call: StaffCall) -> Reply:
        """Previews that a teaching is undone."""
        if not call.argument.isdecimal():
            return self._how("undo_how")
        reading = await asyncio.to_thread(self.steps.source.file.read)
        number = int(call.argument)
        teaching = next((one for one in reading.taught.active if one.id == number), None)
        if teaching is None:
            return self._wording.said("no_such", id=number)
        change = Undo(number, Undone(role(call.role), moment(self.services.now())))
        return await self.steps.propose(call, Proposal(change, teaching))

    async def _entry(self, call: StaffCall, group: Group, what: str) -> Reply:
        """The sentences of an entry, or the one that was chosen."""
        number, _, chosen = what.partition(":")
        entries = self.services.desk.knowledge.faq.entries
        entry = next((entry for entry in entries if str(entry.number) == number), None)
        if entry is None:
            return self._wording.said("gone", in_place=True)
        if not chosen:
            return self._wording.pieces(group.lead.id, entry)
        return await self._taught(call, group, "belongs", label=f"faq:{number}", quote=_piece(entry, chosen))

    async def _taught(self, call: StaffCall, group: Group, decision: Decision, **fields: str | None) -> Reply:
        """Previews a teaching about a group."""
        phrases, now = self.services.phrases, self.services.now()
        questions, why = tuple(group.wordings.values()), self._wording.reasons(group)
        if decision in ("belongs", "declined"):
            fields["after"] = followed(self.services.desk, group, self.services.today())
        teaching = Teaching(0, decision, role(call.role), moment(now), why, questions, **fields)  # type: ignore[arg-type]
        change = Add(teaching, phrases("teach.source"), phrases("teach.absent"))
        return await self.steps.propose(call, Proposal(change, teaching, group.ids))

    async def _shown(self, position: int) -> Reply:
        return self._wording.group(await self._groups(), position, self.steps.proposals.questions)

    async def _group(self, number: str) -> tuple[int, Group] | None:
        """Position and group of a question of the queue."""
        if not number.isdecimal():
            return None
        groups = enumerate(await self._groups())
        return next(((position, group) for position, group in groups if int(number) in group.ids), None)

    async def _groups(self) -> list[Group]:
        return await asyncio.to_thread(grouped, self.services.questions.queued())

    def _how(self, key: str, **values: object) -> Reply:
        return Reply((Text(self.services.phrases(f"staff.teach.{key}", **values)),))

    @property
    def _wording(self) -> Wording:
        return Wording(self.services.desk)


def _piece(entry: Entry, chosen: str) -> str | None:
    """The sentence of a number counted from 1; None for the whole entry."""
    texts = [piece.text for piece in pieces(entry)]
    position = int(chosen) if chosen.isdecimal() else 0
    return texts[position - 1] if 0 < position <= len(texts) else None


def digest(services: Services) -> Reply | None:
    """What waits in the queue, for the staff at their hour; None where nothing waits."""
    return Wording(services.desk).digest(grouped(services.questions.queued()))
