"""Methods that change, remove or mark messages that are there."""

from telegram.constants import ReactionEmoji

from tests.fake_telegram import happenings
from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.chats import Chat, public
from tests.fake_telegram.contents import caption_content, text_content
from tests.fake_telegram.markup import check_markup
from tests.fake_telegram.methods.sending import same
from tests.fake_telegram.refusal import Breach, Json, Refusal

DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@api_method
def edit_message_text(call: Call) -> Json | bool:
    content = text_content(call, call.args)
    return _edit(call, content, "text")


@api_method
def edit_message_caption(call: Call) -> Json | bool:
    return _edit(call, caption_content(call, call.args), "caption")


@api_method
def edit_message_reply_markup(call: Call) -> Json | bool:
    return _edit(call, None, "")


def _edit(call: Call, content: Json | None, field: str) -> Json | bool:
    """New content (None keeps it) and the keyboard of the request: without one the old keyboard goes."""
    markup = check_markup(call.get("reply_markup") or {}, call.notes.append, inline_only="reply_markup" in call.args)
    chat, message = _target(call)
    if field == "text" and "text" not in message:
        raise Breach("there is no text in the message to edit")
    if field == "caption" and "text" in message:
        raise Breach("there is no caption in the message to edit")
    names = (field, "entities" if field == "text" else f"{field}_entities", "reply_markup")
    before = {name: message[name] for name in names if name in message}
    after = dict(content) if content is not None else {}
    if markup.get("inline_keyboard"):
        after["reply_markup"] = markup
    if same(before, after):
        raise Refusal(NOT_MODIFIED)
    for name in names:
        message.pop(name, None)
    message |= {**after, "edit_date": int(call.world.clock.now())}
    call.world.happened("edited", chat, message)
    return True if call.get("inline_message_id") else public(message)


def _target(call: Call) -> tuple[Chat, Json]:
    if inline_id := call.get("inline_message_id"):
        if inline_id not in call.world.inline_messages:
            raise Refusal("MESSAGE_ID_INVALID")
        return call.world.inline_messages[inline_id]
    if "chat_id" not in call.args or "message_id" not in call.args:
        raise Breach("message identifier is not specified")
    chat = call.chat()
    message = call.world.message(chat, call.args["message_id"], "message to edit")
    if message["from"]["id"] != call.world.bot.id or "forward_origin" in message:
        raise Breach("message can't be edited")
    return chat, message


@api_method
def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.world.message(chat, call.args["message_id"], "message to delete")
    _check_deletable(call, chat, message)
    del chat.messages[message["message_id"]]
    call.world.happened("deleted", chat, message)
    return True


def _check_deletable(call: Call, chat: Chat, message: Json) -> None:
    own = message["from"]["id"] == call.world.bot.id
    if not (own or chat.owner is not None or chat.is_admin(call.world.bot.id)):
        raise Refusal("message can't be deleted for everyone")
    if call.world.clock.now() - message["date"] >= DELETE_SECONDS and not chat.is_admin(call.world.bot.id):
        raise Refusal("message can't be deleted for everyone")


@api_method
def set_message_reaction(call: Call) -> bool:
    reactions = call.get("reaction") or []
    if not isinstance(reactions, list):
        raise Breach("expected an Array of ReactionType")
    for reaction in reactions:
        if reaction.get("type") != "emoji" or reaction.get("emoji") not in set(ReactionEmoji):
            raise Breach("REACTION_INVALID")
    if len(reactions) > 1:
        raise Breach("REACTIONS_TOO_MANY")
    chat = call.chat(write=False)
    message = call.world.message(chat, call.args["message_id"], "message to react")
    happenings.react(
        call.world, chat, message["message_id"], call.world.bot, [reaction["emoji"] for reaction in reactions]
    )
    return True
