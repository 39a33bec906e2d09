"""Who there is in the world: users, chats and the topics of a forum."""

from dataclasses import dataclass, field
from itertools import count

from tests.fake_telegram.refusal import Json

PRESENT = ("creator", "administrator", "member", "restricted")
GENERAL_TOPIC = 1


@dataclass(slots=True)
class User:
    """A person or the bot. `started` and `blocked` say how they stand to the bot in their private chat."""

    id: int
    first_name: str
    username: str = ""
    last_name: str = ""
    language_code: str = "zh-hans"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deleted: bool = False

    def json(self) -> Json:
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if not self.is_bot:
            user["language_code"] = self.language_code
        return user


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str = ""
    closed: bool = False

    def json(self) -> Json:
        topic: Json = {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            topic["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return topic


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with its members and messages, as the bot and the people share it.

    `kind` is the Bot API's: private, group, supergroup. `messages` holds Message objects by id. `keyboard` is the
    reply keyboard shown below the input field.
    """

    id: int
    kind: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    keyboard: Json | None = None
    migrated_to: int | None = None
    deleted: bool = False
    owner: User | None = None
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def json(self) -> Json:
        chat: Json = {"id": self.id, "type": self.kind}
        if self.owner is not None:
            chat["first_name"] = self.owner.first_name
            chat |= {key: value for key in ("last_name", "username") if (value := getattr(self.owner, key))}
            return chat
        chat["title"] = self.title
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    def next_id(self) -> int:
        return next(self._ids)

    def has(self, user_id: int) -> bool:
        return self.members.get(user_id) in PRESENT

    def is_admin(self, user_id: int) -> bool:
        return self.members.get(user_id) in ("creator", "administrator")

    def topic(self, name: str) -> Topic:
        """The open or closed topic of that name, for tests. Raises LookupError naming those there are."""
        for topic in self.topics.values():
            if topic.name == name:
                return topic
        raise LookupError(f"no topic {name!r} among {[topic.name for topic in self.topics.values()]}")


def public(message: Json) -> Json:
    """A message without the fake's own marks."""
    return {name: value for name, value in message.items() if not name.startswith("_")}
