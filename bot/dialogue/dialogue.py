"""Moves a conversation on by one event and says what is answered."""

import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.dialogue.actions import Actions
from bot.dialogue.answers import Answers
from bot.dialogue.ask import Zone
from bot.dialogue.asked import asked
from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed, Said, Topic
from bot.dialogue.declines import Declines
from bot.dialogue.evidence import OCCUPATION
from bot.dialogue.handoff import MOST_RECENT, Handoff
from bot.dialogue.lookups import Lookups
from bot.dialogue.menu import Menu
from bot.dialogue.ordinals import page_said, place_said
from bot.dialogue.questions import Questions, Turn
from bot.dialogue.row_cues import RowCues
from bot.dialogue.understanding import Understanding
from bot.knowledge.loader import Knowledge
from bot.matching.matcher import Matcher
from bot.occupations.lookup import Lookup
from bot.phrases import Phrases
from bot.reply import Message, Reply, Text
from bot.text.masking import KINDS, Masking
from bot.text.normalise import normalise

if TYPE_CHECKING:
    from bot.dialogue.quiz import Quiz
    from bot.eligibility.session import Session

_SAID_CHOICE = 85  # rapidfuzz ratio from which words count as one of the choices
_LONGEST_NUMBER = 2  # digits of the number of a choice
_DIGRESSION = 0.6  # likeliness from which a text in the self-test is another question
_NOT_FOR_PEOPLE = ("quiz", "smalltalk", "contact")  # labels of questions that nobody needs to be told of


class Dialogue:
    """The whole talk; built once, holds no state of any chat."""

    def __init__(self, knowledge: Knowledge, matcher: Matcher, lookup: Lookup, phrases: Phrases) -> None:
        self.knowledge = knowledge
        self.phrases = phrases
        self.understanding = Understanding(matcher, lookup, knowledge, phrases)
        self.answers = Answers(knowledge, phrases)
        self.lookups = Lookups(self.answers)
        self.declines = Declines(self.answers)
        self.menu = Menu(self.answers, self.lookups)
        self.handoff = Handoff(self.answers)
        talk = (self.answers, self.lookups, self.declines, self.menu, self.handoff)
        self.questions = Questions(self.understanding, *talk, RowCues(phrases), lambda: self.quiz)
        self.actions = Actions(*talk, self.questions, lambda: self.quiz)
        self.mask = Masking({kind: phrases(f"mask.{kind}") for kind in KINDS})
        self._words = {
            key: frozenset(map(normalise, phrases.words(f"words.{key}")))
            for key in ("whole", "next", "previous", "none", "help", "start_quiz", "resume", "cancel", "back", "delete")
        }

    @cached_property
    def quiz(self) -> "Quiz":
        """The self-test; built when it is first needed."""
        from bot.dialogue.quiz import Quiz  # noqa: PLC0415  # 30 modules that few questions need

        return Quiz(self.answers, self.understanding.lookup, self.phrases)

    def with_understanding(self, understanding: Understanding) -> "Dialogue":
        """The same talk with another understanding of what is asked."""
        other = copy.copy(self)
        other.understanding = understanding
        other.questions = replace(self.questions, understanding=understanding)
        other.actions = replace(self.actions, questions=other.questions)
        return other

    def respond(
        self, conversation: Conversation, event: Event, today: date
    ) -> tuple[Conversation, tuple[Message, ...]]:
        """The conversation after `event`, and what is said, to whom."""
        event = self.masked(event)
        turn = self._turn(conversation, event, today)
        after, question = turn.conversation, asked(event, conversation, turn.reply)
        if question and question.labels[0] not in _NOT_FOR_PEOPLE:
            after = replace(after, recent=(*after.recent, question.text)[-MOST_RECENT:])
        return after, (Message(turn.reply),)

    def masked(self, event: Event) -> Event:
        """The event without numbers that identify anybody: they help no answer and are kept nowhere."""
        match event:
            case Said(text):
                return Said(self.mask(text))
            case Commanded(name, argument):
                return Commanded(name, self.mask(argument))
        return event

    def _turn(self, conversation: Conversation, event: Event, today: date) -> Turn:
        match event:
            case Said(text):
                return self._said(conversation, text, today)
            case Pressed(action):
                return self._aside(self.actions.pressed(conversation, action, today), today)
            case Commanded(name, argument):
                return self._aside(self.actions.commanded(conversation, name, argument, today), today)

    def _aside(self, turn: Turn, today: date) -> Turn:
        """Puts the question of an open self-test again below a reply about something else."""
        session = turn.conversation.quiz
        if session is None or turn.reply.answer == ("quiz",) or not self.quiz.is_open(session):
            return turn
        return replace(turn, reply=self.quiz.again(session, turn.reply, today))

    def _said(self, conversation: Conversation, text: str, today: date) -> Turn:
        said = normalise(text).rstrip("。.!?~ ")
        if self.handoff.is_wanted(said):
            return self._aside(self.actions.handed_over(conversation), today)
        if conversation.quiz and self.quiz.is_open(conversation.quiz):
            return self._said_in_quiz(conversation, conversation.quiz, text, today)
        turn = self._picked_by_words(conversation, said, today) or self._by_word(conversation, said, today)
        return turn or self.questions.asked(conversation, text, today)

    def _said_in_quiz(self, conversation: Conversation, session: "Session", text: str, today: date) -> Turn:
        """An answer to the self-test, or another question: it is answered and the self-test's is put again."""
        step = self.quiz.said(session, text, today)
        if not step.is_answer and self._digresses(text, step.is_question, conversation):
            turn = self.questions.asked(conversation, text, today)
            return Turn(turn.conversation, self.quiz.again(session, turn.reply, today))
        return Turn(replace(conversation, quiz=step.session, pending=None), step.reply)

    def _digresses(self, text: str, is_question: bool, conversation: Conversation) -> bool:
        """Whether a text that is no answer to the self-test asks something else."""
        ask = self.understanding.read(text, conversation.topic)[0]
        if ask.label == "quiz" or self.quiz.is_yes_or_no(text):
            return False
        if ask.zone is Zone.ASK:  # its choices would stand beside those of the self-test
            return False
        return is_question or (ask.zone is Zone.ANSWER and ask.confidence >= _DIGRESSION)

    def _by_word(self, conversation: Conversation, said: str, today: date) -> Turn | None:
        """What a word that stands for a button or command does, where it does anything now."""
        topic = conversation.topic
        if said in self._words["help"]:
            return Turn(conversation, self.menu.help())
        if topic and said in self._words["whole"] and topic.label.startswith("faq:"):
            return self.actions.pressed(conversation, f"entry:{topic.label[4:]}", today)
        if topic and topic.word and (page := self._page_said(topic, said)) is not None:
            listing = self.menu.listing_of(topic.word)
            return self.questions.list_page(conversation, listing, page, today) if listing else None
        if topic and (code := self._code_shown(topic, said)):
            return self.actions.pressed(conversation, f"code:{code}", today)
        if conversation.quiz and (action := self.quiz.steered_by(said)):
            return self.actions.steered(conversation, action, today)
        if said in self._words["resume"] and conversation.quiz is None:
            return Turn(conversation, Reply((Text(self.phrases("quiz.none")),), answer=("quiz",)))
        if said in self._words["start_quiz"]:
            return self.questions.begun(conversation, "", today)
        if said in self._words["cancel"]:
            return Turn(replace(conversation, pending=None), self.menu.nothing("cancel.nothing"))
        if said in self._words["delete"]:
            return Turn(conversation, self.menu.nothing("privacy.nothing_kept"))
        return None

    def _page_said(self, topic: Topic, said: str) -> int | None:
        """The page of the list shown last that words turn to; one that it has not is brought into range."""
        if said in self._words["next"] | self._words["previous"]:
            return topic.page + (1 if said in self._words["next"] else -1)
        return page_said(said)

    def _code_shown(self, topic: Topic, said: str) -> str | None:
        """The code of the row that words name by its place among those shown last."""
        listing = self.menu.listing_of(topic.word) if topic.word else None
        rows = self.lookups.shown(listing, topic.page) if listing else ()
        codes = tuple(row.code for row in rows) or topic.codes
        place = place_said(said, len(codes)) if topic.label.startswith(OCCUPATION) and len(codes) > 1 else None
        return None if place is None else codes[place]

    def _picked_by_words(self, conversation: Conversation, said: str, today: date) -> Turn | None:
        """A choice of an ask-back given by its number or its words."""
        pending = conversation.pending
        if not pending:
            return None
        if said in self._words["none"]:
            return self.actions.pressed(conversation, "none", today)
        place = place_said(said, len(pending.choices))
        if said.isdecimal() and said.isascii() and len(said) <= _LONGEST_NUMBER:
            place = int(said) - 1
        if place == len(pending.choices):  # "none of these" stands behind them
            return self.actions.pressed(conversation, "none", today)
        if place is not None:
            inside = 0 <= place < len(pending.choices)
            return self.actions.picked(conversation, pending.choices[place], today) if inside else None
        titles = [normalise(self.actions.title(label)) for label in pending.choices]
        found = process.extractOne(said, titles, scorer=fuzz.ratio, score_cutoff=_SAID_CHOICE)
        return self.actions.picked(conversation, pending.choices[found[2]], today) if found else None
