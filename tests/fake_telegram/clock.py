"""Time in the fake world, and a bell to wait for its events."""

import asyncio
import time


class Clock:
    """World time in seconds since 1970. With `start` it stands still until advanced; without it follows real time."""

    def __init__(self, start: float | None = None) -> None:
        self._standing = start is not None
        self._offset = start or 0.0

    def now(self) -> float:
        return self._offset if self._standing else time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass at once (days of it, for expiry and reminders)."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds}")
        self._offset += seconds


class Bell:
    """Wakes everyone who waits for something to happen."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def heard(self, timeout: float | None = None) -> bool:
        """True when it rings, False when `timeout` seconds pass before that."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True
