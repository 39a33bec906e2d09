"""Order within a chat, side by side between chats, repeated updates, and people who are too fast."""

import asyncio
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from handlers import application
from handlers.flood import ALLOWANCE, Flood
from handlers.lanes import Lanes
from handlers.ordering import Ordering
from tests.fake_telegram import Kind, Person, happenings
from tests.handlers.conftest import Stage


def text_update(number: int, person: int) -> Update:
    chat = {"id": person, "type": "private"}
    sender = {"id": person, "is_bot": False, "first_name": "A"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": "x"}
    update = Update.de_json({"update_id": number, "message": message}, None)
    assert update
    return update


async def nothing(_: Update) -> None: ...


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(0, 99))
def test_each_chat_in_order_and_all_at_once(chats: list[int], seed: int) -> None:
    """However long each update takes, those of one chat end in the order in which they came."""
    chance, ended, running, most = random.Random(seed), dict[int, list[int]](), 0, 0

    async def deal_with(number: int, chat: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        ended.setdefault(chat, []).append(number)
        running -= 1

    async def scene() -> None:
        ordering = Ordering(Lanes(), Flood(lambda: 0.0), lambda _: True, nothing, nothing)
        updates = [text_update(number, chat) for number, chat in enumerate(chats)]
        await asyncio.gather(
            *(
                ordering.process_update(update, deal_with(update.update_id, update.effective_chat.id))
                for update in updates
            )
        )

    asyncio.run(scene())
    assert all(numbers == sorted(numbers) for numbers in ended.values())
    assert sum(map(len, ended.values())) == len(chats)
    assert most <= len(set(chats))


def test_an_error_in_one_update_does_not_hold_up_the_next() -> None:
    dealt_with = []

    async def fail() -> None:
        raise LookupError

    async def succeed() -> None:
        dealt_with.append(True)

    async def scene() -> None:
        ordering = Ordering(Lanes(), Flood(lambda: 0.0), lambda _: True, nothing, nothing)
        first = ordering.process_update(text_update(1, 1), fail())
        second = ordering.process_update(text_update(2, 1), succeed())
        await asyncio.gather(first, second, return_exceptions=True)

    asyncio.run(scene())
    assert dealt_with == [True]


def test_a_slow_chat_holds_up_nobody_else(stage: Stage, alice: Person) -> None:
    """Twenty people ask; the requests for one of them never end. The others see their answers."""
    people = [stage.world.user(f"P{number}") for number in range(20)]

    async def scene() -> None:
        stage.world.faults.flood(1, chat_id=alice.user.id)
        held = [asyncio.ensure_future(alice.send("/help")) for _ in range(30)]
        sending = [asyncio.ensure_future(person.send("/contact")) for person in people]
        for person in people:
            await person.sees("0999-1234567", 0.8)
        assert alice.replies == []
        await asyncio.gather(*held, *sending)
        assert len(alice.replies) == 30

    stage.play(scene)


def test_everything_comes_twice_and_is_answered_once(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        stage.world.faults.duplicate_updates = True
        await alice.send("/quiz")
        await alice.tap("家政培训机构")
        await alice.send("5")
        await alice.send("/contact")
        assert len(alice.replies) == 4  # question, question, contact, card
        assert "注册几年" in alice.replies[0]

    stage.play(scene)


def test_a_repetition_after_a_restart_changes_nothing(stage: Stage, alice: Person) -> None:
    async def before() -> None:
        await alice.send("/quiz")
        await alice.tap("家政培训机构")

    async def after() -> None:
        state = stage.talks.conversation(alice.user.id, alice.user.id)
        shown = [str(item) for item in alice.screen]
        await alice.again()
        assert stage.talks.conversation(alice.user.id, alice.user.id) == state
        assert [str(item) for item in alice.screen] == shown

    stage.play(before)
    stage.play(after)


def test_the_reply_of_a_repetition_is_sent_if_it_was_not(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        stage.world.faults.add(Kind.REFUSED, "sendMessage", times=3)
        await alice.send("/help")
        assert alice.replies == []
        await alice.again()
        await alice.again()
        assert len(alice.replies) == 1

    stage.play(scene)


@pytest.mark.parametrize("seed", range(5))
def test_updates_out_of_order_lose_nothing(stage: Stage, alice: Person, seed: int) -> None:
    async def scene() -> None:
        stage.world.faults.reorder_updates, stage.world.faults.seed = True, seed
        await asyncio.gather(*(alice.send(f"/{name}") for name in ("help", "faq", "about", "help", "privacy")))
        assert len(alice.replies) == 5

    stage.play(scene)


class Watch:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_five_a_second_for_a_minute_are_served_at_once() -> None:
    watch = Watch()
    flood = Flood(watch)
    for number in range(300):
        assert flood.spend(1, number) == 0
        watch.now += 0.2
    burst = [flood.spend(1, number) for number in range(300, 361)]
    assert burst[:59] == [0] * 59  # what has grown again in that minute
    assert burst[60] > 0
    assert flood.spend(2, 1) == 0


def test_past_the_allowance_one_a_second_and_one_notice() -> None:
    watch = Watch()
    flood = Flood(watch)
    while not flood.spend(1, 1):
        pass
    assert [flood.must_tell(1), flood.must_tell(1)] == [True, False]
    watch.now += 1
    assert flood.spend(1, 2) == 0
    assert flood.spend(1, 3) == pytest.approx(1)
    assert not flood.is_newest(1, 2)
    assert flood.is_newest(1, 3)
    watch.now += ALLOWANCE
    assert flood.spend(1, 4) == 0
    assert flood.must_tell(1)


def test_people_who_are_calm_are_forgotten() -> None:
    watch = Watch()
    flood = Flood(watch)
    for person in range(10_000):
        flood.spend(person, 1)
    watch.now += 400
    flood.spend(10_000, 1)
    assert len(flood._accounts) == 1


@pytest.fixture
def small_allowance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five updates, then ten a second."""
    monkeypatch.setattr(application, "Flood", lambda clock: Flood(clock, allowance=5, refill=10))
    return


@pytest.mark.usefixtures("small_allowance")
def test_a_flood_gets_one_notice_and_an_answer_to_the_newest(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.start()
        await asyncio.gather(*(alice.send("/help") for _ in range(30)), alice.send("/about"))
        notices = [reply for reply in alice.replies if reply == stage.say("telegram.too_fast")]
        assert len(notices) == 1
        assert alice.last.text.startswith("答案逐字摘自")
        assert len(alice.replies) <= 5 + 1 + 2

    stage.play(scene)


@pytest.mark.usefixtures("small_allowance")
def test_a_press_that_was_overtaken_stops_blinking(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.start()
        labels = alice.last.labels
        greeting = alice.last
        for _ in range(5):
            await alice.send("/help")
        toasts = await asyncio.gather(*(alice.tap(label, greeting) for label in labels))
        assert all(toasts)
        assert toasts[0]
        assert toasts[0].text == stage.say("telegram.too_fast")

    stage.play(scene)


def test_a_burst_is_answered_in_the_order_asked(stage: Stage, alice: Person) -> None:
    names = ["help", "faq", "about", "privacy", "contact"] * 6

    async def scene() -> None:
        stage.world.faults.latency = 0.002
        await asyncio.gather(*(alice.send(f"/{name}") for name in names))

    stage.play(scene)
    firsts = {"help": "直接用", "faq": "政策问", "about": "答案逐", "privacy": "会保存", "contact": "通告所"}
    texts = [reply for reply in alice.replies if not reply.startswith("<contact")]
    assert [text[:3] for text in texts] == [firsts[name] for name in names]


@pytest.mark.usefixtures("small_allowance")
def test_the_notice_of_a_flood_is_not_lost_on_an_inline_query(stage: Stage, alice: Person) -> None:
    """The first update past the allowance is an inline query, which has no chat for the notice."""

    async def scene() -> None:
        for number in range(5):
            await alice.inline(f"x{number}")
        await asyncio.gather(
            *(alice.inline(f"y{number}") for number in range(2)), *(alice.send("/help") for _ in "abc")
        )
        assert alice.replies.count(stage.say("telegram.too_fast")) == 1

    stage.play(scene)


@pytest.mark.usefixtures("small_allowance")
def test_the_notice_of_a_flood_goes_to_the_topic(stage: Stage, alice: Person) -> None:
    forum = stage.world.forum("论坛", alice)
    topic = happenings.open_topic(stage.world, forum, alice.user, "职业")
    here = alice.at(forum, topic)

    async def scene() -> None:
        await asyncio.gather(*(here.send("/help") for _ in range(8)))
        assert stage.say("telegram.too_fast") in here.replies

    stage.play(scene)


def test_a_reply_that_moves_with_its_group_waits_for_its_turn_there(stage: Stage, alice: Person) -> None:
    old, new = stage.world.group("家政群", alice), stage.world.supergroup("家政群", alice)
    old.migrated_to = new.id

    async def scene() -> None:
        stage.world.faults.flood(1, "sendMessage", chat_id=new.id)
        asking = [alice.at(new).send("/help"), alice.at(old).send("/contact")]
        await asyncio.gather(*asking)
        assert len(alice.at(new).replies) == 3  # help, contact, card

    stage.play(scene)
