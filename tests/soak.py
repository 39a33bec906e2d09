"""Talks of random strings: every one gets a proper reply, nothing is raised, and nothing is written or sent anywhere.

`python -m tests.soak [COUNT] [SEED]` says 100,000 strings; the tests say a few hundred.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.desk import Desk, open_desk
from tests.conftest import OFFICE, ROOT
from tests.dialogue.talker import Talker

COUNT = 100_000
COMMANDS = ("start", "help", "faq", "code", "quiz", "contact", "notice", "about", "back", "cancel", "privacy", "delete")
WORDS = (
    "自测",
    "公司",
    "返回",
    "不清楚",
    "取消",
    "继续",
    "对",
    "全有",
    "就这些",
    "下一页",
    "全文",
    "都不是",
    "1",
    "2",
    "600",
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
TOUCHING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "sqlite3.connect")
LEAVING = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system", "os.exec")


@dataclass
class Watch:
    """What the process wrote, opened to write, or sent while it was watched."""

    is_on: bool = False
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.is_on and (event in TOUCHING + LEAVING or (event == "open" and _to_write(*arguments))):
            self.seen.append(f"{event} {arguments!r}")

    @contextmanager
    def on(self) -> Iterator[None]:
        self.is_on = True
        try:
            yield
        finally:
            self.is_on = False


def _to_write(path: object, mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & WRITES)


WATCH = Watch()
sys.addaudithook(WATCH)


class Babbler:
    """Makes strings of many kinds, from noise to nearly right questions."""

    def __init__(self, desk: Desk, random: Random) -> None:
        known = desk.knowledge
        self._random = random
        self._pieces = [row.name for row in known.catalog.occupations]
        self._pieces += [row.code for row in known.catalog.occupations]
        self._pieces += [name.name for row in known.catalog.occupations for name in row.names]
        self._pieces += [absent.name for absent in known.catalog.absent]
        self._pieces += [word for fact in known.notice.facts for word in fact.words]
        self._pieces += [clause.text for clause in known.clauses.values()]
        self._pieces += [said for topic in known.smalltalk.topics for said in topic.says]
        self._pieces += [*known.lexicon.words, *WORDS, "的代码是多少", "要几天", "有哪些", "呢", "？", "另外", "和"]
        self._kinds: tuple[Callable[[], str], ...] = (
            self._noise, self._chinese, self._pieces_together, self._pieces_together, self._broken, self._broken,
            self._numbers, self._long, self._pinyin,
        )  # fmt: skip

    def text(self) -> str:
        return self._random.choice(self._kinds)()

    def _some(self, most: int, char: Callable[[], str]) -> str:
        return "".join(char() for _ in range(self._random.randrange(most)))

    def _noise(self) -> str:
        return self._some(40, lambda: chr(self._random.randrange(self._random.choice((0x80, 0x3000, 0x110000)))))

    def _chinese(self) -> str:
        return self._some(30, lambda: chr(self._random.randrange(0x4E00, 0x9FA6)))

    def _pieces_together(self) -> str:
        return "".join(self._random.choice(self._pieces) for _ in range(self._random.randrange(1, 4)))

    def _broken(self) -> str:
        """A nearly right question, with a few characters lost, doubled, swapped or strewn in."""
        chars = list(self._pieces_together())
        for _ in range(self._random.randrange(1, 5)):
            place = self._random.randrange(len(chars) + 1)
            chars[place : place + self._random.randrange(3)] = self._noise()[:2]
        return "".join(chars)

    def _numbers(self) -> str:
        return self._some(24, lambda: self._random.choice("0123456789-—－. /万千百多个人次年①٣²½一二三零半几上下"))

    def _long(self) -> str:
        return (self._pieces_together() + self._noise()) * self._random.randrange(1, 400)

    def _pinyin(self) -> str:
        return self._some(
            24, lambda: self._random.choice(["zh", "ch", "sh", "ian", "ong", "a", "e", "i", " ", "'", "x"])
        )


def talk(desk: Desk, source: str, count: int, seed: int) -> None:
    """Says `count` strings in chats that begin anew now and then; AssertionError where anything is out of order."""
    random = Random(seed)
    babbler, talker = Babbler(desk, random), Talker(desk, source)
    for number in range(count):
        if random.random() < 0.05:
            talker = Talker(desk, source, date(2020, 1, 1) + timedelta(days=random.randrange(2000)))
        text = babbler.text()
        try:
            _turn(talker, text, random)
        except Exception as error:
            raise AssertionError(f"seed {seed}, string {number}: {text!r}") from error
    assert not WATCH.seen, WATCH.seen


def _turn(talker: Talker, text: str, random: Random) -> None:
    chance = random.random()
    with WATCH.on():
        if chance < 0.8:
            talker.say(text)
        elif chance < 0.9 and talker.buttons:
            talker.press(random.choice(talker.buttons).action)
        elif chance < 0.95:
            talker.command(random.choice(COMMANDS))
        elif chance < 0.98:
            talker.command(f"{random.choice(COMMANDS)} {text}")
        else:
            talker.press(text)


def main(count: int = COUNT, seed: int = 0) -> None:
    """Talks on the product's own knowledge and says how long it took."""
    desk = open_desk(OFFICE, Path(os.environ.get("BOT_CACHE", ROOT / ".pytest_cache" / "d" / "desk")))
    source = "".join((ROOT / "tests" / "data" / "notice.txt").read_text(encoding="utf-8").split())
    began = time.perf_counter()
    talk(desk, source, count, seed)
    print(f"{count} strings, {time.perf_counter() - began:.0f} s, nothing raised, nothing written")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
