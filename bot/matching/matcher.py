"""Question -> ranked labels with evidence, and the sentences of an entry that answer it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from bot.knowledge.faq import Entry, Faq
from bot.knowledge.lexicon import Lexicon
from bot.knowledge.talk import UNKNOWN
from bot.matching.descriptions import Describer
from bot.matching.features import features, following
from bot.matching.linear import LinearModel
from bot.matching.models import Models
from bot.matching.ordinals import clause_asked
from bot.matching.pieces import MOST_QUOTED, WHOLE, Piece, pieces
from bot.matching.question import Question, QuestionReader, SpanFinder
from bot.matching.ranking import SHARPNESS, softmax
from bot.record import record
from bot.text.tokens import Tokenizer

DECLINED = "oos"
_CLAUSE_CONTEXT_WEIGHT = 0.15  # a follow-up mostly asks for another clause
_MOST_OF_IT = 0.5  # share of a refusal's likeliness that its kind needs; less is no reason to name one
_SECOND_PIECE = 0.25  # margin below the best sentence within which the second is quoted too


class Candidate(NamedTuple):
    """A label and how likely it is the right one, 0..1."""

    label: str
    probability: float


@record
class Match:
    """How likely each label is for one question; `kind` is the kind of refusal, `unknown` where none stands out."""

    question: Question
    best: Candidate
    kind: str
    likely: Mapping[str, float]  # label -> how likely

    @property
    def margin(self) -> float:
        """Distance of the two best, 0..1."""
        second, first = sorted([0.0, *self.likely.values()])[-2:]
        return first - second

    def ranked(self, least: float = 0.0) -> list[Candidate]:
        """The labels that are at least so likely, best first."""
        likely = [Candidate(label, share) for label, share in self.likely.items() if share >= least]
        return sorted(likely, key=itemgetter(1), reverse=True)

    def probability(self, label: str) -> float:
        """How likely `label` is; 0 for one the matcher does not know."""
        return self.likely.get(label, 0.0)


class _Read(NamedTuple):
    """A message as it was read: what it counts for, by name and by number."""

    question: Question
    features: tuple[str, ...]
    numbers: tuple[int, ...]


class Matcher:
    """Answers `match` and `quote`; built once from models and knowledge, changed by nothing."""

    def __init__(
        self,
        models: Models,
        faq: Faq,
        lexicon: Lexicon,
        find_occupations: SpanFinder,
        sharpness: float = SHARPNESS,
    ) -> None:
        self.models = models
        self._sharpness = sharpness
        tokenizer = Tokenizer(models.words)
        self.describer = Describer(models.descriptions, tokenizer)
        self._reader = QuestionReader(lexicon, tokenizer, find_occupations)
        self._pieces = {f"faq:{entry.number}": {piece.id: piece for piece in pieces(entry)} for entry in faq.entries}
        self._entries: Mapping[str, Entry] = {f"faq:{entry.number}": entry for entry in faq.entries}
        self._read = lru_cache(maxsize=64)(self._read_afresh)

    def read(self, text: str) -> Question:
        """The question as the matcher sees it."""
        return self._read(text).question

    def features(self, text: str) -> tuple[str, ...]:
        """The features of a message, for explanations."""
        return self._read(text).features

    def model(self, text: str) -> LinearModel:
        """The model that ranks the labels of a message: that of sounds where it is typed in pinyin."""
        return self.models.sounds if self.read(text).is_pinyin else self.models.intents

    def _read_afresh(self, text: str) -> _Read:
        question = self._reader.read(text)
        found = tuple(features(question))
        return _Read(question, found, self.models.intents.known(found))

    def match(self, text: str, after: str | None = None) -> Match:
        """The labels of `text`, asked after an answer with the label `after` where one is given."""
        question, found, numbers = self._read(text)
        model = self.model(text)
        if after:
            numbers += model.known(following(found, after)[len(found) :])
        scores = model.scores_of(numbers)
        shares, places = softmax(scores, self._sharpness), _places(model.classes)
        likely = {label: shares[place] for label, place in places.first}
        for label, own in places.several:
            likely[label] = sum(map(shares.__getitem__, own))
        return Match(
            question, Candidate(*max(likely.items(), key=itemgetter(1))), _kind(places, shares, likely), likely
        )

    def quote(self, text: str, label: str, before: str | None = None) -> tuple[Piece, ...]:
        """The sentences of the entry `label` that answer, in the order printed; () where the whole entry does."""
        if numbered := clause_asked(text, self._entries[label]):
            return numbered
        model = self.models.clauses[label]
        scores = model.scores_of(self._read(text).numbers)
        if before is not None:
            scores = _mixed(scores, model.scores_of(self._read(before).numbers), _CLAUSE_CONTEXT_WEIGHT)
        ranked = sorted(zip(scores, model.classes, strict=True), reverse=True)
        if ranked[0][1] == WHOLE:
            return self._whole_if_short(label)
        best, chosen = ranked[0][0], ranked[0][1].split("+")
        for score, name in ranked[1:2]:
            if name != WHOLE and best - score < _SECOND_PIECE:
                chosen = self._if_short(label, [*chosen, *name.split("+")]) or chosen
        return tuple(piece for piece in self._pieces[label].values() if piece.id in chosen)

    def _if_short(self, label: str, ids: list[str]) -> list[str]:
        """The ids where their sentences together are short enough to be a quote, else none."""
        return ids if sum(len(self._pieces[label][id].text) for id in dict.fromkeys(ids)) <= MOST_QUOTED else []

    def _whole_if_short(self, label: str) -> tuple[Piece, ...]:
        """All sentences of an entry that is itself as short as a quote, else nothing."""
        everything = tuple(self._pieces[label].values())
        return everything if sum(len(piece.text) for piece in everything) <= MOST_QUOTED else ()


class _Places(NamedTuple):
    """Where the classes of labels stand in a model: a refusal has one a kind (oos/subsidy)."""

    first: tuple[tuple[str, int], ...]  # label, where its first class stands
    several: tuple[tuple[str, list[int]], ...]  # of labels with more than one, where all of them do
    kinds: dict[int, str]  # where each kind of refusal stands -> its name


@lru_cache(maxsize=8)  # for each model, which is few
def _places(classes: tuple[str, ...]) -> _Places:
    found: dict[str, list[int]] = {}
    for position, name in enumerate(classes):
        found.setdefault(name.partition("/")[0], []).append(position)
    return _Places(
        tuple((label, own[0]) for label, own in found.items()),
        tuple((label, own) for label, own in found.items() if len(own) > 1),
        {place: classes[place].partition("/")[2] for place in found.get(DECLINED, ())},
    )


def _kind(places: _Places, shares: Sequence[float], likely: Mapping[str, float]) -> str:
    """The kind of refusal that has most of what speaks for any; no kind where none has."""
    if not places.kinds:
        return ""
    place = max(places.kinds, key=shares.__getitem__)
    return places.kinds[place] if shares[place] >= _MOST_OF_IT * likely[DECLINED] else UNKNOWN


def _mixed(scores: Sequence[float], earlier: Sequence[float], weight: float) -> list[float]:
    return [now + weight * then for now, then in zip(scores, earlier, strict=True)]
