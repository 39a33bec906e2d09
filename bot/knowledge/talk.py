"""The shape of ``smalltalk.yaml`` (a closed list of everyday phrases) and ``refusals.yaml`` (declines by kind)."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record
from bot.text.normalise import normalise

SMALLTALK_FILE = "smalltalk.yaml"
REFUSALS_FILE = "refusals.yaml"

UNKNOWN = "unknown"  # nothing in the notice was found to fit
EMPTY = "empty"  # nothing that could be read: blanks, pictures, control characters
TOO_LONG = "too_long"
REQUIRED_KINDS = (UNKNOWN, EMPTY, TOO_LONG)  # the dialogue declines with these whatever the notice is about

_ID = re.compile(r"[a-z][a-z_]*")
_NEIGHBOUR = re.compile(r"faq:([1-9]\d*)|contact|notice|quiz")


@record
class Topic:
    """Everyday phrases that one reply answers."""

    id: str
    reply: str
    says: tuple[str, ...]
    line: int = 0


@record
class Smalltalk:
    """Topics, and the words of politeness that may stand before and after their phrases."""

    topics: tuple[Topic, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def by_key(self) -> dict[str, Topic]:
        """`talk_key` of every phrase -> its topic."""
        return {talk_key(phrase): topic for topic in self.topics for phrase in topic.says}


@record
class Refusal:
    """What is said to questions of one kind that the notice does not answer."""

    id: str
    title: str  # short, for reports and headlines
    reply: str  # what the notice does not cover, and where to ask
    contact: bool  # whether the notice's own contact is shown with it
    neighbour: str | None = None  # label of what may have been meant: faq:N, contact, notice or quiz
    line: int = 0


@record
class Refusals:
    """All kinds of refusal."""

    kinds: tuple[Refusal, ...]

    def kind(self, id: str) -> Refusal:
        """The refusal of this kind; KeyError if there is none."""
        for refusal in self.kinds:
            if refusal.id == id:
                return refusal
        raise KeyError(id)


def talk_key(text: str) -> str:
    """The form in which small talk is compared: letters and digits of the normalised text.

    A text without any ("^_^", a picture) is compared by what it has, without blanks.
    """
    folded = normalise(text)
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def read_smalltalk(folder: Path, faults: list[Fault]) -> Smalltalk | None:
    """The small talk of a knowledge folder, or None after adding what is wrong with its shape."""
    return read_yaml(folder / SMALLTALK_FILE, Smalltalk, faults)


def read_refusals(folder: Path, faults: list[Fault]) -> Refusals | None:
    """The refusals of a knowledge folder, or None after adding what is wrong with their shape."""
    return read_yaml(folder / REFUSALS_FILE, Refusals, faults)


def check_smalltalk(smalltalk: Smalltalk, faults: list[Fault]) -> None:
    """Topic ids of a wrong form or twice, topics without phrases, and phrases that stand twice or hold nothing."""
    for line, field, problem in _id_problems(smalltalk.topics):
        faults.append(Fault(SMALLTALK_FILE, line, f"Smalltalk.topics{field}", problem))
    for line, field, problem in _phrase_problems(smalltalk.topics):
        faults.append(Fault(SMALLTALK_FILE, line, f"Smalltalk.topics{field}", problem))


def check_refusals(refusals: Refusals, entries: Collection[int], faults: list[Fault]) -> None:
    """Kinds of a wrong form, twice or missing, and neighbours that are no label or none of the `entries`."""
    for line, field, problem in _id_problems(refusals.kinds):
        faults.append(Fault(REFUSALS_FILE, line, f"Refusals.kinds{field}", problem))
    for missing in sorted(set(REQUIRED_KINDS) - {refusal.id for refusal in refusals.kinds}):
        faults.append(Fault(REFUSALS_FILE, 1, "Refusals.kinds", f"the kind {missing!r} is missing"))
    for position, refusal in enumerate(refusals.kinds):
        for problem in _neighbour_problems(refusal.neighbour, entries):
            faults.append(Fault(REFUSALS_FILE, refusal.line, f"Refusals.kinds[{position}].neighbour", problem))


def _id_problems(items: Sequence[Topic | Refusal]) -> Iterator[tuple[int, str, str]]:
    """Line, field and problem of every id that is no id or stands twice."""
    seen: dict[str, int] = {}
    for position, item in enumerate(items):
        if not _ID.fullmatch(item.id):
            yield item.line, f"[{position}].id", f"must be small Latin letters and _, not {item.id!r}"
        elif item.id in seen:
            yield item.line, f"[{position}].id", f"{item.id!r} stands in line {seen[item.id]} as well"
        seen.setdefault(item.id, item.line)


def _phrase_problems(topics: tuple[Topic, ...]) -> Iterator[tuple[int, str, str]]:
    """Line, field and problem of topics without phrases and of phrases that no message or two topics would match."""
    owner: dict[str, Topic] = {}
    for position, topic in enumerate(topics):
        if not topic.says:
            yield topic.line, f"[{position}].says", "must not be empty"
        for index, phrase in enumerate(topic.says):
            key = talk_key(phrase)
            if not key:
                yield topic.line, f"[{position}].says[{index}]", f"{phrase!r} holds nothing that can be compared"
            elif key in owner:
                yield topic.line, f"[{position}].says[{index}]", f"{phrase!r} stands in {owner[key].id!r} already"
            owner.setdefault(key, topic)


def _neighbour_problems(neighbour: str | None, entries: Collection[int]) -> Iterator[str]:
    if neighbour is None:
        return
    label = _NEIGHBOUR.fullmatch(neighbour)
    if not label:
        yield f"must be faq:N, contact, notice or quiz, not {neighbour!r}"
    elif label[1] and int(label[1]) not in entries:
        yield f"there is no entry {label[1]}"
