"""Sends what waits in the outbox, in order, and takes out what is done with."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from handlers.client import Client
from handlers.failures import Failure, failure
from handlers.keyboards import markup
from handlers.lanes import Lanes
from handlers.logs import described, note
from handlers.outgoing import ContactCard, File, Outgoing, TextMessage
from handlers.services import Services

_TEXT = {"parse_mode": ParseMode.HTML, "link_preview_options": {"is_disabled": True}}  # of every text
_SAME = "message is not modified"
# What Telegram answers where the message to be replaced, or its topic, is gone (tdlib/telegram-bot-api, Client.cpp).
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "no text in the message to edit")
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivers to chats; whoever delivers to one must have its turn in `lanes`."""

    client: Client
    services: Services
    lanes: Lanes = field(default_factory=Lanes)

    async def deliver(self, chat_id: int) -> None:
        """Sends all that waits for a chat; what cannot be sent now stays for the next delivery.

        BadRequest for a message that Telegram does not accept, which is dropped.
        """
        talks = self.services.talks
        for waiting in talks.waiting(chat_id, self.services.now()):
            try:
                await self._send(chat_id, Outgoing.load(waiting.message))
            except ChatMigrated as moved:
                talks.move(chat_id, moved.new_chat_id)
                return await self.deliver_in_turn(moved.new_chat_id)
            except TelegramError as error:
                if not self._is_done_with(chat_id, waiting.id, error):
                    return None
            except Exception as error:  # it would stand in the way of all behind it for ever
                note("not_delivered", logging.ERROR, failure="unreadable", **described(error))
            talks.sent(waiting.id)
        return None

    async def deliver_all(self) -> None:
        """Sends everything that waits, in each chat when its turn comes."""
        chats = self.services.talks.waiting_chats(self.services.now())
        results = await asyncio.gather(*map(self.deliver_in_turn, chats), return_exceptions=True)
        for error in results:
            if error:
                note("not_delivered", logging.ERROR, **described(error))

    async def deliver_in_turn(self, chat_id: int) -> None:
        """Delivers when the chat's turn comes; never to be awaited within a turn, which may wait for this one."""
        async with self.lanes.turn(chat_id):
            await self.deliver(chat_id)

    def _is_done_with(self, chat_id: int, message_id: int, error: TelegramError) -> bool:
        """Whether a message that met an error is done with, so that those behind it can follow."""
        kind = failure(error)
        if kind is Failure.REFUSED:
            self.services.talks.sent(message_id)
            raise error
        if kind is Failure.CLOSED:
            self.services.talks.give_up(chat_id)
        note("not_delivered", logging.WARNING, failure=kind.name.lower(), error=type(error).__name__)
        return kind is Failure.UNCERTAIN

    async def _send(self, chat_id: int, outgoing: Outgoing) -> None:
        """One message; without the message or topic it was meant for where that is gone."""
        try:
            await self._request(chat_id, outgoing)
        except BadRequest as error:
            text = error.message.lower()
            if _SAME in text:
                return
            if outgoing.replaces and any(reason in text for reason in _NO_MESSAGE):
                await self._send(chat_id, replace(outgoing, replaces=None))
            elif outgoing.thread_id and any(reason in text for reason in _NO_TOPIC):
                await self._send(chat_id, replace(outgoing, thread_id=None))
            else:
                raise

    async def _request(self, chat_id: int, outgoing: Outgoing) -> None:
        place = {"chat_id": chat_id, "message_thread_id": outgoing.thread_id}
        match outgoing.content:
            case TextMessage(html, keyboard):
                text = {"text": html, "reply_markup": markup(keyboard), **_TEXT}
                await self._text(text, place, outgoing)
            case ContactCard(phone, name, vcard):
                await self.client.post(
                    "sendContact", {"phone_number": phone, "first_name": name, "vcard": vcard, **place}
                )
            case File(name, content, caption):
                encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"  # spreadsheets look for the mark
                file = InputFile(content.encode(encoding, "replace"), name)
                await self.client.post("sendDocument", {"document": file, "caption": caption, **place})

    async def _text(self, text: dict[str, Any], place: dict[str, int | None], outgoing: Outgoing) -> None:
        if outgoing.replaces:
            target = {"chat_id": place["chat_id"], "message_id": outgoing.replaces}
            await self.client.post("editMessageText", text | target)
        else:
            below = {"message_id": outgoing.reply_to, "allow_sending_without_reply": True}
            await self.client.post(
                "sendMessage", text | place | ({"reply_parameters": below} if outgoing.reply_to else {})
            )
