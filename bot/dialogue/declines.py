"""Replies that do not answer: refusals by kind, which say where to ask, and asking back with choices."""

from bot.dialogue.answers import Answers
from bot.dialogue.ask import Ask
from bot.knowledge.talk import UNKNOWN
from bot.matching.matcher import DECLINED
from bot.record import record
from bot.reply import Button, Part, Reply, Text


@record
class Declines:
    """Composes declines and ask-backs."""

    answers: Answers

    def decline(self, ask: Ask) -> Reply:
        """One sentence on what the notice does not cover and where to ask, with what may have been meant instead."""
        kinds = {refusal.id: refusal for refusal in self.answers.knowledge.refusals.kinds}
        refusal = kinds.get(ask.kind) or kinds[UNKNOWN]
        parts: list[Part] = [Text(refusal.reply)]
        if refusal.contact:
            parts.append(self.answers.card())
        near = tuple(dict.fromkeys([*([refusal.neighbour] if refusal.neighbour else []), *ask.choices[:1]]))
        buttons = tuple((self.choice(label),) for label in near if label != "smalltalk")
        return Reply(
            tuple(parts),
            (*buttons, self.answers.people_buttons(near)),
            (DECLINED,),
            confidence=ask.confidence,
            kind=refusal.id,
        )

    def ask_back(self, ask: Ask) -> Reply:
        """Which of the likeliest labels was meant; a decline where none is likely."""
        labels = tuple(label for label in ask.choices if label != "smalltalk")
        if not labels:
            return self.decline(ask)
        buttons = tuple((self.choice(label),) for label in labels)
        none = Button(self.answers.phrases("ask_back.none"), "none")
        return Reply(
            (Text(self.answers.phrases("ask_back")),),
            (*buttons, (none,), self.answers.people_buttons(labels)),
            choices=labels,
            confidence=ask.confidence,
        )

    def choice(self, label: str) -> Button:
        """A button that stands for a label."""
        kind, _, rest = label.partition(":")
        if kind == "faq":
            title = self.answers.knowledge.faq.entry(int(rest)).title
            return Button(self.answers.phrases("choice.entry", title=title), f"pick:{label}")
        return Button(self.answers.phrases(f"choice.{kind}"), f"pick:{label}")
