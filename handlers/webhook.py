"""Takes updates that Telegram pushes, over plain HTTP behind a reverse proxy that speaks TLS.

The library's own server compares the secret with ``!=`` and has neither a health check nor a limit for bodies.
"""

import asyncio
import hmac
import json
import logging
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram.error import BadRequest, TelegramError
from tornado.httpserver import HTTPServer
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler, url

from bot.settings import Settings, SettingsError
from handlers.application import ALLOWED_UPDATES, App
from handlers.logs import note
from handlers.updates import read_update

HEALTH = "/healthz"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST_BODY = 1 << 20  # bytes; updates have a few thousand
_FULL = 1000  # updates in hand from which Telegram is asked to come again later
_LATER = 2  # seconds
_PAUSE = 5.0  # seconds between two tries to set the webhook


class Webhook:
    """A source of updates."""

    def __init__(self, application: App, settings: Settings) -> None:
        assert settings.webhook_url
        assert settings.webhook_secret
        self._application = application
        self._url, self._secret = settings.webhook_url, settings.webhook_secret
        self._host, self._port = settings.webhook_listen
        path = urlsplit(self._url).path or "/"
        receiver = {"bot_application": application, "secret": self._secret}
        routes = [url(HEALTH, Health), url(re.escape(path), Receiver, receiver)]
        self._server = HTTPServer(WebApplication(routes), max_body_size=_LARGEST_BODY)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens, and tells Telegram where. SettingsError where it cannot listen there."""
        try:
            self._server.listen(self._port, self._host)
        except OSError as error:
            raise SettingsError([f"TELEGRAM_WEBHOOK_LISTEN: {self._host}:{self._port}: {error.strerror}"]) from error
        self._task = asyncio.create_task(self._announce())

    async def stop(self) -> None:
        """Takes no more; Telegram keeps what comes until the next start."""
        if self._task:
            self._task.cancel()
        self._server.stop()
        await self._server.close_all_connections()

    async def confirm(self) -> None:
        """Nothing to say: each update was confirmed when it was taken."""

    async def _announce(self) -> None:
        while True:
            try:
                await self._application.bot.set_webhook(
                    self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
                )
                return
            except TelegramError as error:
                reason = error.message if isinstance(error, BadRequest) else None  # what is wrong with the address
                note("webhook_not_set", logging.WARNING, error=type(error).__name__, reason=reason)
                await asyncio.sleep(_PAUSE)


class Health(RequestHandler):
    """Says that the program runs."""

    def get(self) -> None:
        """200 with a line of JSON."""
        self.write({"status": "ok"})


class Receiver(RequestHandler):
    """Takes one update a request."""

    def initialize(self, bot_application: App, secret: str) -> None:
        """Called by tornado with what stands in the route."""
        self._bot_application = bot_application
        self._secret = secret

    async def post(self) -> None:
        """200 once the update is in the queue, 403 without the secret, 400 for what is no update, 503 when full.

        200 too for an update that cannot be read, or Telegram would bring it again and again.
        """
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
        elif self._bot_application.update_processor.current_concurrent_updates > _FULL:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
            self.set_header("Retry-After", _LATER)
        else:
            await self._take(self.request.body)

    async def _take(self, body: bytes) -> None:
        plain = _plain(body)
        if plain is None:
            note("no_update", logging.WARNING)
            self.set_status(HTTPStatus.BAD_REQUEST)
        elif update := read_update(plain, self._bot_application.bot):
            await self._bot_application.update_queue.put(update)


def _plain(body: bytes) -> dict[str, Any] | None:
    """The fields of an update; None for a body that is no JSON object with a number."""
    try:
        plain = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) and isinstance(plain.get("update_id"), int) else None
