"""Methods that put a message into a chat."""

import json

from telegram.constants import ChatAction

from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.chats import Chat, public
from tests.fake_telegram.contents import (
    QUOTE_LENGTH,
    caption_content,
    contact_content,
    document_content,
    location,
    photo_content,
    text_content,
    venue_content,
)
from tests.fake_telegram.markup import check_markup
from tests.fake_telegram.refusal import Breach, Json, Refusal
from tests.fake_telegram.validate import unknown_fields

CONTENT = {
    *("text", "entities", "caption", "caption_entities", "photo", "document", "voice", "audio", "video"),
    *("video_note", "animation", "sticker", "contact", "location", "venue", "poll", "dice"),
}


@api_method
def send_message(call: Call) -> Json:
    return send(call, text_content(call, call.args))


@api_method
def send_contact(call: Call) -> Json:
    return send(call, contact_content(call, call.args))


@api_method
def send_venue(call: Call) -> Json:
    return send(call, venue_content(call, call.args))


@api_method
def send_location(call: Call) -> Json:
    return send(call, {"location": location(call.args)})


@api_method
def send_document(call: Call) -> Json:
    return send(call, document_content(call))


@api_method
def send_photo(call: Call) -> Json:
    return send(call, photo_content(call))


def send(call: Call, content: Json) -> Json:
    """Puts the bot's message where the request says. Raises Breach for a bad keyboard or reply, else Refusal."""
    markup = check_markup(call.get("reply_markup") or {}, call.notes.append)
    _check_reply_parameters(call)
    chat = call.chat()
    topic = call.world.thread(chat, call.get("message_thread_id"))
    fields = dict(content)
    if original := _original(call, chat):
        fields["reply_to_message"] = original
        if quote := call.get("reply_parameters", {}).get("quote"):
            fields["quote"] = {"text": quote, "position": _quote_position(original, quote), "is_manual": True}
    if "inline_keyboard" in markup:
        fields["reply_markup"] = markup
    elif markup:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
    return public(call.world.post(chat, call.world.bot, fields, topic.id if topic else None))


def _check_reply_parameters(call: Call) -> None:
    parameters = call.get("reply_parameters")
    if parameters is None:
        return
    if not isinstance(parameters, dict):
        raise Breach("object expected as reply parameters")
    call.notes += unknown_fields(parameters, "ReplyParameters")
    if not isinstance(parameters.get("message_id"), int):
        raise Breach('can\'t find field "message_id"')
    if len(parameters.get("quote") or "") > QUOTE_LENGTH:
        raise Breach("QUOTE_TEXT_INVALID")


def _original(call: Call, chat: Chat) -> Json | None:
    parameters = call.get("reply_parameters")
    if not parameters:
        return None
    if parameters["message_id"] not in chat.messages:
        if parameters.get("allow_sending_without_reply"):
            return None
        raise Refusal("message to be replied not found")
    return call.world.reply_to(chat, parameters["message_id"])


def _quote_position(original: Json, quote: str) -> int:
    position = str(original.get("text", original.get("caption", ""))).find(quote)
    if position < 0:
        raise Breach("QUOTE_TEXT_INVALID")
    return position


@api_method
def send_chat_action(call: Call) -> bool:
    if call.args["action"] not in set(ChatAction):
        raise Breach("wrong parameter action in request")
    chat = call.chat()
    call.world.thread(chat, call.get("message_thread_id"))
    call.world.happened("action", chat, {"action": call.args["action"]})
    return True


@api_method
def copy_message(call: Call) -> Json:
    source = call.world.reach(call.args["from_chat_id"], write=False)
    original = call.world.message(source, call.args["message_id"], "message to copy")
    content = {name: value for name, value in original.items() if name in CONTENT}
    if not content:
        raise Refusal("the message can't be copied")
    if "caption" in call.args and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= caption_content(call, call.args)
    return {"message_id": send(call, content)["message_id"]}


@api_method
def forward_message(call: Call) -> Json:
    source = call.world.reach(call.args["from_chat_id"], write=False)
    original = call.world.message(source, call.args["message_id"], "message to forward")
    content = {name: value for name, value in original.items() if name in CONTENT}
    if not content:
        raise Refusal("the message can't be forwarded")
    origin = original.get("forward_origin") or {
        "type": "user",
        "date": original["date"],
        "sender_user": original["from"],
    }
    return send(call, {**content, "forward_origin": origin})


def same(left: Json, right: Json) -> bool:
    """Whether two contents are the same for Telegram."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
