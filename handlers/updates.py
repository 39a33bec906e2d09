"""Updates as Telegram writes them, each read by itself: one that the library cannot read costs no other."""

import logging
from typing import Any

from telegram import Bot, Update

from handlers.logs import described, note


def read_update(plain: dict[str, Any], bot: Bot) -> Update | None:
    """The update with these fields, of which `update_id` must be there; None, with a note, for one that is unreadable.

    Telegram adds kinds and fields to the Bot API before the library knows them.
    """
    try:
        return Update.de_json(plain, bot)
    except Exception as error:  # whatever the library meets in it: the words must not reach a log
        note("no_update", logging.WARNING, update=plain["update_id"], **described(error))
        return None
