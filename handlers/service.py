"""The running bot: starts, takes updates until it is told to stop, then finishes what it has begun."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings, SettingsError
from bot.store.retention import purge
from handlers.application import App, build_application, build_client, staff_room
from handlers.delivery import Delivery
from handlers.logs import described, note, set_up_logs
from handlers.polling import Polling
from handlers.services import Services
from handlers.teaching import digest
from handlers.timers import Digest, Timers

_DRAIN = 7.0  # seconds in which what was begun must be finished; then the rest is left for the next start
_LAST_CALL = 2.0  # seconds for the last request and for closing connections
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at start
_AGAIN = 30.0  # seconds between two tries to send what waits
_TICK = 20.0  # seconds between two looks at what has its time
_DAY = 86400.0


class Source(Protocol):
    """Where updates come from."""

    async def start(self) -> None:
        """Begins to put updates into the application's queue."""

    async def stop(self) -> None:
        """Puts in no more."""

    async def confirm(self) -> None:
        """Tells Telegram that all that was put in has been dealt with."""


def serve(settings: Settings, services: Services) -> None:
    """Runs until SIGTERM or SIGINT. SettingsError where Telegram does not know the token, or an address is taken."""
    set_up_logs((settings.token, settings.webhook_secret, settings.proxy))
    asyncio.run(_Service(settings, services).run())


class _Service:
    def __init__(self, settings: Settings, services: Services) -> None:
        self._services = services
        self._delivery = Delivery(build_client(settings), services)
        room = staff_room(services, self._delivery)
        self._application: App = build_application(services, self._delivery, room)
        daily = [Digest(room, settings.digest_at, digest)] if settings.digest_at else []
        self._timers = Timers(self._delivery, [*room.timed, *daily])
        by_webhook = settings.webhook_url is not None
        self._mode = "webhook" if by_webhook else "polling"
        self._source: Source = _webhook(self._application, settings) if by_webhook else Polling(self._application)
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """The whole life of the bot."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopped.set)
        try:
            if await self._reached():
                await self._serve()
        finally:
            await self._application.shutdown()
            await self._delivery.client.shutdown()  # the application forgets it where the start failed
        note("stopped")

    async def _reached(self) -> bool:
        """Whether Telegram could be reached before the bot was told to stop."""
        pause = 1.0
        while not self._stopped.is_set():
            try:
                return await self._unless_stopped(self._application.initialize())
            except InvalidToken:
                raise SettingsError(["TELEGRAM_BOT_TOKEN: is not known to Telegram"]) from None
            except TelegramError as error:
                note("not_reached", logging.WARNING, error=type(error).__name__, pause=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
        return False

    async def _unless_stopped(self, step: Coroutine[Any, Any, None]) -> bool:
        """Whether a step came to its end before the bot was told to stop; else it is called off."""
        work, told = asyncio.create_task(step), asyncio.create_task(self._stopped.wait())
        await asyncio.wait((work, told), return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if work.done():
            await work
            return True
        work.cancel()
        await asyncio.wait((work,))
        return False

    async def _serve(self) -> None:
        await self._source.start()
        await self._application.start()
        note("started", mode=self._mode, bot=self._application.bot.username)
        beside = [
            asyncio.create_task(_repeated(self._delivery.deliver_all, _AGAIN)),
            asyncio.create_task(_repeated(self._timers.tick, _TICK)),
            asyncio.create_task(_repeated(self._forget, _DAY)),
            asyncio.create_task(self._settle_in()),
        ]
        await self._stopped.wait()
        note("stopping")
        await self._source.stop()
        for task in beside:
            task.cancel()
        await self._drain()

    async def _settle_in(self) -> None:
        """What is to be done at start but need not be waited for."""
        assert self._application.post_init
        try:
            await self._application.post_init(self._application)
        except Exception as error:  # nobody awaits this task
            note("unexpected", logging.ERROR, **described(error))

    async def _forget(self) -> None:
        services = self._services
        await services.patience(lambda: purge(services.talks.database, services.retention_days, services.now()))

    async def _drain(self) -> None:
        """Finishes what was begun; what takes too long is unconfirmed or in the outbox, and is not lost."""
        try:
            await asyncio.wait_for(self._application.stop(), _DRAIN)
            await asyncio.wait_for(self._source.confirm(), _LAST_CALL)
        except (TimeoutError, TelegramError) as error:
            note("not_drained", logging.WARNING, **described(error))


def _webhook(application: App, settings: Settings) -> Source:
    from handlers.webhook import Webhook  # noqa: PLC0415  # with a web server, which polling does without

    return Webhook(application, settings)


async def _repeated(step: Callable[[], Awaitable[None]], pause: float) -> None:
    """Takes a step now and after every pause (seconds); one that fails is noted and tried again in its time."""
    while True:
        try:
            await step()
        except Exception as error:  # such as a database that another program holds locked
            note("unexpected", logging.ERROR, **described(error))
        await asyncio.sleep(pause)
