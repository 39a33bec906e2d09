"""Forum topics."""

from telegram.constants import ForumIconColor, ForumTopicLimit

from tests.fake_telegram import happenings
from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.chats import Chat, Topic
from tests.fake_telegram.refusal import Breach, Json, Refusal


@api_method
def create_forum_topic(call: Call) -> Json:
    name = _name(call)
    color = call.get("icon_color", ForumIconColor.BLUE)
    if color not in set(ForumIconColor):
        raise Breach("invalid icon color specified")
    chat = _forum(call, "create a topic")
    opened = call.world.post(chat, call.world.bot, {"forum_topic_created": {"name": name, "icon_color": int(color)}})
    topic = Topic(opened["message_id"], name, int(color), call.get("icon_custom_emoji_id", ""))
    chat.topics[topic.id] = topic
    opened |= {"message_thread_id": topic.id, "is_topic_message": True}
    return topic.json()


@api_method
def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call, "edit the topic")
    topic = _topic(call, chat)
    name = _name(call) if call.get("name") else topic.name
    icon = call.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    if (name, icon) == (topic.name, topic.icon_custom_emoji_id):
        raise Refusal("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = name, icon
    call.world.post(chat, call.world.bot, {"forum_topic_edited": {"name": name}}, topic.id)
    return True


@api_method
def close_forum_topic(call: Call) -> bool:
    return _toggle(call, closed=True)


@api_method
def reopen_forum_topic(call: Call) -> bool:
    return _toggle(call, closed=False)


def _toggle(call: Call, closed: bool) -> bool:
    chat = _forum(call, "close or open the topic")
    topic = _topic(call, chat)
    if topic.closed == closed:
        raise Refusal("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    event = "forum_topic_closed" if closed else "forum_topic_reopened"
    call.world.post(chat, call.world.bot, {event: {}}, topic.id)
    return True


@api_method
def delete_forum_topic(call: Call) -> bool:
    chat = _forum(call, "delete the topic")
    happenings.delete_topic(call.world, chat, _topic(call, chat).id)
    return True


def _forum(call: Call, purpose: str) -> Chat:
    chat = call.chat()
    if not chat.is_forum:
        raise Refusal("the chat is not a forum")
    if not chat.is_admin(call.world.bot.id):
        raise Refusal(f"not enough rights to {purpose}")
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.args["message_thread_id"])
    if topic is None:
        raise Refusal("TOPIC_ID_INVALID")
    return topic


def _name(call: Call) -> str:
    """Longer names are cut off without a word (TDLib ForumTopicManager.cpp, clean_name)."""
    name = str(call.args["name"]).strip()
    if not name:
        raise Breach("name must be non-empty")
    if len(name) > ForumTopicLimit.MAX_NAME_LENGTH:
        call.notes.append(f"topic name of {len(name)} characters")
    return name[: int(ForumTopicLimit.MAX_NAME_LENGTH)]
