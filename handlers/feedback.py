"""Whether an answer helped: two buttons under every substantive answer, good for one press."""

import re

from telegram import CallbackQuery, InlineKeyboardMarkup

from bot.phrases import Phrases
from bot.reply import Reply
from handlers.buttons import Tap
from handlers.outgoing import Key
from handlers.services import Services

_RATE = "rate"
_RATING = re.compile(rf"{_RATE}:([01]):(\d{{1,18}})", re.ASCII)
_RATED = ("faq:", "occ:", "notice")  # labels whose answers say something that can be wrong


def rating_keys(reply: Reply, update_id: int, phrases: Phrases) -> list[tuple[Key, ...]]:
    """The row of buttons that rates the answer to an update, where the reply answers anything."""
    if reply.in_place or not any(label.startswith(_RATED) for label in reply.answer):
        return []
    said = ((1, "telegram.helpful"), (0, "telegram.not_helpful"))
    return [tuple(Key(phrases(key), "press", Tap(f"{_RATE}:{value}:{update_id}").data) for value, key in said)]


def is_rating(tap: Tap) -> bool:
    """Whether a button rates an answer."""
    return tap.action.startswith(f"{_RATE}:")


def rate(tap: Tap, user_id: int, services: Services) -> bool | None:
    """Keeps the rating; whether the answer was found helpful. A second rating of the same answer changes nothing.

    None for a rating that does not count: of no update, of what somebody else asked in private, or by someone of whom
    nothing is kept (any more) on something that is not kept either.
    """
    found = _RATING.fullmatch(tap.action)
    if found is None:
        return None
    update_id, helpful, person = int(found[2]), found[1] == "1", services.people(user_id)
    may = services.questions.may_rate(update_id, person)
    if not (services.talks.has_talked(user_id) if may is None else may):
        return None
    services.questions.rate(update_id, person, helpful, services.now())
    return helpful


def without_rating(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The keyboard of the message without the buttons that rate it."""
    markup = getattr(query.message, "reply_markup", None)
    rows = markup.inline_keyboard if markup else ()
    kept = [row for row in rows if not any(_rates(button.callback_data) for button in row)]
    return InlineKeyboardMarkup(kept) if kept else None


def _rates(data: object) -> bool:
    tap = Tap.read(data) if isinstance(data, str) else None
    return tap is not None and is_rating(tap)
