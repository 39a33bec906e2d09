"""Messages: written, edited, or of a kind that cannot be read; and the bot's own comings and goings."""

from typing import Any

from telegram import Bot, ChatMember, Message, Update
from telegram.constants import ChatType

from handlers.events import Incoming, Reader
from handlers.logs import note
from handlers.turns import Turns

COMMAND = "telegram.command."  # keys of the phrases that describe the commands there are
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_MANY = 1000  # albums remembered
_GONE = (ChatMember.LEFT, ChatMember.BANNED)


class Messages:
    """Handles messages and changes of the bot's own membership."""

    def __init__(self, turns: Turns, bot: Bot) -> None:
        self._turns = turns
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
            self._turns.services.talks.move(message.chat.id, message.migrate_to_chat_id)
            note("chat_moved")
            return
        incoming = self._reader().read(message, update.update_id)
        if incoming and not self._goes_with_another(message, incoming):
            await self._turns.take(incoming)

    def _goes_with_another(self, message: Message, incoming: Incoming) -> bool:
        """Whether a message without words is one of an album of which an earlier one was answered."""
        album = message.media_group_id
        if album is None or incoming.event is not None:
            return False
        if len(self._albums) >= _MANY:
            self._albums.clear()
        return self._albums.setdefault(album, incoming.update_id) != incoming.update_id

    async def on_membership(self, update: Update, _: Any) -> None:
        """Says in a new group how to be asked; keeps nothing ready for a chat that is closed to the bot."""
        change = update.my_chat_member
        if change is None:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        if after in _GONE:
            self._turns.services.talks.give_up(change.chat.id)
            note("chat_closed")
        elif before in _GONE and change.chat.type in _GROUPS:
            greeting = Incoming(update.update_id, change.chat.id, change.from_user.id, note="telegram.group")
            await self._turns.take(greeting)

    def counts(self, update: Update) -> bool:
        """Whether an update counts for the person it comes from: not what people say to each other in groups."""
        message = update.message or update.edited_message
        if message is None or message.chat.type == ChatType.PRIVATE:
            return True
        return self._reader().is_addressed(message)

    def _reader(self) -> Reader:
        return Reader(self._bot.id, self._bot.username, self._commands)
