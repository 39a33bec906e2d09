"""The in-process face: a request object for python-telegram-bot that asks the fake core instead of the network."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from tests.fake_telegram.api import Api
from tests.fake_telegram.faults import Fault, Kind
from tests.fake_telegram.refusal import Answer
from tests.fake_telegram.validate import Upload
from tests.fake_telegram.world import World

READ_TIMEOUT = 5.0
# What the library's own request object raises, with the same cause: bots look at it to know whether to send again.
CAUSES: Mapping[Kind, type[httpx.HTTPError]] = {
    Kind.REFUSED: httpx.ConnectError,
    Kind.TIMEOUT_BEFORE: httpx.ConnectTimeout,
    Kind.TIMEOUT_AFTER: httpx.ReadTimeout,
    Kind.RESET_BEFORE: httpx.ReadError,
    Kind.RESET_AFTER: httpx.ReadError,
}


def network_error(kind: Kind) -> NetworkError:
    """The exception HTTPXRequest raises for a fault of that kind."""
    cause = CAUSES[kind](kind.value)
    timed_out = isinstance(cause, httpx.TimeoutException)
    error = TimedOut() if timed_out else NetworkError(f"httpx.{type(cause).__name__}: {cause}")
    error.__cause__ = cause
    return error


class FakeRequest(BaseRequest):
    """Give it to ApplicationBuilder().request(...) and .get_updates_request(...)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.api = Api(world)

    @property
    def read_timeout(self) -> float | None:
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """One request. Raises NetworkError or TimedOut for planned faults."""
        path = urlsplit(url).path
        if path.startswith("/file/bot"):
            return self._download(path)
        token, name = path.removeprefix("/bot").split("/", 1)
        raw = request_data.json_parameters if request_data else {}
        files = _uploads(request_data) if request_data and request_data.contains_files else {}
        if self.world.faults.latency:
            await asyncio.sleep(self.world.faults.latency)
        fault = self.api.fault(name, raw)
        if fault is None:
            answer = await self.api.call(token, name, raw, files)
        else:
            answer = await self._faulty(fault, token, name, raw, files)
        return answer.status, json.dumps(answer.body).encode()

    async def _faulty(
        self, fault: Fault, token: str, name: str, raw: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> Answer:
        if fault.kind is Kind.STATUS:
            return fault.answer()
        if fault.kind.handled:
            await self.api.call(token, name, raw, files)
        raise network_error(fault.kind)

    def _download(self, path: str) -> tuple[int, bytes]:
        file = self.world.files.get(path.rpartition("/")[2])
        return (200, file.content) if file else (404, b"{}")


def _uploads(data: RequestData) -> dict[str, Upload]:
    return {
        name: Upload(file_name, content if isinstance(content, bytes) else content.read(), mime_type)
        for name, (file_name, content, mime_type) in data.multipart_data.items()
    }


def application_builder(world: World) -> ApplicationBuilder:  # type: ignore[type-arg]
    """A builder that talks to this world."""
    return Application.builder().token(world.token).request(FakeRequest(world)).get_updates_request(FakeRequest(world))


@asynccontextmanager
async def playing(world: World, application: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    """Runs an application without polling: what a person does is handed over at once and waited for.

    Updates go through the application's own queue and update processor, so its concurrency and order are played too.
    """
    async with application:
        if application.post_init is not None:
            await application.post_init(application)
        await application.start()
        world.settle = lambda: _deliver(world, application)
        try:
            yield
            await world.settled()
        finally:
            world.settle = None
            await application.stop()


async def _deliver(world: World, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    while waiting := world.updates.waiting():
        world.updates.clear()
        for pending in world.faults.disturbed(waiting):
            await application.update_queue.put(Update.de_json(pending.json(), application.bot))
        await asyncio.sleep(0)
    await application.update_queue.join()


@asynccontextmanager
async def polling(world: World, application: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    """Runs an application as `run_polling` does; what a person does is waited for until it is confirmed and handled."""
    async with application:
        if application.post_init is not None:
            await application.post_init(application)
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        world.settle = lambda: _confirmed(world, application)
        try:
            yield
        finally:
            world.settle = None
            await application.updater.stop()
            await application.stop()


async def _confirmed(world: World, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    while len(world.updates):
        await world.updates.changed.heard()
    await application.update_queue.join()
