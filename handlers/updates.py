"""Updates as Telegram writes them, each read by itself: one that the library cannot read costs no other."""

import logging
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatType

from handlers.buttons import Tap
from handlers.feedback import is_rating
from handlers.logs import described, note

_PLACE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")


def read_update(plain: dict[str, Any], bot: Bot) -> Update | None:
    """The update with these fields, of which `update_id` must be there; None, with a note, for one that is unreadable.

    Telegram adds kinds and fields to the Bot API before the library knows them.
    """
    try:
        return Update.de_json(_without_ballast(plain), bot)
    except Exception as error:  # whatever the library meets in it: the words must not reach a log
        note("no_update", logging.WARNING, update=plain["update_id"], **described(error))
        return None


def _without_ballast(plain: dict[str, Any]) -> dict[str, Any]:
    """A press without the words under the button, which nobody looks at: reading them is half of the work.

    What stands in a group is left as it is: there may be more to see than what the bot wrote to one person.
    """
    query = plain.get("callback_query") or {}
    message = query.get("message")
    if message is None or message["chat"]["type"] != ChatType.PRIVATE:
        return plain
    tap = Tap.read(query.get("data"))
    kept = (*_PLACE, "reply_markup") if tap and is_rating(tap) else _PLACE
    return {**plain, "callback_query": {**query, "message": {key: message[key] for key in kept if key in message}}}
