"""People, chats, queries and updates of the fake world behave as Telegram's do."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.fake_telegram import Clock, World, happenings
from tests.fake_telegram.api import Api
from tests.fake_telegram.chats import Chat
from tests.fake_telegram.methods.editing import NOT_MODIFIED
from tests.fake_telegram.queries import TOO_OLD
from tests.fake_telegram.refusal import Answer
from tests.fake_telegram.updates import OTHER_POLLER, WEBHOOK_ACTIVE


@pytest.fixture
def world() -> World:
    return World()


async def ask(world: World, method: str, /, **args: Any) -> Answer:
    raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in args.items()}
    return await Api(world).call(world.token, method, raw)


async def done(world: World, method: str, /, **args: Any) -> Any:
    answer = await ask(world, method, **args)
    assert answer.ok, answer.body
    return answer.body["result"]


async def refusal(world: World, method: str, /, **args: Any) -> str:
    """What Telegram says to a request that is no fault of the bot."""
    answer = await ask(world, method, **args)
    assert not answer.ok
    world.assert_clean()
    return str(answer.body["description"])


async def updates(world: World, **args: Any) -> list[dict[str, Any]]:
    return list(await done(world, "getUpdates", **args))


def texts(batch: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in batch]


# polling


def test_updates_come_in_order_until_confirmed(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        for number in range(5):
            await alice.send(str(number))
        first = await updates(world, limit=3)
        assert texts(first) == ["0", "1", "2"]
        assert texts(await updates(world)) == ["0", "1", "2", "3", "4"]
        assert texts(await updates(world, offset=first[-1]["update_id"] + 1)) == ["3", "4"]
        assert texts(await updates(world, offset=-1)) == ["4"]
        assert (await done(world, "getWebhookInfo"))["pending_update_count"] == 1

    asyncio.run(scene())


def test_a_long_poll_waits_for_the_next_update(world: World) -> None:
    async def scene() -> None:
        poll = asyncio.create_task(updates(world, timeout=5))
        await asyncio.sleep(0)
        await world.user("Alice").send("你好")
        assert texts(await poll) == ["你好"]
        assert await updates(world, offset=world.updates.next_id, timeout=0) == []

    asyncio.run(scene())


def test_a_second_poller_ends_the_first(world: World) -> None:
    async def scene() -> None:
        first = asyncio.create_task(ask(world, "getUpdates", timeout=5))
        await asyncio.sleep(0)
        second = asyncio.create_task(ask(world, "getUpdates", timeout=5))
        answer = await first
        assert (answer.status, answer.body["description"]) == (409, f"Conflict: {OTHER_POLLER}")
        await world.user("Alice").send("你好")
        assert (await second).ok

    asyncio.run(scene())


def test_polling_and_webhook_exclude_each_other(world: World) -> None:
    async def scene() -> None:
        poll = asyncio.create_task(ask(world, "getUpdates", timeout=5))
        await asyncio.sleep(0)
        await done(world, "setWebhook", url="https://bot.test/hook", secret_token="s", max_connections=5)
        assert (await poll).body["description"] == "Conflict: terminated by setWebhook request"
        assert (await ask(world, "getUpdates")).body["description"] == f"Conflict: {WEBHOOK_ACTIVE}"
        assert (await done(world, "getWebhookInfo"))["max_connections"] == 5
        await done(world, "deleteWebhook", drop_pending_updates=True)
        assert await updates(world) == []

    asyncio.run(scene())


def test_the_same_question_at_once_is_paced() -> None:
    async def scene() -> None:
        world = World()
        world.updates.paced = True
        alice = world.user("Alice")
        for number in range(3):
            await alice.send(str(number))
        assert len(await updates(world)) == 3
        assert len(await updates(world)) == 1

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("kind", "lifetime"),
    [("message", 86400), ("callback_query", 150), ("inline_query", 30), ("chosen_inline_result", 600)],
)
def test_updates_expire(world: World, kind: str, lifetime: int) -> None:
    world.tell(kind, {}, owner=1)
    world.clock.advance(lifetime - 1)
    assert len(world.updates) == 1
    world.clock.advance(1)
    assert len(world.updates) == 0


def test_only_allowed_updates_are_queued(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await updates(world, allowed_updates=["callback_query"])
        await alice.send("你好")
        assert await updates(world) == []
        await updates(world, allowed_updates=[])
        await alice.send("你好")
        assert len(await updates(world)) == 1

    asyncio.run(scene())


def test_duplicated_and_reordered_updates(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        for number in range(4):
            await alice.send(str(number))
        world.faults.duplicate_updates = True
        assert texts(await updates(world)) == ["0", "0", "1", "1", "2", "2", "3", "3"]
        world.faults.duplicate_updates = False
        world.faults.reorder_updates = True
        mixed = texts(await updates(world))
        assert mixed != sorted(mixed) == ["0", "1", "2", "3"]

    asyncio.run(scene())


# queries


@pytest.mark.parametrize(
    ("kind", "method", "args", "lifetime"),
    [
        ("callback_query", "answerCallbackQuery", {}, 150),
        ("inline_query", "answerInlineQuery", {"results": []}, 30),
    ],
)
def test_queries_can_be_answered_for_a_while(
    world: World, kind: str, method: str, args: dict[str, Any], lifetime: int
) -> None:
    async def scene() -> None:
        user = world.user("Alice").user
        early, late = world.queries.ask(kind, user), world.queries.ask(kind, user)
        world.clock.advance(lifetime - 1)
        await done(world, method, **{f"{kind}_id": early.id}, **args)
        world.clock.advance(1)
        assert await refusal(world, method, **{f"{kind}_id": late.id}, **args) == f"Bad Request: {TOO_OLD}"
        assert await refusal(world, method, **{f"{kind}_id": early.id}, **args) == f"Bad Request: {TOO_OLD}"

    asyncio.run(scene())


def test_inline_answers_are_cached_for_everyone_unless_personal(world: World) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        world.settle = lambda: _answer_inline(world)
        results = await alice.inline("电工")
        assert results is not None
        assert [(choice.title, choice.text) for choice in results] == [("电工", "6-31-01-03")]
        asked = len(world.queries.asked)
        assert await bob.inline("电工") == results
        assert len(world.queries.asked) == asked
        world.clock.advance(60)
        await bob.inline("电工")
        assert len(world.queries.asked) == asked + 1

    asyncio.run(scene())


async def _answer_inline(world: World) -> None:
    for update in await updates(world):
        query = update["inline_query"]
        result = {
            "type": "article",
            "id": "1",
            "title": query["query"],
            "input_message_content": {"message_text": "<code>6-31-01-03</code>", "parse_mode": "HTML"},
        }
        await done(world, "answerInlineQuery", inline_query_id=query["id"], results=[result], cache_time=60)
        world.updates.clear()


def test_a_chosen_result_is_sent_and_told(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        group = world.group("同事", alice)
        world.settle = lambda: _answer_inline(world)
        choices = await alice.inline("电工")
        assert choices is not None
        world.settle = None
        shown = await alice.at(group).choose(choices[0])
        assert shown.styled("code") == ["6-31-01-03"]
        told = await updates(world)
        assert told[0]["chosen_inline_result"]["result_id"] == "1"
        assert told[1]["message"]["via_bot"]["id"] == world.bot.id

    asyncio.run(scene())


# messages


def test_a_message_answers_with_all_its_fields(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice", username="alice")
        await alice.send("你好")
        keyboard = {"inline_keyboard": [[{"text": "一", "callback_data": "a"}]]}
        message = await done(
            world,
            "sendMessage",
            chat_id=alice.user.id,
            text="<b>您</b>好",
            parse_mode="HTML",
            reply_markup=keyboard,
            reply_parameters={"message_id": 1, "quote": "你"},
        )
        assert message["message_id"] == 2
        assert message["from"] == {**world.bot.json()}
        assert message["chat"] == {"id": alice.user.id, "type": "private", "first_name": "Alice", "username": "alice"}
        assert message["date"] == int(world.clock.now())
        assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
        assert message["reply_markup"] == keyboard
        assert message["reply_to_message"]["text"] == "你好"
        assert message["quote"] == {"text": "你", "position": 0, "is_manual": True}
        assert str(alice.last) == "Helpdesk: 您好\n  [一]"
        assert alice.replies == ["您好"]

    asyncio.run(scene())


def test_edits(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        own = await alice.start()
        chat = alice.user.id
        keyboard = {"inline_keyboard": [[{"text": "一", "callback_data": "a"}]]}
        await done(world, "sendMessage", chat_id=chat, text="旧", reply_markup=keyboard)
        same = {"chat_id": chat, "message_id": 2, "text": "旧", "reply_markup": keyboard}
        assert await refusal(world, "editMessageText", **same) == f"Bad Request: {NOT_MODIFIED}"
        await done(world, "editMessageText", chat_id=chat, message_id=2, text="新")
        assert (alice.last.text, alice.last.labels, alice.last.edited) == ("新", [], True)
        await done(world, "editMessageReplyMarkup", chat_id=chat, message_id=2, reply_markup=keyboard)
        assert alice.last.labels == ["一"]
        missing = await refusal(world, "editMessageText", chat_id=chat, message_id=9, text="x")
        assert missing == "Bad Request: message to edit not found"
        answer = await ask(world, "editMessageText", chat_id=chat, message_id=own.id, text="x")
        assert answer.body["description"] == "Bad Request: message can't be edited"
        markup = {"keyboard": [["x"]]}
        answer = await ask(world, "editMessageReplyMarkup", chat_id=chat, message_id=2, reply_markup=markup)
        assert answer.body["description"] == "Bad Request: inline keyboard expected"

    asyncio.run(scene())


def test_deleting(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        chat = alice.user.id
        await done(world, "sendMessage", chat_id=chat, text="x")
        await done(world, "deleteMessage", chat_id=chat, message_id=2)
        assert [item.id for item in alice.screen] == [1]
        gone = await refusal(world, "deleteMessage", chat_id=chat, message_id=2)
        assert gone == "Bad Request: message to delete not found"
        world.clock.advance(48 * 3600)
        old = await refusal(world, "deleteMessage", chat_id=chat, message_id=1)
        assert old == "Bad Request: message can't be deleted for everyone"

    asyncio.run(scene())


def test_copies_and_forwards(world: World) -> None:
    async def scene() -> None:
        alice, officer = world.user("Alice"), world.user("Officer")
        staff = world.forum("客服", officer)
        photo = await alice.send_photo("证书")
        chat = alice.user.id
        topic = (await done(world, "createForumTopic", chat_id=staff.id, name="Alice"))["message_thread_id"]
        target = {"chat_id": staff.id, "from_chat_id": chat, "message_id": photo.id, "message_thread_id": topic}
        copied = await done(world, "copyMessage", **target)
        copy = staff.messages[copied["message_id"]]
        assert copy["photo"] == photo.message["photo"]
        assert (copy["from"]["id"], copy["message_thread_id"]) == (world.bot.id, topic)
        forwarded = await done(world, "forwardMessage", **target)
        assert forwarded["forward_origin"]["sender_user"]["id"] == chat
        missing = await refusal(world, "copyMessage", **{**target, "message_id": 99})
        assert missing == "Bad Request: message to copy not found"

    asyncio.run(scene())


def test_replies_to_what_is_gone(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        args: dict[str, Any] = {"chat_id": alice.user.id, "text": "x"}
        gone = await refusal(world, "sendMessage", **args, reply_parameters={"message_id": 9})
        assert gone == "Bad Request: message to be replied not found"
        lenient = {"message_id": 9, "allow_sending_without_reply": True}
        assert "reply_to_message" not in await done(world, "sendMessage", **args, reply_parameters=lenient)

    asyncio.run(scene())


def test_files_have_ids(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        sent = await alice.send_document("通告.txt", "全文".encode())
        file_id = sent.message["document"]["file_id"]
        again = await done(world, "sendDocument", chat_id=alice.user.id, document=file_id)
        assert again["document"]["file_name"] == "通告.txt"
        assert (await done(world, "getFile", file_id=file_id))["file_path"] == f"files/{file_id}"
        assert alice.last.text == "<document 通告.txt>"

    asyncio.run(scene())


# people and places


@pytest.mark.parametrize(
    ("happen", "status", "error"),
    [
        (lambda world: None, 400, "Bad Request: chat not found"),
        (lambda world: world.group("G", world.alice), 403, "Forbidden: bot can't initiate conversation with a user"),
    ],
)
def test_people_who_never_wrote(world: World, happen: Callable[[Any], object], status: int, error: str) -> None:
    async def scene() -> None:
        world.alice = alice = world.user("Alice")  # type: ignore[attr-defined]
        happen(world)
        answer = await ask(world, "sendMessage", chat_id=alice.user.id, text="x")
        assert (answer.status, answer.body["description"]) == (status, error)
        world.assert_clean()

    asyncio.run(scene())


def test_deep_links_carry_no_chinese(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        assert (await alice.start("q_5")).text == "/start q_5"
        for payload in ("问答", "x" * 65):
            with pytest.raises(ValueError, match="deep link"):
                await alice.start(payload)

    asyncio.run(scene())


def test_blocked_and_deleted_people(world: World) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        await alice.start()
        await bob.start()
        await alice.block()
        blocked = await updates(world, offset=-1)
        assert blocked[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
        for method, args in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})):
            said = await refusal(world, method, chat_id=alice.user.id, **args)
            assert said == "Forbidden: bot was blocked by the user"
        await alice.send("回来了")
        await done(world, "sendMessage", chat_id=alice.user.id, text="x")
        bob.delete_account()
        said = await refusal(world, "sendMessage", chat_id=bob.user.id, text="x")
        assert said == "Forbidden: user is deactivated"

    asyncio.run(scene())


def test_migrated_groups(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        group = world.group("同事", alice)
        supergroup = happenings.migrate(world, group, alice.user)
        answer = await ask(world, "sendMessage", chat_id=group.id, text="x")
        assert answer.body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer.body["parameters"] == {"migrate_to_chat_id": supergroup.id}
        await done(world, "sendMessage", chat_id=supergroup.id, text="x")
        told = [update["message"] for update in await updates(world)]
        assert told[0]["migrate_to_chat_id"] == supergroup.id
        assert told[1]["migrate_from_chat_id"] == group.id

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("make", "status", "error"),
    [
        ("group", "kicked", "Forbidden: bot was kicked from the group chat"),
        ("group", "left", "Forbidden: bot is not a member of the group chat"),
        ("supergroup", "kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("supergroup", "left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
def test_groups_the_bot_is_not_in(world: World, make: str, status: str, error: str) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        chat: Chat = getattr(world, make)("同事", alice)
        await alice.at(chat).set_bot(status)
        assert await refusal(world, "sendMessage", chat_id=chat.id, text="x") == error

    asyncio.run(scene())


def test_deleted_groups(world: World) -> None:
    group = world.group("同事", world.user("Alice"))
    group.deleted = True
    said = asyncio.run(refusal(world, "sendMessage", chat_id=group.id, text="x"))
    assert said == "Forbidden: the group chat was deleted"


def test_privacy_mode_hides_what_is_not_for_the_bot(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        group = world.group("同事", alice)
        there = alice.at(group)
        answer = await done(world, "sendMessage", chat_id=group.id, text="我是机器人")
        await there.send("大家好")
        await there.send("/faq")
        await there.send(f"@{world.bot.username} 电工")
        await there.send("谢谢", reply_to=there.screen[0])
        assert answer["message_id"] == there.screen[0].id
        heard = texts(await updates(world))
        assert heard == ["/faq", f"@{world.bot.username} 电工", "谢谢"]
        await there.set_bot("administrator")
        await there.send("大家好")
        assert texts(await updates(world, offset=-1)) == ["大家好"]

    asyncio.run(scene())


def test_joining_and_leaving(world: World) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        group = world.group("同事", alice)
        await updates(world, allowed_updates=["message", "chat_member", "my_chat_member"])
        group.members[world.bot.id] = "administrator"
        await bob.at(group).join()
        await bob.at(group).leave()
        told = await updates(world)
        assert [next(iter(set(update) - {"update_id"})) for update in told] == ["message", "chat_member"] * 2
        assert told[0]["message"]["new_chat_members"][0]["first_name"] == "Bob"
        assert told[3]["chat_member"]["new_chat_member"]["status"] == "left"
        group.members[world.bot.id] = "member"  # who is no administrator hears of the service messages only
        await bob.at(group).join()
        assert len(await updates(world)) == len(told) + 1
        await done(world, "leaveChat", chat_id=group.id)
        assert not group.has(world.bot.id)

    asyncio.run(scene())


def test_members(world: World) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        staff = world.forum("客服", alice)
        member = await done(world, "getChatMember", chat_id=staff.id, user_id=alice.user.id)
        assert member["status"] == "creator"
        assert (await done(world, "getChatMember", chat_id=staff.id, user_id=bob.user.id))["status"] == "left"
        assert len(await done(world, "getChatAdministrators", chat_id=staff.id)) == 2
        assert await done(world, "getChatMemberCount", chat_id=staff.id) == 2
        assert (await done(world, "getChat", chat_id=staff.id))["is_forum"] is True
        answer = await ask(world, "getChatAdministrators", chat_id=alice.user.id)
        assert answer.body["description"] == "Bad Request: there are no administrators in the private chat"

    asyncio.run(scene())


# topics


def test_topics_from_opening_to_deletion(world: World) -> None:
    async def scene() -> None:
        officer = world.user("Officer")
        staff = world.forum("客服", officer)
        opened = await done(world, "createForumTopic", chat_id=staff.id, name="Alice · 电工")
        topic = opened["message_thread_id"]
        sent = await done(world, "sendMessage", chat_id=staff.id, text="问题", message_thread_id=topic)
        assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
        await done(world, "sendMessage", chat_id=staff.id, text="总的")
        there = officer.at(staff, "Alice · 电工")
        assert [item.text for item in there.screen] == ["", "问题"]
        await there.send("答复")
        assert (await updates(world))[-1]["message"]["message_thread_id"] == topic
        await done(world, "editForumTopic", chat_id=staff.id, message_thread_id=topic, name="办结")
        await done(world, "closeForumTopic", chat_id=staff.id, message_thread_id=topic)
        twice = await refusal(world, "closeForumTopic", chat_id=staff.id, message_thread_id=topic)
        assert twice == "Bad Request: TOPIC_NOT_MODIFIED"
        await done(world, "reopenForumTopic", chat_id=staff.id, message_thread_id=topic)
        await done(world, "deleteForumTopic", chat_id=staff.id, message_thread_id=topic)
        gone = {"chat_id": staff.id, "message_thread_id": topic}
        for method, args in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})):
            assert await refusal(world, method, **gone, **args) == "Bad Request: message thread not found"
        assert await refusal(world, "closeForumTopic", **gone) == "Bad Request: TOPIC_ID_INVALID"
        general = await refusal(world, "sendMessage", chat_id=staff.id, text="x", message_thread_id=1)
        assert general == "Bad Request: message thread not found"

    asyncio.run(scene())


@pytest.mark.parametrize(("size", "silent"), [(128, 0), (129, 1)])
def test_topic_names_are_cut(world: World, size: int, silent: int) -> None:
    async def scene() -> None:
        staff = world.forum("客服", world.user("Officer"))
        topic = await done(world, "createForumTopic", chat_id=staff.id, name="题" * size)
        assert len(topic["name"]) == 128
        assert len(world.violations) == silent

    asyncio.run(scene())


def test_topics_need_a_forum_and_rights(world: World) -> None:
    async def scene() -> None:
        officer = world.user("Officer")
        plain = world.supergroup("闲聊", officer)
        assert (
            await refusal(world, "createForumTopic", chat_id=plain.id, name="x")
            == "Bad Request: the chat is not a forum"
        )
        staff = world.forum("客服", officer)
        topic = happenings.open_topic(world, staff, officer.user, "公告")
        await officer.at(staff).set_bot("member")
        no_rights = await refusal(world, "createForumTopic", chat_id=staff.id, name="x")
        assert no_rights == "Bad Request: not enough rights to create a topic"
        happenings.close_topic(world, staff, officer.user, topic)
        closed = await refusal(world, "sendMessage", chat_id=staff.id, text="x", message_thread_id=topic.id)
        assert closed == "Bad Request: TOPIC_CLOSED"

    asyncio.run(scene())


# reactions


def test_reactions(world: World) -> None:
    async def scene() -> None:
        officer = world.user("Officer")
        staff = world.forum("客服", officer)
        await updates(world, allowed_updates=["message_reaction"])
        message = await officer.at(staff).send("看到")
        where = {"chat_id": staff.id, "message_id": message.id}
        await done(world, "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👀"}])
        assert await updates(world) == []
        await officer.at(staff).react(message, "👍")
        (told,) = await updates(world)
        assert told["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
        answer = await ask(world, "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🧾"}])
        assert answer.body["description"] == "Bad Request: REACTION_INVALID"
        assert "_reactions" not in (await done(world, "forwardMessage", **where, from_chat_id=staff.id))

    asyncio.run(scene())


def test_the_clock_is_the_tests_own() -> None:
    clock = Clock(1_700_000_000)
    world = World(clock)
    clock.advance(3600)
    assert world.post(world.group("G"), world.bot, {"text": "x"})["date"] == 1_700_003_600
    assert Clock().now() > 1_700_000_000
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
