"""What is said in the staff's group: commands, and answers in tickets, which go to the asker."""

from telegram import ChatMemberUpdated, Message, Update
from telegram.error import TelegramError
from telegram.ext import filters

from bot.helpdesk.ticket import Answered, Ended, Happening, Released, Ticket, Undelivered
from bot.helpdesk.transitions import Step
from bot.record import record
from bot.reply import Reply, Text
from handlers.cases import Source
from handlers.events import Command, Reader, topic
from handlers.staff import GONE, StaffCall, StaffRoom

_NOTES = ("//", "#", "／／", "＃")  # how a text among the staff begins


@record
class StaffTalk:
    """Handles messages in the staff's group."""

    room: StaffRoom

    async def takes(self, message: Message, update: Update, reader: Reader) -> bool:
        """Deals with a message of the group; False for one that the bot is to answer as it answers anybody."""
        if message.left_chat_member:
            await self._release(message.left_chat_member.id)
        if filters.StatusUpdate.ALL.filter(update) and message.forum_topic_closed is None:
            return True
        update_id = update.update_id
        ticket = self._ticket(message)
        command = reader.command(message)
        if command:
            return await self._commanded(message, update_id, command, ticket, reader)
        if reader.mentions(message):
            return False
        if ticket:
            await self._said(message, update_id, ticket)
        return True

    async def on_membership(self, change: ChatMemberUpdated) -> None:
        """Somebody's membership of a group changed."""
        if change.chat.id == self.room.chat and change.new_chat_member.status in GONE:
            await self._release(change.new_chat_member.user.id)

    async def _commanded(
        self, message: Message, update_id: int, command: Command, ticket: Ticket | None, reader: Reader
    ) -> bool:
        """A command of the staff, or anybody's; one that nobody knows must not pass for an answer."""
        known = {*self.room.commands, *reader.commands}
        if not command.ours or (command.name not in known and ticket is None):
            return True
        if command.name in reader.commands or message.edit_date:
            return False
        try:
            role = await self._role(message)
        except TelegramError:
            await self.room.answer(_call(message, update_id, "", "", ticket), self._say("unchecked"))
            return True
        call = _call(message, update_id, role, command.argument, ticket) if role and message.from_user else None
        if call and command.name in known:
            await self.room.call(command.name, call)
        elif call and ticket:
            await self.room.answer(call, self._say("not_sent", number=ticket.number))
        return True

    def _say(self, key: str, **values: object) -> Reply:
        return Reply((Text(self.room.services.phrases(f"staff.{key}", **values)),))

    async def _role(self, message: Message) -> str | None:
        """What the author is in the group at this moment; one who left has no tickets any more."""
        if message.sender_chat:  # only an administrator can speak as the group itself; a channel belongs to nobody
            return "administrator" if message.sender_chat.id == message.chat.id else None
        user = message.from_user
        role = await self.room.role(user.id) if user and not user.is_bot else None
        if user and role is None:
            await self._release(user.id)
        return role

    async def _said(self, message: Message, update_id: int, ticket: Ticket) -> None:
        """Something said in a ticket's topic, or in reply to one of its messages."""
        happening = await self._happening(message, ticket)
        if happening:
            await self.room.services.patience(lambda: self._keep(message, update_id, ticket.number, happening))
        await self.room.delivery.deliver(message.chat.id)

    def _keep(self, message: Message, update_id: int, number: int, happening: Happening) -> None:
        """Keeps what a message does to a ticket, unless the update was kept before."""
        talks, now = self.room.services.talks, self.room.services.now()
        if talks.knows(update_id):
            return
        step, source = self._step(number, happening), _source(message)
        keep = self.room.delivery.cases.keep
        talks.keep(
            update_id,
            message.chat.id,
            message.from_user.id if message.from_user else 0,
            conversation=None,
            messages=[],
            now=now,
            also=lambda connection: keep(connection, step, source),
        )

    async def _happening(self, message: Message, ticket: Ticket) -> Happening | None:
        """What a message does to the ticket; None for a note, a service message, or a stranger's."""
        text = message.text or message.caption or ""
        is_moving = message.location and message.edit_date  # a live location, which changes all the time
        if text.startswith(_NOTES) or is_moving:
            return None
        user = message.from_user
        try:
            role = await self._role(message)
        except TelegramError:
            return Undelivered("unchecked")
        if user is None or role is None:
            return None
        if message.forum_topic_closed:
            return Ended("staff")
        if message.effective_attachment is None and not text:
            return Undelivered("answer")
        return Answered(user.id, user.first_name, self._kept_text(text), message.edit_date is not None)

    def _step(self, number: int, happening: Happening) -> Step:
        """What follows, for the ticket as it stands now: others may have acted while the author was looked up."""
        ticket = self.room.delivery.cases.tickets.ticket(number)
        assert ticket
        return self.room.services.helpdesk.happens(ticket, happening, self.room.services.now())

    def _kept_text(self, text: str) -> str:
        return self.room.services.desk.dialogue.mask(text) or self.room.services.phrases("ticket.attachment")

    def _ticket(self, message: Message) -> Ticket | None:
        """The ticket that a message belongs to."""
        answered = message.reply_to_message
        place, number = topic(message), answered.message_id if answered else None
        return self.room.delivery.cases.tickets.at(message.chat.id, place, number)

    async def _release(self, user_id: int) -> None:
        """Somebody left: what was theirs is nobody's."""
        await self.room.services.patience(lambda: self._give_back(user_id))

    def _give_back(self, user_id: int) -> None:
        cases = self.room.delivery.cases
        for ticket in cases.tickets.held_by(user_id):
            cases.happen(ticket.number, Released())


def _call(message: Message, update_id: int, role: str, argument: str, ticket: Ticket | None) -> StaffCall:
    """The call that a command makes."""
    user = message.from_user
    assert user
    return StaffCall(
        update_id, message.chat.id, topic(message), user.id, role, user.first_name, argument,
        message_id=message.message_id, pressed=None, ticket=ticket.number if ticket else None,
    )  # fmt: skip


def _source(message: Message) -> Source:
    is_edited = message.edit_date is not None
    return Source(message.chat.id, message.message_id, message.text or "", message.text_html or "", is_edited)
