"""The self-test on Telegram: one message edited in place, stale and doubled taps, restarts."""

import asyncio

from tests.fake_telegram import Person
from tests.handlers.conftest import Stage

KIND, YEARS, OCCUPATIONS = "您代表哪种单位", "注册几年了", "想评价哪些职业"


def test_taps_turn_the_page_of_one_message(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.start()
        await alice.tap("资格自测")
        shown = len(alice.screen)
        assert KIND in alice.last.text
        await alice.tap("家政培训机构")
        assert YEARS in alice.last.text
        await alice.tap("不清楚")
        assert OCCUPATIONS in alice.last.text
        await alice.tap("上一题")
        assert YEARS in alice.last.text
        await alice.tap("取消自测")
        assert alice.last.text == stage.say("quiz.cancelled")
        assert len(alice.screen) == shown
        assert alice.last.labels == []

    stage.play(scene)


def test_a_whole_self_test_to_its_verdict_and_its_file(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        await alice.tap("家政培训机构")
        await alice.send("5")
        await alice.send("保洁员")
        await alice.tap("选好了")
        await alice.tap(stage.say("quiz.finish"))
        assert "未发现不符合项" in alice.last.text
        shown = alice.last
        await alice.tap(stage.say("quiz.text"))
        assert alice.last.text.startswith("<document 自测结果.txt>")
        assert shown.text == alice.screen[-2].text

    stage.play(scene)


def test_a_stale_tap_changes_nothing_and_shows_the_open_question(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        first = alice.last
        await alice.send("家政培训机构")
        await alice.send("5")
        before = stage.talks.conversation(alice.user.id, alice.user.id)
        toast = await alice.tap("个人", first)
        assert toast
        assert toast.text == stage.say("telegram.stale_question")
        assert stage.talks.conversation(alice.user.id, alice.user.id) == before
        again = next(item for item in alice.screen if item.id == first.id)
        assert OCCUPATIONS in again.text
        await alice.tap("不清楚", again)

    stage.play(scene)
    assert stage.talks.conversation(alice.user.id, alice.user.id).quiz


def test_a_button_of_a_self_test_that_is_gone(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        question = alice.last
        await alice.send("/cancel")
        toast = await alice.tap("个人", question)
        assert toast
        assert toast.text == stage.say("telegram.stale")

    stage.play(scene)
    assert stage.talks.conversation(alice.user.id, alice.user.id).quiz is None


def test_a_doubled_tap_answers_one_question(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        question = alice.last
        await asyncio.gather(*(alice.tap("家政培训机构", question) for _ in range(3)))
        assert YEARS in alice.last.text
        assert len(alice.screen) == 2

    stage.play(scene)
    quiz = stage.talks.conversation(alice.user.id, alice.user.id).quiz
    assert quiz
    assert len(quiz.answers) == 1


def test_a_doubled_tap_on_an_entry_answers_once(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/faq")
        await asyncio.gather(alice.tap("条件"), alice.tap("条件"))
        assert len(alice.replies) == 2

    stage.play(scene)


def test_a_question_in_between_is_answered_and_the_self_test_goes_on(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        await alice.send("/contact")
        text = alice.last
        assert alice.replies[-2].startswith("<contact")
        assert KIND in text.text
        assert "0999-1234567" in text.text
        await alice.tap("家政培训机构", text)
        assert YEARS in next(item for item in alice.screen if item.id == text.id).text

    stage.play(scene)


def test_a_self_test_goes_on_after_a_restart(stage: Stage, alice: Person) -> None:
    async def before() -> None:
        await alice.send("/quiz")
        await alice.tap("家政培训机构")

    async def after() -> None:
        await alice.tap("不清楚")
        assert OCCUPATIONS in alice.last.text
        await alice.send("/quiz")
        assert alice.last.text.startswith(stage.say("quiz.resumed"))

    stage.play(before)
    stage.play(after)


def test_a_question_that_was_deleted_is_sent_anew(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        question = alice.last
        del alice.chat.messages[question.id]
        await alice.press(question.message, question.message["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        assert YEARS in alice.last.text
        assert alice.last.id != question.id

    stage.play(scene)


def test_in_a_group_a_self_test_belongs_to_who_began_it(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")
    group = stage.world.supergroup("家政群", alice, bob)

    async def scene() -> None:
        here, there = alice.at(group), bob.at(group)
        await here.send("/quiz")
        toast = await there.tap("个人")
        assert toast
        assert toast.text == stage.say("telegram.not_yours")
        await there.send("/quiz")
        assert await there.tap("个人", here.screen[1]) == toast
        assert KIND in here.screen[1].text
        await here.tap("家政培训机构", here.screen[1])
        assert YEARS in here.screen[1].text

    stage.play(scene)
    quiz = stage.talks.conversation(group.id, bob.user.id).quiz
    assert quiz
    assert not quiz.answers
