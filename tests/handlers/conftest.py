import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.desk import Desk, InForce, open_desk
from bot.helpdesk.terms import Terms
from bot.store.database import open_database
from bot.store.people import People
from bot.store.talks import Talks
from handlers.application import ALLOWED_UPDATES, App, build_application, staff_room
from handlers.client import Client
from handlers.delivery import Delivery
from handlers.sending import Sender
from handlers.services import Services
from handlers.timers import Timers
from tests.fake_telegram import FakeRequest, Person, World, playing
from tests.fake_telegram.chats import Chat, Topic

ROOT = Path(__file__).parents[2]
SECOND_OFFICE = ROOT / "tests" / "data" / "second_office"
TODAY = date(2025, 1, 1)  # a day on which the second office's notice is in force
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PROMISED = Terms(claim_minutes=15, zone=UTC)

MISSES = ("明天天气怎么样", "今天吃什么好")  # questions that the second office's helpdesk cannot answer

Scene = Callable[[], Awaitable[None]]


class Stage:
    """A world, and the product's application with a database of its own that plays in it."""

    def __init__(self, world: World, desk: Desk, database: Database) -> None:
        self.world = world
        self.desk = desk
        self.talks = Talks(database)
        self.now = NOW
        self.services = Services(InForce(desk), self.talks, People(b"test"), 30, lambda: TODAY, lambda: self.now)
        self.timers: Timers | None = None

    def connect(self, group: Chat, terms: Terms = PROMISED) -> None:
        """Makes a group the staff's, from the next start of the application on."""
        self.services = replace(self.services, staff_chat=group.id, terms=terms)

    async def later(self, minutes: float) -> None:
        """Time passes, and what has its time happens."""
        assert self.timers
        self.now += timedelta(minutes=minutes)
        self.world.clock.advance(60 * minutes)
        await self.timers.tick()

    def application(self) -> App:
        """The product's application, in a new process as it were: only the database is the same."""
        return build_application(self.services, self.delivery())

    def delivery(self) -> Delivery:
        """What a process delivers with; it does not pause between tries."""
        client = Client(
            self.world.token,
            request=FakeRequest(self.world),
            get_updates_request=FakeRequest(self.world),
            rate_limiter=Sender(pauses=(0.0, 0.0), longest_hold=2.0),
        )
        return Delivery(client, self.services)

    @asynccontextmanager
    async def playing(self) -> AsyncIterator[None]:
        """The application at work, after it has delivered what waited."""
        delivery = self.delivery()
        room = staff_room(self.services, delivery)
        self.timers = Timers(delivery, room.timed)
        self.world.updates.allow(ALLOWED_UPDATES)
        async with playing(self.world, build_application(self.services, delivery, room)):
            await delivery.deliver_all()
            yield

    def waiting(self) -> list[int]:
        """The chats for which something waits."""
        return self.talks.waiting_chats(self.now)

    def say(self, key: str, **values: object) -> str:
        """A phrase, as the product words it."""
        return self.services.phrases(key, **values)

    def play(self, scene: Scene) -> None:
        """Plays a scene while the application is at work."""

        async def at_work() -> None:
            async with self.playing():
                await scene()

        asyncio.run(at_work())

    def requests(self, *methods: str) -> list[str]:
        """What the bot asked of Telegram, without what it asks at start."""
        asked = [request.method for request in self.world.requests]
        return [method for method in asked if method in methods or not (methods or method.startswith(("set", "getMe")))]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The second office's helpdesk: small, and quick to fit."""
    return open_desk(SECOND_OFFICE, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def world() -> Iterator[World]:
    """A world whose bot must not have broken a rule of the Bot API by the end of the test."""
    world = World()
    yield world
    world.assert_clean()


@pytest.fixture
def stage(world: World, desk: Desk, tmp_path: Path) -> Iterator[Stage]:
    """The stage on which scenes are played."""
    with open_database(tmp_path / "bot.db") as database:
        yield Stage(world, desk, database)


@pytest.fixture
def alice(world: World) -> Person:
    """Somebody in their private chat, which they have opened before."""
    alice = world.user("Alice")
    alice.user.started = True
    return alice


@pytest.fixture
def wang(world: World) -> Person:
    """A member of the staff, in their private chat."""
    return world.user("小王")


@pytest.fixture
def li(world: World) -> Person:
    """Another member of the staff."""
    return world.user("小李")


@pytest.fixture
def forum(stage: Stage, wang: Person, li: Person) -> Chat:
    """The staff's group, with topics."""
    forum = stage.world.forum("值班", wang, li)
    stage.connect(forum)
    return forum


@pytest.fixture
def group(stage: Stage, wang: Person, li: Person) -> Chat:
    """The staff's group, without topics."""
    group = stage.world.supergroup("值班", wang, li)
    stage.connect(group)
    return group


def topic_of(forum: Chat, number: int) -> Topic:
    """The newest topic of a ticket."""
    return [topic for topic in forum.topics.values() if topic.name.split()[0] == f"工单{number}"][-1]
