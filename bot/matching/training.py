"""Makes what the matcher needs from the knowledge: the tokenizer's words, the intent model, a clause model an entry."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Faq
from bot.knowledge.lexicon import Lexicon
from bot.matching.beside import Beside
from bot.matching.descriptions import description_features, taught
from bot.matching.features import features, heard, is_unit, is_wording, leaning, lengths
from bot.matching.fit import Integers, Numbered, fit_linear, fit_numbered, numbering, numbers_of
from bot.matching.linear import LinearModel
from bot.matching.models import Models, counted_together
from bot.matching.pieces import WHOLE, piece_of
from bot.matching.question import QuestionReader, SpanFinder
from bot.occupations.lookup import Lookup
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer, frequent_words

_UNRELATED = 2  # about how many questions of their own are put behind a label for each one that follows it
_RAREST = 2  # texts in which a feature of a description must stand: a row has few
_OWN_WORD = 50_000  # jieba frequency of a word of the lexicon: high enough to stay whole
_ENOUGH = 4000  # questions from which the start of another process is worth it

Fit = Callable[..., LinearModel]
Number = defaultdict[str, int]
Told = tuple[Integers, str]  # features by their numbers, and class


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


@dataclass(frozen=True, slots=True)
class Example:
    """An example question, its features by their numbers, and the group it stands in."""

    question: str
    features: Integers
    group: ExampleGroup

    @property
    def intent(self) -> str:
        """The class it teaches."""
        return intent_class(self.group.label, self.group.kind)


def small_dictionary(files: Iterable[ExampleFile], faq: Faq, lexicon: Lexicon, other: Beside) -> dict[str, int]:
    """Words for the tokenizer: those of examples and clauses known to jieba, and the lexicon's own."""
    texts = [question for file in files for group in file.groups for question in group.questions]
    texts += [clause.text for clause in faq.clauses]
    own, rest = other.shares(list(map(normalise, texts)))
    found = other.ask(frequent_words, rest)
    words = frequent_words(own) | found()
    return dict(sorted(words.items())) | {normalise(word): _OWN_WORD for word in lexicon.words}


def train(
    files: Iterable[ExampleFile],
    faq: Faq,
    catalog: Catalog,
    lexicon: Lexicon,
    find_occupations: SpanFinder,
    *,
    fit: Fit = fit_linear,
) -> Models:
    """Fits everything from the examples, by `fit`; takes seconds.

    `find_occupations` finds those of the catalogue as `read_afresh` does, which reads some of the questions.
    """
    files = tuple(files)
    asked = _asked(files, faq)
    questions = list(dict.fromkeys(question for question, _ in asked))
    with Beside(fit is fit_linear and len(questions) >= _ENOUGH) as other:
        words = small_dictionary(files, faq, lexicon, other)
        own, rest = other.shares(questions)
        found_there = other.ask(read_afresh, rest, lexicon, words, catalog)
        number, found = _read(own, QuestionReader(lexicon, Tokenizer(words), find_occupations))
        found += _renumbered(*found_there(), number)
        descriptions = other.ask(_fitted_descriptions, fit, words, list(taught(catalog, files)))
        read = dict(zip(questions, found, strict=True))
        examples = [Example(question, read[question], group) for question, group in asked]
        rows = _rows(examples, number)
        sounds = other.ask(_fitted, fit, _heard(rows))
        intents, clauses = _fitted(fit, rows), _fitted_clauses(fit, _located(examples, faq, rows.names))
        return counted_together(Models(words, intents, sounds(), descriptions(), clauses))


def read_afresh(
    questions: Sequence[str], lexicon: Lexicon, words: dict[str, int], catalog: Catalog
) -> tuple[list[str], list[Integers]]:
    """All features of the questions, and of each the numbers of its own; in a process that has read nothing yet."""
    from bot.desk import occupation_spans  # noqa: PLC0415  # which stands above this

    if not questions:
        return [], []
    number, found = _read(questions, QuestionReader(lexicon, Tokenizer(words), occupation_spans(Lookup(catalog))))
    return list(number), found


def _asked(files: Iterable[ExampleFile], faq: Faq) -> list[tuple[str, ExampleGroup]]:
    """(question, its group) of all examples, as often as their file counts, and of the entries' own."""
    asked = [
        (question, group)
        for file in files
        for group in file.groups
        for question in group.questions
        for _ in range(file.counts)
    ]
    groups = [ExampleGroup(f"faq:{entry.number}", (entry.question, entry.title)) for entry in faq.entries]
    return asked + [(text, group) for group in groups for text in group.questions]


def _read(questions: Iterable[str], reader: QuestionReader) -> tuple[Number, list[Integers]]:
    number = numbering()
    return number, [numbers_of(features(reader.read(question)), number) for question in questions]


def _renumbered(names: Sequence[str], found: Iterable[Integers], number: Number) -> list[Integers]:
    """What was found, in which the features have their place in `names` for a number, with those of `number`."""
    numbers = numbers_of(names, number)
    return [numbers[row] for row in found]


def _numbered(names: Sequence[str], examples: Sequence[Told], views: Sequence[Told] = ()) -> Numbered:
    told = (*examples, *views)
    return Numbered(names, [row for row, _ in told], [label for _, label in told], len(examples))


def _fitted(fit: Fit, rows: Numbered) -> LinearModel:
    """A model by `fit`; the product's own need not be told features by name."""
    if fit is fit_linear:
        return fit_numbered(rows)
    named = [
        ([rows.names[number] for number in row], label) for row, label in zip(rows.found, rows.labels, strict=True)
    ]
    return fit(named[: rows.counted], views=named[rows.counted :])


def _fitted_descriptions(fit: Fit, words: dict[str, int], texts: Iterable[tuple[str, str]]) -> LinearModel:
    tokenizer = Tokenizer(words)
    return fit([(description_features(text, tokenizer), code) for text, code in texts], rarest=_RAREST)


def _fitted_clauses(fit: Fit, rows: Mapping[str, Numbered]) -> dict[str, LinearModel]:
    return {label: _fitted(fit, own) for label, own in rows.items()}


def _located(examples: Sequence[Example], faq: Faq, names: Sequence[str]) -> dict[str, Numbered]:
    """For each entry, by its label, the examples that it answers, with the piece that does as the class."""
    found = {}
    for entry in faq.entries:
        own = [example for example in examples if example.group.label == f"faq:{entry.number}"]
        quotes = {example.group.quote for example in own}
        pieces = {quote: piece_of(quote, entry) if quote else WHOLE for quote in quotes}
        told = [(one.features, piece) for one in own if (piece := pieces[one.group.quote])]
        found[f"faq:{entry.number}"] = _numbered(names, told)
    return found


def _rows(examples: Sequence[Example], number: Number) -> Numbered:
    """All examples as they were written, and some behind other answers as views."""
    followed = _Followed(number)
    written, unrelated = _as_written(examples, followed), _unrelated(examples, followed)
    return _numbered(list(number), written, unrelated)


def _as_written(examples: Iterable[Example], followed: "_Followed") -> list[Told]:
    """(features, class) of every example; those that follow an answer are learnt with its label."""
    return [
        (followed.features(one, one.group.after) if one.group.after else one.features, one.intent) for one in examples
    ]


def _unrelated(examples: Sequence[Example], followed: "_Followed") -> list[Told]:
    """Some of the examples that stand alone, behind an answer on which they do not lean."""
    alone = [example for example in examples if example.group.after is None]
    before = sorted(example.group.after for example in examples if example.group.after)
    share = _UNRELATED * len(before) / max(1, len(alone))
    found = []
    for one in alone:
        # Drawn by its own words, so that a new example changes next to nothing of what the others teach.
        drawn, which = divmod(zlib.crc32(one.question.encode()), 1 << 16)
        if drawn < share * (1 << 16):
            label = before[which * len(before) >> 16]
            found.append((followed.features(one, label), one.intent))
    return found


class _Followed:
    """What `following` gives, by the numbers of the features: no name is looked at twice, for thousands of examples."""

    def __init__(self, number: Number) -> None:
        self._number = number
        self._names = list(number)
        self._is_unit = np.fromiter(map(is_unit, self._names), bool, len(self._names))
        self._is_wording = np.fromiter(map(is_wording, self._names), bool, len(self._names))
        self._leaning: dict[tuple[str, int], int] = {}

    def features(self, example: Example, before: str) -> Integers:
        """The features of an example asked after an answer with the label `before`."""
        found = example.features
        more = [self._number[name] for name in lengths(before, int(self._is_unit[found].sum()))]
        more += [self._leans(before, word) for word in set(found[self._is_wording[found]].tolist())]
        return np.append(found, more)

    def _leans(self, before: str, word: int) -> int:
        if (number := self._leaning.get((before, word))) is None:
            number = self._leaning[before, word] = self._number[leaning(before, self._names[word])]
        return number


def _heard(rows: Numbered) -> Numbered:
    """The rows as if they had been typed in pinyin, without those of which nothing is left."""
    kept = heard(rows.names)
    place = {name: position for position, name in enumerate(kept)}
    places = np.array([place.get(name, -1) for name in rows.names])
    left = [found[found >= 0] for found in (places[row] for row in rows.found)]
    full = [position for position, found in enumerate(left) if len(found)]
    labels = [rows.labels[position] for position in full]
    return Numbered(kept, [left[position] for position in full], labels, sum(one < rows.counted for one in full))
