"""The buttons under a message, in rows that can be read on a telephone."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from bot.dialogue.conversation import Conversation
from bot.phrases import Phrases
from bot.reply import Button, Copy, Reply
from handlers.buttons import Tap
from handlers.feedback import rating_keys
from handlers.outgoing import Key, Keyboard

_ROW_WIDTH = 36  # half-width characters that fit beside each other
_MARGIN = 4  # half-width characters a button adds to its label
_NO_CODE = ("occ:none", "occ:list:")  # labels about occupations that name no code
_MOST_IN_ROW = 8  # core.telegram.org: InlineKeyboardMarkupLimit.BUTTONS_PER_ROW


def keyboard(
    reply: Reply, conversation: Conversation, rated: int | None, phrases: Phrases, owner: int | None = None
) -> Keyboard:
    """The buttons of a reply that left `conversation` behind, to share a code, and to rate the answer.

    `rated` is the update whose answer can be rated, `owner` who alone may press what is personal; None: none, anyone.
    """
    rows = [tuple(_key(button, conversation, phrases, owner) for button in row) for row in reply.buttons]
    rows += [*_sharing(reply, phrases), *(rating_keys(reply, rated, phrases) if rated is not None else [])]
    return tuple(narrow for row in rows for narrow in _narrowed(row))


def markup(rows: Keyboard) -> dict[str, Any] | None:
    """For the Bot API (InlineKeyboardMarkup); None where there is no button."""
    return {"inline_keyboard": [[_button(key) for key in row] for row in rows]} if rows else None


def _key(button: Button | Copy, conversation: Conversation, phrases: Phrases, owner: int | None) -> Key:
    if isinstance(button, Copy):
        return Key(phrases("telegram.copy", what=button.label), "copy", button.text)
    return Key(button.label, "press", Tap.on(button.action, conversation, owner).data)


def _sharing(reply: Reply, phrases: Phrases) -> list[tuple[Key, ...]]:
    """One code can be sent on to another chat."""
    labels = [label for label in reply.answer if label.startswith("occ:") and not label.startswith(_NO_CODE)]
    if len(labels) != 1:
        return []
    return [(Key(phrases("telegram.share"), "share", labels[0].removeprefix("occ:")),)]


def _narrowed(row: Iterable[Key]) -> Iterator[tuple[Key, ...]]:
    """A row in as many rows as its labels need."""
    kept: list[Key] = []
    for key in row:
        widest = max(_width(each.label) for each in [*kept, key])  # Telegram makes the buttons of a row equally wide
        if kept and (len(kept) == _MOST_IN_ROW or widest * (len(kept) + 1) > _ROW_WIDTH):
            yield tuple(kept)
            kept = []
        kept.append(key)
    if kept:
        yield tuple(kept)


@lru_cache(maxsize=4096)
def _width(label: str) -> int:
    return _MARGIN + sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)


def _button(key: Key) -> dict[str, Any]:
    match key.kind:
        case "press":
            return {"text": key.label, "callback_data": key.value}
        case "copy":
            return {"text": key.label, "copy_text": {"text": key.value}}
        case "share":
            return {"text": key.label, "switch_inline_query": key.value}
