"""The self-test in the talk: takes answers and stories, steps back, changes one, and shows the screen that follows.

The engine (bot/eligibility) decides what is asked and what follows from it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from bot import eligibility
from bot.dialogue.answers import Answers
from bot.dialogue.progress import Progress, progress
from bot.dialogue.quiz_screens import STEERING, QuizScreens
from bot.eligibility import Heard, Resolved, Rulebook, Session, Taken
from bot.eligibility.choice import number_said
from bot.knowledge.notice import TimeLimit
from bot.occupations.lookup import Lookup
from bot.phrases import Phrases
from bot.record import record
from bot.reply import Button, Part, Reply, Text
from bot.text.normalise import normalise

ASKING: Final = "not_an_answer"  # problems (bot/eligibility/words.yaml)
AMBIGUOUS: Final = "ambiguous"
UNREAD: Final = "not_understood"
_REMEMBERED = 8  # texts whose story is kept
_STORY = 3  # questions that a text must answer to be a story


@record
class Step:
    """The session after a step, None once it is over, and what is said; `problem` is why a text was not taken."""

    session: Session | None
    reply: Reply
    problem: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether the text was taken, or fits several options, which is said."""
        return self.problem in (None, AMBIGUOUS)

    @property
    def is_question(self) -> bool:
        """Whether the text looked like a question rather than an answer."""
        return self.problem == ASKING


class Quiz:
    """Built once; holds no session."""

    def __init__(self, answers: Answers, lookup: Lookup, phrases: Phrases) -> None:
        self._answers = answers
        self._lookup = lookup
        self._say = phrases
        self._words = {
            key: frozenset(map(normalise, phrases.words(f"words.{key}")))
            for key in ("cancel", "back", "restart", "resume", "why", "yes", "no", "finish")
        }
        self._words["resume"] |= frozenset(map(normalise, phrases.words("words.start_quiz")))
        self._steering = {action: normalise(phrases(f"quiz.{action}")) for action in STEERING}
        self._understood = lru_cache(maxsize=_REMEMBERED)(self._understood_afresh)  # a story is weighed, then taken

    @cached_property
    def book(self) -> Rulebook:
        """The rules; built when the first self-test starts."""
        knowledge = self._answers.knowledge
        return eligibility.rulebook(
            knowledge.eligibility,
            eligibility.read_words(),
            {row.code: row.name for row in knowledge.catalog.occupations},
            {place: clause.printed for place, clause in knowledge.clauses.items()},
        )

    @cached_property
    def _screens(self) -> QuizScreens:
        return QuizScreens(self._answers, self._say, self.book)

    def is_story(self, text: str) -> bool:
        """Whether a text tells enough of a unit to fill a good part of the form."""
        if len(eligibility.may_answer(text, self.book)) < _STORY:
            return False
        return len({item.answer.question for item in self._understood(text)}) >= _STORY

    def steered_by(self, said: str) -> str | None:
        """What a word means once the verdict is there: a step back, a new start, the text to send."""
        return self._steer_of(said, ("back", "restart", "text"))

    def _steer_of(self, said: str, actions: Sequence[str]) -> str | None:
        """The action whose words or button label were said."""
        heard = (a for a in actions if said in self._words.get(a, ()) or said == self._steering.get(a))
        return next(heard, None)

    def is_yes_or_no(self, text: str) -> bool:
        """Whether a text is one of the words of assent or refusal, which are no small talk here."""
        return normalise(text).rstrip("。.!?~ ") in self._words["yes"] | self._words["no"]

    def deadlines(self, start: date, limits: Sequence[TimeLimit]) -> tuple[str, ...]:
        """When time limits end that something on the day `start` sets off."""
        return tuple(line.text for line in eligibility.due(start, limits, self.book))

    def is_open(self, session: Session | None) -> bool:
        """Whether a self-test waits for an answer."""
        return session is not None and eligibility.stage(session, self.book) != "done"

    def progress(self, before: Session | None, after: Session | None, today: date) -> Progress | None:
        """How far the self-test came from one session to the next; None where nothing changed."""
        return progress(before, after, lambda: self.book, lambda session: self._screens.judged(session, today).outcome)

    def begin(self, story: str, today: date) -> Step:
        """A new self-test, with what the story says shown for confirmation."""
        session = eligibility.start(self._understood(story) if story else ())
        return self._shown(session, today, Text(self._say("quiz.intro")), self._answers.term(today))

    def resume(self, session: Session, today: date) -> Step:
        """The screen where a self-test was left."""
        return self._shown(session, today, Text(self._say("quiz.resumed")))

    def again(self, session: Session, reply: Reply, today: date) -> Reply:
        """A reply to something else with the question put once more below it; it keeps its own label."""
        screen = self._shown(session, today).reply
        # Numbers belong to the question of the self-test: what the other reply offers steps back.
        aside = tuple(
            tuple(replace(b, primary=False) if isinstance(b, Button) else b for b in row) for row in reply.buttons
        )
        parts = (*reply.parts, Text(self._say("quiz.resumed")), *screen.parts)
        return replace(reply, parts=parts, buttons=(*screen.buttons, *aside), in_place=False)

    def said(self, session: Session, text: str, today: date) -> Step:
        """Takes a text: a word that steers, else an answer."""
        said = normalise(text).rstrip("。.!?~ ")
        if action := self._steer_of(said, ("cancel", "restart", "back", "why", "resume")):
            return self.step(session, action, today)
        match eligibility.stage(session, self.book):
            case "confirm":
                return self._confirmed(session, said, today)
            case "check":
                return self._checked(session, said, today)
            case _:
                taken = eligibility.take(session, text, self._resolve, self.book)
                return (self._story(session, text, today) if taken.problem else None) or self._taken(taken, today)

    def _story(self, session: Session, text: str, today: date) -> Step | None:
        """A story told where nothing is answered yet fills the form as one that starts the self-test does."""
        if session.answers or session.heard:
            return None
        heard = self._understood(text)
        questions = {item.answer.question for item in heard}
        return self._shown(eligibility.start(heard), today) if len(questions) > 1 else None  # one is no story

    def step(self, session: Session, action: str, today: date) -> Step:
        """A press: ``press:TOKEN:ITEM``, ``change:ITEM``, or a word that steers."""
        kind, _, rest = action.partition(":")
        match kind:
            case "press":
                token, _, item = rest.partition(":")
                return self._taken(eligibility.press(session, item, token, self.book), today)
            case "cancel":
                return Step(None, self._screens.cancelled())
            case "restart":
                return self._shown(eligibility.start(), today)
            case "why":
                why = eligibility.show(session, self.book).why
                return self._shown(session, today, *([Text(why)] if why else []))
            case "text":
                return Step(session, self._screens.as_file(session, today))
            case "back":
                before = eligibility.back(session, self.book)
                note = [Text(self._say("quiz.first"))] if before == session else []
                return self._shown(before, today, *note)
            case "change":
                return self._shown(eligibility.change(session, rest, self.book), today)
            case "accept" | "reject":
                moved = eligibility.accept(session) if kind == "accept" else eligibility.reject(session)
                return self._shown(moved, today)
            case "finish":
                return self._shown(eligibility.finish(session, self.book), today)
            case _:
                return self._shown(session, today)

    def _yes_or_no(self, session: Session, said: str, yes: str, no: str, today: date) -> Step:
        for word, action in (("yes", yes), ("no", no)):
            if said in self._words[word] or said == self._steering.get(action):
                return self.step(session, action, today)
        return self._shown(session, today, Text(eligibility.Problem(UNREAD).text(self.book.words)), problem=UNREAD)

    def _confirmed(self, session: Session, said: str, today: date) -> Step:
        number = number_said(said, self.book.words)
        if number in (1, 2):  # as the two answers are shown
            return self.step(session, ("accept", "reject")[number - 1], today)
        return self._yes_or_no(session, said, "accept", "reject", today)

    def _checked(self, session: Session, said: str, today: date) -> Step:
        rows = eligibility.show(session, self.book).rows
        number = number_said(said, self.book.words)
        if number and 1 <= number <= len(rows):
            return self.step(session, f"change:{rows[number - 1].item}", today)
        if number == len(rows) + 1:
            return self.step(session, "finish", today)
        named = [row for row in rows if normalise(row.title) in said]
        if named:
            return self.step(session, f"change:{named[0].item}", today)
        if self._steer_of(said, ("finish",)):
            return self.step(session, "finish", today)
        return self._yes_or_no(session, said, "finish", "check", today)

    def _taken(self, taken: Taken, today: date) -> Step:
        notes = [Text(taken.note)] if taken.note else []
        if taken.problem:
            notes.append(Text(taken.problem.text(self.book.words)))
        return self._shown(taken.session, today, *notes, problem=taken.problem.key if taken.problem else None)

    def _shown(self, session: Session, today: date, *above: Part, problem: str | None = None) -> Step:
        return Step(session, self._screens.shown(session, today, above), problem)

    def _understood_afresh(self, text: str) -> tuple[Heard, ...]:
        return eligibility.understand(text, self._resolve, self.book)

    def _resolve(self, name: str) -> Resolved:
        """What the catalogue says of a name: its rows, that it lacks it, or that nobody knows it."""
        finding = self._lookup.find(name)
        absent = not finding.rows and any(mention.absent or mention.kind == "code" for mention in finding.mentions)
        return Resolved(tuple(row.code for row in finding.rows), absent)
