"""Messages: written, edited, or of a kind that cannot be read; and the bot's own comings and goings."""

from dataclasses import replace
from typing import Any

from telegram import Bot, Message, Update
from telegram.constants import ChatType

from bot.helpdesk.ticket import Undelivered
from handlers.events import Incoming, Reader
from handlers.logs import note
from handlers.staff import GONE
from handlers.staff_talk import StaffTalk
from handlers.turns import Turns

COMMAND = "telegram.command."  # keys of the phrases that describe the commands there are
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_MANY = 1000  # albums remembered


class Messages:
    """Handles messages, those of the staff in their group too, and changes of membership."""

    def __init__(self, turns: Turns, talk: StaffTalk, bot: Bot) -> None:
        self._turns = turns
        self._talk = talk
        self._bot = bot
        self._albums: dict[str, int] = {}  # album -> the update that answered for it
        texts = turns.services.phrases.texts
        self._commands = frozenset(key.removeprefix(COMMAND) for key in texts if key.startswith(COMMAND))

    async def on_message(self, update: Update, _: Any) -> None:
        """Answers a message that is meant for the bot."""
        message = update.message or update.edited_message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self._move(message.chat.id, message.migrate_to_chat_id)
            return
        reader = self._reader()
        if message.chat.id == self._talk.room.chat and await self._talk.takes(message, update, reader):
            return
        incoming = reader.read(message, update.update_id)
        if incoming:
            goes_along = self._goes_with_another(message, incoming)
            await self._turns.take(replace(incoming, note=None) if goes_along else incoming)

    async def _move(self, old: int, new: int) -> None:
        """A group became a supergroup; tickets in it are posted there anew, as replies lead to no message of before."""
        services, cases = self._turns.services, self._turns.delivery.cases
        await services.patience(lambda: services.talks.move(old, new))
        note("chat_moved")
        if new == self._talk.room.chat:
            await services.patience(cases.post_anew)

    def _goes_with_another(self, message: Message, incoming: Incoming) -> bool:
        """Whether a message without words is one of an album of which an earlier one was answered."""
        album = message.media_group_id
        if album is None or incoming.event is not None or incoming.is_edited:
            return False
        if len(self._albums) >= _MANY:
            self._albums.clear()
        return self._albums.setdefault(album, incoming.update_id) != incoming.update_id

    async def on_membership(self, update: Update, _: Any) -> None:
        """Says in a new group how to be asked; keeps nothing ready for a chat that is closed to the bot."""
        if update.chat_member:
            await self._talk.on_membership(update.chat_member)
        change = update.my_chat_member
        if change is None:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        if after in GONE:
            place, person = change.chat.id, change.from_user.id
            await self._turns.services.patience(lambda: self._close(update.update_id, place, person))
        elif before in GONE and change.chat.type in _GROUPS:
            is_staff = change.chat.id == self._talk.room.chat
            greeting = "staff.welcome" if is_staff else "telegram.group"
            await self._turns.take(Incoming(update.update_id, change.chat.id, change.from_user.id, note=greeting))

    def _close(self, update_id: int, chat_id: int, user_id: int) -> None:
        """The bot was stopped or removed: what waits is dropped, and whoever answers that asker is told."""
        services, cases = self._turns.services, self._turns.delivery.cases
        if services.talks.knows(update_id):
            return
        services.talks.give_up(chat_id)
        ticket, now = cases.tickets.of_asker(chat_id), services.now()
        step = services.helpdesk.happens(ticket, Undelivered("blocked"), now) if ticket else None
        services.talks.keep(
            update_id,
            chat_id,
            user_id,
            conversation=None,
            messages=[],
            now=now,
            also=lambda connection: cases.keep(connection, step) if step else None,
        )
        note("chat_closed")

    def counts(self, update: Update) -> bool:
        """Whether an update counts for the person it comes from: not what people say to each other in groups."""
        message = update.message or update.edited_message
        if message is None or message.chat.type == ChatType.PRIVATE:
            return True
        return self._reader().is_addressed(message)

    def _reader(self) -> Reader:
        return Reader(self._bot.id, self._bot.username, self._commands)
