"""A reply without a channel: paragraphs, quotations, cards, documents and buttons, and whom it is for.

Surfaces (terminal, Telegram, JSON) only render what stands here; `plain` is the rendering as plain text.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Self

from bot.knowledge.notice import Contact
from bot.record import record


@record
class Text:
    """A paragraph in the product's own words; `strong` where it is the headline."""

    text: str
    strong: bool = False


@record
class Quotation:
    """Words of the notice, verbatim; `long` where a surface may fold it away at first."""

    text: str
    long: bool = False


@record
class Rows:
    """A list, one row a line: occupations, conditions, answers given so far."""

    rows: tuple[str, ...]


@record
class Card:
    """The contact as a card; `lines` are its labelled lines, `caution` what must be said beside it."""

    contact: Contact
    lines: tuple[str, ...]
    caution: str | None = None


@record
class Document:
    """A text file to send along; `name` is its file name."""

    name: str
    content: str
    caption: str


Part = Text | Quotation | Rows | Card | Document


@record
class Button:
    """A choice beside a reply; pressing it is the event `Pressed(action)`; actions are ASCII, at most 60 bytes."""

    label: str
    action: str
    primary: bool = True  # a terminal numbers it; others are extras such as feedback


@record
class Copy:
    """A text that one tap copies (a code, a phone number), at most 256 characters."""

    label: str
    text: str


@record
class Reply:
    """What is said in answer to one event, and what it asserts in machine-readable form."""

    parts: tuple[Part, ...]
    buttons: tuple[tuple[Button | Copy, ...], ...] = ()  # rows
    answer: tuple[str, ...] = ()  # labels asserted, best first
    choices: tuple[str, ...] = ()  # labels offered where the reply only asks back
    quotes: tuple[str, ...] = ()  # verbatim pieces highlighted as the very answer
    confidence: float = 1.0
    in_place: bool = False  # a surface that can edits its last message instead of sending a new one
    kind: str = ""  # kind of refusal, where the question is declined
    picked: str = ""  # the label that was chosen of those offered
    handoff: Literal["", "asked", "misses"] = ""  # why a person should take over from here

    def with_parts(self, *parts: Part) -> Self:
        """The same reply with more parts at its end."""
        return replace(self, parts=(*self.parts, *parts))

    def with_buttons(self, *rows: tuple[Button | Copy, ...]) -> Self:
        """The same reply with more rows of buttons at its end."""
        return replace(self, buttons=(*self.buttons, *rows))


Recipient = Literal["asker", "ticket"]  # who asked, or the staff where they deal with the ticket


@record
class Message:
    """A reply and whom it is for: the asker, unless a recipient is named."""

    reply: Reply
    recipient: Recipient = "asker"


@record
class Relay:
    """The very message that came in, passed on; `text` is what is kept of it, `heading` stands above words."""

    recipient: Recipient
    text: str
    heading: str = ""


def plain(reply: Reply) -> str:
    """The reply as plain text, parts apart by blank lines; buttons are not text."""
    return "\n\n".join(block for part in reply.parts if (block := plain_part(part)))


def joined_reply(heading: Text, replies: Sequence[Reply]) -> Reply:
    """Several answers as one reply, each part said once, with the buttons of all."""
    parts = dict.fromkeys(part for reply in replies for part in reply.parts)
    rows = dict.fromkeys(row for reply in replies for row in reply.buttons)
    return Reply(
        parts=(heading, *parts),
        buttons=tuple(rows),
        answer=tuple(dict.fromkeys(label for reply in replies for label in reply.answer)),
        quotes=tuple(quote for reply in replies for quote in reply.quotes),
        confidence=min(reply.confidence for reply in replies),
    )


def plain_part(part: Part) -> str:
    """One part as plain text; a document by its caption and name."""
    match part:
        case Text(text):
            return text
        case Quotation(text):
            return f"「{text}」"
        case Rows(rows):
            return "\n".join(rows)
        case Card(_, lines, caution):
            return "\n".join([*lines, *([caution] if caution else [])])
        case Document(name, _, caption):
            return f"{caption}（{name}）"
