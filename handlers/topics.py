"""Tickets in the staff's group: a topic each where there are topics, else a message to reply to."""

import logging
from dataclasses import field, replace

from telegram.error import BadRequest

from bot.record import record
from bot.store.tickets import Place
from handlers.cases import Cases
from handlers.failures import Failure, failure
from handlers.logs import note
from handlers.outgoing import Closing, Opening, Outgoing
from handlers.posting import Posting, has_no_topic


@record
class Topics:
    """Posts tickets, and what is said in them, in a group."""

    posting: Posting
    cases: Cases
    _unkept: dict[int, Place | None] = field(default_factory=dict)  # places that the database did not take

    async def send(self, room: int, number: int, outgoing: Outgoing) -> None:
        """One message of a ticket, which is posted first where it does not stand in the group (any more).

        TelegramError as for any request.
        """
        try:
            await self._send(room, number, outgoing)
        except BadRequest as error:
            if not has_no_topic(error):
                raise
            await self._put(number, None)
            await self._send(room, number, outgoing)

    async def _send(self, room: int, number: int, outgoing: Outgoing) -> None:
        place = await self._posted(room, number, outgoing.line)
        if isinstance(outgoing.content, Opening):
            return
        if isinstance(outgoing.content, Closing):
            await self._close(place)
            return
        below = None if place.thread_id else place.head
        sent = await self.posting.request(room, replace(outgoing, thread_id=place.thread_id, reply_to=below))
        line = outgoing.line
        if sent and line:
            await self.cases.services.patience(lambda: self.cases.tickets.arrived(line, sent))

    async def _posted(self, room: int, number: int, line: int | None) -> Place:
        """Where the ticket stands; it is posted, with what was said before `line`, where it stands nowhere."""
        if number in self._unkept:
            await self._put(number, self._unkept[number])
        place = self.cases.tickets.place(number)
        if place and place.chat_id != room:
            await self._put(number, None)
            place = None
        if place is None:
            place = Place(room, await self._topic(room, number), None)
            await self._put(number, place)  # at once, so that no second topic is made
        if place.head is None:
            place = replace(place, head=await self._open(place, number, line))
            await self._put(number, place)
        return place

    async def _put(self, number: int, place: Place | None) -> None:
        """Keeps where a ticket stands; where that fails it is remembered, so that the ticket is not posted twice."""
        self._unkept[number] = place
        await self.cases.services.patience(lambda: self.cases.tickets.put(number, place))
        del self._unkept[number]

    async def _topic(self, room: int, number: int) -> int | None:
        """A new topic; None where the group has none or lets the bot make none."""
        ticket = self.cases.tickets.ticket(number)
        assert ticket
        name = self.cases.services.helpdesk.wording.name(ticket)
        try:
            made = await self.posting.client.post("createForumTopic", {"chat_id": room, "name": name})
        except BadRequest as error:
            if failure(error) is Failure.CLOSED:
                raise
            return None
        return int(made["message_thread_id"])

    async def _open(self, place: Place, number: int, line: int | None) -> int | None:
        """Posts the first message; its number."""
        tickets = self.cases.tickets
        ticket = tickets.ticket(number)
        assert ticket
        reply = self.cases.services.helpdesk.wording.opening(ticket, tickets.lines(number, line))
        sent = None
        for content in self.cases.contents(reply):
            sent = await self.posting.request(place.chat_id, Outgoing(content, place.thread_id))
        return sent

    async def _close(self, place: Place) -> None:
        if place.thread_id is None:
            return
        topic = {"chat_id": place.chat_id, "message_thread_id": place.thread_id}
        try:
            await self.posting.client.post("closeForumTopic", topic)
        except BadRequest as error:  # closed or gone already, or the bot may not
            note("topic_not_closed", logging.INFO, error=type(error).__name__)
