"""The webhook's own small server."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest

from bot.settings import Settings
from handlers.application import App
from handlers.ordering import Ordering
from handlers.webhook import HEALTH, SECRET_HEADER, Webhook
from tests.fake_telegram import Person
from tests.fake_telegram.webhook import WebhookPusher
from tests.handlers.conftest import Stage

SECRET = "s3cret-s3cret"
PATH = "/telegram/hook"


def test_the_log_says_why_telegram_does_not_take_the_address(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    async def scene() -> None:
        settings = replace(Settings(), webhook_url="http://x", webhook_listen=("127.0.0.1", free_port()))
        async with (application := stage.application()):
            webhook = Webhook(application, replace(settings, webhook_secret=SECRET))
            await webhook.start()
            await asyncio.sleep(0.1)
            await webhook.stop()

    asyncio.run(scene())
    assert "https url" in caplog.records[0].__dict__["fields"]["reason"]
    stage.world.violations.clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serve(stage: Stage, scene: Callable[[str, App], Awaitable[None]]) -> None:
    """Plays a scene while the server listens at the address it is given."""

    async def at_work() -> None:
        port = free_port()
        settings = replace(
            Settings(),
            webhook_url=f"https://bot.example.com{PATH}",
            webhook_listen=("127.0.0.1", port),
            webhook_secret=SECRET,
        )
        application = stage.application()
        webhook = Webhook(application, settings)
        async with application:
            await application.start()
            await webhook.start()
            try:
                await scene(f"http://127.0.0.1:{port}", application)
            finally:
                await webhook.stop()
                await application.stop()

    asyncio.run(at_work())


def test_telegram_is_told_where_and_pushes(stage: Stage, alice: Person) -> None:
    async def scene(address: str, _: App) -> None:
        async with WebhookPusher(stage.world, address):
            await alice.start()
            await alice.sees("您好！我是")
            await alice.tap("联系方式")
            await alice.sees("0999-1234567")
        assert stage.world.updates.webhook.last_error == ""

    serve(stage, scene)
    assert stage.world.updates.webhook.url == f"https://bot.example.com{PATH}"
    assert stage.world.updates.webhook.secret_token == SECRET


@pytest.mark.parametrize("secret", [None, "", "s3cret", SECRET + "x", "密"])
def test_without_the_secret_nothing_is_taken(stage: Stage, alice: Person, secret: str | None) -> None:
    async def scene(address: str, application: App) -> None:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with aiohttp.ClientSession() as session:
            body = {"update_id": 1}
            async with session.post(address + PATH, json=body, headers=headers) as response:
                assert response.status == 403
        assert application.update_queue.empty()

    serve(stage, scene)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"message": {}}', b'"x"', b"\xff", b"[" * 5000])
def test_what_is_no_update_is_refused(stage: Stage, body: bytes) -> None:
    async def scene(address: str, _: App) -> None:
        headers = {SECRET_HEADER: SECRET}
        async with (
            aiohttp.ClientSession() as session,
            session.post(address + PATH, data=body, headers=headers) as response,
        ):
            assert response.status == 400

    serve(stage, scene)


@pytest.mark.parametrize("message", ["5", '{"message_id": 1}', '{"date": 1e300}', f'{{"date": {10**30}}}'])
def test_an_update_that_cannot_be_read_is_not_brought_again(stage: Stage, message: str) -> None:
    async def scene(address: str, application: App) -> None:
        headers = {SECRET_HEADER: SECRET}
        body = f'{{"update_id": 1, "message": {message}}}'
        async with (
            aiohttp.ClientSession() as session,
            session.post(address + PATH, data=body, headers=headers) as response,
        ):
            assert response.status == 200
        assert application.update_queue.empty()

    serve(stage, scene)


def test_a_body_has_its_limit(stage: Stage) -> None:
    """Whoever announces more is refused before sending any of it."""

    async def scene(address: str, _: App) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {2 << 20}\r\n\r\n"
        writer.write(head.encode())
        assert b"400" in await reader.readline()
        writer.close()

    serve(stage, scene)


def test_health_and_nothing_else(stage: Stage) -> None:
    async def scene(address: str, _: App) -> None:
        async with aiohttp.ClientSession() as session:
            async with session.get(address + HEALTH) as response:
                assert (response.status, await response.json()) == (200, {"status": "ok"})
            for path, status in ((PATH, 405), ("/", 404), (PATH + "/x", 404)):
                async with session.get(address + path) as response:
                    assert response.status == status

    serve(stage, scene)


def test_a_full_house_asks_to_come_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ordering, "current_concurrent_updates", 5000)

    async def scene(address: str, _: App) -> None:
        headers = {SECRET_HEADER: SECRET}
        async with (
            aiohttp.ClientSession() as session,
            session.post(address + PATH, json={"update_id": 1}, headers=headers) as response,
        ):
            assert response.status == 503
            assert response.headers["Retry-After"] == "2"

    serve(stage, scene)
