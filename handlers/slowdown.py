"""What is said to someone who is faster than can be answered."""

from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.record import record
from handlers.events import topic
from handlers.logs import note
from handlers.services import Services


@record
class Slowdown:
    """Says so once in a flood; a button press that is passed over stops blinking with the same words."""

    services: Services
    bot: ExtBot[None]

    async def tell(self, update: Update) -> None:
        """Tells the person, in their chat, that only the newest counts for now."""
        note("too_fast", update=update.update_id)
        if update.effective_chat:
            with suppress(TelegramError):
                await self.bot.send_message(
                    update.effective_chat.id, self._notice, message_thread_id=topic(update.effective_message)
                )

    async def skip(self, update: Update) -> None:
        """Ends a button press that a newer update has overtaken; a message stands in its chat, where it can be seen."""
        if update.callback_query:
            with suppress(TelegramError):
                await update.callback_query.answer(self._notice)

    @property
    def _notice(self) -> str:
        return self.services.phrases("telegram.too_fast")
