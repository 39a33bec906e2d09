"""Handing over to people: the contact, and what was asked, ready to be read out or mailed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answers import Answers
from bot.reply import Copy, Part, Reply, Rows, Text
from bot.text.normalise import normalise

MOST_RECENT = 4  # questions that a summary holds
_LONGEST_REQUEST = 30  # characters; in a longer message the words stand for something else
_MOST_COPIED = 256  # characters that one tap can copy (core.telegram.org/bots/api#copytextbutton)


class Handoff:
    """Composes the replies with which a person takes over; whether staff are told is the helpdesk's matter."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._requests = frozenset(map(normalise, answers.phrases.words("words.handoff")))
        self._cue = re.compile(answers.phrases.alternatives("cues.handoff"))

    def is_wanted(self, said: str) -> bool:
        """Whether a normalised message asks for a person."""
        return said in self._requests or bool(len(said) <= _LONGEST_REQUEST and self._cue.search(said))

    def on_request(self, questions: Sequence[str]) -> Reply:
        """The contact with the summary of the last `questions`."""
        return replace(self._with_summary(self.answers.contact(), questions), handoff="asked")

    def after_misses(self, reply: Reply, questions: Sequence[str]) -> Reply:
        """`reply`, which did not answer, with the contact and the summary."""
        card = self.answers.card()
        reply = reply if card in reply.parts else reply.with_parts(card)
        return replace(self._with_summary(reply, questions), handoff="misses")

    def summary(self, questions: Sequence[str]) -> str:
        """What to say or write to the office, one line a question; "" where nothing was asked."""
        if not questions:
            return ""
        phrases, notice = self.answers.phrases, self.answers.knowledge.notice
        opening = phrases("handoff.opening", title=notice.title, number=notice.number)
        lines = (phrases("handoff.question", position=n, question=text) for n, text in enumerate(questions, 1))
        return "\n".join([opening, *lines])

    def _with_summary(self, reply: Reply, questions: Sequence[str]) -> Reply:
        summary, phrases = self.summary(questions), self.answers.phrases
        if not summary:
            return reply
        parts: tuple[Part, ...] = (Text(phrases("handoff.summary")), Rows(tuple(summary.splitlines())))
        copy = Copy(phrases("handoff.copy"), summary)
        return reply.with_parts(*parts).with_buttons(*([(copy,)] if len(summary) <= _MOST_COPIED else []))
