"""One turn of a talk: what came in is answered, and answer and new state are kept before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection

from bot.dialogue.conversation import Commanded, Conversation
from bot.reply import Reply, Text
from bot.store.forgetting import forget
from bot.store.questions import Occasion
from bot.store.records import keep_records
from handlers.delivery import Delivery
from handlers.events import EDITED, Incoming
from handlers.keyboards import keyboard
from handlers.outgoing import Outgoing, TextMessage
from handlers.records import Records
from handlers.render import rendered
from handlers.services import Services


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns in every chat; the turns of one chat must come one after the other."""

    services: Services
    delivery: Delivery

    async def take(self, incoming: Incoming) -> None:
        """Answers what came in. What was answered before changes nothing; only what was not sent yet is sent."""
        self.keep(incoming)
        await self.delivery.deliver(incoming.chat_id)

    def keep(self, incoming: Incoming) -> None:
        """Keeps the answer and the new state together, unless the update was kept before."""
        talks, now = self.services.talks, self.services.now()
        if talks.knows(incoming.update_id):
            return
        before = talks.conversation(incoming.chat_id, incoming.user_id)
        event = None if incoming.event is None else self.services.desk.dialogue.masked(incoming.event)
        incoming = replace(incoming, event=event)
        after, replies = self._respond(incoming, before)
        messages = [message.dump() for reply in replies for message in self._messages(incoming, reply, after)]
        talks.keep(
            incoming.update_id,
            incoming.chat_id,
            incoming.user_id,
            conversation=None if after == before else after,
            messages=messages,
            now=now,
            also=lambda connection: self._record(connection, incoming, before, after, replies),
        )

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

    def _respond(self, incoming: Incoming, before: Conversation) -> tuple[Conversation, list[Reply]]:
        """The conversation after a turn, and what is said to the person whose turn it is."""
        services, event, note = self.services, incoming.event, incoming.note
        quiz = services.desk.dialogue.quiz
        if note == EDITED and quiz.is_open(before.quiz):
            event, note = None, "telegram.stale_question"  # the question it may have answered has passed
        heading = (Text(services.phrases(note)),) if note else ()
        if event is None:
            return before, [Reply(heading)]
        own = Records(services.phrases, services.retention_days).reply(event)
        if own:
            return Conversation() if Records.are_deleted_by(event) else before, [own]
        after, said = services.desk.dialogue.respond(before, event, services.today())
        replies = [message.reply for message in said if message.recipient == "asker"]
        return after, [replace(reply, parts=(*heading, *reply.parts)) for reply in replies]

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
