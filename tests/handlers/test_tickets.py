"""A question goes to the staff's forum, a topic each, and the answer comes back."""

import asyncio

from bot.store.tickets import Tickets
from tests.fake_telegram import Person, happenings, media
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import MISSES, Stage, topic_of


def test_a_question_is_handed_over_answered_and_closed(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("年龄满几岁可以申报")
        await alice.send("转人工")
        assert any("工单1" in text and "还没有人接手" in text for text in alice.replies)
        assert any("0999-1234567" in text for text in alice.replies)
        here = wang.at(forum, topic_of(forum, 1))
        assert "提问人要求转人工" in here.replies[1]  # below the message that opens the topic
        assert "年龄满几岁可以申报" in here.replies[1]
        assert here.screen[1].labels == ["接手", "结束"]
        await here.send("满十八岁就行，请看第二条")
        assert alice.replies[-2:] == [stage.say("ticket.claimed", number=1), "工作人员回复：\n满十八岁就行，请看第二条"]
        assert here.replies[-1] == "小王接手了工单1。"
        before = len(alice.replies)
        await alice.send("那要交什么材料")
        assert here.last.text == "那要交什么材料"
        assert len(alice.replies) == before  # a person has the talk
        await alice.send("/contact")
        assert len(alice.replies) > before  # commands are served
        await alice.send("/frobnicate")
        assert alice.last.text == stage.say("telegram.unknown_command")
        assert here.last.text == "那要交什么材料"
        await here.tap("结束")
        assert alice.replies[-1] == stage.say("ticket.ended.staff", number=1)
        assert topic_of(forum, 1).closed
        await alice.send("4-10-01-02")
        assert "育婴员" in alice.replies[-1]

    stage.play(scene)
    assert stage.waiting() == []


def test_two_misses_in_a_row_are_handed_over_unasked(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send(MISSES[0])
        assert forum.topics == {}
        await alice.send(MISSES[1])
        assert "0999-1234567" in alice.replies[-1]
        assert stage.say("ticket.opened", number=1) in alice.replies[-1]
        opening = wang.at(forum, topic_of(forum, 1)).replies[1]
        assert stage.say("staff.why.misses") in opening
        assert MISSES[0] in opening
        assert MISSES[1] in opening

        assert "转人工" not in alice.last.labels  # they have it

    stage.play(scene)


def test_one_ticket_an_asker(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        await alice.send("/human")
        assert len(forum.topics) == 1
        assert "您的工单1还没有人接手" in alice.replies[-2] + alice.replies[-1]
        await alice.send("/end")
        assert alice.replies[-1] == stage.say("ticket.ended.asker", number=1)
        assert wang.at(forum, topic_of(forum, 1)).last.message.get("forum_topic_closed") == {}
        await alice.send("/end")
        assert alice.replies[-1] == stage.say("ticket.none")
        await alice.send("/human")
        assert topic_of(forum, 2)

    stage.play(scene)


def test_while_nobody_has_it_the_bot_answers_and_the_staff_read_along(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        await alice.send("4-10-01-02")
        assert "育婴员" in alice.replies[-1]
        here = wang.at(forum, topic_of(forum, 1))
        assert here.last.text == "4-10-01-02"
        await alice.send_photo("这是我的证书")
        assert here.last.text == "<photo>这是我的证书"
        await alice.send_voice()
        assert here.last.text == "<voice>"
        assert alice.replies[-1] == stage.say("ticket.received", number=1)
        for number in range(3):
            photo = {
                "photo": here.last.message.get(
                    "photo", [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}]
                )
            }
            await alice.post(
                {**photo, "media_group_id": "7", "caption": f"{number}"}
                if number == 0
                else {**photo, "media_group_id": "7"}
            )
        assert len([item for item in here.screen if item.text.startswith("<photo>")]) == 4

    stage.play(scene)


def test_files_of_both_sides_reach_the_other(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.send_document("表.docx", b"docx", "填这张表")
        assert alice.last.text == "<document 表.docx>填这张表"
        await here.send_photo()
        assert alice.last.text == "<photo>"
        await here.send_voice()
        assert alice.last.text == "<voice>"
        await alice.send_document("填好了.docx", b"docx")
        assert here.last.text == "<document 填好了.docx>"
        await here.send("字" * 4096)
        assert alice.last.text == "字" * 4096

    stage.play(scene)


def test_notes_among_the_staff_stay_there(stage: Stage, forum: Chat, alice: Person, wang: Person, li: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        before, topic = len(alice.replies), topic_of(forum, 1)
        await wang.at(forum, topic).send("// 谁懂这个")
        await li.at(forum, topic).send("#我来")
        await li.at(forum, topic).send("＃我查一下")
        await wang.at(forum).send("大家早")
        await wang.at(forum).send_photo()
        await li.at(forum, topic).send("/frobnicate")
        assert len(alice.replies) == before
        assert li.at(forum, topic).last.text == stage.say("staff.not_sent", number=1)

    stage.play(scene)


def test_an_edited_message_is_passed_on_as_a_correction(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.send("下周三")
        await here.edit("下周四")
        assert alice.last.text == "工作人员更正：\n下周四"
        await alice.send("几点")
        await alice.edit("几点钟")
        assert [item.text for item in here.screen[-2:]] == [stage.say("staff.edited", number=1), "几点钟"]
        assert alice.last.text == "几点钟"  # the bot says nothing

    stage.play(scene)


def test_an_edited_photo_is_passed_on_as_a_correction(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def changed(person: Person) -> None:
        await person.change({**media.photo(stage.world, ""), "caption": ""})

    async def scene() -> None:
        await alice.send_photo()
        before = len(alice.replies)
        await changed(alice)
        assert len(alice.replies) == before  # without a ticket there is nothing to say to it
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await alice.send_photo()
        replies = len(alice.replies)
        await changed(alice)
        assert [item.text for item in here.screen[-2:]] == [stage.say("staff.edited", number=1), "<photo>"]
        assert len(alice.replies) == replies
        await here.send_photo()
        await changed(here)
        assert alice.replies[-3:] == ["<photo>", stage.say("ticket.corrected"), "<photo>"]

    stage.play(scene)


def test_the_staff_s_commands(stage: Stage, forum: Chat, alice: Person, wang: Person, li: Person) -> None:
    bob = stage.world.user("Bob")
    internal = -forum.id - 1_000_000_000_000

    async def scene() -> None:
        hall = wang.at(forum)
        await hall.send("/tickets")
        assert hall.last.text == stage.say("staff.no_tickets")
        await alice.send("4-10-01-02")
        await alice.send("转人工")
        await bob.send("/human")
        first, second = topic_of(forum, 1), topic_of(forum, 2)
        await stage.later(5)
        await hall.send("/tickets")
        rows = hall.last.text.splitlines()
        assert rows[0] == f"工单1 · 待接手 · 5分钟 · 4-10-01-02 https://t.me/c/{internal}/{first.id}"
        assert rows[1].endswith(f"https://t.me/c/{internal}/{second.id}")
        await hall.send("/claim")
        assert hall.last.text == stage.say("staff.which")
        await hall.send("/claim 9")
        assert hall.last.text == stage.say("staff.no_ticket", number=9)
        await wang.at(forum, first).send("/claim")
        assert alice.last.text == stage.say("ticket.claimed", number=1)
        await hall.send("/claim 1")
        assert hall.last.text == stage.say("staff.claimed_before", number=1)
        await li.at(forum, first).tap(stage.say("staff.claim"))
        assert li.at(forum, first).last.text == stage.say("staff.claimed", name="小李", number=1)
        await hall.send("/close 2")
        assert bob.last.text == stage.say("ticket.ended.staff", number=2)
        await hall.send("/close 2")
        assert hall.last.text == stage.say("staff.closed", number=2)
        await wang.at(forum, second).send("等等")
        assert wang.at(forum, second).last.text == stage.say("staff.closed_already", number=2)
        assert "等等" not in bob.last.text

    stage.play(scene)


def test_closing_the_topic_by_hand_ends_the_ticket(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        happenings.close_topic(stage.world, forum, wang.user, topic_of(forum, 1))
        await stage.world.settled()
        assert alice.last.text == stage.say("ticket.ended.staff", number=1)

    stage.play(scene)


def test_the_staff_may_ask_the_bot_like_anybody(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        before, here = len(alice.replies), wang.at(forum, topic_of(forum, 1))
        await here.send("/code@helpdesk_test_bot 4-10-01-02")
        assert "育婴员" in here.last.text
        await here.send("@helpdesk_test_bot 4-10-01-02")
        assert "育婴员" in here.last.text
        assert len(alice.replies) == before
        await wang.send("4-10-01-02")
        assert "育婴员" in wang.last.text
        await wang.send("/tickets")
        assert wang.last.text == stage.say("telegram.unknown_command")

    stage.play(scene)


def test_an_administrator_who_stays_anonymous_answers_too(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

    async def scene() -> None:
        await alice.send("转人工")
        here, sender = wang.at(forum, topic_of(forum, 1)), {"from": anonymous, "sender_chat": forum.json()}
        await here.post({**media.text("您好"), **sender})
        assert alice.last.text == "工作人员回复：\n您好"
        await here.post({**media.text("/close"), **sender})
        assert alice.last.text == stage.say("ticket.ended.staff", number=1)

    stage.play(scene)


def test_many_askers_and_two_who_answer_at_once(stage: Stage, forum: Chat, wang: Person, li: Person) -> None:
    people = [stage.world.user(f"P{number}") for number in range(12)]

    async def scene() -> None:
        await asyncio.gather(*(person.send("转人工") for person in people))
        assert len(forum.topics) == len(people)
        numbers = {person.user.id: Tickets(stage.talks.database).of_asker(person.user.id) for person in people}
        for person in people:
            assert numbers[person.user.id]
        await asyncio.gather(
            *(
                staff.at(forum, topic_of(forum, numbers[person.user.id].number)).send(f"{word}{person.user.id}")
                for person in people
                for staff, word in ((wang, "王答"), (li, "李答"))
            )
        )
        for person in people:
            answers = [text for text in person.replies if text.startswith(stage.say("ticket.answer"))]
            assert sorted(answer.splitlines()[1] for answer in answers) == [
                f"李答{person.user.id}",
                f"王答{person.user.id}",
            ]
            assert person.replies.count(stage.say("ticket.claimed", number=numbers[person.user.id].number)) == 1

    stage.play(scene)
    assert stage.waiting() == []


def test_what_is_kept_is_masked(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("我的电话13812345678，年龄满几岁可以申报")
        await alice.send("转人工")
        topic = topic_of(forum, 1)
        assert "13812345678" not in topic.name
        assert len(topic.name) <= 128
        here = wang.at(forum, topic)
        await alice.send("再说一遍，13812345678")
        assert here.last.text == "再说一遍，13812345678"  # the staff see it, the database does not
        await here.send("好的，我打13812345678")
        kept = "".join(stage.talks.database.conn.iterdump())
        assert "13812345678" not in kept
        assert "小王" not in kept
        assert "再说一遍，〔电话〕" in kept

    stage.play(scene)


def test_in_a_group_the_way_to_the_staff_is_told(stage: Stage, forum: Chat, alice: Person) -> None:
    here = alice.at(stage.world.supergroup("家政群", alice))

    async def scene() -> None:
        await here.send("@helpdesk_test_bot 转人工")
        assert "https://t.me/helpdesk_test_bot" in here.replies[0]
        assert "0999-1234567" in here.replies[0]
        assert forum.topics == {}

    stage.play(scene)


def test_each_sees_the_commands_that_are_theirs(stage: Stage, forum: Chat) -> None:
    async def scene() -> None:
        menus = stage.world.profile.commands
        own = {command["command"] for command in menus[f'{{"chat_id": {forum.id}, "type": "chat"}}', ""]}
        everybody = {command["command"] for command in menus['{"type": "default"}', ""]}
        assert {"tickets", "claim", "close", "pause", "resume"} <= own
        assert {"human", "end"} <= everybody
        assert not everybody & {"tickets", "pause"}

    stage.play(scene)
