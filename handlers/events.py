"""Updates read as events: what was said or pressed, by whom, where, and whether it was meant for the bot at all."""

from typing import NamedTuple

from telegram import MaybeInaccessibleMessage, Message, MessageEntity
from telegram.constants import ChatType

from bot.dialogue.conversation import Commanded, Event, Said
from bot.record import record

_LINKED = frozenset({"entry", "code", "list", "contact", "help"})  # kinds of action that a deep link may take
EDITED = "telegram.edited"  # the note of a message that was changed
UNKNOWN = "telegram.unknown_command"  # the note of a command that nobody knows
# Kinds of message that cannot be read, in the order in which they are looked for, with the phrase for each.
_UNREADABLE = {
    "photo": "telegram.photo",
    "voice": "telegram.voice",
    "audio": "telegram.voice",
    "video_note": "telegram.voice",
    "sticker": "telegram.sticker",
    "animation": "telegram.sticker",
    "dice": "telegram.sticker",
    "document": "telegram.file",
    "video": "telegram.file",
    "contact": "telegram.other",
    "venue": "telegram.other",
    "location": "telegram.other",
    "poll": "telegram.other",
    "game": "telegram.other",
    "story": "telegram.other",
    "paid_media": "telegram.other",
    "checklist": "telegram.other",
}


@record
class Incoming:
    """What came in: an event for the dialogue, or the key of a phrase (`note`) that is all there is to say, or both.

    `pressed` is the message whose button was pressed, `reply_to` the message that the answer should stand below,
    `message_id` the message itself and `text` its words, where it is one.
    """

    update_id: int
    chat_id: int
    user_id: int
    event: Event | None = None
    note: str | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    pressed: int | None = None
    message_id: int | None = None
    text: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether a message was changed that had come in before."""
        return self.note == EDITED

    @property
    def owner(self) -> int | None:
        """Who alone may press the buttons below the answer; None in a private chat, which has its person's number."""
        return None if self.chat_id == self.user_id else self.user_id


def topic(message: MaybeInaccessibleMessage | None) -> int | None:
    """The topic a message stands in; None outside of topics."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _action(payload: str) -> str:
    """The action a deep link stands for, whose colons cannot stand in an address; "" for one that links may not take.

    Whoever follows a link has not seen what it does: it only shows things.
    """
    action = payload.replace("_", ":")
    return action if action == "quiz" or action.partition(":")[0] in _LINKED else ""


def _is_anonymous_admin(message: Message) -> bool:
    """Whether someone speaks as the group itself; the sender is then a bot of Telegram's."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


class Command(NamedTuple):
    """A command as written: `named` where it names a bot, `ours` unless it names another one."""

    name: str
    argument: str
    named: bool
    ours: bool


@record
class Reader:
    """Reads messages for the bot with this id, name and set of commands."""

    bot_id: int
    username: str
    commands: frozenset[str]

    def read(self, message: Message, update_id: int) -> Incoming | None:
        """What a message says; None where it is not for the bot or nothing that anyone said."""
        if message.from_user is None or message.via_bot is not None:
            return None
        if message.from_user.is_bot and not _is_anonymous_admin(message):
            return None
        private = message.chat.type == ChatType.PRIVATE
        if not private and not self.is_addressed(message):
            return None
        event, note = self._meaning(message)
        if event is None and note is None:
            return None
        return Incoming(
            update_id,
            message.chat.id,
            message.from_user.id,
            event,
            note,
            thread_id=topic(message),
            reply_to=None if private else message.message_id,
            message_id=message.message_id,
            text=message.text or message.caption or "",
        )

    def is_addressed(self, message: Message) -> bool:
        """Whether a message in a group is meant for the bot: a command of its own, a mention, or a reply to it."""
        command = self.command(message)
        if command:
            return command.ours and (command.named or command.name in self.commands)
        answered = message.reply_to_message
        if answered and answered.forum_topic_created:  # what answers nothing answers the beginning of its topic
            answered = None
        replies = bool(answered and answered.from_user and answered.from_user.id == self.bot_id)
        return replies or bool(self.mentions(message))

    def _meaning(self, message: Message) -> tuple[Event | None, str | None]:
        """The event and the note of a message."""
        command = self.command(message)
        if command:
            known = command.ours and command.name in self.commands
            return (Commanded(command.name, command.argument), None) if known else (None, UNKNOWN)
        text = message.text or message.caption
        if text:
            return self._said(message, text), EDITED if message.edit_date else None
        if message.edit_date:  # a live location changes all the time
            return None, EDITED if message.effective_attachment and not message.location else None
        return None, next((note for kind, note in _UNREADABLE.items() if getattr(message, kind, None)), None)

    def _said(self, message: Message, text: str) -> Event:
        """The text without mentions of the bot; a mention alone points at the message it replies to."""
        mentions = self.mentions(message)
        if not mentions:
            return Said(text)
        for mention in mentions:
            text = text.replace(mention, " ")
        answered = message.reply_to_message
        said = text.strip() or (answered.text if answered else None)
        return Said(said) if said else Commanded("start")

    def command(self, message: Message) -> Command | None:
        """The command at the beginning of a message."""
        entities = message.entities or message.caption_entities
        if not entities or entities[0].type != MessageEntity.BOT_COMMAND or entities[0].offset:
            return None
        text = message.text or message.caption or ""
        name, _, target = text[1 : entities[0].length].lower().partition("@")
        argument = text[entities[0].length :].strip()
        if name == "start":
            argument = _action(argument)
        return Command(name, argument, bool(target), target in ("", self.username.lower()))

    def mentions(self, message: Message) -> list[str]:
        """The bot's name as it was written, as often as it was written."""
        if not message.entities and not message.caption_entities:
            return []
        wanted: list[str | None] = [MessageEntity.MENTION]
        found = message.parse_entities(wanted) if message.text else message.parse_caption_entities(wanted)
        return [text for text in found.values() if text.lower() == f"@{self.username}".lower()]
