"""The fake refuses what Telegram refuses: each limit at its value and one above, with Telegram's texts."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
import telegram

from tests.fake_telegram import World
from tests.fake_telegram.api import Api
from tests.fake_telegram.call import METHODS
from tests.fake_telegram.refusal import Answer
from tests.fake_telegram.validate import Upload, parameters

PERSON = 1001


@pytest.fixture
def world() -> World:
    world = World()
    person = world.user("Alice")
    person.user.started = True
    assert person.user.id == PERSON
    return world


def ask(world: World, method: str, files: dict[str, Upload] | None = None, **args: Any) -> Answer:
    """One request, form-encoded as python-telegram-bot sends it."""
    raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in args.items()}
    return asyncio.run(Api(world).call(world.token, method, raw, files))


def accepted(world: World, method: str, /, **args: Any) -> Any:
    answer = ask(world, method, **args)
    assert answer.ok, answer.body
    assert world.violations == []
    return answer.body["result"]


def refused(world: World, method: str, error: str, /, **args: Any) -> None:
    answer = ask(world, method, **args)
    assert (answer.status, answer.body["description"]) == (400, f"Bad Request: {error}")
    assert [violation.silent for violation in world.violations] == [False]
    assert error in str(world.violations[0])


def noted(world: World, method: str, note: str, /, **args: Any) -> Any:
    answer = ask(world, method, **args)
    assert answer.ok, answer.body
    assert [violation.silent for violation in world.violations] == [True], world.violations
    assert note in world.violations[0].text
    return answer.body["result"]


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def grid(count: int, across: int = 1) -> dict[str, Any]:
    buttons = [{"text": str(number), "callback_data": str(number)} for number in range(count)]
    return {"inline_keyboard": [buttons[at : at + across] for at in range(0, count, across)]}


def message(**args: Any) -> dict[str, Any]:
    return {"chat_id": PERSON, "text": "好", **args}


def commands(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"commands": [{"command": name, "description": description} for name, description in pairs]}


LIMITS: dict[str, tuple[str, Callable[[int], dict[str, Any]], int, str]] = {
    "text": ("sendMessage", lambda n: message(text="好" * n), 4096, "message is too long"),
    "text in UTF-16": (
        "sendMessage",
        lambda n: message(text="😀" * (n // 2) + "x" * (n % 2)),
        4096,
        "message is too long",
    ),
    "text after parsing": (
        "sendMessage",
        lambda n: message(text="<b>" + "x" * n + "</b>", parse_mode="HTML"),
        4096,
        "message is too long",
    ),
    "raw bytes": ("sendMessage", lambda n: message(text=" " * n), 1 << 15, "text is too long"),
    "callback_data": (
        "sendMessage",
        lambda n: message(reply_markup=inline({"text": "A", "callback_data": "x" * n})),
        64,
        "BUTTON_DATA_INVALID",
    ),
    "callback_data in bytes": (
        "sendMessage",
        lambda n: message(reply_markup=inline({"text": "A", "callback_data": "好" * 21 + "x" * (n - 63)})),
        64,
        "BUTTON_DATA_INVALID",
    ),
    "copy_text": (
        "sendMessage",
        lambda n: message(reply_markup=inline({"text": "A", "copy_text": {"text": "好" * n}})),
        256,
        "BUTTON_COPY_TEXT_INVALID",
    ),
    "buttons": ("sendMessage", lambda n: message(reply_markup=grid(n)), 100, "reply markup is too long"),
    "callback answer": (
        "answerCallbackQuery",
        lambda n: {"callback_query_id": "4000000000", "text": "好" * n},
        200,
        "MESSAGE_TOO_LONG",
    ),
    "command name": ("setMyCommands", lambda n: commands(("x" * n, "d")), 32, "command length must not exceed 32"),
    "command text": (
        "setMyCommands",
        lambda n: commands(("x", "说" * n)),
        256,
        "command description length must not exceed 256",
    ),
    "commands": (
        "setMyCommands",
        lambda n: commands(*((f"c{number}", "d") for number in range(n))),
        100,
        "BOT_COMMANDS_TOO_MUCH",
    ),
    "description": ("setMyDescription", lambda n: {"description": "介" * n}, 512, "BOT_DESCRIPTION_TOO_LONG"),
    "short description": (
        "setMyShortDescription",
        lambda n: {"short_description": "介" * n},
        120,
        "BOT_SHORT_DESCRIPTION_TOO_LONG",
    ),
    "name": ("setMyName", lambda n: {"name": "名" * n}, 64, "BOT_NAME_TOO_LONG"),
    "vcard": (
        "sendContact",
        lambda n: {
            "chat_id": PERSON,
            "phone_number": "022",
            "first_name": "办",
            "vcard": "好" * 682 + "x" * (n - 2046),
        },
        2048,
        "VCARD_TOO_LONG",
    ),
    "accuracy": (
        "sendLocation",
        lambda n: {"chat_id": PERSON, "latitude": 39.1, "longitude": 117.2, "horizontal_accuracy": n},
        1500,
        "invalid location specified",
    ),
    "secret": (
        "setWebhook",
        lambda n: {"url": "https://bot.test/x", "secret_token": "s" * n},
        256,
        "secret token is too long",
    ),
    "inline results": (
        "answerInlineQuery",
        lambda n: answer_with(*(article(str(number)) for number in range(n))),
        50,
        "too many inline query results specified",
    ),
    "result id in bytes": (
        "answerInlineQuery",
        lambda n: answer_with(article("好" * 21 + "x" * (n - 63))),
        64,
        "RESULT_ID_INVALID",
    ),
    "next_offset": (
        "answerInlineQuery",
        lambda n: {**answer_with(), "next_offset": "x" * n},
        64,
        "NEXT_OFFSET_INVALID",
    ),
    "start_parameter": (
        "answerInlineQuery",
        lambda n: {**answer_with(), "button": {"text": "打开", "start_parameter": "x" * n}},
        64,
        "too long start_parameter specified",
    ),
}


def article(identifier: str, **fields: Any) -> dict[str, Any]:
    content = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": identifier, "title": "T", "input_message_content": content, **fields}


def answer_with(*results: dict[str, Any]) -> dict[str, Any]:
    return {"inline_query_id": "4000000001", "results": list(results)}


@pytest.mark.parametrize("name", LIMITS)
def test_limit_at_its_value_and_one_above(world: World, name: str) -> None:
    method, build, limit, error = LIMITS[name]
    user = world.users[PERSON]
    world.queries.ask("callback_query", user)
    world.queries.ask("inline_query", user)
    if name == "raw bytes":  # blanks alone are refused for another reason
        refused(world, method, "text must be non-empty", **build(limit))
        world.violations.clear()
    else:
        accepted(world, method, **build(limit))
    refused(world, method, error, **build(limit + 1))


@pytest.mark.parametrize(("size", "error"), [(1024, None), (1025, "message caption is too long")])
def test_captions(world: World, size: int, error: str | None) -> None:
    files = {"document": Upload("表.pdf", b"x", "application/pdf")}
    answer = ask(world, "sendDocument", files, chat_id=PERSON, caption="好" * size)
    assert answer.body.get("description") == (error and f"Bad Request: {error}")


@pytest.mark.parametrize(
    ("method", "name", "size", "status"),
    [
        ("sendDocument", "document", 0, 400),
        ("sendDocument", "document", 50_000_000, 200),
        ("sendDocument", "document", 50_000_001, 413),
        ("sendPhoto", "photo", 10_000_000, 200),
        ("sendPhoto", "photo", 10_000_001, 400),
    ],
)
def test_file_sizes(world: World, method: str, name: str, size: int, status: int) -> None:
    files = {name: Upload("f.jpg", bytes(size), "image/jpeg")}
    assert ask(world, method, files, chat_id=PERSON).status == status


@pytest.mark.parametrize(
    ("method", "error", "args"),
    [
        ("sendMessage", "message text is empty", {"chat_id": PERSON, "text": ""}),
        ("sendMessage", "message text is empty", {"chat_id": PERSON}),
        ("sendMessage", "text must be non-empty", message(text="<b> </b>", parse_mode="HTML")),
        ("sendMessage", "chat_id is empty", {"text": "x"}),
        ("sendMessage", "unsupported parse_mode", message(parse_mode="BBCode")),
        (
            "sendMessage",
            'can\'t parse entities: Unsupported start tag "br" at byte offset 0',
            message(text="<br>", parse_mode="HTML"),
        ),
        ("sendMessage", "can't parse reply_markup JSON object", message(reply_markup="{")),
        (
            "sendMessage",
            'field "disable_notification" must be of type Boolean',
            message(disable_notification="perhaps"),
        ),
        ("sendMessage", 'field "message_thread_id" must be of type Number', message(message_thread_id="x")),
        ("sendMessage", 'can\'t find field "message_id"', message(reply_parameters={"quote": "x"})),
        ("sendContact", 'parameter "phone_number" is required', {"chat_id": PERSON, "first_name": "x"}),
        ("sendContact", 'parameter "first_name" is required', {"chat_id": PERSON, "phone_number": "1"}),
        ("sendVenue", "latitude is empty", {"chat_id": PERSON, "longitude": 1, "title": "x", "address": "y"}),
        ("sendDocument", "there is no document in the request", {"chat_id": PERSON}),
        ("sendDocument", "wrong file identifier/HTTP URL specified", {"chat_id": PERSON, "document": "nope"}),
        ("sendChatAction", "wrong parameter action in request", {"chat_id": PERSON, "action": "thinking"}),
        ("editMessageText", "message identifier is not specified", {"text": "x", "chat_id": PERSON}),
        ("setMyCommands", "BOT_COMMAND_INVALID", commands(("常见问题", "d"))),
        ("setMyCommands", "BOT_COMMAND_INVALID", commands(("FAQ", "d"))),
        ("setMyCommands", "command must be non-empty", commands(("/", "d"))),
        ("setMyCommands", "command description must be non-empty", commands(("faq", " "))),
        ("setMyCommands", "invalid language code specified", {**commands(("faq", "d")), "language_code": "zh-hans"}),
        ("setWebhook", "bad webhook: An HTTPS URL must be provided for webhook", {"url": "http://bot.test/"}),
        (
            "setWebhook",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
            {"url": "https://bot.test:9000/"},
        ),
        (
            "setWebhook",
            "secret token contains unallowed characters",
            {"url": "https://bot.test/", "secret_token": "a b"},
        ),
        (
            "answerCallbackQuery",
            "query is too old and response timeout expired or query ID is invalid",
            {"callback_query_id": "17"},
        ),
    ],
)
def test_refused(world: World, method: str, error: str, args: dict[str, Any]) -> None:
    refused(world, method, error, **args)


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": "A"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": "A", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        ({"text": "A", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "A", "callback_data": "a", "style": "red"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            {"text": "A", "web_app": {"url": "http://x.cn"}},
            "inline keyboard button Web App URL 'http://x.cn' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
def test_buttons_refused(world: World, button: dict[str, Any], error: str) -> None:
    refused(world, "sendMessage", error, **message(reply_markup=inline(button)))


@pytest.mark.parametrize(
    "button",
    [
        {"text": "A", "url": "https://hrss.tj.gov.cn"},
        {"text": "A", "url": f"https://t.me/b?start={'x' * 64}"},
        {"text": "A", "switch_inline_query_current_chat": ""},
        {"text": "A", "switch_inline_query": "电工"},
        {"text": "A", "copy_text": {"text": "6-31-01-03"}},
        {"text": "A", "callback_data": "a", "style": "danger"},
    ],
)
def test_buttons_accepted(world: World, button: dict[str, Any]) -> None:
    assert accepted(world, "sendMessage", **message(reply_markup=inline(button)))["reply_markup"] == inline(button)


@pytest.mark.parametrize(
    ("method", "note", "args"),
    [
        ("sendMessage", "unknown parameter 'disable_web_page_preview'", message(disable_web_page_preview=True)),
        (
            "sendMessage",
            "no field 'emoji'",
            message(reply_markup=inline({"text": "A", "callback_data": "a", "emoji": "x"})),
        ),
        (
            "sendMessage",
            "2 actions: url, callback_data",
            message(reply_markup=inline({"text": "A", "callback_data": "a", "url": "https://x.cn"})),
        ),
        *(
            (
                "sendMessage",
                "deep link",
                message(reply_markup=inline({"text": "A", "url": f"https://t.me/b?start={bad}"})),
            )
            for bad in ("问答", "x" * 65)
        ),
        (
            "sendMessage",
            "inline button without text",
            message(reply_markup=inline({"text": " ", "callback_data": "a"})),
        ),
        ("sendMessage", "row of 9 inline buttons", message(reply_markup=grid(9, across=9))),
        (
            "sendMessage",
            "row of more than 12 buttons",
            message(reply_markup={"keyboard": [[{"text": str(number)} for number in range(13)]]}),
        ),
        (
            "sendMessage",
            "input_field_placeholder of 65",
            message(reply_markup={"force_reply": True, "input_field_placeholder": "字" * 65}),
        ),
        ("sendMessage", "1 entities above 100", message(text="<b>x</b><i>y</i>" * 50 + "<u>z</u>", parse_mode="HTML")),
        ("sendMessage", "link to 'nowhere'", message(text='<a href="nowhere">x</a>', parse_mode="HTML")),
        ("sendMessage", "entities beside parse_mode", message(parse_mode="HTML", entities=[{"type": "bold"}])),
        ("sendMessage", "no field 'big'", message(link_preview_options={"big": True})),
        ("getUpdates", "unknown update type 'mesage'", {"allowed_updates": ["mesage", "message"]}),
        ("getUpdates", "limit 101 is out of range", {"limit": 101}),
        ("setWebhook", "max_connections 101 is out of range", {"url": "https://b.test/", "max_connections": 101}),
    ],
)
def test_what_telegram_ignores_silently_is_recorded(world: World, method: str, note: str, args: dict[str, Any]) -> None:
    noted(world, method, note, **args)


def test_rows_and_reply_keyboards_at_their_limits(world: World) -> None:
    accepted(world, "sendMessage", **message(reply_markup=grid(8, across=8)))
    keyboard = [[{"text": str(number)} for number in range(12)] for _ in range(25)]
    accepted(world, "sendMessage", **message(reply_markup={"keyboard": keyboard}))
    noted(world, "sendMessage", "more than 300 buttons", **message(reply_markup={"keyboard": [*keyboard, ["x"]]}))


def test_markup_of_ten_kilobytes(world: World) -> None:
    def fat(count: int) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": "好" * 60, "callback_data": "x" * 60}] for _ in range(count)]}

    accepted(world, "sendMessage", **message(reply_markup=fat(30)))
    refused(world, "sendMessage", "reply markup is too long", **message(reply_markup=fat(50)))


@pytest.mark.parametrize(
    ("results", "error"),
    [
        ([article("a"), article("a")], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("a", title="")], "ARTICLE_TITLE_EMPTY"),
        ([article("a", input_message_content=None)], "can't parse inline query result: message text is empty"),
        ([article("a", input_message_content={"message_text": "x" * 4097})], "message is too long"),
        ([article("a", reply_markup=inline({"text": "A", "callback_data": "x" * 65}))], "BUTTON_DATA_INVALID"),
        (
            [{"type": "poem", "id": "a"}],
            'can\'t parse inline query result: type "poem" is unsupported for the inline query result',
        ),
    ],
)
def test_inline_results_refused(world: World, results: list[dict[str, Any]], error: str) -> None:
    world.queries.ask("callback_query", world.users[PERSON])
    world.queries.ask("inline_query", world.users[PERSON])
    refused(world, "answerInlineQuery", error, **answer_with(*results))


@pytest.mark.parametrize(
    ("payload", "error"),
    [("", "can't use empty start_parameter"), ("问答", "unallowed characters in start_parameter are used")],
)
def test_deep_link_payloads(world: World, payload: str, error: str) -> None:
    world.queries.ask("callback_query", world.users[PERSON])
    world.queries.ask("inline_query", world.users[PERSON])
    refused(world, "answerInlineQuery", error, **answer_with(), button={"text": "x", "start_parameter": payload})


@pytest.mark.parametrize("method", ["sendTelepathy", "sendDice", "initialize", "token"])
def test_unknown_methods_are_violations(world: World, method: str) -> None:
    answer = ask(world, method, chat_id=PERSON)
    assert (answer.status, answer.body["error_code"]) == (404, 404)
    assert answer.body["description"].startswith("Not Found: method not found")
    assert len(world.violations) == 1
    with pytest.raises(AssertionError, match=method):
        world.assert_clean()


def test_every_method_of_the_fake_is_one_of_the_library() -> None:
    assert len(METHODS) >= 40
    for method in METHODS:
        assert parameters(method) is not None, method
        assert hasattr(telegram.Bot, method)


@pytest.mark.parametrize(
    ("token", "status", "description"),
    [
        ("x", 401, "Unauthorized: invalid token specified"),
        ("7000000001:" + "x" * 80, 401, "Unauthorized: invalid token specified"),
        ("7000000001:other", 401, "Unauthorized"),
    ],
)
def test_wrong_tokens(world: World, token: str, status: int, description: str) -> None:
    answer = asyncio.run(Api(world).call(token, "getMe", {}))
    assert (answer.status, answer.body["description"]) == (status, description)


def test_methods_may_be_spelt_in_any_case(world: World) -> None:
    assert accepted(world, "GETME")["username"] == world.bot.username


def test_after_log_out_nothing_works(world: World) -> None:
    assert accepted(world, "logOut") is True
    assert ask(world, "getMe").body["description"] == "Bad Request: Logged out"


def test_profile_is_kept_by_scope_and_language(world: World) -> None:
    accepted(world, "setMyCommands", **commands(("faq", "常见问题")), language_code="zh")
    accepted(world, "setMyCommands", **commands(("reply", "回复")), scope={"type": "chat", "chat_id": PERSON})
    assert accepted(world, "getMyCommands", language_code="zh") == [{"command": "faq", "description": "常见问题"}]
    assert accepted(world, "getMyCommands") == []
    accepted(world, "deleteMyCommands", language_code="zh")
    assert accepted(world, "getMyCommands", language_code="zh") == []
    accepted(world, "setMyDescription", description="介绍")
    assert accepted(world, "getMyDescription") == {"description": "介绍"}
    accepted(world, "setChatMenuButton", menu_button={"type": "commands"})
    assert accepted(world, "getChatMenuButton", chat_id=PERSON) == {"type": "commands"}
