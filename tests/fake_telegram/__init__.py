"""Our own Telegram, for tests and for developers: no network, no account, every request checked.

    world = World()
    alice = world.user("Alice")
    async with playing(world, application):          # in process; `Server` is the same over loopback HTTP
        await alice.send("你好")
        await alice.tap("按钮文字")
        assert "..." in alice.last.text
    world.assert_clean()                              # no rule of the Bot API was broken

What is where: `world` (users, chats, messages, clock), `people` (what tests write against), `screen` (what people
see), `updates` (the queue), `faults` (what goes wrong), `validate`, `html`, `text`, `markup`, `contents` (the rules),
`methods` (one function per Bot API method), `api` (the core), `transport`, `server`, `webhook` (the faces), `terminal`.
"""

from tests.fake_telegram.clock import Clock
from tests.fake_telegram.faults import Faults, Kind
from tests.fake_telegram.people import Person
from tests.fake_telegram.transport import FakeRequest, application_builder, playing, polling
from tests.fake_telegram.world import World

__all__ = ["Clock", "FakeRequest", "Faults", "Kind", "Person", "World", "application_builder", "playing", "polling"]
