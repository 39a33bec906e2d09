"""The self-test's screens as replies: a question with its answers, what was heard or is to be checked, a verdict."""

from collections.abc import Sequence
from datetime import date

from bot import eligibility
from bot.dialogue.answers import Answers
from bot.eligibility import Rulebook, Screen, Session
from bot.eligibility.view import Button as Answerable
from bot.knowledge.notice import in_force
from bot.phrases import Phrases
from bot.reply import Button, Document, Part, Reply, Rows, Text

STEERING = ("accept", "reject", "finish", "why", "back", "cancel", "restart", "text")  # buttons beside the answers
_MAIN = ("accept", "reject", "finish")  # those of them that answer
_TICKED, _OPEN = "☑ ", "☐ "


class QuizScreens:
    """Built once; holds no session. Every reply carries the label `quiz`."""

    def __init__(self, answers: Answers, phrases: Phrases, book: Rulebook) -> None:
        self._answers = answers
        self._say = phrases
        self._book = book

    def shown(self, session: Session, today: date, above: Sequence[Part] = ()) -> Reply:
        """The screen at which a session stands, below the parts `above`."""
        screen = eligibility.show(session, self._book)
        match screen.stage:
            case "done":
                return self._verdict(session, today, above)
            case "question":
                return self._question(screen, above)
            case _:
                return self._rows(screen, above)

    def cancelled(self) -> Reply:
        """That the self-test is over."""
        return _reply((Text(self._say("quiz.cancelled")),))

    def as_file(self, session: Session, today: date) -> Reply:
        """The verdict as a text file."""
        content = "\n\n".join(
            [
                eligibility.plain(self._sections(session, today), self._book),
                self._answers.term(today).text,
                "\n".join(self._answers.card().lines),
            ]
        )
        document = Document(self._say("quiz.file"), content + "\n", self._say("quiz.file_caption"))
        return _reply((document,), (tuple(self._steer(word) for word in ("back", "restart")),))

    def judged(self, session: Session, today: date) -> eligibility.Verdict:
        """What follows from the answers of a session."""
        standing = in_force(self._answers.knowledge.notice, today)
        return eligibility.judge(eligibility.facts(session, self._book), self._book, today, standing)

    def _question(self, screen: Screen, above: Sequence[Part]) -> Reply:
        parts = [*above, Text(screen.text, strong=True)]
        parts += [Text(screen.state)] if screen.state else []
        buttons = [(self._answer_button(button, screen),) for button in screen.buttons]
        steering = [self._steer("why")] if screen.why else []
        steering += [self._steer("back"), self._steer("cancel")]
        return _reply(tuple(parts), (*buttons, tuple(steering)))

    def _answer_button(self, button: Answerable, screen: Screen) -> Button:
        mark = "" if button.ticked is None else _TICKED if button.ticked else _OPEN
        return Button(mark + button.label, f"quiz:press:{button.token}:{screen.item}", button.numbered)

    def _rows(self, screen: Screen, above: Sequence[Part]) -> Reply:
        """What was heard, or all answers, to be confirmed or changed one by one."""
        lines = tuple(
            self._say("quiz.row_heard", title=row.title, answer=row.answer, said=row.said)
            if row.said
            else self._say("quiz.row", title=row.title, answer=row.answer)
            for row in screen.rows
        )
        parts = (*above, Text(screen.text, strong=True), Rows(lines))
        if screen.stage == "confirm":
            return _reply(parts, ((self._steer("accept"),), (self._steer("reject"),), (self._steer("cancel"),)))
        changes = [
            (Button(self._say("quiz.change", title=row.title), f"quiz:change:{row.item}"),) for row in screen.rows
        ]
        return _reply(parts, (*changes, (self._steer("finish"),), (self._steer("back"), self._steer("cancel"))))

    def _verdict(self, session: Session, today: date, above: Sequence[Part]) -> Reply:
        parts: list[Part] = [*above]
        for section in self._sections(session, today):
            parts += [Text(section.title, strong=True)] if section.title else []
            parts.append(Rows(tuple(self._line(line) for line in section.lines)))
        parts += [self._answers.term(today), self._answers.card()]
        return _reply(tuple(parts), tuple((self._steer(word),) for word in ("text", "back", "restart")))

    def _sections(self, session: Session, today: date) -> tuple[eligibility.Section, ...]:
        return eligibility.report(self.judged(session, today), self._book)

    def _line(self, line: eligibility.Line) -> str:
        if not line.quote:
            return line.text
        return self._book.words.report.cited.format(text=line.text, place=line.place, quote=line.quote)

    def _steer(self, word: str) -> Button:
        return Button(self._say(f"quiz.{word}"), f"quiz:{word}", primary=word in _MAIN)


def _reply(parts: tuple[Part, ...], buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    return Reply(parts, buttons, ("quiz",), in_place=True)
