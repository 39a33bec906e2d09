"""The staff's /stats and /sample."""

from datetime import timedelta

from bot.dialogue.asked import Asked, Outcome
from bot.report.sample import SIZE, sample, week_before
from bot.store.questions import Occasion, Queue, keep_question
from tests.fake_telegram import Person
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import NOW, Stage


def test_stats_count_what_was_asked(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        await wang.at(group).send("/stats")
        assert wang.at(group).last.text.endswith(stage.say("figures.none"))
        await alice.send("4-10-01-02")
        await alice.tap(stage.say("telegram.not_helpful"))
        await bob.send("4-10-01-02")
        await bob.send("今天天气真好啊")
        await alice.send("/quiz")
        await alice.send("家政培训机构")
        await alice.send("取消")
        await wang.at(group).send("/stats 30")
        told = wang.at(group).last.text.splitlines()
        assert told[0] == "最近30天（2026-10-25至2026-11-23）"
        assert "育婴员 2" in told[3]
        assert stage.say("figures.asked", questions=3, people=0.1) in told
        assert "没帮助100%" in told[2]
        assert any(line.startswith("自测结果：取消 1") for line in told)
        await wang.at(group).send("/stats 0")
        assert wang.at(group).last.text == stage.say("staff.days_wanted", most=3650)

    stage.play(scene)


def test_who_does_not_belong_to_the_staff_gets_no_figures(stage: Stage, group: Chat, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/stats")
        assert alice.last.text == stage.say("telegram.unknown_command")

    stage.play(scene)


def keep_answers(stage: Stage, count: int) -> None:
    with stage.talks.database.conn as connection:
        for number in range(count):
            asked = Asked(f"第{number}问", Outcome.ANSWERED, ("faq:2",), 0.9)
            keep_question(connection, asked, Occasion(number + 1, "p", "private", NOW - timedelta(days=5)))


def test_a_sample_is_judged_answer_by_answer(stage: Stage, group: Chat, wang: Person, li: Person) -> None:
    keep_answers(stage, 30)

    async def scene() -> None:
        hall = wang.at(group)
        await hall.send("/sample")
        first = hall.last.text
        for _ in range(SIZE - 1):
            assert "办法" in hall.last.text
            await hall.tap(stage.say("sample.right"))
        await hall.tap(stage.say("sample.wrong"))
        assert hall.last.text == stage.say("sample.done", reviewed=SIZE, wrong=1)
        await li.at(group).send("/sample")
        assert hall.last.text == stage.say("sample.done", reviewed=SIZE, wrong=1)
        assert first.splitlines()[0].startswith("抽查第1题")

    stage.play(scene)
    queued = stage.services.questions.queued()
    assert len(queued) == 1
    assert queued[0].text in {f"第{number}问" for number in range(30)}
    counted = next(stage.talks.database.query("SELECT reviewed, wrong FROM daily_questions"))
    assert counted == {"reviewed": SIZE, "wrong": 1}


def test_the_staff_see_the_same_sample_all_week_and_another_one_the_next(stage: Stage) -> None:
    keep_answers(stage, 30)
    today = NOW.date()
    connection = stage.talks.database.conn
    samples = [sample(connection, week_before(today + timedelta(days=days))) for days in range(7)]
    assert len(samples[0]) == SIZE
    assert all(one == samples[0] for one in samples)
    week = week_before(today)
    assert (week.first.isoweekday(), week.last.isoweekday(), week.days) == (1, 7, 7)
    assert week.last < today
    assert sample(connection, week_before(today + timedelta(days=7))) == []


def test_skipped_answers_come_again_and_old_buttons_do_no_harm(stage: Stage, group: Chat, wang: Person) -> None:
    keep_answers(stage, 2)

    async def scene() -> None:
        hall = wang.at(group)
        await hall.send("/sample")
        await hall.tap(stage.say("sample.skip"))
        await hall.tap(stage.say("sample.skip"))
        assert hall.last.text == stage.say("sample.done", reviewed=0, wrong=0)
        await hall.send("/sample")
        stage.talks.database.execute("DELETE FROM questions").connection.commit()
        await hall.tap(stage.say("sample.wrong"))
        assert hall.last.text == stage.say("sample.gone")
        await hall.send("/sample")
        assert hall.last.text == stage.say("sample.none")

    stage.play(scene)
    assert stage.services.questions.queued(list(Queue)) == []


def test_inline_look_ups_count_once_they_are_sent(stage: Stage, alice: Person) -> None:
    hall = stage.world.group("群", alice)

    async def scene() -> None:
        for text in ("育", "育婴", "育婴员"):
            choices = await alice.inline(text)
        assert choices
        await alice.at(hall).choose(choices[0])
        lists = await alice.inline("")
        assert lists
        await alice.at(hall).choose(lists[0])

    stage.play(scene)
    updates = stage.world.updates
    chosen = [number for number, update in updates.history.items() if update.kind == "chosen_inline_result"]

    async def again() -> None:
        updates.repeat(chosen[0])
        await stage.world.settled()

    stage.play(again)
    kept = list(stage.talks.database.query("SELECT channel, label, text, person FROM questions ORDER BY id"))
    person = stage.services.people(alice.user.id)
    assert kept == [
        {"channel": "inline", "label": "occ:4-10-01-02", "text": "育婴员", "person": person},
        {"channel": "inline", "label": "occ:list:海湾市家政职业目录", "text": "", "person": person},
    ]
