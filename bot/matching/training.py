"""Makes what the matcher needs from the knowledge: the tokenizer's words, the intent model, a clause model an entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.knowledge.clause import Clause, sentences, squeeze
from bot.knowledge.examples import ExampleFile
from bot.knowledge.faq import Entry, Faq
from bot.knowledge.lexicon import Lexicon
from bot.matching.features import features
from bot.matching.fit import fit_linear
from bot.matching.linear import LinearModel
from bot.matching.question import QuestionReader, SpanFinder
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer, frequent_words

WHOLE = "whole"  # class of a clause model: the whole entry is the answer
_OWN_WORD = 50_000  # jieba frequency of a word of the lexicon: high enough to stay whole


@dataclass(frozen=True, slots=True)
class Models:
    """What is fitted; plain numbers and words."""

    words: dict[str, int]
    intents: LinearModel
    clauses: dict[str, LinearModel]  # label of an entry -> model of its pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a clause: the unit that is quoted."""

    id: str  # place#number
    clause: Clause
    text: str


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


def pieces(entry: Entry) -> tuple[Piece, ...]:
    """All sentences of an entry in the order printed."""
    return tuple(
        Piece(f"{clause.place}#{number}", clause, text)
        for clause in entry.clauses
        for number, text in enumerate(sentences(clause.text))
    )


def piece_of(quote: str, entry: Entry) -> str | None:
    """The id of the sentence that holds `quote`, else of the first that lies in it; None for a quote across clauses."""
    wanted = squeeze(quote)
    found = [piece for piece in pieces(entry) if wanted in squeeze(piece.text)]
    if not found:
        found = [piece for piece in pieces(entry) if squeeze(piece.text) in wanted]
        if len({piece.clause.place for piece in found}) > 1:
            return None
    return found[0].id if found else None


def small_dictionary(files: Iterable[ExampleFile], faq: Faq, lexicon: Lexicon) -> dict[str, int]:
    """Words for the tokenizer: those of examples and clauses known to jieba, and the lexicon's own."""
    texts = [question for file in files for group in file.groups for question in group.questions]
    texts += [clause.text for clause in faq.clauses]
    words = frequent_words(map(normalise, texts))
    own = [*lexicon.words, *(word for group in lexicon.synonyms for word in group)]
    return words | {normalise(word): _OWN_WORD for word in own if len(word) > 1}


def synonym_table(lexicon: Lexicon) -> dict[str, str]:
    """Word -> first word of its group."""
    return {normalise(word): normalise(group[0]) for group in lexicon.synonyms for word in group}


def train(files: Iterable[ExampleFile], faq: Faq, lexicon: Lexicon, find_occupations: SpanFinder) -> Models:
    """Fits everything from the examples; takes seconds."""
    files = tuple(files)
    words = small_dictionary(files, faq, lexicon)
    reader = QuestionReader(lexicon, Tokenizer(words), find_occupations)
    synonyms = synonym_table(lexicon)
    read = [
        (features(reader.read(question), synonyms), group)
        for file in files
        for group in file.groups
        for question in group.questions
    ]
    intents = fit_linear([(found, intent_class(group.label, group.kind)) for found, group in read])
    entries: Mapping[str, Entry] = {f"faq:{entry.number}": entry for entry in faq.entries}
    clauses = {}
    for label, entry in entries.items():
        taught = [
            (found, piece)
            for found, group in read
            if group.label == label and (piece := piece_of(group.quote, entry) if group.quote else WHOLE)
        ]
        clauses[label] = fit_linear(taught)
    return Models(words, intents, clauses)
