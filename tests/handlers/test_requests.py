"""The HTTP client behind the Bot API: over aiohttp, and over httpx where that is not installed."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace

import pytest
from telegram import InputFile
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest

from bot.settings import Settings
from handlers import requests
from handlers.aiohttp_request import AiohttpRequest
from handlers.client import Client
from handlers.failures import Failure, failure
from handlers.requests import bot_api_request
from tests.fake_telegram import Kind, World
from tests.fake_telegram.server import Server

TOKEN = "12345:AAAAAAAAAAAAAAAAAA"
SETTINGS = replace(Settings(), token=TOKEN)
ANSWER = json.dumps({"ok": True, "result": {"id": 12345, "is_bot": True, "first_name": "B", "username": "b_bot"}})
OK = f"HTTP/1.1 200 OK\r\nContent-Length: {len(ANSWER)}\r\n\r\n{ANSWER}"

Scene = Callable[[Client, World], Awaitable[None]]


@pytest.fixture(params=[AiohttpRequest, HTTPXRequest])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[BaseRequest]:
    """The client that is used."""
    if request.param is HTTPXRequest:
        monkeypatch.setattr(requests, "aiohttp_request", None)
    for name in ("_CONNECT", "_ANSWER", "_POOL"):
        monkeypatch.setattr(requests, name, 0.5)
    chosen: type[BaseRequest] = request.param
    return chosen


@asynccontextmanager
async def client_for(settings: Settings) -> AsyncIterator[Client]:
    client = Client(
        settings.token or "",
        base_url=f"{settings.base_url}/bot",
        base_file_url=f"{settings.base_url}/file/bot",
        request=bot_api_request(settings, connections=1),
        get_updates_request=bot_api_request(settings, connections=1),
    )
    try:
        await client.initialize()
        yield client
    finally:
        await client.shutdown()


def asked(settings: Settings, answer: str = OK) -> str:
    """The first line that reaches a server on the loopback, which stands in for a proxy or for Telegram."""
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readline()).decode(errors="replace"))
        if lines[0].isprintable():
            await reader.readuntil(b"\r\n\r\n")
        writer.write(answer.encode())
        await writer.drain()
        writer.close()

    async def scene() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        base_url = settings.base_url.replace("SERVER", address)
        proxy = settings.proxy and f"http://{address}"
        async with server, client_for(replace(settings, base_url=base_url, proxy=proxy)):
            pass

    asyncio.run(scene())
    return lines[0]


def play(scene: Scene) -> None:
    """Plays a scene with a client of a fake Telegram on the loopback; Alice may be written to."""
    world = World()
    world.user("Alice").user.started = True

    async def at_work() -> None:
        async with Server(world) as server:
            settings = replace(SETTINGS, token=world.token, base_url=server.address)
            async with client_for(settings) as client:
                await scene(client, world)

    asyncio.run(at_work())


def texts(world: World) -> list[str]:
    """What was written to Alice."""
    (chat,) = world.chats.values()
    return [message["text"] for message in chat.messages.values()]


def to_alice(world: World) -> int:
    (chat,) = world.chats
    return chat


def test_the_client_is_the_one_that_is_installed(kind: type[BaseRequest]) -> None:
    assert isinstance(bot_api_request(SETTINGS), kind)


def test_the_token_and_method_follow_the_base_url(kind: object) -> None:
    assert asked(replace(SETTINGS, base_url="http://SERVER/api")).split()[1] == f"/api/bot{TOKEN}/getMe"


def test_requests_go_through_the_proxy(kind: object) -> None:
    settings = replace(SETTINGS, base_url="http://telegram.example/api", proxy="http://proxy")
    assert asked(settings).split()[1] == f"http://telegram.example/api/bot{TOKEN}/getMe"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_the_environment_may_name_the_proxy(
    kind: type[BaseRequest], variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert requests._environment_proxy("https://telegram.example") is None
    monkeypatch.setenv(variable, "http://127.0.0.1:1")
    assert requests._environment_proxy("https://telegram.example") == "http://127.0.0.1:1"
    monkeypatch.setenv("NO_PROXY", "telegram.example")
    assert requests._environment_proxy("https://telegram.example") is None


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [
        ("http://127.0.0.1:1", AiohttpRequest),
        ("https://127.0.0.1:1", HTTPXRequest),
        ("socks5://127.0.0.1:1", HTTPXRequest),
        ("socks5h://x:1", HTTPXRequest),
    ],
)
def test_every_kind_of_proxy_can_be_used(proxy: str, expected: type[BaseRequest]) -> None:
    async def scene() -> None:
        request = bot_api_request(replace(SETTINGS, proxy=proxy))
        assert isinstance(request, expected)
        await request.initialize()
        await request.shutdown()

    asyncio.run(scene())


def test_an_answer_that_is_no_json_is_an_error_of_the_library(kind: object) -> None:
    with pytest.raises(TelegramError):
        asked(replace(SETTINGS, base_url="http://SERVER"), "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")


def test_a_token_that_is_not_known(kind: object) -> None:
    async def at_work() -> None:
        async with Server(World()) as server, client_for(replace(SETTINGS, base_url=server.address)):
            pass

    with pytest.raises(InvalidToken):
        asyncio.run(at_work())


@pytest.mark.parametrize("text", ["初审几天", "a&b=c+d %41", '"\\\n\t€😀', "x" * 4096, "很" * 4096])
def test_every_character_arrives(kind: object, text: str) -> None:
    async def scene(client: Client, world: World) -> None:
        await client.post("sendMessage", {"chat_id": to_alice(world), "text": text})
        assert texts(world) == [text]

    play(scene)


def test_files_are_uploaded_and_fetched_again(kind: object) -> None:
    content = "编号,名称\r\n".encode("utf-8-sig") + bytes(range(256))

    async def scene(client: Client, world: World) -> None:
        file = InputFile(content, '目录"2020".csv')
        await client.post("sendDocument", {"chat_id": to_alice(world), "document": file, "caption": "85 个"})
        (kept,) = world.files.values()
        assert kept.content == content
        assert kept.name.startswith("目录")
        assert await (await client.get_file(kept.id)).download_as_bytearray() == content

    play(scene)


def test_an_answer_may_be_waited_for_longer(kind: object) -> None:
    """getUpdates waits on Telegram's side."""

    async def scene(client: Client, world: World) -> None:
        begun = asyncio.get_running_loop().time()
        assert await client._post("getUpdates", {"timeout": 1}, read_timeout=2.0) == []
        assert asyncio.get_running_loop().time() - begun >= 0.9

    play(scene)


@pytest.mark.parametrize(
    ("fault", "error", "expected"),
    [
        (Kind.TIMEOUT_AFTER, TimedOut, Failure.UNCERTAIN),
        (Kind.RESET_AFTER, NetworkError, Failure.UNCERTAIN),
        (Kind.STATUS, NetworkError, Failure.UNSENT),
    ],
)
def test_what_is_told_of_a_failure(kind: object, fault: Kind, error: type[NetworkError], expected: Failure) -> None:
    async def scene(client: Client, world: World) -> None:
        world.faults.add(fault)
        with pytest.raises(error) as met:
            await client.post("sendMessage", {"chat_id": to_alice(world), "text": "x"})
        assert failure(met.value) is expected
        assert world.token not in str(met.value)
        await client.post("sendMessage", {"chat_id": to_alice(world), "text": "y"})
        assert texts(world)[-1] == "y"

    play(scene)


def test_429_says_how_long(kind: object) -> None:
    async def scene(client: Client, world: World) -> None:
        world.faults.flood(7)
        with pytest.raises(RetryAfter) as met:
            await client.post("sendMessage", {"chat_id": to_alice(world), "text": "x"})
        assert met.value._retry_after.total_seconds() == 7

    play(scene)


def test_waiting_for_a_free_connection_has_an_end_and_sent_nothing(kind: object) -> None:
    async def scene(client: Client, world: World) -> None:
        world.faults.latency = 1.5
        slow = client._post("sendMessage", {"chat_id": to_alice(world), "text": "x"}, read_timeout=3.0)
        task = asyncio.create_task(slow)
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut) as met:
            await client.post("sendMessage", {"chat_id": to_alice(world), "text": "y"})
        assert failure(met.value) is Failure.UNSENT
        await task
        assert texts(world) == ["x"]

    play(scene)


def closed_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("proxy", [False, True])
def test_a_refused_connection_has_sent_nothing(kind: object, proxy: bool) -> None:
    address = f"http://127.0.0.1:{closed_port()}"
    settings = replace(SETTINGS, proxy=address) if proxy else replace(SETTINGS, base_url=address)

    async def scene() -> None:
        async with client_for(settings):
            pass

    with pytest.raises(NetworkError) as met:
        asyncio.run(scene())
    assert failure(met.value) is Failure.UNSENT


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, base_url="https://telegram.example", proxy="http://proxy"),  # a proxy that refuses
        replace(SETTINGS, base_url="https://SERVER"),  # speaks no TLS
    ],
)
def test_without_a_way_through_nothing_is_sent(kind: object, settings: Settings) -> None:
    with pytest.raises(NetworkError) as met:
        asked(settings, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    assert failure(met.value) is Failure.UNSENT


def test_a_kept_connection_that_was_closed_is_opened_again(kind: object) -> None:
    """Telegram ends quiet connections by itself."""

    async def at_work() -> None:
        world = World()
        async with (
            Server(world) as server,
            client_for(replace(SETTINGS, token=world.token, base_url=server.address)) as client,
        ):
            await server.down()
            await server.up()
            await client.get_me()

    asyncio.run(at_work())
