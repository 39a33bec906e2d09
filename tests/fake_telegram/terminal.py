"""A terminal in which a developer writes to the running bot as a person in the fake world."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from tests.fake_telegram.chats import Chat
from tests.fake_telegram.people import Person
from tests.fake_telegram.refusal import Json
from tests.fake_telegram.screen import Choice, Shown, Toast, find_button, shown
from tests.fake_telegram.world import World

T = TypeVar("T")
HELP = """\
What you type goes to the bot (commands such as /start too), except:
  /tap N          press button N               /edit TEXT    change your last message
  /inline TEXT    type @bot TEXT               /choose N     send inline result N
  /photo /voice /sticker /document /location   send one
  /as NAME        be someone else              /at TITLE     go to a group (/at alone: back to the private chat)
  /topic NAME     go to a topic of the forum   /screen       show everything here
  /block          block the bot                /wait SECONDS let time pass for queries and reminders
  /people         who and where                /? /quit     this text; the end"""


class Terminal:
    """Reads lines, writes what happens. Buttons are numbered as they appear, inline results likewise."""

    def __init__(self, world: World, people: Sequence[Person], write: Callable[[str], None]) -> None:
        self.world = world
        self.person = people[0]
        self.write = write
        self.people = {person.user.first_name: person for person in people}
        self.buttons: list[tuple[Shown, str]] = []
        self.choices: list[Choice] = []
        self._violations = 0
        world.watchers.append(self._watch)

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Obeys until /quit or the end of input."""
        async for line in lines:
            if line == "/quit":
                return
            if line:
                try:
                    await self.obey(line)
                except (LookupError, ValueError) as error:
                    self.write(f"! {error}")
            self._report_violations()

    async def obey(self, line: str) -> None:
        """Does what one line says. Raises LookupError or ValueError for what is not there."""
        name, _, rest = line.partition(" ")
        command = self._commands().get(name)
        if command is None:
            await self.person.send(line)
        else:
            await command(rest.strip())

    def _commands(self) -> dict[str, Callable[[str], Awaitable[object]]]:
        return {
            "/tap": self._tap,
            "/edit": self.person.edit,
            "/inline": self._inline,
            "/choose": lambda number: self.person.choose(_numbered(self.choices, number)),
            "/photo": self.person.send_photo,
            "/voice": lambda _: self.person.send_voice(),
            "/sticker": lambda _: self.person.send_sticker(),
            "/document": lambda caption: self.person.send_document(caption=caption),
            "/location": lambda _: self.person.send_location(),
            "/block": lambda _: self.person.block(),
            "/as": self._become,
            "/at": self._go,
            "/topic": self._topic,
            "/screen": self._screen,
            "/wait": self._wait,
            "/people": self._people,
            "/?": self._help,
        }

    async def _tap(self, number: str) -> None:
        item, label = _numbered(self.buttons, number)
        _, button = find_button([item], label)
        if "copy_text" in button:
            return self.write(f"(copied: {button['copy_text']['text']})")
        if (query := button.get("switch_inline_query_current_chat")) is not None:
            return await self._inline(query)
        toast = await self.person.tap(label, item)
        return self._toast(toast)

    def _toast(self, toast: Toast | None) -> None:
        if toast is None:
            self.write("(the bot did not answer the button)")
        elif toast.url:
            self.write(f"(opens {toast.url})")
        elif toast.text:
            self.write(f"({'alert' if toast.alert else 'note'}: {toast.text})")

    async def _inline(self, text: str) -> None:
        self.choices = await self.person.inline(text) or []
        for number, choice in enumerate(self.choices, 1):
            self.write(f"  {number}. {choice.title} | {choice.description}")
        if not self.choices:
            self.write("(no inline results)")

    async def _become(self, name: str) -> None:
        if not name:
            raise ValueError("/as needs a name")
        if name not in self.people:
            self.people[name] = self.world.user(name)
            for chat in self._rooms():
                chat.members[self.people[name].user.id] = "member"
        self.person = self.people[name]
        await self._people("")

    async def _go(self, title: str) -> None:
        home = self.world.chats[self.person.user.id]
        chat = next((room for room in self._rooms() if room.title == title), None) if title else home
        if chat is None:
            raise LookupError(f"no group {title!r}; there is {', '.join(room.title for room in self._rooms())}")
        self.person = self.person.at(chat)

    async def _topic(self, name: str) -> None:
        self.person = self.person.at(self.person.chat, name)

    async def _screen(self, _: str) -> None:
        for item in self.person.screen:
            self._show(item)

    async def _wait(self, seconds: str) -> None:
        self.world.clock.advance(float(seconds))

    async def _people(self, _: str) -> None:
        where = self.person.chat.title or "the private chat"
        self.write(f"You are {self.person.user.first_name} in {where}. People: {', '.join(self.people)}.")
        for room in self._rooms():
            topics = ", ".join(topic.name for topic in room.topics.values())
            self.write(f"  {room.title} ({room.id})" + (f": {topics}" if topics else ""))

    async def _help(self, _: str) -> None:
        self.write(HELP)

    def _rooms(self) -> list[Chat]:
        return [chat for chat in self.world.chats.values() if chat.owner is None]

    def _watch(self, event: str, chat: Chat, payload: Json) -> None:
        if event not in ("sent", "edited", "deleted"):
            return
        item = shown(payload)
        if event == "deleted":
            self.write(f"(message deleted: {item.text})")
        elif item.by_bot or item.buttons:
            self._show(item, "" if chat is self.person.chat else f"[{chat.title or chat.json()['first_name']}] ")
        self._report_violations()

    def _show(self, item: Shown, where: str = "") -> None:
        self.write(f"{where}{item.author}{' (edited)' if item.edited else ''}: {item.text}")
        for row in item.buttons:
            self.write("  " + " ".join(self._number(item, label) for label in row))

    def _number(self, item: Shown, label: str) -> str:
        self.buttons.append((item, label))
        return f"{len(self.buttons)}[{label}]"

    def _report_violations(self) -> None:
        for violation in self.world.violations[self._violations :]:
            self.write(f"! {violation}")
        self._violations = len(self.world.violations)


def _numbered(items: list[T], number: str) -> T:
    if not number.isdigit() or not 1 <= int(number) <= len(items):
        raise LookupError(f"no number {number!r}; there are {len(items)}")
    return items[int(number) - 1]
