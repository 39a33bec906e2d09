"""What a person sees: messages as plain text with their buttons, notes after a press, inline results."""

from dataclasses import dataclass

from tests.fake_telegram.chats import Chat
from tests.fake_telegram.formatted import piece
from tests.fake_telegram.refusal import Json

MEDIA = ("photo", "voice", "video", "audio", "sticker", "document", "location")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on the screen. `buttons` are the labels by row, `styles` the marked pieces as (type, text).

    It stays as it was seen when the message is changed later, so tapping on it is a stale tap.
    """

    id: int
    author: str
    by_bot: bool
    text: str
    buttons: tuple[tuple[str, ...], ...]
    styles: tuple[tuple[str, str], ...]
    edited: bool
    message: Json

    def __str__(self) -> str:
        lines = [f"{self.author}: {self.text}" + (" (edited)" if self.edited else "")]
        lines += ["  " + " ".join(f"[{label}]" for label in row) for row in self.buttons]
        return "\n".join(lines)

    @property
    def labels(self) -> list[str]:
        """All button labels in reading order."""
        return [label for row in self.buttons for label in row]

    @property
    def written(self) -> bool:
        """Whether its author typed it and may change it (inline results cannot be)."""
        return "text" in self.message and "via_bot" not in self.message

    def styled(self, kind: str) -> list[str]:
        """The pieces of the text with that entity type, e.g. all that is bold."""
        return [text for style, text in self.styles if style == kind]


@dataclass(frozen=True, slots=True)
class Toast:
    """What the bot answers to a button press: a short note, or an alert to be closed."""

    text: str
    alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One result of an inline query, with the message it would send."""

    id: str
    title: str
    description: str
    query: str
    message: Json

    @property
    def text(self) -> str:
        return str(self.message.get("text", ""))


def toast(answer: Json | None) -> Toast | None:
    """The note for an answerCallbackQuery; None if there was none."""
    if answer is None:
        return None
    return Toast(answer.get("text", ""), answer.get("show_alert", False), answer.get("url", ""))


def choices(answer: Json, query: str) -> list[Choice]:
    """The results of an answerInlineQuery."""
    return [
        Choice(result["id"], result.get("title", ""), result.get("description", ""), query, result["_message"])
        for result in answer["results"]
    ]


def shown(message: Json) -> Shown:
    """A Message object as a person reads it."""
    text: str = message.get("text") or message.get("caption") or ""
    entities: list[Json] = message.get("entities") or message.get("caption_entities") or []
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    return Shown(
        id=message["message_id"],
        author=message["from"]["first_name"],
        by_bot=message["from"]["is_bot"],
        text=_label(message) + text,
        buttons=tuple(tuple(button["text"] for button in row) for row in keyboard),
        styles=tuple((entity["type"], piece(text, entity)) for entity in entities),
        edited="edit_date" in message,
        message=dict(message),
    )


def _label(message: Json) -> str:
    """How a message that is more than text begins on the screen."""
    if contact := message.get("contact"):
        name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
        return f"<contact {name} {contact['phone_number']}>"
    if venue := message.get("venue"):
        return f"<venue {venue['title']}, {venue['address']}>"
    if document := message.get("document"):
        return f"<document {document.get('file_name', '')}>"
    return next((f"<{kind}>" for kind in MEDIA if kind in message), "")


def screen(chat: Chat, thread_id: int | None = None) -> list[Shown]:
    """All messages of a chat, or of one topic, oldest first."""
    messages = chat.messages.values()
    return [shown(message) for message in messages if thread_id in (None, message.get("message_thread_id"))]


def find_button(messages: list[Shown], label: str) -> tuple[Shown, Json]:
    """The lowest button with that label. Raises LookupError that shows the screen."""
    for item in reversed(messages):
        for row in item.message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return item, button
    raise LookupError(f"no button {label!r} on the screen:\n" + "\n".join(map(str, messages)))
