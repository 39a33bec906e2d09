"""Webhook delivery: updates are pushed to the bot, in order within a lane, lanes beside each other, with retries.

Source: tdlib/telegram-bot-api, WebhookActor.cpp. A lane is a chat's messages or a user's queries (see updates.LANES).
"""

import asyncio
import contextlib
from urllib.parse import urlsplit

import aiohttp

from tests.fake_telegram.updates import Pending, Webhook
from tests.fake_telegram.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0


class WebhookPusher:
    """Pushes while a webhook is set. `first_delay` is the real time before a retry; it doubles with each failure.

    `target` replaces scheme and host of the webhook's address, as a reverse proxy in front of the bot would.
    """

    def __init__(self, world: World, target: str = "", first_delay: float = 0.2, timeout: float = 10.0) -> None:
        self.world = world
        self.target = target.rstrip("/")
        self.first_delay = first_delay
        self.timeout = aiohttp.ClientTimeout(timeout)
        self._lanes: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None
        self._free = asyncio.Semaphore(1)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends all deliveries at once."""
        tasks = [*self._lanes.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __aenter__(self) -> "WebhookPusher":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _run(self) -> None:
        updates = self.world.updates
        seen: Webhook | None = None
        async with aiohttp.ClientSession(timeout=self.timeout) as session:
            while True:
                if updates.webhook is not seen:
                    seen = updates.webhook
                    self._free = asyncio.Semaphore(seen.max_connections)
                if seen.url:
                    self._start_lanes(session)
                await updates.changed.heard()

    def _start_lanes(self, session: aiohttp.ClientSession) -> None:
        """A worker for each lane with something to deliver."""
        self._lanes = {lane: task for lane, task in self._lanes.items() if not task.done()}
        for pending in self.world.faults.disturbed(self.world.updates.waiting()):
            if pending.lane not in self._lanes:
                self._lanes[pending.lane] = asyncio.create_task(self._deliver_lane(session, pending.lane))

    async def _deliver_lane(self, session: aiohttp.ClientSession, lane: tuple[int, int]) -> None:
        delay = self.first_delay
        while self.world.updates.webhook.url:
            waiting = [pending for pending in self.world.updates.waiting() if pending.lane == lane]
            if not waiting:
                return
            pending = self.world.faults.disturbed(waiting)[0]
            async with self._free:
                error, retry_after = await self._post(session, pending)
            if not error:
                await self._delivered(session, pending)
                delay = self.first_delay
                continue
            self._note(error)
            await asyncio.sleep(retry_after or delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _delivered(self, session: aiohttp.ClientSession, pending: Pending) -> None:
        self.world.updates.drop(pending)
        if self.world.faults.duplicate_updates:
            await self._post(session, pending)

    async def _post(self, session: aiohttp.ClientSession, pending: Pending) -> tuple[str, float]:
        """Sends one update; the error (empty for success) and how long the bot asks to wait."""
        webhook = self.world.updates.webhook
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with session.post(self._address(webhook.url), json=pending.json(), headers=headers) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}", 0.0
        if response.status // 100 == 2:
            return "", 0.0
        retry_after = 0.0
        with contextlib.suppress(ValueError):
            retry_after = min(float(response.headers.get("Retry-After", "0")), LONGEST_RETRY_AFTER)
        return f"Wrong response from the webhook: {response.status} {response.reason}", retry_after

    def _address(self, url: str) -> str:
        if not self.target:
            return url
        address = urlsplit(url)
        return f"{self.target}{address.path}" + (f"?{address.query}" if address.query else "")

    def _note(self, error: str) -> None:
        self.world.updates.webhook.last_error = error
        self.world.updates.webhook.last_error_date = int(self.world.clock.now())
