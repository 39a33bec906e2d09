"""`python -m tests.fake_telegram`: a Telegram on this machine, and a terminal to write to the bot that uses it."""

import argparse
import asyncio
import contextlib
import sys
import threading
from collections.abc import AsyncIterator

from tests.fake_telegram.clock import Clock
from tests.fake_telegram.server import Server
from tests.fake_telegram.terminal import HELP, Terminal
from tests.fake_telegram.world import World


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="port to serve on (default %(default)s, 0: any)")
    parser.add_argument("--name", default="Alice", help="who you are (default %(default)s)")
    parser.add_argument(
        "--webhook-target", default="", help="http address of the bot's webhook listener, if it uses one"
    )
    return parser.parse_args()


async def lines() -> AsyncIterator[str]:
    """Standard input line by line, without holding up the loop or the end of the program."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone: the program ends
            for line in sys.stdin:
                loop.call_soon_threadsafe(queue.put_nowait, line.rstrip("\n"))
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


async def main() -> None:
    options = arguments()
    world = World(Clock())
    world.updates.paced = True
    people = [world.user(options.name), world.user("Officer")]
    staff = world.forum("Staff", *people)
    async with Server(world, options.port, options.webhook_target) as server:
        print("Start the bot with\n")
        print(f"  TELEGRAM_BASE_URL={server.address} \\\n  TELEGRAM_BOT_TOKEN={world.token} \\")
        print(f"  TELEGRAM_STAFF_CHAT={staff.id} \\\n  python -m bot run\n")
        print(HELP + "\n", flush=True)
        await Terminal(world, people, lambda text: print(text, flush=True)).run(lines())


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
