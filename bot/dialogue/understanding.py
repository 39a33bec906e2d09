"""What a message asks: one or two labels, each to be answered, asked back about, or declined.

Three zones with a margin between the two best: a wrong answer is worse than none. This is the only place that weighs
the matcher, the occupations and the conversation against each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogue.conversation import Topic
from bot.dialogue.descriptions import Descriptions
from bot.knowledge.loader import Knowledge
from bot.knowledge.talk import UNKNOWN
from bot.matching.matcher import DECLINED, Match, Matcher
from bot.matching.smalltalk import SmalltalkIndex
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding
from bot.phrases import Phrases
from bot.text.normalise import normalise


class Zone(StrEnum):
    """What follows from the evidence."""

    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Zones:
    """Thresholds on probabilities; set by calibration."""

    answer: float = 0.5  # the best label must be this likely to be answered
    margin: float = 0.12  # and this far ahead of the second
    decline: float = 0.4  # likeliness of "nothing of ours" from which the question is declined
    choice: float = 0.04  # a label must be this likely to be offered


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a message asks."""

    zone: Zone
    label: str
    text: str
    before: str | None = None  # earlier question in whose light it was read
    confidence: float = 1.0
    choices: tuple[str, ...] = ()  # labels to offer, best first
    kind: str = ""  # kind of refusal
    finding: Finding | None = None  # what was found among the occupations

    @property
    def related(self) -> tuple[str, ...]:
        """Other labels worth a look."""
        return tuple(label for label in self.choices if label != self.label)


OCCUPATION, OCCUPATION_LIST = "occ", "occ:list"
_MOST_CHOICES = 5
_LONGEST = 1200  # characters of a normalised message that are read; more is no question
_SHORT = 16  # characters up to which an unclear message may lean on the one before
_CLEAR = 0.85  # likeliness from which a message stands on its own
_BARE_NAME = 0.75  # share of a message that is the name of an occupation
_LOOK_UP = 0.45  # likeliness of a look-up that a found name needs
_SHORTEST_QUESTION = 4  # characters of half a double question
_SECOND = 0.8  # likeliness each half of a double question needs
_COMMA = re.compile("[,、]")
_QUESTIONS = re.compile(r"[?!。;\n]+")


class Understanding:
    """Reads messages; built once."""

    def __init__(
        self, matcher: Matcher, lookup: Lookup, knowledge: Knowledge, phrases: Phrases, zones: Zones | None = None
    ) -> None:
        self.matcher = matcher
        self.lookup = lookup
        self.descriptions = Descriptions(matcher.describer, knowledge.catalog, phrases.words("cues.and"))
        self.smalltalk = SmalltalkIndex(knowledge.smalltalk)
        self._follow_up = tuple(map(normalise, phrases.words("cues.follow_up")))
        self._joiners = re.compile("|".join(map(re.escape, phrases.words("cues.joiner"))))
        self._asking = phrases.words("cues.asking")
        self.zones = zones or Zones()

    def read(self, text: str, topic: Topic | None = None) -> tuple[Ask, ...]:
        """What `text` asks, in the order asked; at most two."""
        said = normalise(text)
        if self.smalltalk.topic(text):
            return (Ask(Zone.ANSWER, "smalltalk", text),)
        if not any(map(str.isalnum, said)):
            return (Ask(Zone.DECLINE, DECLINED, text, kind="empty"),)
        if len(said) > _LONGEST:
            return (Ask(Zone.DECLINE, DECLINED, text, kind="too_long"),)
        return self._both(text) or (self._single(text, topic),)

    def _single(self, text: str, topic: Topic | None) -> Ask:
        match, before = self._match(text, topic)
        if not match.question.has_words:
            return self._without_words(text, match)
        finding = self.lookup.find(match.question.text)
        if self._asks_for_list(match, topic if before is not None else None) and finding.kind != "list":
            listed = self.lookup.lists(match.question.text)
            finding = listed if listed.kind == "list" else finding
        spoken_of = before is not None and topic is not None and bool(topic.codes)
        if self._looks_up(match, finding, spoken_of):
            weighed = finding
            if self.lookup.says_which(match.question.text):
                weighed = self.descriptions.weigh(match.question.text, finding)
            if not (spoken_of and finding.kind == "none") or (weighed.kind == "codes" and weighed.score >= _CLEAR):
                finding = weighed
            return self._look_up(text, match, finding, before)
        return self._in_zone(text, match, before, finding)

    def _without_words(self, text: str, match: Match) -> Ask:
        """Digits and single letters: a code, or nothing that can be read."""
        finding = self.lookup.find(match.question.text)
        if finding.kind == "none":
            return Ask(Zone.DECLINE, DECLINED, text, kind=UNKNOWN)
        return self._look_up(text, match, finding, None)

    def _asks_for_list(self, match: Match, topic: Topic | None) -> bool:
        """Whether a list is asked for; after a list, the name of another branch asks for its list."""
        return match.best.label == OCCUPATION_LIST or bool(topic and topic.word)

    def _match(self, text: str, topic: Topic | None) -> tuple[Match, str | None]:
        """The labels, read on their own or, where that is not clear, as a follow-up."""
        alone = self.matcher.match(text)
        if topic is None:
            return alone, None
        said = alone.question.text
        cue = said.startswith(self._follow_up) or said.rstrip("?!。 ").endswith("呢")
        unclear = alone.best.probability < _CLEAR and len(said) <= _SHORT
        leaning = alone.best.label == OCCUPATION and not self.lookup.says_which(said)
        if not (cue or unclear or leaning):
            return alone, None
        return self.matcher.match(text, topic.text), topic.text

    def _looks_up(self, match: Match, finding: Finding, has_codes: bool) -> bool:
        if finding.kind == "none":
            return match.best.label == OCCUPATION and (has_codes or match.best.probability >= self.zones.answer)
        share = match.probability(OCCUPATION) + match.probability(OCCUPATION_LIST)
        return share >= _LOOK_UP or _named(finding, match.question.text) >= _BARE_NAME

    def _look_up(self, text: str, match: Match, finding: Finding, before: str | None) -> Ask:
        share = match.probability(OCCUPATION) + match.probability(OCCUPATION_LIST)
        bare = _named(finding, match.question.text)
        label = OCCUPATION_LIST if finding.kind == "list" else OCCUPATION
        zone = Zone.ASK if finding.kind == "unsure" else Zone.ANSWER
        return Ask(zone, label, text, before, max(share, bare), self._choices(match), finding=finding)

    def _in_zone(self, text: str, match: Match, before: str | None, finding: Finding) -> Ask:
        best, zones = match.best, self.zones
        ask = Ask(Zone.ASK, best.label, text, before, best.probability, self._choices(match), match.kind, finding)
        sure = best.probability >= zones.answer and match.margin >= zones.margin
        if best.label == DECLINED and (sure or best.probability >= zones.decline):
            return replace(ask, zone=Zone.DECLINE)
        if best.label in (OCCUPATION, OCCUPATION_LIST):
            return ask  # a look-up without anything to look up
        return replace(ask, zone=Zone.ANSWER) if sure else ask

    def _choices(self, match: Match) -> tuple[str, ...]:
        likely = [
            candidate.label
            for candidate in match.ranked
            if candidate.probability >= self.zones.choice
            and candidate.label not in (DECLINED, OCCUPATION, OCCUPATION_LIST)
        ]
        return tuple(likely[:_MOST_CHOICES])

    def _both(self, text: str) -> tuple[Ask, ...]:
        """The two halves of a double question, where each is clear on its own and they ask for different things."""
        parts = self._halves(normalise(text))
        if len(parts) < 2:
            return ()
        asks = [self._single(part, None) for part in parts]
        clear = [ask for ask in asks if ask.zone is Zone.ANSWER and ask.confidence >= _SECOND]
        labels = list(dict.fromkeys(ask.label for ask in clear))
        if len(labels) != 2 or len(clear) != len(asks):
            return ()
        return tuple(next(ask for ask in clear if ask.label == label) for label in labels)

    def _halves(self, said: str) -> list[str]:
        """The questions of a message: its sentences, else the two sides of its only comma if each asks."""
        parts = [part for piece in _QUESTIONS.split(said) for part in self._joiners.split(piece)]
        parts = [part for part in parts if len(part.strip()) >= _SHORTEST_QUESTION]
        if len(parts) > 1:
            return parts
        sides = _COMMA.split(said)
        asking = all(len(side) >= _SHORTEST_QUESTION and any(cue in side for cue in self._asking) for side in sides)
        return sides if len(sides) == 2 and asking else []


def _named(finding: Finding, text: str) -> float:
    """Share of the letters of `text` that are names or codes of occupations; a lone code prefix is all of them."""
    if finding.kind == "list" and finding.listings[0].by == "prefix" and len(text) <= _SHORT:
        return 1.0
    letters = sum(map(str.isalnum, text)) or 1
    return sum(sum(map(str.isalnum, text[m.start : m.end])) for m in finding.mentions) / letters


def labels_of(asks: Sequence[Ask]) -> tuple[str, ...]:
    """The labels in order."""
    return tuple(ask.label for ask in asks)
