"""Button presses: answered at once, so that the button stops blinking, and never taken twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import field, replace
from typing import Any

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest

from bot.dialogue.conversation import Pressed
from bot.record import record
from handlers.buttons import Tap
from handlers.events import Incoming, topic
from handlers.feedback import is_rating, rate, without_rating
from handlers.staff import StaffRoom
from handlers.turns import Turns

_DOUBLE = 1.0  # seconds within which a second press of the same button is the same press
_MANY = 10_000  # presses remembered

_Press = tuple[int, int, str]  # person, message, data


@record
class Taps:
    """Handles callback queries; `clock` gives seconds."""

    turns: Turns
    room: StaffRoom
    clock: Callable[[], float]
    _pressed: dict[_Press, float] = field(default_factory=dict)

    async def on_tap(self, update: Update, _: Any) -> None:
        """Answers a button press."""
        query = update.callback_query
        if query is None:
            return
        tap = Tap.read(query.data)
        if tap is None or query.message is None:
            await self._answer(query, "telegram.stale")
        elif not tap.is_for(query.from_user.id):
            await self._answer(query, "telegram.not_yours")
        elif is_rating(tap):
            await self._rate(query, tap)
        elif self._is_double(query, query.message):
            await self._answer(query)
        elif self.room.owns(query.message.chat.id, tap.action):
            await self._call(query, query.message, update.update_id, tap)
        else:
            await self._take(query, tap, _incoming(update.update_id, query, query.message, tap))

    async def _take(self, query: CallbackQuery, tap: Tap, incoming: Incoming) -> None:
        """The turn a press stands for. A button of a question answered since shows the one that is open now."""
        services, note = self.turns.services, None
        if not services.talks.knows(incoming.update_id):
            conversation = services.talks.conversation(incoming.chat_id, incoming.user_id)
            if not tap.is_stale(conversation):
                await self.turns.keep(incoming)
            elif services.desk.dialogue.quiz.is_open(conversation.quiz):
                await self.turns.keep(replace(incoming, event=Pressed("quiz")))
                note = "telegram.stale_question"
            else:
                note = "telegram.stale"
        await _all(self._answer(query, note), self.turns.delivery.deliver(incoming.chat_id))

    async def _call(self, query: CallbackQuery, message: MaybeInaccessibleMessage, update_id: int, tap: Tap) -> None:
        """A button of the staff's; who left the group is told that it is not theirs."""
        await self._answer(query, await self.room.press(query, message, update_id, tap.action))

    async def _rate(self, query: CallbackQuery, tap: Tap) -> None:
        services = self.turns.services
        helpful = await services.patience(lambda: rate(tap, query.from_user.id, services))
        if helpful is None:
            return await self._answer(query, "telegram.stale")
        if helpful:
            thanks = services.phrases("telegram.thanks_helpful")
        else:
            office = services.desk.knowledge.notice.contact.office_short
            thanks = services.phrases("telegram.thanks_not_helpful", office=office)
        await _all(in_time(query.answer(thanks)), self._take_off_rating(query))
        return None

    async def _take_off_rating(self, query: CallbackQuery) -> None:
        if isinstance(query.message, Message):
            await in_time(query.edit_message_reply_markup(without_rating(query)))

    async def _answer(self, query: CallbackQuery, note: str | None = None) -> None:
        await in_time(query.answer(self.turns.services.phrases(note) if note else None))

    def _is_double(self, query: CallbackQuery, message: MaybeInaccessibleMessage) -> bool:
        """Whether the same person pressed the same button just before."""
        press, now = (query.from_user.id, message.message_id, query.data or ""), self.clock()
        before = self._pressed.get(press, -_DOUBLE)
        if len(self._pressed) >= _MANY:
            self._pressed.clear()
        self._pressed[press] = now
        return now - before < _DOUBLE


async def _all(*steps: Awaitable[None]) -> None:
    """Takes every step to its end, so that none goes on outside its turn; then raises the first error."""
    for error in await asyncio.gather(*steps, return_exceptions=True):
        if error:
            raise error


def _incoming(update_id: int, query: CallbackQuery, message: MaybeInaccessibleMessage, tap: Tap) -> Incoming:
    """A press as it comes in; a button with an argument may turn the page of its own message."""
    return Incoming(
        update_id,
        message.chat.id,
        query.from_user.id,
        Pressed(tap.action),
        thread_id=topic(message),
        pressed=message.message_id if isinstance(message, Message) and ":" in tap.action else None,
    )


async def in_time(answer: Awaitable[bool | Message]) -> None:
    """Awaits what only fails where it has become pointless: a query too old, a message that is gone or already so."""
    try:
        await answer
    except BadRequest:
        return
