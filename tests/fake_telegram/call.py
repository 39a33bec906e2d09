"""One request being handled, and the register of the methods that handle them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_telegram.chats import Chat
from tests.fake_telegram.refusal import Json
from tests.fake_telegram.validate import Upload
from tests.fake_telegram.world import World


@dataclass(slots=True)
class Call:
    """The world, the arguments (checked, typed) and uploads of a request; `notes` collects what is ignored silently."""

    world: World
    method: str
    args: Json
    files: Mapping[str, Upload] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def chat(self, write: bool = True) -> Chat:
        """The chat of the request. Raises Refusal when the bot cannot reach it."""
        return self.world.reach(self.args["chat_id"], write)

    def get(self, name: str, default: Any = None) -> Any:
        return self.args.get(name, default)

    def note_clamped(self, name: str) -> None:
        """Notes a number outside its range, which Telegram moves to the nearest end."""
        self.notes.append(f"{name} {self.args[name]} is out of range")


Handler = Callable[[Call], Any]
METHODS: dict[str, Handler] = {}


def api_method(function: Handler) -> Handler:
    """Registers a function named as the library names the method: send_message handles sendMessage."""
    first, *rest = function.__name__.split("_")
    METHODS[first + "".join(word.capitalize() for word in rest)] = function
    return function
