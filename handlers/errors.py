"""When something goes wrong: one line in the log, one sentence to the person, no traceback, nobody's words."""

import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot

from handlers.events import topic
from handlers.logs import described, note
from handlers.services import Services

OnError = Callable[[object, Any], Coroutine[Any, Any, None]]


def error_handler(services: Services, bot: ExtBot[None]) -> OnError:
    """What the application calls for an error that a handler did not expect."""

    async def on_error(update: object, context: Any) -> None:
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        if is_expected(error):
            note("network", logging.WARNING, update=number, error=type(error).__name__)
            return
        note("unexpected", logging.ERROR, update=number, **described(error))
        if isinstance(update, Update):
            contact = services.desk.knowledge.notice.contact
            sentence = services.phrases("error", office=contact.office_short, phone=contact.phone)
            await _apologise(update, sentence, bot)

    return on_error


def is_expected(error: BaseException) -> bool:
    """Whether an error comes from the network or from a chat that is closed, and not from a mistake in the program."""
    return isinstance(error, TelegramError) and (
        isinstance(error, Forbidden) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))
    )


async def _apologise(update: Update, sentence: str, bot: ExtBot[None]) -> None:
    with suppress(TelegramError):
        if update.callback_query:
            await update.callback_query.answer()
        if update.effective_chat:
            place = topic(update.effective_message)
            await bot.send_message(update.effective_chat.id, sentence, message_thread_id=place)
