"""The HTTP client behind the Bot API."""

import asyncio
import json
from dataclasses import replace

import pytest
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings
from handlers.application import build_client

TOKEN = "12345:AAAAAAAAAAAAAAAAAA"
ANSWER = json.dumps({"ok": True, "result": {"id": 12345, "is_bot": True, "first_name": "B", "username": "b_bot"}})


def asked(settings: Settings, answer: str) -> str:
    """The first line that reaches a server on the loopback, which stands in for a proxy or for Telegram."""
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readline()).decode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\n\r\n{answer}".encode())
        await writer.drain()
        writer.close()

    async def scene() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        client = build_client(
            replace(settings, base_url=settings.base_url or address, proxy=settings.proxy and address)
        )
        async with server:
            await client.initialize()
            await client.shutdown()

    asyncio.run(scene())
    return lines[0]


def test_the_token_and_method_follow_the_base_url() -> None:
    settings = replace(Settings(), token=TOKEN, base_url="")
    assert asked(settings, ANSWER).split()[1] == f"/bot{TOKEN}/getMe"


def test_requests_go_through_the_proxy() -> None:
    settings = replace(Settings(), token=TOKEN, base_url="http://telegram.example/api", proxy="http://proxy")
    assert asked(settings, ANSWER).split()[1] == f"http://telegram.example/api/bot{TOKEN}/getMe"


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:1", "https://127.0.0.1:1", "socks5://127.0.0.1:1", "socks5h://x:1"]
)
def test_every_kind_of_proxy_can_be_used(proxy: str) -> None:
    async def scene() -> None:
        client = build_client(replace(Settings(), token=TOKEN, proxy=proxy))
        assert isinstance(client.request, HTTPXRequest)
        await client.shutdown()

    asyncio.run(scene())


def test_an_answer_that_is_no_json_is_an_error_of_the_library() -> None:
    with pytest.raises(TelegramError):
        asked(replace(Settings(), token=TOKEN, base_url=""), "<html>")
