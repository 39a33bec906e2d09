"""What becomes of a ticket when something happens to it, and who is told."""

from dataclasses import replace
from datetime import datetime

from bot.helpdesk.ticket import (
    Answered,
    Claimed,
    Ended,
    Happening,
    Neglected,
    Released,
    State,
    Ticket,
    Unclaimed,
    Undelivered,
    Unreachable,
    Wrote,
)
from bot.helpdesk.wording import Wording
from bot.record import record
from bot.reply import Message, Relay

Said = Message | Relay


@record
class Step:
    """A ticket after something happened, and what is said, to whom."""

    ticket: Ticket
    messages: tuple[Said, ...] = ()


@record
class Transitions:
    """The rules of a ticket's life; pure."""

    wording: Wording

    def __call__(self, ticket: Ticket, happening: Happening, now: datetime) -> Step:
        """The step that follows. A ticket that is closed changes no more."""
        match happening:
            case Answered() if ticket.state is State.CLOSED:
                return Step(ticket, (self._to_staff("closed_already", ticket),))
            case Undelivered(what):
                return Step(ticket, (self._to_staff(f"undelivered.{what}", ticket),))
            case _ if ticket.state is State.CLOSED:
                return Step(ticket)
            case Wrote():
                return self._wrote(ticket, happening)
            case Answered(by, name, text, edited):
                claimed = Step(ticket) if ticket.is_held else self._claimed(ticket, by, name, now)
                return self._answered(claimed, text, edited, now)
            case Claimed(by, name):
                return self._claimed(ticket, by, name, now)
            case Ended():
                return self._ended(ticket, happening, now)
            case Released(why):
                return self._released(ticket, why, now)
            case Neglected():
                return self._neglected(ticket, now)
            case Unclaimed():
                return self._told(ticket, "unclaimed", now)
            case Unreachable():
                return self._told(_free(ticket), "unreachable", now)

    def _wrote(self, ticket: Ticket, wrote: Wrote) -> Step:
        above = (self._to_staff("edited", ticket),) if wrote.edited else ()
        state = State.CLAIMED if ticket.state is State.WAITING and wrote.owed else ticket.state
        return Step(replace(ticket, state=state), (*above, Relay("ticket", wrote.text)))

    def _claimed(self, ticket: Ticket, by: int, name: str, now: datetime) -> Step:
        """The ticket is theirs; the asker is told only where it was nobody's before."""
        if ticket.claimed_by == by:
            return Step(ticket)
        step = Step(
            replace(ticket, claimed_by=by, claimed_at=ticket.claimed_at or now),
            (self._to_staff("claimed", ticket, name=name),),
        )
        if ticket.state is not State.OPEN:
            return step
        held = replace(step.ticket, state=State.CLAIMED)
        return Step(held, (self._to_asker("claimed", held), *step.messages))

    def _answered(self, claimed: Step, text: str, edited: bool, now: datetime) -> Step:
        heading = "ticket.corrected" if edited else "ticket.answer"
        relay = Relay("asker", text, self.wording.answers.phrases(heading))
        first = claimed.ticket.answered_at or now
        ticket = replace(claimed.ticket, state=State.WAITING, answered_at=first, reminded_at=None)
        return Step(ticket, (*claimed.messages, relay))

    def _ended(self, ticket: Ticket, ended: Ended, now: datetime) -> Step:
        closed = replace(ticket, state=State.CLOSED, closed_at=now, closed_by=ended.by, claimed_by=None)
        told = self._to_staff(f"ended.{ended.by}", closed)
        if ended.by == "deletion":
            return Step(replace(closed, asker=None), (told,))
        return Step(closed, (self._to_asker(f"ended.{ended.by}", closed), told))

    def _released(self, ticket: Ticket, why: str, now: datetime) -> Step:
        if not ticket.is_held:
            return Step(ticket)
        free = replace(_free(ticket), told_at=now)
        asker = Message(self.wording.to_asker("released", free, with_contact=True))
        return Step(free, (asker, self._with_buttons(f"released.{why}", free)))

    def _neglected(self, ticket: Ticket, now: datetime) -> Step:
        if ticket.state is not State.CLAIMED or ticket.reminded_at:
            return Step(ticket)
        return Step(replace(ticket, reminded_at=now), (self._with_buttons("neglected", ticket),))

    def _told(self, ticket: Ticket, key: str, now: datetime) -> Step:
        """The asker is told once that nobody answers for now, with the contact."""
        if ticket.state is not State.OPEN or ticket.told_at:
            return Step(ticket)
        return Step(replace(ticket, told_at=now), (Message(self.wording.to_asker(key, ticket, with_contact=True)),))

    def _to_asker(self, key: str, ticket: Ticket) -> Message:
        return Message(self.wording.to_asker(key, ticket))

    def _to_staff(self, key: str, ticket: Ticket, **values: object) -> Message:
        return Message(self.wording.to_staff(key, ticket, **values), "ticket")

    def _with_buttons(self, key: str, ticket: Ticket) -> Message:
        return Message(self.wording.to_staff(key, ticket).with_buttons(self.wording.staff_buttons(ticket)), "ticket")


def _free(ticket: Ticket) -> Ticket:
    """The ticket as nobody's; where somebody had it, the asker was not told of that yet."""
    if not ticket.is_held:
        return ticket
    return replace(ticket, state=State.OPEN, claimed_by=None, claimed_at=None, told_at=None, reminded_at=None)
