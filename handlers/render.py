"""A reply as messages of the Bot API: HTML in pieces that fit, the contact as a card, documents as files."""

from collections.abc import Iterable

from bot.knowledge.notice import Contact
from bot.phrases import Phrases
from bot.reply import Button, Card, Document, Part, Quotation, Reply, Rows, Text, plain_part
from handlers.formatting import Block, messages
from handlers.outgoing import ContactCard, Content, File, Keyboard, TextMessage

_VCARD_BYTES = 2048  # core.telegram.org/bots/api#sendcontact
_SPECIAL = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})  # RFC 6350, 3.4


def rendered(reply: Reply, keyboard: Keyboard, phrases: Phrases) -> list[Content]:
    """What is to be sent for a reply, in order; the buttons stand under the last text.

    A question of the self-test stands lowest, where it is looked for.
    """
    blocks = [_block(part) for part in reply.parts if not isinstance(part, Document)]
    if reply.choices and keyboard:
        blocks.append(Block(phrases("telegram.pick")))
    texts = messages(blocks)
    contents: list[Content] = [TextMessage(html) for html in texts[:-1]]
    contents += [TextMessage(html, keyboard) for html in texts[-1:]]
    beside = [*_cards(reply), *_files(reply.parts)]
    return [*beside, *contents] if _asks(reply) else [*contents, *beside]


def _asks(reply: Reply) -> bool:
    """Whether a question of the self-test stands below the answer."""
    buttons = (button for row in reply.buttons for button in row if isinstance(button, Button))
    return any(button.action.startswith("quiz:") for button in buttons)


def _block(part: Part) -> Block:
    """A part as a paragraph with its tags."""
    match part:
        case Text(text, strong=True):
            return Block(text, "<b>", "</b>")
        case Quotation(text, long):
            return Block(text, "<blockquote expandable>" if long else "<blockquote>", "</blockquote>")
        case Text() | Rows() | Card() | Document():
            return Block(plain_part(part))


def _cards(reply: Reply) -> list[Content]:
    """A contact card where the contact is what was asked for; beside other answers its text is enough."""
    if "contact" not in reply.answer:
        return []
    contacts = (part.contact for part in reply.parts if isinstance(part, Card))
    return [ContactCard(contact.phone, contact.person, vcard(contact)) for contact in contacts]


def _files(parts: Iterable[Part]) -> list[Content]:
    return [File(part.name, part.content, part.caption) for part in parts if isinstance(part, Document)]


def vcard(contact: Contact) -> str:
    """The contact as a vCard (RFC 2426); without its address where it would be too long."""
    person, office, address = (text.translate(_SPECIAL) for text in (contact.person, contact.office, contact.address))
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{person}",
        f"N:{person};;;;",
        f"ORG:{office}",
        f"TEL;TYPE=WORK,VOICE:{contact.phone}",
        f"EMAIL:{contact.email}",
        f"ADR;TYPE=WORK:;;{address};;;{contact.postcode};",
        "END:VCARD",
    ]
    card = "\n".join(lines)
    if len(card.encode()) > _VCARD_BYTES:
        card = "\n".join(line for line in lines if not line.startswith("ADR"))
    return card
