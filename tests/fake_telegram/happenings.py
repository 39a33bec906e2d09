"""Things that happen to chats and that the bot is told about: members, reactions, topics, migration."""

import inspect
from functools import cache
from typing import TYPE_CHECKING

import telegram

from tests.fake_telegram.chats import GENERAL_TOPIC, Chat, Topic, User, public
from tests.fake_telegram.refusal import Json

if TYPE_CHECKING:
    from tests.fake_telegram.world import World


@cache
def _flags(class_name: str) -> tuple[str, ...]:
    """The yes-or-no fields of a kind of ChatMember."""
    signature = inspect.signature(getattr(telegram, class_name).__init__)
    return tuple(name for name in signature.parameters if name.startswith(("can_", "is_")))


def member_json(user: User, status: str) -> Json:
    """A ChatMember object with all that kind must have; administrators may do everything."""
    member: Json = {"status": status, "user": user.json()}
    if status == "administrator":
        member |= {name: name not in ("can_be_edited", "is_anonymous") for name in _flags("ChatMemberAdministrator")}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "kicked":
        member["until_date"] = 0
    return member


def change_member(world: "World", chat: Chat, actor: User, user: User, status: str) -> None:
    """Gives `user` a new status in the chat, posts the service message and tells the bot."""
    before = chat.members.get(user.id, "left")
    if before == status:
        return
    chat.members[user.id] = status
    _service_message(world, chat, actor, user, (before, status))
    change: Json = {
        "chat": chat.json(),
        "from": actor.json(),
        "date": int(world.clock.now()),
        "old_chat_member": member_json(user, before),
        "new_chat_member": member_json(user, status),
    }
    if user is world.bot:
        world.tell("my_chat_member", change, chat.id)
    elif chat.is_admin(world.bot.id):  # core.telegram.org/bots/api#update: only administrators are told
        world.tell("chat_member", change, chat.id)


def _service_message(world: "World", chat: Chat, actor: User, user: User, change: tuple[str, str]) -> None:
    before, status = change
    if chat.owner is not None:
        return
    gone = ("left", "kicked")
    if before in gone and status not in gone:
        fields: Json = {"new_chat_members": [user.json()]}
    elif before not in gone and status in gone:
        fields = {"left_chat_member": user.json()}
    else:
        return
    message = world.post(chat, actor, fields)
    if actor is not world.bot and chat.has(world.bot.id):
        world.tell("message", public(message), chat.id)


def react(world: "World", chat: Chat, message_id: int, user: User, emoji: list[str]) -> None:
    """Sets a user's reactions to a message; the bot hears of people's only, and only where it is an administrator."""
    message = chat.messages[message_id]
    reactions: dict[int, list[str]] = message.setdefault("_reactions", {})
    old, reactions[user.id] = reactions.get(user.id, []), emoji
    world.happened("reacted", chat, message)
    if user is world.bot or not chat.is_admin(world.bot.id):
        return
    change: Json = {
        "chat": chat.json(),
        "message_id": message_id,
        "user": user.json(),
        "date": int(world.clock.now()),
        "old_reaction": [{"type": "emoji", "emoji": sign} for sign in old],
        "new_reaction": [{"type": "emoji", "emoji": sign} for sign in emoji],
    }
    world.tell("message_reaction", change, chat.id)


def open_topic(world: "World", chat: Chat, user: User, name: str) -> Topic:
    """A person opens a topic."""
    message = world.post(chat, user, {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}})
    topic = Topic(message["message_id"], name, 0x6FB9F0)
    chat.topics[topic.id] = topic
    message |= {"message_thread_id": topic.id, "is_topic_message": True}
    world.tell("message", public(message), chat.id)
    return topic


def close_topic(world: "World", chat: Chat, user: User, topic: Topic, closed: bool = True) -> None:
    """A person closes or reopens a topic."""
    topic.closed = closed
    event = "forum_topic_closed" if closed else "forum_topic_reopened"
    message = world.post(chat, user, {event: {}}, topic.id)
    world.tell("message", public(message), chat.id)


def delete_topic(world: "World", chat: Chat, topic_id: int) -> None:
    """Removes a topic with its messages; nobody is told."""
    if topic_id == GENERAL_TOPIC:
        raise ValueError("the General topic cannot be deleted")
    del chat.topics[topic_id]
    for message in [message for message in chat.messages.values() if message.get("message_thread_id") == topic_id]:
        del chat.messages[message["message_id"]]
    world.bell.ring()


def migrate(world: "World", group: Chat, actor: User) -> Chat:
    """A basic group becomes a supergroup: another chat id; both chats say so, the old one refuses from now on."""
    supergroup = world.supergroup(group.title)
    supergroup.members = dict(group.members)
    leaving = world.post(group, actor, {"migrate_to_chat_id": supergroup.id})
    world.tell("message", public(leaving), group.id)
    arriving = world.post(supergroup, actor, {"migrate_from_chat_id": group.id})
    world.tell("message", public(arriving), supergroup.id)
    group.migrated_to = supergroup.id
    return supergroup
