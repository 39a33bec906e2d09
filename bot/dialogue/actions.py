"""What buttons and commands do, whatever the conversation is at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.dialogue.answers import Answers
from bot.dialogue.ask import Ask, Zone
from bot.dialogue.conversation import Conversation, Topic
from bot.dialogue.declines import Declines
from bot.dialogue.handoff import Handoff
from bot.dialogue.lookups import Lookups
from bot.dialogue.menu import Menu
from bot.dialogue.questions import Questions, Turn
from bot.knowledge.catalog import Occupation
from bot.knowledge.faq import Entry
from bot.record import record
from bot.reply import Reply, Text
from bot.text.normalise import normalise

if TYPE_CHECKING:
    from bot.dialogue.quiz import Quiz

_KEPT_ELSEWHERE = ("privacy", "mydata", "delete")  # commands about records; a surface that keeps any answers itself


@record
class Actions:
    """Holds no state of any chat. `quiz` is called where it is needed."""

    answers: Answers
    lookups: Lookups
    declines: Declines
    menu: Menu
    handoff: Handoff
    questions: Questions
    quiz: Callable[[], "Quiz"]

    def pressed(self, conversation: Conversation, action: str, today: date) -> Turn:
        """A button, ``kind`` or ``kind:which``; an unknown one, or one of what is gone, shows the help."""
        kind, _, rest = action.partition(":")
        if kind == "entry" and (entry := self._entry(rest)):
            topic = Topic(f"faq:{entry.number}", entry.question)
            return Turn(replace(conversation, topic=topic, pending=None), self.answers.whole_entry(entry, today))
        if kind == "pick" and self._can_be_picked(rest):
            return self.picked(conversation, rest, today)
        if kind == "quiz":
            return self.steered(conversation, rest, today) if rest else self.questions.begun(conversation, "", today)
        if kind == "code" and (row := self._row(rest)):
            label = f"occ:{rest}"
            offered = conversation.pending.choices if conversation.pending else ()
            reply = replace(self.lookups.rows([row], (), today), picked=label if label in offered else "")
            return Turn(replace(conversation, topic=Topic(label, row.name, (rest,)), pending=None, misses=0), reply)
        if kind == "handoff":
            return self.handed_over(conversation)
        if kind == "list" and (found := self.menu.listing(rest)):
            return self.questions.list_page(conversation, *found, today)
        simple: dict[str, Callable[[], Reply]] = {
            "contact": self.answers.contact,
            "none": self.menu.rephrase,
            "policy": self.menu.entries,
            "occupations": self.menu.branches,
            "help": self.menu.help,
            "end": lambda: self.menu.nothing("ticket.none"),
        }
        return Turn(replace(conversation, pending=None), simple.get(kind, self.menu.help)())

    def commanded(self, conversation: Conversation, name: str, argument: str, today: date) -> Turn:
        """A command by its name, with what stands behind it; an unknown one shows the help."""
        if name == "start" and argument:
            return self.pressed(conversation, argument.replace("_", ":", 1), today)
        if name == "quiz":
            return self.questions.begun(conversation, argument, today)
        if name in ("back", "cancel") and conversation.quiz:
            return self.steered(conversation, name, today)
        if name == "human":
            return self.handed_over(conversation)
        if name == "faq" and argument.isdecimal():
            number = normalise(argument)
            return self.pressed(conversation, f"entry:{number}" if self._entry(number) else "policy", today)
        if name in ("code", "faq") and argument:
            return self.questions.asked(conversation, argument, today)
        commands: dict[str, Callable[[], Reply]] = {
            "start": self.menu.greeting,
            "help": self.menu.help,
            "faq": self.menu.entries,
            "code": self.menu.catalog,
            "contact": self.answers.contact,
            "about": lambda: self.menu.about(today),
            "notice": lambda: self.menu.notice(today),
            **dict.fromkeys(_KEPT_ELSEWHERE, lambda: self.menu.nothing("privacy.nothing_kept")),
            "back": lambda: self.menu.nothing("quiz.none"),
            "cancel": lambda: self.menu.nothing("cancel.nothing"),
            "end": lambda: self.menu.nothing("ticket.none"),
        }
        reply = commands.get(name, self.menu.help)()
        return Turn(replace(conversation, pending=None), reply)

    def steered(self, conversation: Conversation, action: str, today: date) -> Turn:
        """A button of the self-test; one of a self-test that is gone starts none."""
        if conversation.quiz is None:
            return Turn(conversation, Reply((Text(self.answers.phrases("quiz.none")),), answer=("quiz",)))
        step = self.quiz().step(conversation.quiz, action, today)
        return Turn(replace(conversation, quiz=step.session, pending=None), step.reply)

    def picked(self, conversation: Conversation, label: str, today: date) -> Turn:
        """The answer to the pending question by the label picked."""
        text = conversation.pending.text if conversation.pending else ""
        if label.startswith("occ:"):
            return self.pressed(conversation, f"code:{label[4:]}", today)
        turn = self.questions.answered(replace(conversation, misses=0), Ask(Zone.ANSWER, label, text), today)
        return replace(turn, reply=replace(turn.reply, picked=label))

    def title(self, label: str) -> str:
        """What the button of a choice says."""
        row = self._row(label.removeprefix("occ:"))
        return row.name if row else self.declines.choice(label).label

    def handed_over(self, conversation: Conversation) -> Turn:
        """A person was asked for: what was asked so far is ready to be told to them."""
        return Turn(replace(conversation, pending=None, misses=0), self.handoff.on_request(conversation.recent))

    def _can_be_picked(self, label: str) -> bool:
        """Whether there is (still) an answer to a label that a button names."""
        kind, _, number = label.partition(":")
        return kind == "occ" or label in ("quiz", "contact", "notice") or (kind == "faq" and bool(self._entry(number)))

    def _entry(self, number: str) -> Entry | None:
        entries = self.answers.knowledge.faq.entries
        return next((entry for entry in entries if str(entry.number) == number), None)

    def _row(self, code: str) -> Occupation | None:
        return next((row for row in self.answers.knowledge.catalog.occupations if row.code == code), None)
