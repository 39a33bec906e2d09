"""One message as a request of the Bot API."""

from dataclasses import replace
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.record import record
from handlers.client import Client
from handlers.keyboards import markup
from handlers.outgoing import Closing, ContactCard, Copied, File, Opening, Outgoing, TextMessage

_TEXT = {"parse_mode": ParseMode.HTML, "link_preview_options": {"is_disabled": True}}  # of every text
_SAME = "message is not modified"
# What Telegram answers where the message to be replaced, or its topic, is gone (tdlib/telegram-bot-api, Client.cpp).
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "no text in the message to edit")
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")


@record
class Posting:
    """Makes the requests; each gives the number of the message that it made, None where it made none."""

    client: Client

    async def send(self, chat_id: int, outgoing: Outgoing) -> int | None:
        """One message; without the message or topic it was meant for where that is gone."""
        try:
            return await self.request(chat_id, outgoing)
        except BadRequest as error:
            text = error.message.lower()
            if _SAME in text:
                return None
            if outgoing.replaces and any(reason in text for reason in _NO_MESSAGE):
                return await self.send(chat_id, replace(outgoing, replaces=None))
            if outgoing.thread_id and has_no_topic(error):
                return await self.send(chat_id, replace(outgoing, thread_id=None))
            raise

    async def request(self, chat_id: int, outgoing: Outgoing) -> int | None:
        """One message, exactly where it was meant for."""
        place: dict[str, Any] = {"chat_id": chat_id, "message_thread_id": outgoing.thread_id}
        if outgoing.reply_to:
            place["reply_parameters"] = {"message_id": outgoing.reply_to, "allow_sending_without_reply": True}
        match outgoing.content:
            case TextMessage(html, keyboard):
                return await self._text({"text": html, "reply_markup": markup(keyboard), **_TEXT}, place, outgoing)
            case ContactCard(phone, name, vcard):
                return await self._post("sendContact", place, phone_number=phone, first_name=name, vcard=vcard)
            case File(name, content, caption):
                encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"  # spreadsheets look for the mark
                file = InputFile(content.encode(encoding, "replace"), name)
                return await self._post("sendDocument", place, document=file, caption=caption)
            case Copied(source, message):
                return await self._post("copyMessage", place, from_chat_id=source, message_id=message)
            case Opening() | Closing():
                raise AssertionError("these are a ticket's, see topics")

    async def _text(self, text: dict[str, Any], place: dict[str, Any], outgoing: Outgoing) -> int | None:
        if outgoing.replaces:
            return await self._post(
                "editMessageText", {"chat_id": place["chat_id"]}, message_id=outgoing.replaces, **text
            )
        return await self._post("sendMessage", place, **text)

    async def _post(self, method: str, place: dict[str, Any], **fields: Any) -> int | None:
        made = await self.client.post(method, place | fields)
        return made.get("message_id") if isinstance(made, dict) else None


def has_no_topic(error: BadRequest) -> bool:
    """Whether the topic that a message was meant for is gone or closed to the bot."""
    return any(reason in error.message.lower() for reason in _NO_TOPIC)
