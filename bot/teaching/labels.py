"""Labels, decisions and answers in words for the staff."""

from collections.abc import Iterable

from bot.desk import Desk
from bot.helpdesk.pause import PAUSED
from bot.knowledge.taught import Teaching
from bot.record import record
from bot.teaching.preview import Seen

_LONGEST_QUOTE = 24  # characters of a quote that are shown
_NAMES = {"contact", "notice", "quiz", "smalltalk"}  # labels with a phrase of their own
_LOOK_UPS = {"occ", "occ:list"}


@record
class Labels:
    """Names what the desk's knowledge calls by labels."""

    desk: Desk

    def __call__(self, label: str) -> str:
        """A label in words, of a refusal with its kind (oos/subsidy); as it is where nothing has it (any more)."""
        kind, _, rest = label.partition(":")
        if kind == "faq":
            return self._entry(label, rest)
        if label == "occ:none":
            return self._say("label.absent")
        if label.startswith("occ:list:"):
            return self.desk.dialogue.phrases("choice.list", word=label.removeprefix("occ:list:"))
        if kind == "occ" and rest and label not in _LOOK_UPS:
            return "、".join(map(self._occupation, rest.split(",")))
        if label in _LOOK_UPS:
            return self._say("label.look_up")
        if label in _NAMES:
            return self.desk.dialogue.phrases(f"choice.{label}")
        return self._declined(label)

    def several(self, labels: Iterable[str]) -> str:
        """Labels in words, each once."""
        return "、".join(dict.fromkeys(map(self, labels)))

    def seen(self, seen: Seen) -> str:
        """What a question gets."""
        labels = self.several(seen.labels or ("oos",))
        if seen.zone == "asked_back":
            return self._say("seen.asked_back", labels=labels)
        if seen.quote and any(label.startswith("faq:") for label in seen.labels):
            return self._say("seen.quoted", labels=labels, quote=shortened(seen.quote))
        return labels

    def decision(self, teaching: Teaching) -> str:
        """What a teaching decides, and after which answer if only after one."""
        decided = self._decided(teaching)
        return self._say("decision.after", decision=decided, label=self(teaching.after)) if teaching.after else decided

    def _decided(self, teaching: Teaching) -> str:
        match teaching.decision:
            case "belongs" if teaching.quote:
                label = self(teaching.label or "")
                return self._say("decision.belongs_piece", label=label, quote=shortened(teaching.quote))
            case "belongs":
                return self._say("decision.belongs", label=self(teaching.label or ""))
            case "named":
                return self._say("decision.named", name=teaching.name, label=self(f"occ:{teaching.code}"))
            case "absent":
                return self._say("decision.absent", name=teaching.name)
            case "declined":
                return self._say("decision.declined", label=self(f"oos/{teaching.kind}"))

    def _entry(self, label: str, number: str) -> str:
        entries = self.desk.knowledge.faq.entries
        entry = next((entry for entry in entries if str(entry.number) == number), None)
        return self._say("label.entry", number=number, title=entry.title) if entry else label

    def _occupation(self, code: str) -> str:
        rows = self.desk.knowledge.catalog.occupations
        name = next((row.name for row in rows if row.code == code), None)
        return self._say("label.occupation", name=name, code=code) if name else code

    def _declined(self, label: str) -> str:
        base, _, kind = label.partition("/")
        title = next((refusal.title for refusal in self.desk.knowledge.refusals.kinds if refusal.id == kind), None)
        if base != "oos":
            return label
        if kind == PAUSED:
            return self._say("label.paused")
        return self._say("label.declined_kind", title=title) if title else self._say("label.declined")

    def _say(self, key: str, **values: object) -> str:
        return self.desk.dialogue.phrases(f"teach.{key}", **values)


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """A text, cut where it is only to be recognised."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
