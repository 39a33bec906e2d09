"""The loopback face: the Bot API over HTTP, for bots that run as a process of their own."""

import asyncio
import contextlib
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fake_telegram.api import Api
from tests.fake_telegram.faults import Fault, Kind
from tests.fake_telegram.refusal import Answer, Refusal
from tests.fake_telegram.validate import Upload
from tests.fake_telegram.webhook import WebhookPusher
from tests.fake_telegram.world import World

LARGEST_BODY = 50 * 1024 * 1024 + 65536
HELD = 60.0  # seconds a request hangs when it is to time out


class Server:
    """`async with Server(world) as server:` serves at `server.address` until the block ends.

    `webhook_target` plays the reverse proxy: updates for the bot's public https address go to that http address.
    """

    def __init__(self, world: World, port: int = 0, webhook_target: str = "") -> None:
        self.world = world
        self.api = Api(world)
        self.port = port
        self.pusher = WebhookPusher(world, webhook_target)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    @property
    def address(self) -> str:
        """Address to which a bot appends /botTOKEN/METHOD (TELEGRAM_BASE_URL)."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """Address to which the library appends TOKEN/METHOD."""
        return f"{self.address}/bot"

    async def __aenter__(self) -> "Server":
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", "/bot{token}/{method}", self._request)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        await self.up()
        await self.pusher.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.pusher.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def up(self) -> None:
        """Listens (again, on the same port)."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
        assert self._runner.addresses
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Refuses new connections until `up`, and ends those there are."""
        assert self._site is not None
        await self._site.stop()
        assert self._runner is not None
        assert self._runner.server is not None
        for connection in list(self._runner.server.connections):
            if connection.transport is not None:
                connection.transport.abort()
        while self._runner.server.connections:
            await asyncio.sleep(0)

    async def _request(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            raw, files = await _arguments(request)
        except web.HTTPRequestEntityTooLarge:
            return _response(Answer(413, Refusal(code=413).body()))
        if self.world.faults.latency:
            await asyncio.sleep(self.world.faults.latency)
        fault = self.api.fault(method, raw)
        if fault is None:
            return _response(await self.api.call(token, method, raw, files))
        if fault.kind is Kind.STATUS:
            return _response(fault.answer())
        if fault.kind.handled:
            await self.api.call(token, method, raw, files)
        return await _lost(request, fault)

    async def _download(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["path"].rpartition("/")[2])
        if file is None or request.match_info["token"] != self.world.token:
            return _response(Answer(404, Refusal(code=404).body()))
        return web.Response(body=file.content)


async def _arguments(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Arguments from the address and from a form, multipart or JSON body."""
    raw: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return raw | await request.json(), {}
    if not request.content_type.startswith("multipart/"):
        return raw | _texts(await request.post()), {}
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        if part.filename is None:
            raw[part.name or ""] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name or ""] = Upload(part.filename, content, mime_type)
    return raw, files


def _texts(form: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _response(answer: Answer) -> web.Response:
    headers = {}
    if retry_after := answer.body.get("parameters", {}).get("retry_after"):
        headers["Retry-After"] = str(retry_after)
    return web.json_response(answer.body, status=answer.status, headers=headers)


async def _lost(request: web.Request, fault: Fault) -> web.Response:
    """An answer that never arrives: the connection hangs, or breaks."""
    if fault.kind in (Kind.TIMEOUT_BEFORE, Kind.TIMEOUT_AFTER):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(HELD)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
