"""Opens the helpdesk: reads the knowledge, fetches or fits the models, and builds the dialogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.dialogue import Dialogue
from bot.knowledge.loader import Knowledge, content_hash, load
from bot.knowledge.yaml_reader import Fault, KnowledgeError
from bot.matching.matcher import Matcher
from bot.matching.model_cache import cache_key, load_models, save_models
from bot.matching.models import Models
from bot.matching.question import Span
from bot.occupations.lookup import Lookup
from bot.phrases import read_phrases


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a surface needs."""

    knowledge: Knowledge
    matcher: Matcher
    lookup: Lookup
    dialogue: Dialogue


def open_desk(folder: Path, cache: Path, on_fit: Callable[[], None] = lambda: None) -> Desk:
    """The helpdesk of a knowledge folder; `on_fit` is called before models are fitted, which takes seconds.

    KnowledgeError with every fault where the folder cannot be used. An unwritable cache is no fault.
    """
    knowledge = load(folder)
    faults: list[Fault] = []
    phrases = read_phrases(folder, faults)
    if phrases is None:
        raise KnowledgeError(faults)
    lookup = Lookup(knowledge.catalog)
    find = occupation_spans(lookup)
    key = cache_key(content_hash(folder))
    models = load_models(cache, key)
    if models is None:
        on_fit()
        models = fit(knowledge, find)
        save_models(cache, key, models)
    matcher = Matcher(models, knowledge.faq, knowledge.lexicon, find)
    return Desk(knowledge, matcher, lookup, Dialogue(knowledge, matcher, lookup, phrases))


def refit(folder: Path, cache: Path) -> str:
    """Fits the models anew and keeps them; says in a line what was fitted and where it is kept."""
    knowledge = load(folder)
    models = fit(knowledge, occupation_spans(Lookup(knowledge.catalog)))
    kept = save_models(cache, cache_key(content_hash(folder)), models)
    features = len(models.intents.vocabulary)
    return f"{len(models.intents.classes)} classes, {features} features, " + (
        f"kept in {cache}" if kept else f"not kept: {cache} cannot be written"
    )


def fit(knowledge: Knowledge, find: Callable[[str], list[Span]]) -> Models:
    """Models fitted from the examples; takes seconds, and needs numpy only here."""
    from bot.matching.training import train  # noqa: PLC0415  # numpy is not for the running bot

    return train(knowledge.examples, knowledge.faq, knowledge.catalog, knowledge.lexicon, find)


def occupation_spans(lookup: Lookup) -> Callable[[str], list[Span]]:
    """The names and codes of occupations in a text, in the classes the matcher knows."""

    def find(text: str) -> list[Span]:
        return [
            Span(
                mention.start,
                mention.end,
                "code" if mention.kind == "code" else "occupation" if mention.rows else "absent",
            )
            for mention in lookup.mentions(text)
        ]

    return find
