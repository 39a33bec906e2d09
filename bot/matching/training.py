"""Makes what the matcher needs from the knowledge: the tokenizer's words, the intent model, a clause model an entry."""

from collections.abc import Callable, Iterable, Mapping

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Entry, Faq
from bot.knowledge.lexicon import Lexicon
from bot.matching.descriptions import description_features, taught
from bot.matching.features import features
from bot.matching.fit import fit_linear
from bot.matching.linear import LinearModel
from bot.matching.models import Models
from bot.matching.pieces import WHOLE, piece_of
from bot.matching.question import QuestionReader, SpanFinder
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer, frequent_words

_OWN_WORD = 50_000  # jieba frequency of a word of the lexicon: high enough to stay whole


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


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
        (features(reader.read(question)), group)
        for file in files
        for group in file.groups
        for question in group.questions
        for _ in range(file.counts)
    ]
    read += [
        (features(reader.read(text)), ExampleGroup(f"faq:{entry.number}", (text,)))
        for entry in faq.entries
        for text in (entry.question, entry.title)
    ]
    intents = fit([(found, intent_class(group.label, group.kind)) for found, group in read])
    entries: Mapping[str, Entry] = {f"faq:{entry.number}": entry for entry in faq.entries}
    clauses = {}
    for label, entry in entries.items():
        located = [
            (found, piece)
            for found, group in read
            if group.label == label and (piece := piece_of(group.quote, entry) if group.quote else WHOLE)
        ]
        clauses[label] = fit(located)
    described = [(description_features(text, tokenizer), code) for text, code in taught(catalog, files)]
    descriptions = fit(described, rarest=1)
    return Models(words, intents, descriptions, clauses)
