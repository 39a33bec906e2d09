"""Results of inline mode that were sent: look-ups that count, one row each and none for what was typed on the way."""

from typing import Any

from telegram import ChosenInlineResult, Update

from bot.dialogue.asked import Asked, Outcome
from bot.record import record
from bot.store.questions import Occasion, keep_question
from handlers.services import Services


@record
class InlineChoices:
    """Handles chosen inline results, which Telegram reports where BotFather was told to (/setinlinefeedback)."""

    services: Services

    async def on_choice(self, update: Update, _: Any) -> None:
        """Keeps what was looked up; once, however often the update comes."""
        chosen, services = update.chosen_inline_result, self.services
        label = self._label(chosen.result_id) if chosen else None
        if chosen is None or label is None or services.talks.knows(update.update_id):
            return
        user_id, now = chosen.from_user.id, services.now()
        asked = Asked(self._text(chosen), Outcome.ANSWERED, (label,), 1.0)
        occasion = Occasion(update.update_id, services.people(user_id), "inline", now)

        def keep() -> None:
            services.talks.keep(
                update.update_id,
                user_id,
                user_id,
                conversation=None,
                messages=(),
                now=now,
                also=lambda connection: keep_question(connection, asked, occasion),
            )

        await services.patience(keep)

    def _text(self, chosen: ChosenInlineResult) -> str:
        return self.services.desk.dialogue.mask(chosen.query).strip()

    def _label(self, action: str) -> str | None:
        """The label of what a result shows; None where there is no such thing (any more)."""
        kind, _, rest = action.partition(":")
        if kind == "code":
            return f"occ:{rest}"
        listed = self.services.desk.dialogue.menu.listing(rest) if kind == "list" else None
        return f"occ:list:{listed[0].word}" if listed else None
