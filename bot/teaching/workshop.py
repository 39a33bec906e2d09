"""Makes previews in a process of their own, one at a time and behind all else, so that no reply waits for them."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import bot
from bot.knowledge.snapshot import dumps, loads
from bot.knowledge.taught import Taught
from bot.teaching.preview import Job, Preview
from bot.teaching.source import Source

_LONGEST = 900.0  # seconds; on a busy machine fitting takes some minutes, as it stands behind everything else
_PROGRAM = Path(bot.__file__).resolve().parents[1]


class WorkshopError(Exception):
    """A preview could not be made; the message says why, for the staff: the faults of the folder, line by line."""


@dataclass(slots=True)
class Workshop:
    """Makes previews for a helpdesk's source; whoever comes while one is made waits for their turn."""

    source: Source
    today: Callable[[], date]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def preview(
        self, before: Taught, after: Taught, texts: tuple[str, ...], follows: str | None = None
    ) -> Preview:
        """What the change from `before` to `after` would change (see `Job`); both are fitted then. WorkshopError."""
        folder, cache = (str(path.resolve()) for path in (self.source.folder, self.source.cache))
        job = Job(folder, cache, self.today(), before, after, texts, follows)
        async with self._turn:
            return loads(await _output(dumps(job)), Preview)

    async def fit(self, taught: Taught) -> None:
        """Fits the models of what is in the folder now and keeps them in the cache. WorkshopError."""
        await self.preview(taught, taught, ())


async def _output(job: str) -> bytes:
    """What ``python -m bot.teaching`` prints for a job."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.teaching", cwd=_PROGRAM,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, errors = await asyncio.wait_for(process.communicate(job.encode()), _LONGEST)
    except TimeoutError:
        raise WorkshopError(f"not done after {_LONGEST:.0f} s") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise WorkshopError(errors.decode(errors="replace").strip())
    return out
