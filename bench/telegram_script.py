"""What people do in the measurements, and what the bot answers when it is asked nothing else meanwhile.

A script is recorded by playing it in process, one update after the other; it can then be replayed by many people at
once, against a bot in a process of its own, whose replies must be the same.
"""

import asyncio
import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench.in_process import KNOWLEDGE
from bot.desk import Desk
from bot.store.database import open_database
from tests.fake_telegram import Person, World
from tests.fake_telegram.refusal import Request
from tests.handlers.conftest import Stage

Mix = dict[str, float]
MIX: Mix = {"tap": 0.5, "look-up": 0.3, "question": 0.2}
PERSON, UPDATE = 700_000_007, 600_000_006  # stand for those of a replay
_NOT_PRESSED = (":rate:", ":records:")  # buttons with the number of an update in them, and one that deletes
_SENT = ("sendMessage", "editMessageText", "sendContact", "sendDocument")


@dataclass(frozen=True, slots=True)
class Step:
    """One update, as JSON with stand-ins for the numbers in it, and the messages it is answered with, in order."""

    kind: str
    update: bytes
    messages: tuple[tuple[str, str], ...]
    queries: int  # queries that must be answered: 0 or 1

    def by(self, person: int, update_id: int) -> bytes:
        """The update as somebody's; its query, if it is one, has the update's number."""
        return self.update.replace(b"%d" % PERSON, b"%d" % person).replace(b"%d" % UPDATE, b"%d" % update_id)


Script = Sequence[Step]


def record(desk: Desk, scripts: int, steps: int, mix: Mix, seed: int = 0) -> list[Script]:
    """As many scripts of as many steps, of which no two are alike."""
    random = Random(seed)
    said = _Said(desk, random)

    async def recorded(stage: Stage) -> list[Script]:
        async with stage.playing():
            return [await _script(stage.world, said, steps, mix, random) for _ in range(scripts)]

    with TemporaryDirectory() as folder, closing(open_database(Path(folder) / "bot.db")) as database:
        return asyncio.run(recorded(Stage(World(), desk, database)))


async def _script(world: World, said: "_Said", steps: int, mix: Mix, random: Random) -> Script:
    person = world.user("Somebody")
    person.user.started = True
    pressed: set[tuple[int, str]] = set()  # nothing is pressed twice: a double press is passed over
    script = []
    for kind in random.choices(list(mix), list(mix.values()), k=steps):
        before, last = len(world.requests), person.update_id
        if kind == "tap":
            await _tap(person, pressed, random)
        elif kind == "inline":
            await person.inline(said.inline())
        else:
            await person.send(said.question() if kind == "question" else said.look_up())
        if person.update_id is None or person.update_id == last:  # Telegram has answered an inline query itself
            continue
        update = world.updates.history[person.update_id]
        script.append(_step(kind, _with_stand_ins(update.json(), person.user.id), world.requests[before:]))
    return script


async def _tap(person: Person, pressed: set[tuple[int, str]], random: Random) -> None:
    """Presses any button on the lowest messages; where there is none, asks for the self-test, which has some."""
    buttons = [(shown.message, data) for shown in person.screen[-3:] for data in _data(shown.message)]
    fresh = [(message, data) for message, data in buttons if (message["message_id"], data) not in pressed]
    if not fresh:
        await person.send("/quiz")
        return
    message, data = random.choice(fresh)
    pressed.add((message["message_id"], data))
    await person.press(message, data)


def _data(message: dict[str, Any]) -> Iterator[str]:
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            data = button.get("callback_data", "")
            if data and not any(action in data for action in _NOT_PRESSED):
                yield data


def _step(kind: str, update: dict[str, Any], requests: Sequence[Request]) -> Step:
    sent = tuple((one.method, str(one.args.get("text", ""))) for one in requests if one.method in _SENT)
    queries = sum(1 for one in requests if one.method.endswith("Query"))
    return Step(kind, json.dumps(update, ensure_ascii=False).encode(), sent, queries)


def _with_stand_ins(update: dict[str, Any], person: int) -> dict[str, Any]:
    """An update of somebody's, for anybody's number, and with a number of its own."""
    query = next((value["id"] for kind, value in update.items() if kind.endswith("_query")), None)

    def exchanged(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: exchanged(one) for key, one in value.items()}
        if isinstance(value, list):
            return [exchanged(one) for one in value]
        if value is not None and value == query:
            return str(UPDATE)
        return PERSON if value == person and isinstance(value, int) else value

    return {**exchanged(update), "update_id": UPDATE}


class _Said:
    """What is written, as people write it: the product's own questions, and rows asked by name."""

    def __init__(self, desk: Desk, random: Random) -> None:
        with (KNOWLEDGE / "checks" / "questions.tsv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        self._questions = [row["question"] for row in rows if row["labels"].startswith("faq:")]
        self._names = [row.name for row in desk.knowledge.catalog.occupations]
        self._random = random

    def question(self) -> str:
        return self._random.choice(self._questions)

    def look_up(self) -> str:
        return self._random.choice(("{}", "{}的代码", "{}在不在目录里")).format(self._random.choice(self._names))

    def inline(self) -> str:
        name = self._random.choice(self._names)
        return name[: self._random.randrange(len(name) + 1)]
