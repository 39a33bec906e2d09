"""Sends what waits in the outbox, in order, and takes out what is done with."""

import asyncio
import logging
import sqlite3
from dataclasses import field

from telegram.error import ChatMigrated, TelegramError

from bot.helpdesk.ticket import Undelivered, Unreachable
from bot.record import record
from bot.store.talks import Waiting
from handlers.cases import Cases
from handlers.client import Client
from handlers.failures import Failure, failure
from handlers.lanes import Lanes
from handlers.logs import described, note
from handlers.outgoing import Copied, Outgoing
from handlers.posting import Posting
from handlers.services import Services
from handlers.topics import Topics


@record
class Delivery:
    """Delivers to chats; whoever delivers to one must have its turn in `lanes`."""

    client: Client
    services: Services
    lanes: Lanes = field(default_factory=Lanes)
    cases: Cases = field(init=False)
    _over: set[Waiting] = field(default_factory=set)  # done with, but not taken out of the outbox yet
    _posting: Posting = field(init=False)
    _topics: Topics = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cases", Cases(self.services))
        object.__setattr__(self, "_posting", Posting(self.client))
        object.__setattr__(self, "_topics", Topics(self._posting, self.cases))

    @property
    def private_link(self) -> str:
        """Leads to the bot's private chat."""
        return f"https://t.me/{self.client.username}"

    async def deliver(self, chat_id: int) -> None:
        """Sends all that waits for a chat; what cannot be sent now stays for the next delivery.

        BadRequest for a message that Telegram does not accept, which is dropped.
        """
        self.cases.due.discard(chat_id)
        try:
            await self._deliver(chat_id)
        except sqlite3.Error as error:  # such as a locked database: what was not taken out is tried again
            note("not_delivered", logging.ERROR, failure="not_kept", **described(error))

    async def _deliver(self, chat_id: int) -> None:
        talks = self.services.talks
        for waiting in talks.waiting(chat_id, self.services.now()):
            if waiting.ticket is not None and self._is_elsewhere(chat_id):
                continue
            try:
                if waiting not in self._over and not await self._is_dealt_with(chat_id, waiting):
                    return None
            except ChatMigrated as moved:
                talks.move(chat_id, moved.new_chat_id)
                return await self.deliver_in_turn(moved.new_chat_id)
            await self._take_out(waiting)
        return None

    async def _take_out(self, waiting: Waiting) -> None:
        """Takes a message out; where that fails it is remembered, so that it is not sent twice."""
        self._over.add(waiting)
        await self.services.patience(lambda: self.services.talks.sent(waiting.id))
        self._over.discard(waiting)

    def _is_elsewhere(self, chat_id: int) -> bool:
        """Whether a chat is a group that was the staff's: what waits there waits for the group of today."""
        return chat_id < 0 and chat_id != self.services.staff_room

    async def deliver_all(self) -> None:
        """Sends everything that waits, in each chat when its turn comes."""
        self.cases.due.update(self.services.talks.waiting_chats(self.services.now()))
        await self.deliver_due()

    async def deliver_due(self) -> None:
        """Sends what tickets have left to be sent to other chats; never to be awaited within a turn."""
        while self.cases.due:
            chats = list(self.cases.due)
            self.cases.due.clear()
            results = await asyncio.gather(*map(self.deliver_in_turn, chats), return_exceptions=True)
            for error in results:
                if error:
                    note("not_delivered", logging.ERROR, **described(error))

    async def deliver_in_turn(self, chat_id: int) -> None:
        """Delivers when the chat's turn comes; never to be awaited within a turn, which may wait for this one."""
        async with self.lanes.turn(chat_id):
            await self.deliver(chat_id)

    async def _is_dealt_with(self, chat_id: int, waiting: Waiting) -> bool:
        """Sends a message; whether that is done with, so that those behind it can follow."""
        try:
            outgoing = Outgoing.load(waiting.message)
        except Exception as error:  # it would stand in the way of all behind it for ever
            note("not_delivered", logging.ERROR, failure="unreadable", **described(error))
            return True
        try:
            await self._send(chat_id, waiting, outgoing)
        except (ChatMigrated, sqlite3.Error):
            raise
        except TelegramError as error:
            return await self._is_done_with(chat_id, waiting, outgoing, error)
        except Exception as error:  # a mistake in the program, which the next try would only repeat
            note("not_delivered", logging.ERROR, failure="unsendable", **described(error))
        return True

    async def _send(self, chat_id: int, waiting: Waiting, outgoing: Outgoing) -> None:
        if waiting.ticket and chat_id == self.services.staff_room:
            await self._topics.send(chat_id, waiting.ticket, outgoing)
        else:
            await self._posting.send(chat_id, outgoing)

    async def _is_done_with(self, chat_id: int, waiting: Waiting, outgoing: Outgoing, error: TelegramError) -> bool:
        """Whether a message that met an error is done with."""
        kind = failure(error)
        if waiting.ticket is not None:
            return self._is_ticket_done_with(chat_id, waiting.ticket, outgoing, error)
        if kind is Failure.REFUSED:
            await self._take_out(waiting)
            raise error
        if kind is Failure.CLOSED:
            self.services.talks.give_up(chat_id)
        _note_failure(kind, error)
        return kind is Failure.UNCERTAIN

    def _is_ticket_done_with(self, chat_id: int, ticket: int, outgoing: Outgoing, error: TelegramError) -> bool:
        """The same for a message of a ticket: none is given up without someone's being told.

        One that may have arrived is sent again: of two doubled lines nobody comes to harm.
        """
        to_staff = chat_id == self.services.staff_room
        is_copy = isinstance(outgoing.content, Copied)
        of_source = to_staff and is_copy and "user" in error.message.lower()  # the asker is gone, not the group
        kind = Failure.REFUSED if of_source else failure(error)
        note("ticket_not_delivered", logging.WARNING, failure=kind.name.lower())
        if kind is Failure.REFUSED and is_copy:
            self.cases.happen(ticket, Undelivered("message" if to_staff else "answer"))
        elif kind is Failure.CLOSED and to_staff:
            self._tell_of_unreachable_group()
        elif kind is Failure.CLOSED:
            self._drop_answers(chat_id)
            self.cases.happen(ticket, Undelivered("blocked"))
        return kind is Failure.REFUSED

    def _drop_answers(self, chat_id: int) -> None:
        """Takes out all that waits for an asker who has stopped the bot."""
        talks = self.services.talks
        talks.give_up(chat_id)
        for waiting in talks.waiting(chat_id, self.services.now()):
            talks.sent(waiting.id)

    def _tell_of_unreachable_group(self) -> None:
        for ticket in self.cases.tickets.unclosed():
            self.cases.happen(ticket.number, Unreachable())


def _note_failure(kind: Failure, error: TelegramError) -> None:
    note("not_delivered", logging.WARNING, failure=kind.name.lower(), error=type(error).__name__)
