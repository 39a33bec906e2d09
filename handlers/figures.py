"""The staff's commands about figures: /stats, and /sample, the weekly look at confident answers."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.record import record
from bot.reply import Button, Quotation, Reply, Text
from bot.report.figures import Figures, Range, figures
from bot.report.names import Names
from bot.report.sample import Sampled, sample, week_before
from bot.report.text import brief
from bot.settings import MOST_DAYS
from bot.store.database import open_to_read
from bot.store.questions import review
from handlers.staff import StaffCall, StaffCommand, StaffRoom

_DAYS = 7  # of /stats where none are named
_RIGHT, _WRONG, _SKIP = "right", "wrong", "skip"
_LONGEST = 500  # characters of a question that are shown


def figures_commands(room: StaffRoom) -> dict[str, StaffCommand]:
    """The commands by name."""
    commands = FigureCommands(room)
    return {"stats": commands.stats, "sample": commands.sample}


@record
class FigureCommands:
    """Counts, and shows answers to be judged one after the other."""

    room: StaffRoom

    async def stats(self, call: StaffCall) -> Reply:
        """The figures of the last week, or of as many days as named; counted beside the talks, not in their way."""
        services, wanted = self.room.services, call.argument.strip() or str(_DAYS)
        if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= MOST_DAYS):
            return Reply((Text(services.phrases("staff.days_wanted", most=MOST_DAYS)),))
        counted = await asyncio.to_thread(self._figures, self._path(), Range.ending(self._day(), int(wanted)))
        return Reply((Text(brief(counted, self._names())),))

    async def sample(self, call: StaffCall) -> Reply | None:
        """The next answer of last week's sample; a button's argument (`right-ID`) judges the one before it.

        A wrong one is queued as an unanswered question is.
        """
        return await self.room.services.patience(lambda: self._judged(call))

    def _judged(self, call: StaffCall) -> Reply | None:
        judged, _, number = call.argument.partition("-")
        answers = sample(self.room.services.talks.database.conn, week_before(self._day()))
        if not number.isdecimal() or judged not in (_RIGHT, _WRONG, _SKIP):
            return self._shown(answers, 0)
        at = next((at for at, one in enumerate(answers) if str(one.id) == number), None)
        if at is None:
            return self._say("gone")
        if judged == _SKIP:
            return self._shown(answers, at + 1)
        answers[at] = replace(answers[at], review=judged)
        self.room.keep(
            call,
            self._shown(answers, at + 1),
            lambda connection: review(connection, answers[at].id, judged == _RIGHT),
        )
        return None

    def _shown(self, answers: list[Sampled], start: int) -> Reply:
        """The first answer from `start` on that nobody has judged; at the end, how many were wrong."""
        for position, one in enumerate(answers[start:], start + 1):
            if one.review is None:
                return self._asked(one, position, len(answers))
        reviewed = [one for one in answers if one.review]
        if not answers:
            return self._say("none")
        return self._say("done", reviewed=len(reviewed), wrong=sum(one.review == _WRONG for one in reviewed))

    def _asked(self, one: Sampled, position: int, count: int) -> Reply:
        say, title = self.room.services.phrases, self._names().label(one.label)
        question = say("sample.question", position=position, count=count, text=one.text[:_LONGEST])
        answer = say("sample.answer", title=title, percent=round(100 * one.confidence))
        row = tuple(Button(say(f"sample.{way}"), f"sample:{way}-{one.id}") for way in (_RIGHT, _WRONG, _SKIP))
        return Reply((Text(question), *self._official(one.label), Text(answer)), (row,), in_place=True)

    def _official(self, label: str) -> tuple[Quotation, ...]:
        """The official question of the entry that was answered with."""
        entries = self.room.services.desk.knowledge.faq.entries
        return tuple(Quotation(entry.question) for entry in entries if label == f"faq:{entry.number}")

    def _figures(self, path: Path, range: Range) -> Figures:
        services = self.room.services
        with closing(open_to_read(path)) as connection:
            return figures(connection, range, services.now(), hours=services.terms.hours)

    def _path(self) -> Path:
        (_, _, file), *_ = self.room.services.talks.database.execute("PRAGMA database_list")
        return Path(file)

    def _names(self) -> Names:
        services = self.room.services
        return Names.of(services.desk.knowledge, services.phrases)

    def _day(self) -> date:
        return self.room.services.now().astimezone().date()

    def _say(self, key: str, **values: object) -> Reply:
        return Reply((Text(self.room.services.phrases(f"sample.{key}", **values)),), in_place=True)
