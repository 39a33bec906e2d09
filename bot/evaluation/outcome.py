"""One labelled case, what a system gave for it, and whether that is right.

A label is ``faq:N``, ``occ:CODE`` (several codes with commas where all are wanted), ``occ:none``, ``occ:list:WORD``,
``quiz``, ``contact``, ``notice``, ``smalltalk`` or ``oos``.
"""

from collections.abc import Sequence

from bot.knowledge.clause import squeeze
from bot.record import record

DECLINED, ABSENT = "oos", "occ:none"
_CODE, _LIST = "occ:", "occ:list:"
_MOST_LABELS = 2  # labels of an answer to one question: a second one beside the right one does no harm
_MOST_QUOTED = 150  # characters that may be highlighted as the very answer, white space aside
_MOST_TIMES = 2  # ... or this many times the wanted piece, where that is more


@record
class Case:
    """A question, or a talk of two turns of which the last is judged, with the labels of which any is right."""

    id: str
    turns: tuple[str, ...]
    labels: tuple[str, ...]
    focus: tuple[str, ...] = ()  # verbatim pieces of which the reply must highlight one
    register: str = ""  # colloquial, formal, pinyin ...; empty for talks
    line: int = 0

    @property
    def is_talk(self) -> bool:
        """Whether the judged question follows another one."""
        return len(self.turns) > 1

    @property
    def group(self) -> str:
        """The first label, codes and lists each taken together."""
        first = self.labels[0]
        if first.startswith(_LIST):
            return "occ:list"
        return "occ:CODE" if first.startswith(_CODE) and first != ABSENT else first

    @property
    def is_in_scope(self) -> bool:
        """Whether there is an answer to give."""
        return self.labels[0] not in (DECLINED, ABSENT)


@record
class Given:
    """What a system gave: labels asserted, labels offered where it asked back, pieces quoted; confidence 0..1."""

    answer: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    confidence: float = 1.0


@record
class Outcome:
    """A case beside what was given for it in `seconds`."""

    case: Case
    given: Given
    seconds: float = 0.0

    @property
    def is_right(self) -> bool:
        """Whether the answer is right by any label of the case."""
        return any(fits(label, self.given.answer) for label in self.case.labels)

    @property
    def is_wrong(self) -> bool:
        """Whether something untrue is given as the answer; asking back and declining are not wrong."""
        return bool(self.given.answer) and self.given.answer != (DECLINED,) and not self.is_right

    @property
    def asks_back(self) -> bool:
        """Whether choices are offered in place of an answer."""
        return not self.given.answer and bool(self.given.choices)

    def offers(self, most: int) -> bool:
        """Whether a right label is among the first `most` choices of an ask-back."""
        near = () if self.given.answer else self.given.choices[:most]
        return any(_offers(label, choice) for label in self.case.labels for choice in near)

    @property
    def is_in_focus(self) -> bool:
        """Whether the quotes hold a wanted piece and stay short, white space aside."""
        text = squeeze("".join(self.given.quotes))
        wanted = map(squeeze, self.case.focus)
        return any(piece in text and len(text) <= max(_MOST_QUOTED, _MOST_TIMES * len(piece)) for piece in wanted)


def fits(label: str, answer: Sequence[str]) -> bool:
    """Whether `answer` (labels, best first) is right by one label.

    A list fits when one of the two words is part of the other; codes fit when all wanted are there, a wanted one comes
    first and at most one more is given; a decline or an absence must stand alone; any other label must come first.
    """
    if not answer:
        return False
    if label.startswith(_LIST):
        word, given = label.removeprefix(_LIST), answer[0].removeprefix(_LIST)
        return answer[0].startswith(_LIST) and (word in given or given in word)
    if label.startswith(_CODE) and label != ABSENT:
        wanted = _codes(label)
        return answer[0] in wanted and wanted <= set(answer) and len(answer) <= len(wanted) + 1
    most = 1 if label in (DECLINED, ABSENT) else _MOST_LABELS
    return answer[0] == label and len(answer) <= most


def _offers(label: str, choice: str) -> bool:
    return fits(label, (choice,)) or (label.startswith(_CODE) and choice in _codes(label))


def _codes(label: str) -> set[str]:
    return {_CODE + code for code in label.removeprefix(_CODE).split(",")}
