"""A Bot API that does nothing but answer: what it costs is not to stand in the way of the bots that are measured.

It hands over the updates of a play, by polling or by webhook, and tells the play what the bot asks for. (The fake
Telegram of the tests checks every request, which takes longer than the bots need.)
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bench.telegram_play import Play

TOKEN = "12345:AAAAAAAAAAAAAAAAAA"
SECRET = "a-secret-of-the-bench"
_BATCH, _PUSHES = 100, 40  # updates in an answer, and pushes at once, as with Telegram
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_FIELD = re.compile(rb'name="(\w+)"\r\n(?:[^\r]+\r\n)*\r\n(\d+)\r\n')  # numbers in a multipart body
_BOT = b'{"id":12345,"is_bot":true,"first_name":"B","username":"b_bot"}'
_MESSAGE = b'{"message_id":1,"date":1790000000,"from":%s,"chat":{"id":%s,"type":"private"},"text":"x"}'
_TRUE = b"true"


class Telegram:
    """`async with Telegram(latency=0.05) as telegram:` serves at `telegram.address`; every answer takes `latency`."""

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.port = 0
        self.play: Play | None = None
        self.ready = asyncio.Event()  # the bot asks for updates, or has said where it takes them
        self._poller: Callable[[bytes], None] | None = None
        self._webhook: tuple[str, int, str] | None = None
        self._pushers: list[asyncio.Task[None]] = []
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()

    @property
    def address(self) -> str:
        """TELEGRAM_BASE_URL."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> "Telegram":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._pushers:
            task.cancel()
        await asyncio.gather(*self._pushers, return_exceptions=True)
        self._server.close()

    def begin(self, person: int) -> None:
        """Somebody of the play begins to write."""
        assert self.play
        self.play.begin(person)
        self._hand_over()

    def _hand_over(self) -> None:
        """Gives what is due to the bot, if it waits for it."""
        if self.play is None or not self.play.due:
            return
        if self._webhook:
            self._push()
        elif self._poller:
            poller, self._poller = self._poller, None
            poller(_updates(self.play.due))

    def answer(self, method: str, kind: str, body: bytes, write: Callable[[bytes], None]) -> None:
        """Answers a request, now or when there is something to say."""
        if method == "getUpdates":
            self.ready.set()
            self._poller = write
            self._hand_over()
            return
        result = _BOT if method == "getMe" else _TRUE
        if method == "setWebhook":
            address = urlsplit(dict(_fields(kind, body))["url"])
            self._webhook = address.hostname or "", address.port or 80, address.path
            self.ready.set()
        elif self.play and method.startswith(("send", "edit", "answer")):
            fields = _fields(kind, body)
            result = _TRUE if "Query" in method else _MESSAGE % (_BOT, str(fields.get("chat_id", 0)).encode())
            self.play.heard(method, fields)
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, write, result)
        else:
            write(result)
        self._hand_over()

    def _push(self) -> None:
        assert self.play
        while self.play.due:
            self._waiting.put_nowait(self.play.due.popleft()[1])
        while len(self._pushers) < _PUSHES:
            self._pushers.append(asyncio.create_task(self._pusher()))

    async def _pusher(self) -> None:
        """One connection to the webhook."""
        assert self._webhook
        host, port, path = self._webhook
        reader, writer = await asyncio.open_connection(host, port)
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        head += f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: "
        try:
            while True:
                update = await self._waiting.get()
                writer.write(f"{head}{len(update)}\r\n\r\n".encode() + update)
                answer = await reader.readuntil(b"\r\n\r\n")
                assert b" 200 " in answer, answer
                length = _LENGTH.search(answer)
                if length:
                    await reader.readexactly(int(length[1]))
        finally:
            writer.close()


class _Connection(asyncio.Protocol):
    """One connection of the bot."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._buffer = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by asyncio; requests come whole or in pieces, one after the other."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head, found = self._buffer[:end], _LENGTH.search(self._buffer, 0, end)
        end += 4 + (int(found[1]) if found else 0)
        if len(self._buffer) < end:
            return
        body, self._buffer = self._buffer[len(head) + 4 : end], self._buffer[end:]
        method = head[: head.index(b" HTTP/")].decode().rpartition("/")[2]
        kind = "json" if b"application/json" in head else "multipart" if b"multipart/" in head else "form"
        self._telegram.answer(method, kind, body, self._write)

    def _write(self, result: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (len(result) + 22)
        self._transport.write(b'%s{"ok":true,"result": %s}' % (head, result))


def _updates(due: deque[tuple[int, bytes]]) -> bytes:
    return b"[%s]" % b",".join(due.popleft()[1] for _ in range(min(_BATCH, len(due))))


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a request as far as they matter here."""
    if kind == "json":
        fields: dict[str, Any] = json.loads(body)
        return fields
    if kind == "multipart":
        return {name.decode(): value.decode() for name, value in _FIELD.findall(body)}
    return dict(parse_qsl(body.decode()))
