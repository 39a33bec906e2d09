"""What happens by itself: tickets that nobody claims, hours in which nobody does; and pauses."""

from datetime import UTC, time

from bot.helpdesk.terms import Terms
from bot.reply import Reply, Text
from bot.teaching.groups import Reason, grouped
from handlers.staff import StaffRoom
from handlers.timers import Digest, Timers
from tests.fake_telegram import Person
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import NOW, Stage, topic_of

CODE, NAME = "4-10-01-02", "育婴员"


def test_an_asker_whom_nobody_claims_is_told_once(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    told = stage.say("ticket.unclaimed", number=1)

    async def waiting() -> None:
        await alice.send("转人工")
        await stage.later(14)
        assert not any(told in text for text in alice.replies)

    async def after_a_restart() -> None:
        await stage.later(1)
        assert alice.last.text.startswith(told)
        assert "0999-1234567" in alice.last.text
        await stage.later(60)
        await stage.later(60)
        assert len([text for text in alice.replies if told in text]) == 1
        await wang.at(forum, topic_of(forum, 1)).send("久等了")  # the ticket stays
        assert alice.last.text == "工作人员回复：\n久等了"

    stage.play(waiting)
    stage.play(after_a_restart)


def test_whoever_is_claimed_in_time_hears_nothing(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        await wang.at(forum, topic_of(forum, 1)).tap("接手")
        before = len(alice.replies)
        await stage.later(60)
        assert len(alice.replies) == before

    stage.play(scene)


def test_who_writes_again_after_a_night_hears_why_the_bot_is_silent(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    told = stage.say("ticket.still_held", number=1)

    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.send("稍等")
        await stage.later(11 * 60)
        await alice.send("还在吗")
        assert alice.last.text == "还在吗"
        await stage.later(12 * 60)
        await alice.send_photo()
        assert alice.last.text == told
        await alice.send("喂")
        assert alice.replies.count(told) == 1
        assert here.last.text == "喂"
        await alice.tap(stage.say("ticket.end"))
        await alice.send(CODE)
        assert NAME in alice.last.text

    stage.play(scene)


def test_a_claimed_ticket_without_an_answer_is_reminded_of_and_then_given_back(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    reminder = stage.say("staff.neglected", number=1)

    async def claimed() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.tap("接手")
        await stage.later(59)
        assert reminder not in here.replies
        await stage.later(1)
        assert here.last.text == reminder
        await stage.later(60)
        assert here.replies.count(reminder) == 1
        await here.send("稍等")
        await stage.later(24 * 60)
        assert here.replies.count(reminder) == 1  # the asker is to speak
        await alice.send("等了一天了")
        await stage.later(30)
        await alice.send("在吗")

    async def after_a_restart() -> None:
        here = wang.at(forum, topic_of(forum, 1))
        await stage.later(30)  # counted from what was said first
        assert here.replies.count(reminder) == 2
        await stage.later(24 * 60)
        assert here.last.text == stage.say("staff.released.silent", number=1)
        assert alice.last.text.startswith(stage.say("ticket.released", number=1))
        await alice.send(CODE)
        assert NAME in alice.last.text  # the bot answers again

    stage.play(claimed)
    stage.play(after_a_restart)


def test_nobody_is_reminded_outside_of_the_hours(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    stage.connect(forum, Terms(15, (time(0), time(1)), UTC))

    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.tap("接手")
        await stage.later(60)
        assert stage.say("staff.neglected", number=1) not in here.replies
        await stage.later(23 * 60)
        assert here.last.text == stage.say("staff.neglected", number=1)

    stage.play(scene)


def test_a_ticket_in_which_all_is_said_ends_after_a_week(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.send("满十八岁")
        await stage.later(6 * 24 * 60)
        await alice.send("你好")  # small talk, to which nobody owes an answer
        assert here.last.text == "你好"
        await stage.later(6 * 24 * 60)
        assert stage.say("staff.neglected", number=1) not in here.replies
        assert not topic_of(forum, 1).closed
        await stage.later(24 * 60)
        assert alice.last.text == stage.say("ticket.ended.silence", number=1)
        assert stage.say("staff.ended.silence", number=1) in here.replies
        assert topic_of(forum, 1).closed

    stage.play(scene)


def test_outside_of_the_hours_this_is_said_at_once(stage: Stage, forum: Chat, alice: Person) -> None:
    stage.connect(forum, Terms(hours=(time(9), time(17)), zone=UTC))
    bob = stage.world.user("Bob")

    async def scene() -> None:
        await alice.send("转人工")  # at midnight
        assert any("09:00-17:00" in text for text in alice.replies)
        before = len(alice.replies)
        await stage.later(9 * 60)
        assert len(alice.replies) == before
        await bob.send("转人工")  # at nine
        assert not any("09:00-17:00" in text for text in bob.replies)
        await stage.later(15)
        assert bob.last.text.startswith(stage.say("ticket.unclaimed", number=2))

    stage.play(scene)


def test_the_digest_comes_once_a_day(stage: Stage, forum: Chat, wang: Person) -> None:
    composed: list[Reply | None] = [Reply((Text("昨天的问题"),)), None, Reply((Text("今天的问题"),))]

    async def day() -> None:
        assert stage.timers
        delivery = stage.timers.delivery
        digest = Digest(StaffRoom(stage.services, delivery), time(9), lambda _: composed.pop(0))
        stage.timers = Timers(delivery, [digest])
        await stage.later(8.9 * 60)
        await stage.later(0.2 * 60)
        await stage.later(8 * 60)

    stage.play(day)  # the first day, with a digest
    assert wang.at(forum).replies == ["昨天的问题"]
    stage.now = NOW.replace(day=24)
    stage.play(day)  # the second, with nothing to tell
    assert len(composed) == 1
    stage.now = NOW.replace(day=25)
    stage.play(day)
    stage.now = NOW.replace(day=25, hour=1)
    stage.play(day)
    assert wang.at(forum).replies == ["昨天的问题", "今天的问题"]


def test_a_pause_leaves_the_contact_and_codes(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    told = stage.say("pause.told", since="11-23 00:00", reason="通告正在修订，问〔电话〕")

    async def begun() -> None:
        hall = wang.at(forum)
        await alice.send("/quiz")
        await hall.send("/pause")
        assert hall.last.text == stage.say("staff.pause_why")
        await hall.send("/resume")
        assert hall.last.text == stage.say("staff.not_paused")
        await hall.send("/pause 通告正在修订，问13812345678")
        assert "〔电话〕" in hall.last.text

    async def after_a_restart() -> None:
        await stage.later(10)
        for text in ("年龄满几岁可以申报", "/quiz", "/faq", "你好", "/start"):
            await alice.send(text)
            assert alice.last.text.startswith(told), text
            assert "0999-1234567" in alice.last.text
        await alice.tap("家政培训机构", next(item for item in alice.screen if "家政培训机构" in item.labels))
        assert alice.last.text.startswith(told)
        for text in (CODE, f"/code {CODE}"):
            await alice.send(text)
            assert NAME in alice.last.text
            assert "您代表哪种单位" not in alice.last.text
        await alice.send("/contact")
        assert told not in alice.replies[-2]
        await alice.send("转人工")
        assert topic_of(forum, 1)
        await wang.at(forum).send("/pause 再停一次")
        assert wang.at(forum).last.text.startswith("自动问答自11-23 00:00起已经暂停")
        await wang.at(forum).send("/resume")
        await alice.tap(stage.say("ticket.end"))
        await alice.send("返回")
        assert "您代表哪种单位" in alice.last.text  # the self-test stands where it stood
        pauses = list(stage.talks.database.query("SELECT * FROM pauses"))
        assert [(row["paused_by"], row["resumed_by"]) for row in pauses] == [("creator", "creator")]

    stage.play(begun)
    stage.play(after_a_restart)
    paused = [group for group in grouped(stage.services.questions.queued()) if Reason.PAUSED in group.reasons]
    assert [group.lead.text for group in paused] == ["你好", "年龄满几岁可以申报"]  # nothing that was asked is lost


def test_a_stranger_cannot_pause(stage: Stage, forum: Chat, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/pause 试试")
        assert alice.last.text == stage.say("telegram.unknown_command")
        elsewhere = stage.world.supergroup("家政群", alice)
        await alice.at(elsewhere).send("/pause 试试")
        await alice.send(CODE)
        assert NAME in alice.last.text
        assert list(stage.talks.database.query("SELECT * FROM pauses")) == []

    stage.play(scene)


def test_a_ticket_in_a_pause_is_passed_on_too(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await wang.at(forum).send("/pause 系统升级")
        await alice.send("转人工")
        await alice.send("年龄满几岁可以申报")
        assert wang.at(forum, topic_of(forum, 1)).last.text == "年龄满几岁可以申报"
        assert "系统升级" in alice.last.text

    stage.play(scene)
