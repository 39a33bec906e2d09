"""One turn of a talk: what came in is answered, and answer and new state are kept before anything is sent."""

from collections.abc import Sequence
from dataclasses import replace
from sqlite3 import Connection

from bot.dialogue.conversation import Commanded, Conversation
from bot.helpdesk.helpdesk import Case, Outcome
from bot.helpdesk.ticket import Ended, Released, Ticket
from bot.helpdesk.transitions import Step
from bot.record import record
from bot.reply import Message, Reply, Text
from bot.store.forgetting import forget
from bot.store.pauses import Pauses
from bot.store.questions import Occasion
from bot.store.records import keep_records
from handlers.cases import Source
from handlers.delivery import Delivery
from handlers.events import UNKNOWN, Incoming
from handlers.keyboards import keyboard
from handlers.outgoing import Outgoing, TextMessage
from handlers.records import Records
from handlers.render import rendered
from handlers.services import Services


@record
class Turns:
    """Takes turns in every chat; the turns of one chat must come one after the other."""

    services: Services
    delivery: Delivery

    async def take(self, incoming: Incoming) -> None:
        """Answers what came in. What was answered before changes nothing; only what was not sent yet is sent."""
        await self.keep(incoming)
        await self.delivery.deliver(incoming.chat_id)

    async def keep(self, incoming: Incoming) -> None:
        """Keeps the answer and the new state together, unless the update was kept before."""
        await self.services.patience(lambda: self._keep(incoming))

    def _keep(self, incoming: Incoming) -> None:
        talks, now = self.services.talks, self.services.now()
        if talks.knows(incoming.update_id):
            return
        before = talks.conversation(incoming.chat_id, incoming.user_id)
        event = None if incoming.event is None else self.services.desk.dialogue.masked(incoming.event)
        incoming = replace(incoming, event=event)
        outcome, replies = self._respond(incoming, before)
        after = outcome.conversation
        messages = [message.dump() for reply in replies for message in self._messages(incoming, reply, after)]
        talks.keep(
            incoming.update_id,
            incoming.chat_id,
            incoming.user_id,
            conversation=None if after == before else after,
            messages=messages,
            now=now,
            also=lambda connection: self._keep_more(connection, incoming, before, outcome, replies),
        )

    def _keep_more(
        self,
        connection: Connection,
        incoming: Incoming,
        before: Conversation,
        outcome: Outcome,
        replies: Sequence[Reply],
    ) -> None:
        """Keeps what becomes of the ticket, and what the figures and the queue need to know of a turn."""
        if outcome.ticket:
            self._keep_ticket(connection, incoming, outcome.ticket, outcome)
        if Records.are_deleted_by(incoming.event):
            self._release(connection, incoming.user_id)
        self._record(connection, incoming, before, outcome.conversation, replies)

    def _keep_ticket(self, connection: Connection, incoming: Incoming, ticket: Ticket, outcome: Outcome) -> None:
        """Keeps the ticket, a new one with what was said before, and what goes to the staff."""
        cases = self.delivery.cases
        if cases.tickets.ticket(ticket.number) is None:
            cases.open(connection, ticket, outcome.lines)
        messages = tuple(said for said in outcome.messages if said.recipient == "ticket")
        source = Source(incoming.chat_id, incoming.message_id) if incoming.message_id else None
        cases.keep(connection, Step(ticket, messages), source)

    def _release(self, connection: Connection, user_id: int) -> None:
        """Where a member of the staff is forgotten, their tickets are nobody's."""
        cases, services = self.delivery.cases, self.services
        for ticket in cases.tickets.held_by(user_id):
            cases.keep(connection, services.helpdesk.happens(ticket, Released(), services.now()))

    def _record(
        self,
        connection: Connection,
        incoming: Incoming,
        before: Conversation,
        after: Conversation,
        replies: Sequence[Reply],
    ) -> None:
        """Keeps what the figures and the queue need to know of a turn; removes all where that was asked for."""
        services, event = self.services, incoming.event
        person, now = services.people(incoming.user_id), services.now()
        if Records.are_deleted_by(event):
            forget(connection, incoming.user_id, person, incoming.update_id, now)
        elif event is not None:
            occasion = Occasion(incoming.update_id, person, "group" if incoming.owner else "private", now)
            progress = services.desk.dialogue.quiz.progress(before.quiz, after.quiz, services.today())
            for reply in replies[:1]:
                keep_records(connection, occasion, event, before, reply, progress=progress)

    def _respond(self, incoming: Incoming, before: Conversation) -> tuple[Outcome, list[Reply]]:
        """What follows from a turn, and what of it is said to the person whose turn it is."""
        services, event, note = self.services, incoming.event, incoming.note
        own = Records(services).reply(incoming)
        if own:
            return self._deleted(incoming) if Records.are_deleted_by(event) else Outcome(before, None, ()), [own]
        if incoming.is_edited and event and services.desk.dialogue.quiz.is_open(before.quiz):
            event, note = None, "telegram.stale_question"  # the question it may have answered has passed
        heading = (Text(services.phrases(note)),) if note else ()
        if note == UNKNOWN:  # commands are the bot's, whoever has the talk
            return Outcome(before, None, ()), [Reply(heading)]
        case = self._case(incoming)
        outcome = services.helpdesk.respond(before, event, case, services.today(), services.now())
        replies = [said.reply for said in outcome.messages if isinstance(said, Message) and said.recipient == "asker"]
        if event is None:
            return outcome, self._told_of_no_words(incoming, replies, Reply(heading))
        return outcome, [replace(reply, parts=(*heading, *reply.parts)) for reply in replies]

    def _told_of_no_words(self, incoming: Incoming, replies: list[Reply], note: Reply) -> list[Reply]:
        """What is said to a message that cannot be read: the helpdesk's word, else the note."""
        if not note.parts or (incoming.is_edited and incoming.event is None):  # another message was answered for it
            return []
        ticket = self._case(incoming).ticket
        if ticket and ticket.is_held:
            return replies
        return replies if replies and incoming.event is None else [note]

    def _deleted(self, incoming: Incoming) -> Outcome:
        """Nothing is left of a person's talk; a ticket of theirs ends, as nobody could be answered any more."""
        ticket, services = self.delivery.cases.tickets.of_asker(incoming.user_id), self.services
        if ticket is None:
            return Outcome(Conversation(), None, ())
        step = services.helpdesk.happens(ticket, Ended("deletion"), services.now())
        return Outcome(Conversation(), step.ticket, step.messages)

    def _case(self, incoming: Incoming) -> Case:
        """What the helpdesk needs to know of who asks, and where."""
        services, tickets = self.services, self.delivery.cases.tickets
        is_private, has_staff = incoming.owner is None, services.staff_room is not None
        ticket = tickets.of_asker(incoming.user_id) if is_private and has_staff else None
        return Case(
            asker=incoming.user_id,
            person=services.people(incoming.user_id),
            ticket=ticket,
            number=tickets.next_number() if has_staff else None,
            private_link="" if is_private else self.delivery.private_link,
            pause=Pauses(services.talks.database).current(),
            text=self._kept_text(incoming) if ticket else "",
            edited=incoming.is_edited,
            quiet_since=tickets.quiet_since(ticket.number) if ticket else None,
        )

    def _kept_text(self, incoming: Incoming) -> str:
        """What is kept of a message in a ticket: its words, masked, or that there was something else."""
        services = self.services
        return services.desk.dialogue.mask(incoming.text) or services.phrases("ticket.attachment")

    def _messages(self, incoming: Incoming, reply: Reply, after: Conversation) -> list[Outgoing]:
        """The messages of a reply; the first may stand in place of the message whose button was pressed."""
        phrases = self.services.phrases
        keys = keyboard(reply, after, _rated(incoming), phrases, incoming.owner)
        contents = rendered(reply, keys, phrases)
        below = [Outgoing(content, incoming.thread_id, incoming.reply_to) for content in contents]
        if reply.in_place and incoming.pressed and contents and isinstance(contents[0], TextMessage):
            below[0] = replace(below[0], replaces=incoming.pressed)
        return below


def _rated(incoming: Incoming) -> int | None:
    """The update whose answer can be rated; a command without an argument asks nothing."""
    match incoming.event:
        case Commanded(_, ""):
            return None
    return incoming.update_id
