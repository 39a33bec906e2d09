"""The world the bot lives in: users, chats, messages, queries, files; what it asked for and what it did wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.fake_telegram.chats import Chat, Topic, User, public
from tests.fake_telegram.clock import Bell, Clock
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.people import Person
from tests.fake_telegram.profile import Profile
from tests.fake_telegram.queries import Queries
from tests.fake_telegram.refusal import Json, Refusal, Request, Violation
from tests.fake_telegram.updates import UpdateQueue

BOT_ID = 7000000001
TOKEN = f"{BOT_ID}:AAFakeFakeFakeFakeFakeFakeFakeFake00"
EPOCH = 1_790_000_000.0  # an autumn day in 2026; tests that care set their own clock
SUPERGROUP_BASE = -1_000_000_000_000

Watcher = Callable[[str, Chat, Json], None]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file."""

    id: str
    name: str
    mime_type: str
    content: bytes

    @property
    def path(self) -> str:
        return f"files/{self.id}"


class World:
    """One bot and everyone around it.

    `privacy`: in groups the bot sees only commands, mentions and replies to it unless it is an administrator.
    `violations` must be empty at the end of a test; `requests` is the log of what the bot asked.
    """

    def __init__(self, clock: Clock | None = None, token: str = TOKEN, privacy: bool = True) -> None:
        self.clock = clock or Clock(EPOCH)
        self.token = token
        self.privacy = privacy
        self.faults = Faults()
        self.updates = UpdateQueue(self.clock, self.faults)
        self.bot = User(int(token.partition(":")[0]), "Helpdesk", "helpdesk_test_bot", is_bot=True)
        self.profile = Profile()
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.queries = Queries(self.clock)
        self.files: dict[str, StoredFile] = {}
        self.inline_messages: dict[str, tuple[Chat, Json]] = {}
        self.violations: list[Violation] = []
        self.requests: list[Request] = []
        self.logged_out = False
        self.bell = Bell()
        self.watchers: list[Watcher] = []
        self.settle: Callable[[], Any] | None = None
        self._numbers = count(1001)

    # people and places

    def user(self, name: str, username: str = "", language_code: str = "zh-hans") -> Person:
        """A new person, in their private chat with the bot (which they have not started yet)."""
        user = User(next(self._numbers), name, username, language_code=language_code)
        self.users[user.id] = user
        chat = Chat(user.id, "private", owner=user, members={user.id: "member", self.bot.id: "member"})
        self.chats[chat.id] = chat
        return Person(self, user, chat)

    def group(self, title: str, *people: Person) -> Chat:
        """A basic group with these people and the bot as members."""
        return self._room(Chat(-next(self._numbers), "group", title), people, "member")

    def supergroup(self, title: str, *people: Person, username: str = "") -> Chat:
        """A supergroup with these people and the bot as members."""
        return self._room(Chat(SUPERGROUP_BASE - next(self._numbers), "supergroup", title, username), people, "member")

    def forum(self, title: str, *people: Person) -> Chat:
        """A supergroup with topics in which the bot is an administrator who may manage them."""
        chat = Chat(SUPERGROUP_BASE - next(self._numbers), "supergroup", title, is_forum=True)
        chat.next_id()  # 1 is the General topic
        return self._room(chat, people, "administrator")

    def _room(self, chat: Chat, people: tuple[Person, ...], bot_status: str) -> Chat:
        chat.members = {person.user.id: "member" for person in people} | {self.bot.id: bot_status}
        if people:
            chat.members[people[0].user.id] = "creator"
        self.chats[chat.id] = chat
        return chat

    # messages

    def post(self, chat: Chat, sender: User, fields: Mapping[str, Any], thread_id: int | None = None) -> Json:
        """Puts a message into a chat and returns it; it reaches the bot by `tell` only."""
        message: Json = {
            "message_id": chat.next_id(),
            "from": sender.json(),
            "chat": chat.json(),
            "date": int(self.clock.now()),
            **fields,
        }
        if thread_id is not None and chat.is_forum:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
            if opened := chat.messages.get(thread_id):  # what answers nothing answers the message that opened the topic
                message.setdefault("reply_to_message", {**public(opened)})
        chat.messages[message["message_id"]] = message
        self.happened("sent", chat, message)
        return message

    def reply_to(self, chat: Chat, message_id: int) -> Json:
        """The message replied to, as it stands inside another one."""
        original = chat.messages[message_id]
        return {key: value for key, value in public(original).items() if key != "reply_to_message"}

    def happened(self, event: str, chat: Chat, payload: Json) -> None:
        """Lets the watchers know (sent, edited, deleted, answered, action)."""
        for watch in self.watchers:
            watch(event, chat, payload)
        self.bell.ring()

    def tell(self, kind: str, payload: Json, owner: int) -> int | None:
        """Queues an update for the bot; its id, or None if the bot did not ask for such."""
        return self.updates.push(kind, payload, owner)

    def bot_sees(self, chat: Chat, message: Json) -> bool:
        """Whether Telegram shows the bot a message (privacy mode hides most of what is said in groups)."""
        if not chat.has(self.bot.id):
            return chat.owner is not None and not chat.owner.blocked
        if chat.owner is not None or not self.privacy or chat.is_admin(self.bot.id):
            return True
        text = str(message.get("text", message.get("caption", "")))
        answered = message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot.id
        mentioned = f"@{self.bot.username}".lower() in text.lower()
        return text.startswith("/") or mentioned or answered or "via_bot" in message

    async def settled(self) -> None:
        """Waits until the bot has dealt with what it was told, where the face can know that."""
        if self.settle is not None:
            await self.settle()

    # what the bot may reach

    def reach(self, chat_id: int | str, write: bool = True) -> Chat:
        """The chat for a chat_id. Raises Refusal as Telegram does for unknown, blocked, deleted or migrated ones."""
        chat = self._find(chat_id)
        if chat is None:
            raise Refusal("chat not found")
        if chat.owner is not None:
            self._reach_user(chat.owner, write)
        else:
            self._reach_room(chat, write)
        return chat

    def _find(self, chat_id: int | str) -> Chat | None:
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        name = chat_id.removeprefix("@")
        return next((chat for chat in self.chats.values() if chat.username and chat.username == name), None)

    def _reach_user(self, user: User, write: bool) -> None:
        if not user.started and not any(chat.owner is None and chat.has(user.id) for chat in self.chats.values()):
            raise Refusal("chat not found")
        if not write:
            return
        if user.deleted:
            raise Refusal("user is deactivated", 403)
        if user.blocked:
            raise Refusal("bot was blocked by the user", 403)
        if not user.started:
            raise Refusal("bot can't initiate conversation with a user", 403)

    def _reach_room(self, chat: Chat, write: bool) -> None:
        if chat.migrated_to is not None and write:
            parameters = {"migrate_to_chat_id": chat.migrated_to}
            raise Refusal("group chat was upgraded to a supergroup chat", parameters=parameters)
        if chat.deleted and write:
            raise Refusal("the group chat was deleted", 403)
        if chat.members.get(self.bot.id) == "kicked":
            raise Refusal(f"bot was kicked from the {chat.kind} chat", 403)
        if not chat.has(self.bot.id) and (write or chat.kind == "supergroup"):
            raise Refusal(f"bot is not a member of the {chat.kind} chat", 403)

    def thread(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """The topic a request names. Raises Refusal for a deleted one (General has no id that can be named)."""
        if thread_id is None or not chat.is_forum:
            return None
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise Refusal("message thread not found")
        if topic.closed and not chat.is_admin(self.bot.id):
            raise Refusal("TOPIC_CLOSED")
        return topic

    def message(self, chat: Chat, message_id: int, purpose: str) -> Json:
        """A message by id. Raises Refusal `message to ... not found`."""
        message = chat.messages.get(message_id)
        if message is None:
            raise Refusal(f"{purpose} not found")
        return message

    # files and rules

    def store(self, content: bytes, name: str, mime_type: str) -> StoredFile:
        """Keeps a file and gives it an id."""
        file = StoredFile(f"FILE{len(self.files) + 1:06d}", name, mime_type, content)
        self.files[file.id] = file
        return file

    def assert_clean(self) -> None:
        """Raises AssertionError with all rules the bot broke."""
        if self.violations:
            raise AssertionError("the bot broke rules of the Bot API:\n" + "\n".join(map(str, self.violations)))
