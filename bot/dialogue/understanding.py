"""What a message asks: one or two labels, each to be answered, asked back about, or declined.

Three zones with a margin between the two best: a wrong answer is worse than none. This is the only place that weighs
the matcher, the occupations and the conversation against each other. The thresholds of `Zones` are calibrated on
held-aside examples (`python -m bot calibrate`); the constants below are structure: shares of a message's letters, and
what two questions in one message need.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.ask import Ask, Reason, Zone
from bot.dialogue.comparison import Comparison
from bot.dialogue.conversation import Topic
from bot.dialogue.descriptions import Descriptions
from bot.dialogue.enumeration import Enumeration
from bot.dialogue.evidence import CLEAR, CLEAR_HALF, OCCUPATION, OCCUPATION_LIST, Evidence, EvidenceReader
from bot.dialogue.set_aside import SetAside
from bot.knowledge.calibration import Zones
from bot.knowledge.loader import Knowledge
from bot.knowledge.talk import UNKNOWN
from bot.matching.matcher import DECLINED, Match, Matcher
from bot.matching.smalltalk import SmalltalkIndex
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding
from bot.phrases import Phrases
from bot.record import once, record
from bot.text.masking import KINDS
from bot.text.normalise import normalise


@record
class Reading:
    """A message before anything is decided: settled without evidence, or the evidence on it and on its halves."""

    settled: Ask | None = None
    whole: Evidence | None = None
    halves: tuple[Evidence, ...] = ()


_MOST_CHOICES = 5
_LONGEST = 1200  # characters of a normalised message that are read; more is no question
_LONGEST_WORD = 5  # characters of a message that is a word or two
_BARE_NAME = 0.75  # share of a message that is the name of an occupation


class Understanding:
    """Reads messages; built once."""

    def __init__(self, matcher: Matcher, lookup: Lookup, knowledge: Knowledge, phrases: Phrases) -> None:
        self.matcher = matcher
        self.lookup = lookup
        self.zones = knowledge.calibration.zones
        self._catalog = knowledge.catalog
        self._phrases = phrases
        self._masks = re.compile("|".join(re.escape(phrases(f"mask.{kind}")) for kind in KINDS))
        self.smalltalk = SmalltalkIndex(knowledge.smalltalk)
        self._evidence = EvidenceReader(matcher, lookup, phrases)

    @once
    def descriptions(self) -> Descriptions:
        """Weighs descriptions of work; like `_set_aside` made when something is looked up, for a quick start."""
        phrases = self._phrases
        return Descriptions(self.matcher.describer, self._catalog, Enumeration(phrases), Comparison(phrases))

    @once
    def _set_aside(self) -> SetAside:
        return SetAside(self._phrases)

    def with_zones(self, zones: Zones) -> "Understanding":
        """The same with other thresholds."""
        other = copy.copy(self)
        other.zones = zones
        return other

    def read(self, text: str, topic: Topic | None = None) -> tuple[Ask, ...]:
        """What `text` asks, in the order asked; at most two."""
        return self.decide(self.see(text, topic))

    def see(self, text: str, topic: Topic | None = None) -> Reading:
        """The evidence on `text`, whatever the thresholds; a number that was masked says nothing (〔电话〕)."""
        rest = self._masks.sub(" ", text)
        text = rest if any(map(str.isalnum, rest)) else text
        said = normalise(text)
        if self.smalltalk.topic(text):
            return Reading(Ask(Zone.ANSWER, "smalltalk", text, reason=Reason.SMALLTALK))
        if not any(map(str.isalnum, said)):
            return Reading(_unreadable(text, "empty"))
        if len(said) > _LONGEST:
            return Reading(_unreadable(text, "too_long"))
        parts = [part for part in self._evidence.parts(text) if not self.smalltalk.topic(part)]
        return Reading(whole=self._evidence.read(text, topic), halves=self._evidence.halves(parts))

    def decide(self, reading: Reading) -> tuple[Ask, ...]:
        """What a message asks by the thresholds."""
        if reading.settled:
            return (reading.settled,)
        assert reading.whole is not None
        return self._both(reading.halves) or (self._single(reading.whole),)

    def _single(self, evidence: Evidence) -> Ask:
        if not evidence.match.question.has_words:
            return self._without_words(evidence)
        if reason := self._looks_up(evidence):
            return self._look_up(replace(evidence, finding=self._weighed(evidence)), reason, evidence.named)
        return self._in_zone(evidence)

    def _without_words(self, evidence: Evidence) -> Ask:
        """Digits and single letters: a code, or nothing that can be read."""
        if evidence.finding.kind == "none":
            return _unreadable(evidence.text, UNKNOWN)
        return self._look_up(evidence, Reason.CODE, evidence.named)

    def _weighed(self, evidence: Evidence) -> Finding:
        """The finding, or what the description of the work says where that is surer."""
        finding, said = evidence.finding, evidence.match.question.text
        if not self.lookup.says_which(said):
            return finding
        rest = self._set_aside.without(said, finding.mentions)
        if rest != said and self.lookup.says_which(rest) and not self.descriptions.several.asks_each(said):
            weighed = self.descriptions.weigh(rest, self.lookup.find(rest))
            refused = {row for m in finding.mentions if not rest[m.start : m.end].strip() for row in m.rows}
            return self.descriptions.lacking(rest) if set(weighed.rows) & refused else weighed
        weighed = self.descriptions.weigh(said, finding)
        if evidence.follows_codes and finding.kind == "none":
            return weighed if weighed.kind == "codes" and weighed.score >= CLEAR else finding
        return weighed

    def _looks_up(self, evidence: Evidence) -> Reason | None:
        """Why a message is a look-up of occupations; None where it is not."""
        if evidence.finding.kind == "none":
            best = evidence.match.best
            likely = evidence.follows_codes or best.probability >= self.zones.answer
            return Reason.LOOK_UP if best.label == OCCUPATION and likely else None
        if evidence.look_up >= self.zones.look_up:
            return Reason.LOOK_UP
        return Reason.NAME if evidence.named >= _BARE_NAME else None

    def _look_up(self, evidence: Evidence, reason: Reason, named: float) -> Ask:
        return Ask(
            zone=Zone.ASK if evidence.finding.kind == "unsure" else Zone.ANSWER,
            label=OCCUPATION_LIST if evidence.finding.kind == "list" else OCCUPATION,
            text=evidence.text,
            before=evidence.before,
            confidence=max(evidence.look_up, named),
            choices=self._choices(evidence.match),
            finding=evidence.finding,
            reason=reason,
        )

    def _in_zone(self, evidence: Evidence) -> Ask:
        match, best = evidence.match, evidence.match.best
        zone, reason = self._zone(match)
        if zone is Zone.DECLINE and (offered := self._bare_work(match)):
            return Ask(Zone.ASK, OCCUPATION, evidence.text, finding=offered, reason=Reason.BARE)
        return Ask(
            zone=zone,
            label=best.label,
            text=evidence.text,
            before=evidence.before,
            confidence=best.probability,
            choices=self._choices(match),
            kind=match.kind,
            finding=evidence.finding,
            reason=reason,
        )

    def _bare_work(self, match: Match) -> Finding | None:
        """What a word or two, of which nothing else is known, may say of the work of a row: 炒菜, 压铸."""
        said = match.question.text
        if match.kind != UNKNOWN or len(said) > _LONGEST_WORD:
            return None
        finding = self.descriptions.weigh(said, Finding("none"))
        return replace(finding, kind="unsure") if finding.rows else None

    def _zone(self, match: Match) -> tuple[Zone, Reason]:
        best, zones = match.best, self.zones
        if best.label == DECLINED and best.probability >= zones.decline:
            return Zone.DECLINE, Reason.DECLINE
        if best.label in (OCCUPATION, OCCUPATION_LIST):
            return Zone.ASK, Reason.NOTHING_NAMED
        if best.label != DECLINED and best.probability >= zones.answer and match.margin >= zones.margin:
            return Zone.ANSWER, Reason.SURE
        choices = self._choices(match)
        if len(choices) == 1 and match.probability(choices[0]) < zones.lone:
            return Zone.DECLINE, Reason.LONE
        return Zone.ASK, Reason.UNLIKELY if best.probability < zones.answer else Reason.CLOSE

    def _choices(self, match: Match) -> tuple[str, ...]:
        likely = [
            candidate.label
            for candidate in match.ranked(self.zones.choice)
            if candidate.label not in (DECLINED, OCCUPATION, OCCUPATION_LIST)
        ]
        return tuple(likely[:_MOST_CHOICES])

    def _both(self, halves: Sequence[Evidence]) -> tuple[Ask, ...]:
        """The two halves of a double question, where each is clear on its own and they ask for different things."""
        asks = [self._single(half) for half in halves]
        clear = [ask for ask in asks if ask.zone is Zone.ANSWER and ask.confidence >= CLEAR_HALF]
        labels = list(dict.fromkeys(ask.label for ask in clear))
        if len(labels) != 2 or len(clear) != len(asks):
            return ()
        return tuple(next(ask for ask in clear if ask.label == label) for label in labels)


def _unreadable(text: str, kind: str) -> Ask:
    return Ask(Zone.DECLINE, DECLINED, text, kind=kind, reason=Reason.UNREADABLE)
