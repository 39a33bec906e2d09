"""What goes wrong between the bot and Telegram, and what people see of it."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.dialogue.dialogue import Dialogue
from handlers.failures import Failure, failure
from handlers.logs import JsonLines
from handlers.outgoing import Outgoing, TextMessage
from handlers.sending import AT_ONCE, Sender
from tests.fake_telegram import Kind, Person
from tests.handlers.conftest import NOW, Stage


def caused(error: TelegramError, cause: BaseException) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RetryAfter(3), Failure.HELD),
        (ChatMigrated(-100), Failure.MOVED),
        (Forbidden("bot was blocked by the user"), Failure.CLOSED),
        (BadRequest("Chat not found"), Failure.CLOSED),
        (BadRequest("message is too long"), Failure.REFUSED),
        (InvalidToken(), Failure.UNSENT),
        (Conflict("terminated"), Failure.UNSENT),
        (NetworkError("Bad Gateway"), Failure.UNSENT),
        (caused(NetworkError("x"), httpx.ConnectError("refused")), Failure.UNSENT),
        (caused(TimedOut(), httpx.ConnectTimeout("slow")), Failure.UNSENT),
        (caused(TimedOut(), httpx.PoolTimeout("busy")), Failure.UNSENT),
        (caused(TimedOut(), httpx.ReadTimeout("slow")), Failure.UNCERTAIN),
        (caused(NetworkError("x"), httpx.ReadError("reset")), Failure.UNCERTAIN),
        (TelegramError("Invalid server response"), Failure.UNCERTAIN),
    ],
)
def test_what_an_error_means(error: TelegramError, kind: Failure) -> None:
    assert failure(error) is kind


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.parametrize("times", [1, 2])
def test_5xx_is_tried_again(stage: Stage, alice: Person, status: int, times: int) -> None:
    async def scene() -> None:
        stage.world.faults.add(Kind.STATUS, "sendMessage", times=times, status=status)
        await alice.send("/help")
        assert len(alice.replies) == 1

    stage.play(scene)


def test_a_refused_connection_is_tried_again(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        stage.world.faults.add(Kind.REFUSED, "sendMessage", times=2)
        await alice.send("/help")
        assert len(alice.replies) == 1

    stage.play(scene)


@pytest.mark.parametrize("kind", [Kind.TIMEOUT_AFTER, Kind.RESET_AFTER])
def test_what_may_have_arrived_is_not_sent_again(stage: Stage, alice: Person, kind: Kind) -> None:
    async def scene() -> None:
        fault = stage.world.faults.add(kind, "sendMessage", times=3)
        await alice.send("/help")
        assert (fault.met, len(alice.replies)) == (1, 1)
        fault.times = 0
        await alice.send("/about")
        assert len(alice.replies) == 2

    stage.play(scene)
    assert stage.waiting() == []


def test_an_edit_may_be_repeated(stage: Stage, alice: Person) -> None:
    """It changes nothing more the second time; Telegram says "not modified", which is success."""

    async def scene() -> None:
        await alice.send("/quiz")
        stage.world.faults.add(Kind.TIMEOUT_AFTER, "editMessageText")
        await alice.tap("家政培训机构")
        assert "注册几年" in alice.last.text
        assert len(alice.replies) == 1

    stage.play(scene)
    assert stage.requests("editMessageText") == ["editMessageText"] * 2


def test_what_could_not_be_sent_comes_with_the_next_reply(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        fault = stage.world.faults.add(Kind.REFUSED, "sendMessage", times=3)
        await alice.send("/about")
        assert (fault.met, alice.replies) == (3, [])
        await alice.send("/help")
        assert [reply[:4] for reply in alice.replies] == ["答案逐字", stage.say("help.intro")[:4]]

    stage.play(scene)


def test_what_could_not_be_sent_comes_after_a_restart(stage: Stage, alice: Person) -> None:
    async def before() -> None:
        stage.world.faults.add(Kind.STATUS, "sendMessage", times=3)
        await alice.send("/help")
        assert alice.replies == []

    async def after() -> None:
        assert len(alice.replies) == 1

    stage.play(before)
    stage.play(after)


def test_429_holds_one_chat_for_as_long_as_telegram_says(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        flood = stage.world.faults.flood(1, chat_id=alice.user.id)
        begun = asyncio.get_running_loop().time()
        sending = asyncio.gather(alice.send("/help"), alice.send("/about"), bob.send("/contact"))
        await bob.sees("0999-1234567", 0.8)
        assert alice.replies == []
        await sending
        assert asyncio.get_running_loop().time() - begun >= 0.95
        assert len(alice.replies) == 2
        assert flood.met == 1

    stage.play(scene)


def test_a_hold_that_is_too_long_leaves_the_reply_for_later(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        stage.world.faults.flood(60, chat_id=alice.user.id)
        await alice.send("/help")
        await alice.send("/about")
        assert len(stage.talks.waiting(alice.user.id, NOW)) == 2

    stage.play(scene)
    assert stage.requests("sendMessage") == ["sendMessage"]


def test_a_person_who_blocked_the_bot(stage: Stage, alice: Person) -> None:
    """The block comes between the question and the reply; after they come back all is as before."""

    async def scene() -> None:
        await alice.send("/quiz")
        alice.user.blocked = True
        stage.world.tell("message", _text(stage, alice, "/about"), alice.user.id)
        await stage.world.settled()
        assert len(alice.replies) == 1
        alice.user.blocked = False
        await alice.send("/back")
        assert "您代表哪种单位" in alice.last.text

    stage.play(scene)
    assert stage.waiting() == []


def test_someone_who_deleted_their_account(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        alice.delete_account()
        await alice.send("/help")

    stage.play(scene)
    assert stage.waiting() == []
    assert alice.replies == []


def _text(stage: Stage, person: Person, text: str) -> dict[str, Any]:
    message = stage.world.post(person.chat, person.user, {"text": text})
    return {**message, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}


def test_blocking_is_noticed(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        stage.world.faults.add(Kind.REFUSED, "sendMessage", times=3)
        await alice.send("/help")
        assert stage.waiting() == [alice.user.id]
        await alice.block()
        assert stage.waiting() == []

    stage.play(scene)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Breaks the dialogue."""

    def fail(*_: object) -> None:
        raise LookupError("甲乙丙丁，13800000000")

    return lambda: monkeypatch.setattr(Dialogue, "respond", fail)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """The lines of the log, as they are written."""
    formatter = JsonLines(())
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records if record.name == "helpdesk"]


def test_an_unexpected_error_gives_one_sentence_and_one_line(
    stage: Stage, alice: Person, broken: Callable[[], None], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    broken()

    async def scene() -> None:
        await alice.send("甲乙丙丁")
        assert alice.replies == [stage.say("error", office="评价中心", phone="0999-1234567")]

    stage.play(scene)
    (line,) = lines()
    assert (line["event"], line["error"], line["update"]) == ("unexpected", "LookupError", 100_000_001)
    assert line["place"].startswith("bot/helpdesk/helpdesk.py:")
    assert "甲" not in json.dumps(line, ensure_ascii=False)


def test_a_press_that_goes_wrong_stops_blinking(stage: Stage, alice: Person, broken: Callable[[], None]) -> None:
    async def scene() -> None:
        await alice.start()
        broken()
        assert await alice.tap("联系方式") is not None
        assert alice.last.text.startswith("出了点问题")

    stage.play(scene)


def test_a_message_that_telegram_refuses_is_a_mistake_of_ours(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    monkeypatch.setattr("handlers.formatting.Block.html", property(lambda block: f"<x>{block.text}</x>"))

    async def scene() -> None:
        await alice.send("/help")
        assert alice.last.text.startswith("出了点问题")

    stage.play(scene)
    assert [line["event"] for line in lines()] == ["unexpected"]
    assert stage.waiting() == []
    assert [str(violation) for violation in stage.world.violations] != []
    stage.world.violations.clear()


def test_network_faults_leave_no_traceback(
    stage: Stage, alice: Person, caplog: pytest.LogCaptureFixture, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    caplog.set_level(logging.INFO)

    async def scene() -> None:
        await alice.start()
        for kind in (Kind.REFUSED, Kind.TIMEOUT_AFTER, Kind.RESET_BEFORE, Kind.STATUS):
            stage.world.faults.add(kind, times=6)
            await alice.tap("联系方式")
            await alice.send("/help")
            await alice.inline(kind)
            stage.world.faults.planned.clear()

    stage.play(scene)
    assert {line["event"] for line in lines()} == {"not_delivered", "network"}
    assert not [record for record in caplog.records if record.exc_info]


def test_few_requests_go_out_at_once() -> None:
    running, most = 0, 0

    async def request() -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return True

    async def scene() -> None:
        sender = Sender()
        calls = (sender.process_request(request, (), {}, "sendMessage", {"chat_id": n}, None) for n in range(200))
        assert all(await asyncio.gather(*calls))

    asyncio.run(scene())
    assert most == AT_ONCE


def test_a_press_whose_answer_fails_keeps_its_turn(stage: Stage, alice: Person) -> None:
    """What was sent for it is not sent again by the message that comes next."""

    async def scene() -> None:
        await alice.start()
        before = len(alice.replies)
        stage.world.faults.add(Kind.STATUS, "answerCallbackQuery", times=3)
        stage.world.faults.flood(1, "sendMessage", chat_id=alice.user.id)
        await asyncio.gather(alice.tap("联系方式"), alice.send("/help"))
        contact, card, intro = alice.replies[before:]
        assert "0999-1234567" in contact
        assert card.startswith("<contact")
        assert intro.startswith(stage.say("help.intro"))

    stage.play(scene)


@pytest.mark.parametrize(
    "message", ["{", "[]", '["text"]', '["text", 5]', '["song", []]', '["text", ["x", [[["a"]]]]]']
)
def test_a_row_that_cannot_be_read_blocks_nothing(
    stage: Stage, alice: Person, message: str, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    person = alice.user.id
    stage.talks.keep(1, person, person, conversation=None, messages=[message], now=NOW)

    async def scene() -> None:
        await alice.send("/help")
        assert len(alice.replies) == 1

    stage.play(scene)
    assert [line["event"] for line in lines()] == ["not_delivered"]
    assert stage.waiting() == []


def test_what_is_an_hour_late_is_not_sent(stage: Stage, alice: Person) -> None:
    message = Outgoing(TextMessage("x")).dump()
    for number, age in enumerate((timedelta(minutes=59), timedelta(minutes=61))):
        stage.talks.keep(number, alice.user.id, alice.user.id, conversation=None, messages=[message], now=NOW - age)

    async def scene() -> None:
        assert alice.replies == ["x"]

    stage.play(scene)
    assert stage.waiting() == []
