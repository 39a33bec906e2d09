"""People who use the bot: the face of the fake world that tests and the terminal write against."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.fake_telegram import happenings, media
from tests.fake_telegram.chats import Chat, Topic, User, public
from tests.fake_telegram.formatted import START_PARAMETER
from tests.fake_telegram.queries import Query
from tests.fake_telegram.refusal import Json
from tests.fake_telegram.screen import Choice, Shown, Toast, choices, find_button, screen, shown, toast

if TYPE_CHECKING:
    from tests.fake_telegram.world import World

PATIENCE = 5.0  # real seconds a person waits for an answer to a query
QUERY_LENGTH = 256


@dataclass(slots=True, eq=False)
class Person:
    """Someone sitting in one chat (and topic). `at` gives the same person in another one."""

    world: "World"
    user: User
    chat: Chat
    thread_id: int | None = None
    update_id: int | None = None

    def at(self, chat: Chat, topic: Topic | str | None = None) -> "Person":
        """This person in another chat, in the topic given by itself or by name."""
        topic = chat.topic(topic) if isinstance(topic, str) else topic
        return replace(self, chat=chat, thread_id=topic.id if topic else None)

    # what they see

    @property
    def screen(self) -> list[Shown]:
        """All messages here, oldest first."""
        return screen(self.chat, self.thread_id)

    @property
    def last(self) -> Shown:
        """The lowest message here. Raises LookupError on an empty screen."""
        if not self.screen:
            raise LookupError("the screen is empty")
        return self.screen[-1]

    @property
    def replies(self) -> list[str]:
        """The texts of the bot's messages here."""
        return [item.text for item in self.screen if item.by_bot]

    def button(self, label: str) -> Json:
        """The lowest button with that label, as the Bot API has it (for copy_text, url and the like)."""
        return find_button(self.screen, label)[1]

    async def sees(self, text: str, timeout: float = PATIENCE) -> Shown:
        """Waits until a bot's message contains `text`. Raises AssertionError that shows the screen."""
        deadline = time.monotonic() + timeout
        while True:
            for item in reversed(self.screen):
                if item.by_bot and text in item.text:
                    return item
            if not await self.world.bell.heard(max(0.0, deadline - time.monotonic())):
                raise AssertionError(f"{text!r} did not appear:\n" + "\n".join(map(str, self.screen)))

    # what they write

    async def send(self, text: str, reply_to: Shown | None = None) -> Shown:
        """Writes a text and waits for the bot, where the face can tell when it is done."""
        return await self.post(media.text(text), reply_to)

    async def start(self, payload: str = "") -> Shown:
        """Opens the bot, perhaps by a deep link t.me/bot?start=payload. Raises ValueError for one that has no such."""
        if payload and not START_PARAMETER.fullmatch(payload):
            raise ValueError(f"no deep link can carry {payload!r}")
        return await self.send(f"/start {payload}".strip())

    async def post(self, fields: Mapping[str, Any], reply_to: Shown | None = None) -> Shown:
        """Sends a message with any content."""
        if self.chat.owner is not None:
            self.user.started = True
            if self.user.blocked:
                await self.unblock()
        content = dict(fields)
        if reply_to is not None:
            content["reply_to_message"] = self.world.reply_to(self.chat, reply_to.id)
        message = self.world.post(self.chat, self.user, content, self.thread_id)
        await self._tell("message", message)
        return shown(message)

    async def forward(self, text: str, author: User | None = None) -> Shown:
        """Forwards a text from elsewhere; without an author it is someone who hides their account."""
        return await self.post({**media.text(text), "forward_origin": media.origin(self.world, author)})

    async def edit(self, text: str, item: Shown | None = None) -> Shown:
        """Changes a text of their own, the last one by default."""
        own = [seen for seen in self.screen if seen.message["from"]["id"] == self.user.id and seen.written]
        return await self.change(media.text(text), item or own[-1])

    async def change(self, fields: Mapping[str, Any], item: Shown | None = None) -> Shown:
        """Changes the content of a message of their own, the last one by default."""
        own = [seen for seen in self.screen if seen.message["from"]["id"] == self.user.id]
        message = self.chat.messages[(item or own[-1]).id]
        message.pop("entities", None)
        message |= {**fields, "edit_date": int(self.world.clock.now())}
        self.world.happened("edited", self.chat, message)
        await self._tell("edited_message", message)
        return shown(message)

    # media

    async def send_photo(self, caption: str = "") -> Shown:
        return await self.post(media.photo(self.world, caption))

    async def send_voice(self) -> Shown:
        return await self.post(media.voice(self.world))

    async def send_video(self, caption: str = "") -> Shown:
        return await self.post(media.video(self.world, caption))

    async def send_sticker(self, emoji: str = "👍") -> Shown:
        return await self.post(media.sticker(self.world, emoji))

    async def send_document(self, name: str = "file.pdf", content: bytes = b"pdf", caption: str = "") -> Shown:
        return await self.post(media.document(self.world, name, content, caption))

    async def send_contact(self, phone_number: str = "13800000000", first_name: str = "") -> Shown:
        name = first_name or self.user.first_name
        return await self.post({"contact": {"phone_number": phone_number, "first_name": name}})

    async def send_location(self, latitude: float = 39.08, longitude: float = 117.2) -> Shown:
        return await self.post({"location": {"latitude": latitude, "longitude": longitude}})

    # buttons and inline mode

    async def tap(self, label: str, item: Shown | None = None) -> Toast | None:
        """Presses a button: the lowest with that label, or the one on `item` (an older view of a message: a stale tap).

        Gives what the bot answered, None if it has not. A button of a reply keyboard sends its text.
        """
        if item is None and self._on_reply_keyboard(label):
            await self.send(label)
            return None
        item, button = find_button([item] if item else self.screen, label)
        if "callback_data" not in button:
            return Toast("", url=button.get("url", ""))
        return await self.press(item.message, button["callback_data"])

    async def press(self, message: Json, data: str) -> Toast | None:
        """Sends callback data from a message, whether or not it has such a button."""
        query = self.world.queries.ask("callback_query", self.user)
        payload: Json = {"id": query.id, "from": self.user.json(), "chat_instance": str(self.chat.id), "data": data}
        if inline_id := message.get("_inline_message_id"):
            payload["inline_message_id"] = inline_id
        elif message["message_id"] in self.chat.messages:
            payload["message"] = public(self.chat.messages[message["message_id"]])
        else:
            payload["message"] = {"chat": self.chat.json(), "message_id": message["message_id"], "date": 0}
        await self._ask(query, payload)
        return toast(query.answer)

    def _on_reply_keyboard(self, label: str) -> bool:
        rows = (self.chat.keyboard or {}).get("keyboard", [])
        return any(button["text"] == label for row in rows for button in row)

    async def inline(self, text: str, offset: str = "") -> list[Choice] | None:
        """Types `@bot text` in any chat. None if the bot does not answer; cached answers do not reach the bot."""
        text = text[:QUERY_LENGTH]
        answer = self.world.queries.kept(text, offset, self.user)
        if answer is None:
            query = self.world.queries.ask("inline_query", self.user)
            payload = {"id": query.id, "from": self.user.json(), "query": text, "offset": offset}
            await self._ask(query, {**payload, "chat_type": "sender"})
            if query.answer is None:
                return None
            answer = query.answer
            self.world.queries.keep(text, offset, self.user, answer)
        return choices(answer, text)

    async def choose(self, choice: Choice) -> Shown:
        """Sends an inline result into the chat they sit in."""
        message = self.world.post(
            self.chat, self.user, {**choice.message, "via_bot": self.world.bot.json()}, self.thread_id
        )
        chosen: Json = {"result_id": choice.id, "from": self.user.json(), "query": choice.query}
        if "reply_markup" in message:
            inline_id = f"INLINE{len(self.world.inline_messages) + 1}"
            message["_inline_message_id"] = chosen["inline_message_id"] = inline_id
            self.world.inline_messages[inline_id] = (self.chat, message)
        self.world.tell("chosen_inline_result", chosen, self.user.id)
        await self._tell("message", message)
        return shown(message)

    # comings and goings

    async def block(self) -> None:
        """Stops the bot."""
        await self._stand(blocked=True)

    async def unblock(self) -> None:
        await self._stand(blocked=False)

    async def _stand(self, blocked: bool) -> None:
        self.user.blocked = blocked
        await replace(self, chat=self.world.chats[self.user.id]).set_bot("kicked" if blocked else "member")

    def delete_account(self) -> None:
        """The bot hears nothing of it until it writes."""
        self.user.deleted = True

    async def join(self) -> None:
        """Enters the chat they look at."""
        await self._change(self.user, "member")

    async def leave(self) -> None:
        await self._change(self.user, "left")

    async def set_bot(self, status: str) -> None:
        """Adds the bot to this chat ("member"), makes it "administrator", removes it ("kicked")."""
        await self._change(self.world.bot, status)

    async def _change(self, user: User, status: str) -> None:
        happenings.change_member(self.world, self.chat, self.user, user, status)
        await self.world.settled()

    async def react(self, item: Shown, *emoji: str) -> None:
        happenings.react(self.world, self.chat, item.id, self.user, list(emoji))
        await self.world.settled()

    async def again(self) -> None:
        """Telegram hands over this person's last update once more."""
        assert self.update_id is not None, "nothing was told yet"
        self.world.updates.repeat(self.update_id)
        await self.world.settled()

    # telling the bot

    async def _tell(self, kind: str, message: Json) -> None:
        if self.world.bot_sees(self.chat, message):
            self.update_id = self.world.tell(kind, public(message), self.chat.id)
        await self.world.settled()

    async def _ask(self, query: Query, payload: Json) -> None:
        self.update_id = self.world.tell(query.kind, payload, self.user.id)
        await self.world.settled()
        deadline = time.monotonic() + PATIENCE
        while query.answer is None and self.world.settle is None and time.monotonic() < deadline:
            await self.world.bell.heard(deadline - time.monotonic())
