"""A real python-telegram-bot application plays with the fake: in process and over HTTP, polling and webhook."""

import asyncio
import contextlib
import io
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import httpx
import pytest
from telegram import (
    Bot,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.fake_telegram import FakeRequest, Kind, Person, World, application_builder, happenings, playing, polling
from tests.fake_telegram.server import Server
from tests.fake_telegram.terminal import Terminal
from tests.fake_telegram.updates import Pending
from tests.fake_telegram.webhook import SECRET_HEADER, WebhookPusher

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@pytest.fixture
def world() -> Iterator[World]:
    """A world whose bot must not have broken a rule by the end of the test."""
    world = World()
    yield world
    world.assert_clean()


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the library warns in the middle of raising RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


# a small bot


async def greet(update: Update, context: Any) -> None:
    buttons = [
        [InlineKeyboardButton("一", callback_data="pick:1"), InlineKeyboardButton("二", callback_data="pick:2")],
        [InlineKeyboardButton("官网", url="https://hrss.tj.gov.cn")],
    ]
    assert update.message is not None
    await update.message.reply_html("<b>您好</b>" + " ".join(context.args), reply_markup=InlineKeyboardMarkup(buttons))


async def picked(update: Update, _: Any) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer(f"选了 {query.data}")
    await query.edit_message_text(f"已选 {query.data}", reply_markup=None)


async def echo(update: Update, _: Any) -> None:
    message = update.effective_message
    assert message is not None
    await message.reply_text(f"{'改' if update.edited_message else '收'}:{message.text}")


async def media(update: Update, _: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(f"媒体 {update.message.effective_attachment is not None}")


async def look_up(update: Update, _: Any) -> None:
    query = update.inline_query
    assert query is not None
    content = InputTextMessageContent(f"<code>{query.query}</code>", parse_mode="HTML")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("一", callback_data="pick:1")]])
    await query.answer([InlineQueryResultArticle("1", query.query, content, reply_markup=markup)], cache_time=0)


async def noticed(update: Update, context: Any) -> None:
    context.bot_data.setdefault("members", []).append(update.my_chat_member)


def furnish(application: AnyApplication) -> AnyApplication:
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(CallbackQueryHandler(picked))
    application.add_handler(InlineQueryHandler(look_up))
    application.add_handler(ChatMemberHandler(noticed))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(MessageHandler(filters.ALL, media))
    return application


async def converse(alice: Person) -> None:
    """The same conversation for every face."""
    await alice.start("q_5")
    assert (await alice.sees("您好q_5")).styled("bold") == ["您好"]
    toast = await alice.tap("二")
    assert toast is not None
    assert toast.text == "选了 pick:2"
    await alice.sees("已选 pick:2")
    await alice.send("电工")
    await alice.sees("收:电工")
    await alice.edit("焊工")
    await alice.sees("改:焊工")
    await alice.send_photo("证书")
    await alice.sees("媒体 True")
    choices = await alice.inline("美发师")
    assert choices is not None
    assert [choice.title for choice in choices] == ["美发师"]
    alice.world.assert_clean()


def test_in_process(world: World) -> None:
    async def scene() -> None:
        application = furnish(application_builder(world).build())
        async with playing(world, application):
            await converse(world.user("Alice"))

    asyncio.run(scene())


def test_in_process_polling(world: World) -> None:
    async def scene() -> None:
        application = furnish(application_builder(world).build())
        async with polling(world, application):
            await converse(world.user("Alice"))

    asyncio.run(scene())


@contextlib.asynccontextmanager
async def polling_over_http(server: Server) -> AsyncIterator[AnyApplication]:
    builder = Application.builder().token(server.world.token).base_url(server.base_url)
    application = furnish(builder.base_file_url(server.base_url.replace("/bot", "/file/bot")).build())
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


def test_over_http_polling(world: World) -> None:
    async def scene() -> None:
        async with Server(world) as server, polling_over_http(server):
            await converse(world.user("Alice"))

    asyncio.run(scene())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.asynccontextmanager
async def webhook_bot(builder: Any, port: int) -> AsyncIterator[AnyApplication]:
    application = furnish(builder.build())
    async with application:
        assert application.updater is not None
        await application.updater.start_webhook(
            "127.0.0.1", port, "hook", webhook_url="https://bot.test/hook", secret_token="s3cret"
        )
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


def test_over_http_webhook(world: World) -> None:
    async def scene() -> None:
        port = free_port()
        async with Server(world, webhook_target=f"http://127.0.0.1:{port}") as server:
            builder = Application.builder().token(world.token).base_url(server.base_url)
            async with webhook_bot(builder, port):
                await converse(world.user("Alice"))

    asyncio.run(scene())


def test_in_process_webhook(world: World) -> None:
    async def scene() -> None:
        port = free_port()
        target = f"http://127.0.0.1:{port}"
        async with WebhookPusher(world, target), webhook_bot(application_builder(world), port):
            await converse(world.user("Alice"))

    asyncio.run(scene())


# the people's side


def test_stale_and_repeated_taps(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        async with playing(world, furnish(application_builder(world).build())):
            await alice.start()
            old = alice.last
            await alice.tap("一")
            await alice.tap("二", old)
            assert alice.last.text == "已选 pick:2"
            with pytest.raises(LookupError, match="no button '二'"):
                await alice.tap("二")

    asyncio.run(scene())


def test_a_tap_on_a_deleted_message_reaches_the_bot_as_inaccessible(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        seen: list[Any] = []

        async def look(update: Update, _: Any) -> None:
            assert update.callback_query is not None
            seen.append(update.callback_query.message)
            await update.callback_query.answer()

        application = application_builder(world).build()
        application.add_handler(CallbackQueryHandler(look))
        async with playing(world, application):
            await alice.send("x")
            buttons = InlineKeyboardMarkup([[InlineKeyboardButton("一", callback_data="a")]])
            sent = await application.bot.send_message(alice.user.id, "y", reply_markup=buttons)
            old = alice.last
            await sent.delete()
            await alice.tap("一", old)
        assert [message.is_accessible for message in seen] == [False]

    asyncio.run(scene())


def test_a_repeated_update_keeps_its_id(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        seen: list[int] = []

        async def note(update: Update, _: Any) -> None:
            seen.append(update.update_id)

        application = application_builder(world).build()
        application.add_handler(MessageHandler(filters.ALL, note))
        async with playing(world, application):
            await alice.send("x")
            await alice.again()
        assert seen == [alice.update_id, alice.update_id]

    asyncio.run(scene())


def test_reply_keyboards_send_their_text(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        application = furnish(application_builder(world).build())
        async with playing(world, application):
            await alice.send("x")
            await application.bot.send_message(alice.user.id, "选", reply_markup=ReplyKeyboardMarkup([["政策问答"]]))
            await alice.tap("政策问答")
            assert alice.last.text == "收:政策问答"

    asyncio.run(scene())


def test_messages_sent_by_inline_mode_can_be_pressed_and_edited(world: World) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        group = world.group("同事", alice, bob)
        async with playing(world, furnish(application_builder(world).build())):
            choices = await alice.inline("电工")
            assert choices is not None
            await alice.at(group).choose(choices[0])
            await bob.at(group).tap("一", alice.at(group).screen[0])
            assert bob.at(group).screen[0].text == "已选 pick:1"

    asyncio.run(scene())


def test_media_of_all_kinds_parse(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        async with playing(world, furnish(application_builder(world).build())):
            senders: list[Callable[[], Any]] = [
                *(alice.send_photo, alice.send_voice, alice.send_video, alice.send_sticker),
                *(alice.send_document, alice.send_contact, alice.send_location),
            ]
            for send in senders:
                await send()
                assert alice.last.text == "媒体 True"
            await alice.forward("转来的", author=world.user("Bob").user)
            await alice.forward("转来的")
            assert alice.replies[-2:] == ["收:转来的"] * 2

    asyncio.run(scene())


def test_blocking_and_forum_members_reach_handlers(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        staff = world.supergroup("客服", alice)
        application = furnish(application_builder(world).build())
        async with playing(world, application):
            await alice.start()
            await alice.block()
            await alice.at(staff).set_bot("administrator")
        statuses = [change.new_chat_member.status for change in application.bot_data["members"]]
        assert statuses == ["kicked", "administrator"]

    asyncio.run(scene())


def test_the_library_reads_every_answer(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        staff = world.forum("客服", alice)
        async with Bot(world.token, request=FakeRequest(world), get_updates_request=FakeRequest(world)) as bot:
            await bot.set_my_commands([("faq", "常见问题")], language_code="zh")
            assert (await bot.get_my_commands(language_code="zh"))[0].description == "常见问题"
            sent = await bot.send_document(
                alice.user.id, io.BytesIO("全文".encode()), filename="通告.txt", caption="全文"
            )
            assert sent.document is not None
            assert bytes(await (await sent.document.get_file()).download_as_bytearray()).decode() == "全文"
            assert (await bot.send_contact(alice.user.id, "022", "办公室", vcard="BEGIN:VCARD")).contact is not None
            assert (await bot.send_venue(alice.user.id, 39.1, 117.2, "办公室", "地址")).venue is not None
            await bot.send_photo(alice.user.id, b"jpeg")
            await bot.send_chat_action(alice.user.id, "typing")
            topic = await bot.create_forum_topic(staff.id, "Alice")
            copied = await bot.copy_message(staff.id, alice.user.id, 1, message_thread_id=topic.message_thread_id)
            await bot.set_message_reaction(staff.id, copied.message_id, "👀")
            assert [member.status for member in await bot.get_chat_administrators(staff.id)] == [
                "creator",
                "administrator",
            ]
            member = await bot.get_chat_member(staff.id, bot.id)
            assert isinstance(member, ChatMemberAdministrator)
            assert member.can_manage_topics
            assert (await bot.get_chat(staff.id)).is_forum
            assert (await bot.get_webhook_info()).pending_update_count == 1
            assert (await bot.get_updates())[0].message is not None
            await bot.set_chat_menu_button()
            assert await bot.close()
            assert await bot.log_out()

    asyncio.run(scene())


# order


def test_what_one_person_says_is_heard_in_order_over_the_webhook(world: World) -> None:
    async def scene() -> None:
        port = free_port()
        heard: list[str] = []

        async def note(update: Update, _: Any) -> None:
            assert update.message is not None
            heard.append(str(update.message.text))

        application = application_builder(world).build()
        application.add_handler(MessageHandler(filters.TEXT, note))
        async with WebhookPusher(world, f"http://127.0.0.1:{port}"), application:
            assert application.updater is not None
            await application.updater.start_webhook("127.0.0.1", port, "hook", webhook_url="https://bot.test/hook")
            await application.start()
            alice, bob = world.user("Alice"), world.user("Bob")
            for number in range(20):
                await alice.send(f"a{number:02}")
                await bob.send(f"b{number:02}")
            while len(heard) < 40:
                await asyncio.sleep(0.01)
            await application.updater.stop()
            await application.stop()
        for name in "ab":
            said = [text for text in heard if text.startswith(name)]
            assert said == sorted(said)
        assert len(world.updates) == 0

    asyncio.run(scene())


def test_the_webhook_is_tried_again_until_it_takes_the_update(world: World) -> None:
    async def scene() -> None:
        answers = [500, 503, 200]
        got: list[tuple[str, bytes]] = []

        async def hook(request: aiohttp.web.BaseRequest) -> aiohttp.web.Response:
            got.append((request.headers.get(SECRET_HEADER, ""), await request.read()))
            return aiohttp.web.Response(status=answers[len(got) - 1])

        server = aiohttp.web.ServerRunner(aiohttp.web.Server(hook))
        await server.setup()
        port = free_port()
        await aiohttp.web.TCPSite(server, "127.0.0.1", port).start()
        async with WebhookPusher(world, f"http://127.0.0.1:{port}", first_delay=0.01):
            bot = Bot(world.token, request=FakeRequest(world))
            await bot.set_webhook("https://bot.test/hook", secret_token="s3cret")
            await world.user("Alice").send("你好")
            while len(world.updates):
                await asyncio.sleep(0.01)
            info = await bot.get_webhook_info()
        await server.cleanup()
        assert [secret for secret, _ in got] == ["s3cret"] * 3
        assert len({body for _, body in got}) == 1
        assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"

    asyncio.run(scene())


# faults


def in_process(world: World) -> Any:
    return contextlib.nullcontext(Bot(world.token, request=FakeRequest(world)))


@contextlib.asynccontextmanager
async def over_http(world: World) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=0.2, connect_timeout=0.5)
    async with Server(world) as server, Bot(world.token, server.base_url, request=request) as bot:
        yield bot


@pytest.mark.parametrize("face", [in_process, over_http])
@pytest.mark.parametrize(
    ("kind", "error", "handled"),
    [
        (Kind.STATUS, NetworkError, False),
        (Kind.TIMEOUT_BEFORE, TimedOut, False),
        (Kind.TIMEOUT_AFTER, TimedOut, True),
        (Kind.RESET_BEFORE, NetworkError, False),
        (Kind.RESET_AFTER, NetworkError, True),
    ],
)
def test_faults_look_the_same_on_both_faces(
    world: World, face: Callable[[World], Any], kind: Kind, error: type[TelegramError], handled: bool
) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        async with face(world) as bot:
            fault = world.faults.add(kind, "sendMessage")
            with pytest.raises(error) as caught:
                await bot.send_message(alice.user.id, "x")
            assert type(caught.value) is error
            assert alice.replies == (["x"] if handled else [])
            await bot.send_message(alice.user.id, "y")
        assert fault.met == 1
        assert alice.last.text == "y"

    asyncio.run(scene())


def test_a_refused_connection_has_the_librarys_cause(world: World) -> None:
    async def scene() -> None:
        world.faults.add(Kind.REFUSED)
        with pytest.raises(NetworkError) as caught:
            await Bot(world.token, request=FakeRequest(world)).get_me()
        assert isinstance(caught.value.__cause__, httpx.ConnectError)

    asyncio.run(scene())


def test_a_server_that_is_down_refuses_connections(world: World) -> None:
    async def scene() -> None:
        async with Server(world) as server, Bot(world.token, server.base_url) as bot:
            await server.down()
            with pytest.raises(NetworkError, match="ConnectError"):
                await bot.get_me()
            await server.up()
            assert (await bot.get_me()).username == world.bot.username

    asyncio.run(scene())


@pytest.mark.parametrize("face", [in_process, over_http])
def test_floods_hold_per_chat_and_pass(world: World, face: Callable[[World], Any]) -> None:
    async def scene() -> None:
        alice, bob = world.user("Alice"), world.user("Bob")
        await alice.start()
        await bob.start()
        time = [0.0]
        world.faults.now = lambda: time[0]
        flood = world.faults.flood(3, chat_id=alice.user.id)
        async with face(world) as bot:
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(alice.user.id, "x")
            assert caught.value.retry_after == timedelta(seconds=3)
            await bot.send_message(bob.user.id, "x")
            time[0] = 3.0
            await bot.send_message(alice.user.id, "x")
        assert flood.met == 1
        assert alice.replies == ["x"]

    asyncio.run(scene())


def test_a_bot_that_does_not_wait_breaks_a_rule() -> None:
    async def scene() -> None:
        world = World()
        alice = world.user("Alice")
        await alice.start()
        world.faults.flood(3)
        bot = Bot(world.token, request=FakeRequest(world))
        for _ in range(2):
            with pytest.raises(RetryAfter):
                await bot.send_message(alice.user.id, "x")
        assert [violation.text for violation in world.violations] == ["asked again before retry_after was over"]

    asyncio.run(scene())


def test_latency(world: World) -> None:
    async def scene() -> float:
        world.faults.latency = 0.05
        loop = asyncio.get_running_loop()
        start = loop.time()
        await Bot(world.token, request=FakeRequest(world)).get_me()
        return loop.time() - start

    assert asyncio.run(scene()) >= 0.05


@pytest.mark.parametrize("face", [in_process, over_http])
def test_refusals_become_the_librarys_errors(world: World, face: Callable[[World], Any]) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        group = world.group("同事", alice)
        async with face(world) as bot:
            await alice.block()
            with pytest.raises(Forbidden, match="bot was blocked by the user"):
                await bot.send_message(alice.user.id, "x")
            happenings.migrate(world, group, alice.user)
            with pytest.raises(ChatMigrated):
                await bot.send_message(group.id, "x")
            with pytest.raises(BadRequest, match=r"(?i)chat not found"):
                await bot.send_message(99, "x")

    asyncio.run(scene())


def test_one_bad_request_spoils_the_world() -> None:
    async def scene() -> None:
        world = World()
        alice = world.user("Alice")
        await alice.start()
        bot = Bot(world.token, request=FakeRequest(world))
        with pytest.raises(BadRequest, match="unsupported start tag"):
            await bot.send_message(alice.user.id, "<br>", parse_mode="HTML")
        with pytest.raises(AssertionError, match=r'sendMessage: .*Unsupported start tag "br"'):
            world.assert_clean()

    asyncio.run(scene())


def test_uploads_and_json_bodies_over_http(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.start()
        async with over_http(world) as bot, aiohttp.ClientSession() as session:
            await bot.send_document(
                alice.user.id, "全文".encode(), filename="通告.txt", caption="<b>全</b>", parse_mode="HTML"
            )
            assert alice.last.styled("bold") == ["全"]
            assert [file.content.decode() for file in world.files.values()] == ["全文"]
            body = {"chat_id": alice.user.id, "text": "x", "disable_notification": True}
            async with session.post(f"{bot.base_url}/sendMessage", json=body) as response:
                assert (await response.json())["result"]["text"] == "x"
            async with session.get(f"{bot.base_url}/sendMessage?chat_id={alice.user.id}&text=y") as response:
                assert (await response.json())["result"]["text"] == "y"
            async with session.get(f"{bot.base_url}/sendMessage") as response:
                assert response.status == 400
        assert [violation.text for violation in world.violations] == ["Bad Request: chat_id is empty"]
        world.violations.clear()

    asyncio.run(scene())


def test_waiting_for_what_does_not_come_shows_the_screen(world: World) -> None:
    async def scene() -> None:
        alice = world.user("Alice")
        await alice.send("你好")
        with pytest.raises(AssertionError, match="Alice: 你好"):
            await alice.sees("再见", timeout=0.01)

    asyncio.run(scene())


# the terminal


def test_a_developer_can_talk_to_the_bot(world: World) -> None:
    written: list[str] = []

    async def lines() -> AsyncIterator[str]:
        for line in (
            "/start",
            "/tap 2",
            "/tap 2",
            "/inline 电工",
            "/choose 1",
            "/edit 焊工",
            "/photo",
            "/tap 99",
            "/people",
            "/quit",
            "x",
        ):
            yield line

    async def scene() -> None:
        alice = world.user("Alice")
        world.forum("Staff", alice)
        async with playing(world, furnish(application_builder(world).build())):
            await Terminal(world, [alice], written.append).run(lines())

    asyncio.run(scene())
    assert written[:3] == ["Helpdesk: 您好", "  1[一] 2[二]", "  3[官网]"]
    assert written[3:5] == ["Helpdesk (edited): 已选 pick:2", "(note: 选了 pick:2)"]
    assert "  1. 电工 | " in written
    assert "Helpdesk: 媒体 True" in written
    assert "! no number '99'; there are 4" in written
    assert any(line.startswith("You are Alice in the private chat") for line in written)


def test_lanes_are_what_the_webhook_keeps_in_order(world: World) -> None:
    world.tell("message", {}, owner=7)
    world.tell("callback_query", {}, owner=7)
    lanes = [pending.lane for pending in world.updates.waiting()]
    assert lanes == [(0, 7), (3, 7)]
    assert all(isinstance(pending, Pending) for pending in world.updates.waiting())
