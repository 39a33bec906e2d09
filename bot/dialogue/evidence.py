"""What speaks for the readings of a message: likely labels, and occupations found. Nothing is decided here."""

import re
from collections.abc import Sequence

from bot.dialogue.conversation import Topic
from bot.matching.matcher import Match, Matcher
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding
from bot.phrases import Phrases
from bot.record import record
from bot.text.normalise import normalise

OCCUPATION, OCCUPATION_LIST = "occ", "occ:list"
CLEAR = 0.85  # likeliness from which a message stands on its own
CLEAR_HALF = 0.8  # likeliness each half of a double question needs
_LEAST_LOOK_UP = 0.05  # below any threshold for a look-up
_NAMED = ("occupation", "absent", "code")  # classes of names that the look-up finds
_SHORT = 16  # characters up to which an unclear message may lean on the one before
_SHORTEST_QUESTION = 3  # characters of half a double question
_SHORTEST_CORRECTION = 2  # characters of what is meant after all
_COMMA = re.compile("[,、]")
_QUESTIONS = re.compile(r"[?!。;\n]+")


@record
class Evidence:
    """What speaks for the readings of one question."""

    text: str
    match: Match
    finding: Finding  # among the occupations, by name or code
    before: str | None = None  # earlier question in whose light it is read
    follows_codes: bool = False  # that question was about occupations

    @property
    def look_up(self) -> float:
        """How likely it asks for an occupation or a list of them."""
        return self.match.probability(OCCUPATION) + self.match.probability(OCCUPATION_LIST)

    @property
    def likeliest(self) -> float:
        """How likely the likeliest reading is."""
        return max(self.match.best.probability, self.look_up, self.named)

    @property
    def named(self) -> float:
        """Share of the letters that are names or codes of occupations; a lone code prefix is all of them."""
        text, finding = self.match.question.text, self.finding
        if finding.kind == "list" and finding.listings[0].by == "prefix" and len(text) <= _SHORT:
            return 1.0
        letters = sum(map(str.isalnum, text)) or 1
        return sum(sum(map(str.isalnum, text[m.start : m.end])) for m in finding.mentions) / letters


class EvidenceReader:
    """Gathers evidence; built once."""

    def __init__(self, matcher: Matcher, lookup: Lookup, phrases: Phrases) -> None:
        self._matcher = matcher
        self._lookup = lookup
        self._follow_up = tuple(map(normalise, phrases.words("cues.follow_up")))
        self._instead = tuple(map(normalise, phrases.words("cues.instead")))
        self._is_instead = re.compile("|".join(map(re.escape, self._instead)))
        self._not = phrases.words("cues.not_that")
        self._joiners = re.compile("|".join(map(re.escape, phrases.words("cues.joiner"))))
        self._asking = re.compile(phrases.alternatives("cues.asking"))

    def read(self, text: str, topic: Topic | None) -> Evidence:
        """The evidence on one question, in the light of `topic` where it leans on that."""
        leans, text = self._has_cue(normalise(text)), self._corrected(text)
        match, before = self._match(text, topic, leans)
        topic = topic if before is not None else None
        finding = self._find(match)
        if self._asks_for_list(match, topic) and finding.kind != "list":
            listed = self._lookup.lists(match.question.text)
            finding = listed if listed.kind == "list" else finding
        return Evidence(text, match, finding, before, topic is not None and bool(topic.codes))

    def _find(self, match: Match) -> Finding:
        """What is found among the occupations; not looked for where nothing is named and nobody asks for any."""
        question = match.question
        likely = match.probability(OCCUPATION) + match.probability(OCCUPATION_LIST) >= _LEAST_LOOK_UP
        if likely or not question.has_words or not question.entities.isdisjoint(_NAMED):
            return self._lookup.find(question.text)
        return Finding("none")

    def halves(self, parts: Sequence[str]) -> tuple[Evidence, ...]:
        """The evidence on each of several parts of a message; () where one of them is not clear by itself."""
        found: dict[str, Evidence] = {}
        for part in sorted(parts, key=len) if len(parts) > 1 else ():  # the shortest is read and unclear the soonest
            found[part] = self.read(part, None)
            if found[part].likeliest < CLEAR_HALF:
                return ()
        return tuple(map(found.__getitem__, parts)) if found else ()

    def _asks_for_list(self, match: Match, topic: Topic | None) -> bool:
        """Whether a list is asked for; after a list, the name of another branch asks for its list."""
        return match.best.label == OCCUPATION_LIST or bool(topic and topic.word)

    def _has_cue(self, said: str) -> bool:
        return said.startswith(self._follow_up) or said.rstrip("?!。 ").endswith("呢")

    def _corrected(self, text: str) -> str:
        """What is meant after all: the end of "not the dates, I am asking about the papers"; else the text itself."""
        said = normalise(text)
        for cue in self._instead if self._is_instead.search(said) else ():
            head, found, tail = said.rpartition(cue)
            if found and len(tail) >= _SHORTEST_CORRECTION and (not head or any(word in head for word in self._not)):
                return tail
        return text

    def _match(self, text: str, topic: Topic | None, leans: bool) -> tuple[Match, str | None]:
        """The labels in the light of the topic, and the question before where this one is nothing without it."""
        alone = self._matcher.match(text)
        if topic is None or not alone.question.has_words:
            return alone, None
        said = alone.question.text
        unclear = alone.best.probability < CLEAR and len(said) <= _SHORT
        leaning = alone.best.label == OCCUPATION and not self._lookup.says_which(said)
        match = self._matcher.match(text, topic.family)
        return match, topic.text if leans or unclear or leaning else None

    def parts(self, text: str) -> list[str]:
        """The questions of a message: its sentences, else the two sides of its only comma if each asks; [] for one."""
        said = normalise(self._corrected(text))
        parts = [part for piece in _QUESTIONS.split(said) for part in self._joiners.split(piece)]
        parts = [part for part in parts if len(part.strip()) >= _SHORTEST_QUESTION]
        if len(parts) > 1:
            return parts
        sides = _COMMA.split(said)
        if len(sides) != 2:
            return []
        return sides if all(len(side) >= _SHORTEST_QUESTION and self._asking.search(side) for side in sides) else []
