"""Makes what the matcher needs from the knowledge: the tokenizer's words, the intent model, a clause model an entry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Entry, Faq
from bot.knowledge.lexicon import Lexicon
from bot.matching.beside import Job, fitted_beside
from bot.matching.descriptions import description_features, taught
from bot.matching.features import features, following, heard
from bot.matching.fit import Row, fit_linear
from bot.matching.linear import LinearModel
from bot.matching.models import Models
from bot.matching.pieces import WHOLE, piece_of
from bot.matching.question import QuestionReader, SpanFinder
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer, frequent_words

_UNRELATED = 2  # questions of their own that are put behind a label for each one that follows it
_OWN_WORD = 50_000  # jieba frequency of a word of the lexicon: high enough to stay whole


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


@dataclass(frozen=True, slots=True)
class Example:
    """The features of an example question, and the group it stands in."""

    features: list[str]
    group: ExampleGroup

    @property
    def intent(self) -> str:
        """The class it teaches."""
        return intent_class(self.group.label, self.group.kind)


def small_dictionary(files: Iterable[ExampleFile], faq: Faq, lexicon: Lexicon) -> dict[str, int]:
    """Words for the tokenizer: those of examples and clauses known to jieba, and the lexicon's own."""
    texts = [question for file in files for group in file.groups for question in group.questions]
    texts += [clause.text for clause in faq.clauses]
    words = frequent_words(map(normalise, texts))
    return words | {normalise(word): _OWN_WORD for word in lexicon.words}


def train(
    files: Iterable[ExampleFile],
    faq: Faq,
    catalog: Catalog,
    lexicon: Lexicon,
    find_occupations: SpanFinder,
    *,
    fit: Callable[..., LinearModel] = fit_linear,
) -> Models:
    """Fits everything from the examples, by `fit`; takes seconds."""
    files = tuple(files)
    words = small_dictionary(files, faq, lexicon)
    tokenizer = Tokenizer(words)
    reader = QuestionReader(lexicon, tokenizer, find_occupations)
    read = [
        Example(features(reader.read(question)), group)
        for file in files
        for group in file.groups
        for question in group.questions
        for _ in range(file.counts)
    ]
    read += [
        Example(features(reader.read(text)), ExampleGroup(f"faq:{entry.number}", (text,)))
        for entry in faq.entries
        for text in (entry.question, entry.title)
    ]
    rows, views = _as_written(read), _unrelated(read)
    described = [(description_features(text, tokenizer), code) for text, code in taught(catalog, files)]
    (sounds, descriptions), (intents, clauses) = fitted_beside(
        fit,
        [Job(_heard(rows), {"views": _heard(views)}), Job(described, {"rarest": 1})],
        lambda: (
            fit(rows, views=views),
            {f"faq:{entry.number}": fit(_located(read, entry)) for entry in faq.entries},
        ),
    )
    return Models(words, intents, sounds, descriptions, clauses)


def _located(examples: Iterable[Example], entry: Entry) -> list[Row]:
    """(features, piece) of the examples that an entry answers."""
    own = [example for example in examples if example.group.label == f"faq:{entry.number}"]
    pieces = [piece_of(one.group.quote, entry) if one.group.quote else WHOLE for one in own]
    return [(one.features, piece) for one, piece in zip(own, pieces, strict=True) if piece]


def _as_written(examples: Iterable[Example]) -> list[Row]:
    """(features, class) of every example; those that follow an answer are learnt with its label."""
    return [
        (following(one.features, one.group.after) if one.group.after else one.features, one.intent) for one in examples
    ]


def _heard(rows: Iterable[Row]) -> list[Row]:
    """The rows as if they had been typed in pinyin."""
    return [(found, label) for row, label in rows if (found := heard(row))]


def _unrelated(examples: Sequence[Example]) -> list[Row]:
    """Some of the examples that stand alone, behind an answer on which they do not lean."""
    alone = [example for example in examples if example.group.after is None]
    before = [example.group.after for example in examples if example.group.after]
    random = Random(0)
    chosen = [(random.choice(alone), label) for label in before * _UNRELATED]
    return [(following(one.features, label), one.intent) for one, label in chosen]
