"""Unanswered questions taken together where they are worded alike, in the order in which the staff should see them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.dialogue.asked import Outcome
from bot.helpdesk.pause import PAUSED
from bot.knowledge.overlay import same
from bot.knowledge.talk import UNKNOWN
from bot.store.questions import Unanswered

MOST_WORDINGS = 5  # of a group: all of them are shown, and taught together
_ALIKE = 80  # rapidfuzz ratio from which two wordings ask the same
_OCCUPATION = "occ"  # labels of look-ups: one character makes another occupation


class Reason(StrEnum):
    """Why a question is in the queue."""

    HANDED_OVER = "handed_over"
    UNHELPFUL = "unhelpful"
    ASKED_BACK = "asked_back"
    MISSED = "missed"
    PAUSED = "paused"  # asked while the bot was paused
    DECLINED = "declined"  # by a kind of refusal that the bot was sure of


_DECLINED = {"": Reason.MISSED, UNKNOWN: Reason.MISSED, PAUSED: Reason.PAUSED}  # any other kind was a sure decline


@dataclass(slots=True)
class Group:
    """Questions worded alike, newest first; there is at least one."""

    questions: list[Unanswered]
    wordings: dict[str, str] = field(default_factory=dict)  # bare form -> as it was written last

    @property
    def lead(self) -> Unanswered:
        """The newest question, which stands for the group."""
        return self.questions[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of the questions."""
        return tuple(question.id for question in self.questions)

    @property
    def reasons(self) -> Counter[Reason]:
        """How often there was which reason."""
        return Counter(reason for question in self.questions for reason in reasons(question))

    @property
    def picked(self) -> Counter[str]:
        """How often which label was picked by who was asked back."""
        return Counter(question.picked for question in self.questions if question.picked)

    @property
    def is_pressing(self) -> bool:
        """Whether there is more to it than a decline that the bot was sure of, or a pause."""
        return any(reason not in (Reason.PAUSED, Reason.DECLINED) for reason in self.reasons)

    def takes(self, bare: str) -> bool:
        """Whether there is room for a question with this bare form."""
        return bare in self.wordings or len(self.wordings) < MOST_WORDINGS

    def add(self, question: Unanswered, bare: str) -> None:
        """Takes in an older question."""
        self.questions.append(question)
        self.wordings.setdefault(bare, question.text)


def reasons(question: Unanswered) -> list[Reason]:
    """Why a question is in the queue; what the person said goes before what the bot thought."""
    found = [Reason.HANDED_OVER] * question.handed_over + [Reason.UNHELPFUL] * (question.helpful is False)
    match question.outcome:
        case Outcome.ASKED_BACK:
            found.append(Reason.ASKED_BACK)
        case Outcome.DECLINED:
            found.append(_DECLINED.get(question.kind, Reason.DECLINED))
    return found


def grouped(questions: Iterable[Unanswered]) -> list[Group]:
    """Groups of questions (newest first): pressing ones before sure declines, frequent ones first, then new ones."""
    groups: list[Group] = []
    by_wording: dict[str, Group] = {}
    leads: dict[int, str] = {}  # position of a group that others may join -> bare form of its newest question
    for question in questions:
        bare = same(question.text)
        group = by_wording.get(bare) or (None if _is_look_up(question) else _alike(bare, groups, leads))
        if group is None or not group.takes(bare):
            if not _is_look_up(question):
                leads[len(groups)] = bare
            group = Group([])
            groups.append(group)
        group.add(question, bare)
        by_wording[bare] = group
    return sorted(groups, key=lambda group: (not group.is_pressing, -len(group.questions), -group.lead.id))


def _alike(bare: str, groups: Sequence[Group], leads: Mapping[int, str]) -> Group | None:
    """The group whose newest question is worded most like this one."""
    found = process.extractOne(bare, leads, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return groups[found[2]] if found else None


def _is_look_up(question: Unanswered) -> bool:
    return any(label.startswith(_OCCUPATION) for label in question.labels)
