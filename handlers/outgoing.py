"""Messages as they wait in the outbox: what a Bot API request will say, written down as JSON."""

import json
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

KeyKind = Literal["press", "copy", "share", "link"]


class Key(NamedTuple):
    """A button: `value` is the callback data, the text to copy, the inline query to share, or the address."""

    label: str
    kind: KeyKind
    value: str


Keyboard = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class TextMessage:
    """HTML of at most 4096 UTF-16 units after parsing, with its buttons."""

    html: str
    keyboard: Keyboard = ()

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"html": self.html, "keyboard": self.keyboard}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The message that `to_plain` wrote."""
        return cls(plain["html"], tuple(tuple(Key(*key) for key in row) for row in plain["keyboard"]))


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact; its vCard has at most 2048 bytes."""

    phone: str
    name: str
    vcard: str

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"phone": self.phone, "name": self.name, "vcard": self.vcard}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The card that `to_plain` wrote."""
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class File:
    """A text file with its name and caption."""

    name: str
    content: str
    caption: str

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"name": self.name, "content": self.content, "caption": self.caption}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The file that `to_plain` wrote."""
        return cls(**plain)


Content = TextMessage | ContactCard | File
_KINDS: dict[str, type[TextMessage | ContactCard | File]] = {"text": TextMessage, "contact": ContactCard, "file": File}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and where in its chat it goes: a topic, below the message it answers, or in place of an earlier one."""

    content: Content
    thread_id: int | None = None
    reply_to: int | None = None
    replaces: int | None = None

    def dump(self) -> str:
        """As JSON text."""
        kind = next(kind for kind, known in _KINDS.items() if isinstance(self.content, known))
        plain = [kind, self.content.to_plain(), self.thread_id, self.reply_to, self.replaces]
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Self:
        """The message that `dump` wrote."""
        kind, plain, thread_id, reply_to, replaces = json.loads(text)
        return cls(_KINDS[kind].from_plain(plain), thread_id, reply_to, replaces)
