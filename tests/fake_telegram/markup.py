"""Keyboards: what Telegram accepts, what it refuses, and what it quietly cuts off.

Sources: telegram-bot-api Client.cpp (get_reply_markup, get_inline_keyboard_button), TDLib ReplyMarkup.cpp, and
python-telegram-bot's constants; sizes that are reports only are marked so.
"""

import json
import re
from collections.abc import Callable

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, KeyboardButtonStyle, ReplyLimit

from tests.fake_telegram.formatted import START_PARAMETER, checked_url
from tests.fake_telegram.refusal import Breach, Json
from tests.fake_telegram.validate import unknown_fields

ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
EMPTY_ALLOWED = {"switch_inline_query", "switch_inline_query_current_chat"}
MARKUP_BYTES = 10_240  # a report: tginfo/Telegram-Limits#187
REPLY_KEYBOARD_BUTTONS, REPLY_KEYBOARD_ROW = 300, 12  # TDLib ReplyMarkup.cpp
CLASSES = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}

START_LINK = re.compile(r"https?://t\.me/\w+\?start(?:group)?=([^&#]*)")

Note = Callable[[str], None]


def check_markup(markup: Json, note: Note, inline_only: bool = False) -> Json:
    """The markup as Telegram keeps it. Raises Breach for what it refuses; `note` is told what it ignores."""
    if not isinstance(markup, dict):
        raise Breach("object expected as reply markup")
    kind = next((key for key in CLASSES if markup.get(key)), None)
    if inline_only and kind != "inline_keyboard" and markup.get("inline_keyboard") != []:
        raise Breach("inline keyboard expected")
    if kind is None:
        return {}
    for text in unknown_fields(markup, CLASSES[kind]):
        note(text)
    placeholder = markup.get("input_field_placeholder", "")
    if len(placeholder) > ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER:
        note(f"input_field_placeholder of {len(placeholder)} characters")
    if kind == "inline_keyboard":
        return {"inline_keyboard": inline_keyboard(markup["inline_keyboard"], note)}
    if kind == "keyboard":
        return {**markup, "keyboard": reply_keyboard(markup["keyboard"], note)}
    return markup


def _rows(rows: object, name: str) -> list[list[object]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Breach(f'field "{name}" must be an Array of Arrays')
    return rows


def inline_keyboard(rows: object, note: Note) -> list[list[Json]]:
    """Rows of buttons with one action each."""
    kept = [
        [checked for button in row if (checked := inline_button(button, note))]
        for row in _rows(rows, "inline_keyboard")
    ]
    if sum(map(len, kept)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise Breach("reply markup is too long")
    for row in kept:
        if len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
            note(f"row of {len(row)} inline buttons")
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise Breach("reply markup is too long")
    return [row[: int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)] for row in kept if row]


def inline_button(button: object, note: Note) -> Json | None:
    """A button as kept; None for one without text, which Telegram leaves out."""
    if not isinstance(button, dict):
        raise _button("InlineKeyboardButton must be an Object")
    for text in unknown_fields(button, "InlineKeyboardButton"):
        note(text)
    actions = [name for name in ACTIONS if button.get(name) or (name in EMPTY_ALLOWED and name in button)]
    if not isinstance(button.get("text"), str):
        raise _button('Can\'t find field "text"')
    if not actions:
        raise _button("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        note(f"button {button['text']!r} has {len(actions)} actions: {', '.join(actions)}")
    if not button["text"].strip():
        note("inline button without text")
        return None
    _check_action(actions[0], button)
    if (payload := START_LINK.match(button.get("url", ""))) and not START_PARAMETER.fullmatch(payload[1]):
        note(f"deep link with the payload {payload[1]!r}")
    _check_style(button)
    return button


def _button(text: str) -> Breach:
    return Breach(f"can't parse inline keyboard button: {text}")


def _check_action(action: str, button: Json) -> None:
    if action == "url" and checked_url(button["url"]) is None:
        raise Breach(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if action == "callback_data":
        data = button["callback_data"]
        if not isinstance(data, str):
            raise _button('Field "callback_data" must be of type String')
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise Breach("BUTTON_DATA_INVALID")
    if action == "copy_text":
        text = button["copy_text"].get("text", "")
        if not InlineKeyboardButtonLimit.MIN_COPY_TEXT <= len(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
            raise Breach("BUTTON_COPY_TEXT_INVALID")
    if action == "web_app" and not str(button["web_app"].get("url")).startswith("https://"):
        address = button["web_app"].get("url")
        raise Breach(f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed")


def _check_style(button: Json) -> None:
    style = button.get("style")
    if style is not None and style not in set(KeyboardButtonStyle):
        raise _button("invalid button style specified")


def reply_keyboard(rows: object, note: Note) -> list[list[Json]]:
    """Rows of buttons that send their text; too many are cut off."""
    kept = [[_reply_button(button, note) for button in row] for row in _rows(rows, "keyboard")]
    if any(len(row) > REPLY_KEYBOARD_ROW for row in kept):
        note(f"row of more than {REPLY_KEYBOARD_ROW} buttons")
    if sum(map(len, kept)) > REPLY_KEYBOARD_BUTTONS:
        note(f"more than {REPLY_KEYBOARD_BUTTONS} buttons")
    return [row[:REPLY_KEYBOARD_ROW] for row in kept if row]


def _reply_button(button: object, note: Note) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise Breach("can't parse keyboard button: KeyboardButton must be a String or an Object")
    for text in unknown_fields(button, "KeyboardButton"):
        note(text)
    if not button["text"].strip():
        note("keyboard button without text")
    return button
