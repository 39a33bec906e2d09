"""Makes what the matcher needs from the knowledge: the tokenizer's words, the intent model, a clause model an entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Faq
from bot.knowledge.lexicon import Lexicon
from bot.matching.beside import Beside
from bot.matching.descriptions import description_features, taught
from bot.matching.fit import Numbered, fit_linear, fit_numbered
from bot.matching.linear import LinearModel
from bot.matching.models import Models, counted_together
from bot.matching.pieces import WHOLE, piece_of
from bot.matching.question import QuestionReader, SpanFinder
from bot.matching.reading import Example, examples_of, read, read_afresh
from bot.matching.views import numbered, rows_of, sounding
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer, frequent_words, stretches

_RAREST = 2  # texts in which a feature of a description must stand: a row has few
_OWN_WORD = 50_000  # jieba frequency of a word of the lexicon: high enough to stay whole
_HALF = 0.5  # of what both processes do alike ...
_MORE = 0.55  # ... and of what the other has more to do behind: it fits more of the models
_ENOUGH = 4000  # questions from which the start of another process is worth it

Fit = Callable[..., LinearModel]


def small_dictionary(files: Iterable[ExampleFile], faq: Faq, lexicon: Lexicon, other: Beside) -> dict[str, int]:
    """Words for the tokenizer: those of examples and clauses known to jieba, and the lexicon's own."""
    texts = [question for file in files for group in file.groups for question in group.questions]
    texts += [clause.text for clause in faq.clauses]
    own, rest = other.shares(stretches(map(normalise, texts)), _HALF)
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
        own, rest = other.shares(questions, _MORE)
        found_there = other.ask(read_afresh, rest, lexicon, words, catalog)
        descriptions = other.ask(_fitted_descriptions, fit, words, list(taught(catalog, files)))
        found = read(own, QuestionReader(lexicon, Tokenizer(words), find_occupations))
        examples, number = examples_of(asked, dict(zip(questions, found + found_there(), strict=True)))
        rows = rows_of(examples, number)
        sounds = other.ask(_fitted, fit, sounding(rows))
        intents, clauses = _fitted(fit, rows), _fitted_clauses(fit, _located(examples, faq, rows.names))
        return counted_together(Models(words, intents, sounds(), descriptions(), clauses))


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
        found[f"faq:{entry.number}"] = numbered(names, told)
    return found
