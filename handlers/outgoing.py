"""Messages as they wait in the outbox: what a Bot API request will say, written down as JSON."""

import json
from typing import Any, Literal, NamedTuple, Self

from bot.record import record


class Key(NamedTuple):
    """A button: `value` is the callback data, the text to copy, or the inline query to share."""

    label: str
    kind: Literal["press", "copy", "share"]
    value: str


Keyboard = tuple[tuple[Key, ...], ...]


class TextMessage(NamedTuple):
    """HTML of at most 4096 UTF-16 units after parsing, with its buttons."""

    html: str
    keyboard: Keyboard = ()


class ContactCard(NamedTuple):
    """A contact; its vCard has at most 2048 bytes."""

    phone: str
    name: str
    vcard: str


class File(NamedTuple):
    """A text file with its name and caption."""

    name: str
    content: str
    caption: str


class Copied(NamedTuple):
    """A message of another chat, as it stands there when it is sent."""

    chat_id: int
    message_id: int


class Opening(NamedTuple):
    """What stands first where a ticket is posted; put together when it is sent. Nothing where the ticket stands."""


class Closing(NamedTuple):
    """The end of a ticket's topic."""


Content = TextMessage | ContactCard | File | Copied | Opening | Closing
_KINDS: dict[str, type[Content]] = {
    "text": TextMessage,
    "contact": ContactCard,
    "file": File,
    "copy": Copied,
    "opening": Opening,
    "closing": Closing,
}


@record
class Outgoing:
    """A message and where in its chat it goes: a topic, below the message it answers, or in place of an earlier one.

    `line` is what is kept of it in its ticket; where a ticket's message goes in the staff's group is known only then.
    """

    content: Content
    thread_id: int | None = None
    reply_to: int | None = None
    replaces: int | None = None
    line: int | None = None

    def dump(self) -> str:
        """As JSON text: the kind and fields of the content, then where it goes."""
        kind = next(kind for kind, known in _KINDS.items() if isinstance(self.content, known))
        place = (self.thread_id, self.reply_to, self.replaces, self.line)
        return json.dumps([kind, self.content, *place], ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Self:
        """The message that `dump` wrote."""
        kind, fields, *place = json.loads(text)
        return cls(_text(*fields) if kind == "text" else _KINDS[kind](*fields), *place)


def _text(html: str, keyboard: list[list[list[Any]]]) -> TextMessage:
    return TextMessage(html, tuple(tuple(Key(*key) for key in row) for row in keyboard))
