"""Opens the helpdesk: reads the knowledge, fetches or fits the models, and builds the dialogue."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cache import Cache
from bot.dialogue.dialogue import Dialogue
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import Knowledge, content_hash, load
from bot.knowledge.snapshot import dumps, loads
from bot.knowledge.taught import NOTHING, Taught, effect
from bot.matching.matcher import Matcher
from bot.matching.model_file import from_bytes, to_bytes
from bot.matching.models import Models
from bot.matching.named import occupation_spans
from bot.matching.question import Span
from bot.occupations.lookup import Lookup
from bot.phrases import Phrases, phrases_hash, read_phrases
from bot.record import record

_PROGRAM = Path(__file__).parent
_MODELS, _KNOWLEDGE, _PHRASES = "models", "knowledge", "phrases"  # kinds of files in the cache


@record
class Desk:
    """Everything a surface needs."""

    knowledge: Knowledge
    matcher: Matcher
    lookup: Lookup
    dialogue: Dialogue


@dataclass(slots=True)
class InForce:
    """Holds the helpdesk that is in force; whoever needs it asks here each time, as new knowledge replaces it.

    `key` names what it was made from (`cache_key`).
    """

    desk: Desk
    key: str = ""


def open_desk(folder: Path, cache: Path, on_fit: Callable[[], None] = lambda: None, taught: Taught = NOTHING) -> Desk:
    """The helpdesk of a knowledge folder with `taught` laid over it.

    `on_fit` is called before models are fitted, which takes seconds.

    KnowledgeError with every fault where the folder cannot be used. An unwritable cache is no fault.
    """
    kept = Cache(cache, cache_key(folder, taught))
    models = from_bytes(kept.read(_MODELS) or b"")
    knowledge = _snapshot(kept) if models else None
    if knowledge is None:
        knowledge = load(folder, models is None, taught)
        kept.write(_KNOWLEDGE, [dumps(replace(knowledge, examples=())).encode()])
    phrases = _phrases(folder, cache)
    lookup = Lookup(knowledge.catalog)
    find = occupation_spans(lookup)
    if models is None:
        on_fit()
        models = fit(knowledge, find)
        kept.write(_MODELS, to_bytes(models))
    matcher = Matcher(models, knowledge.faq, knowledge.lexicon, find, knowledge.calibration.sharpness)
    return Desk(knowledge, matcher, lookup, Dialogue(knowledge, matcher, lookup, phrases))


def _phrases(folder: Path, cache: Path) -> Phrases:
    """The wording, as it was when it was last read and checked while nothing of it has changed."""
    kept = Cache(cache, phrases_hash(folder))
    if (content := kept.read(_PHRASES)) is not None:
        return Phrases.loads(content)
    faults: list[Fault] = []
    phrases = read_phrases(folder, faults)
    if phrases is None:
        raise KnowledgeError(faults)
    kept.write(_PHRASES, [phrases.dumps()])
    return phrases


def _snapshot(kept: Cache) -> Knowledge | None:
    """The knowledge as it was when it was last read and checked, without examples."""
    try:
        return loads(kept.read(_KNOWLEDGE) or b"", Knowledge)
    except (ValueError, KeyError, TypeError):
        return None


def is_fitted(folder: Path, cache: Path, taught: Taught = NOTHING) -> bool:
    """Whether the models of this knowledge are in the cache, so that opening it takes no time."""
    return Cache(cache, cache_key(folder, taught)).read(_MODELS) is not None


def cache_key(folder: Path, taught: Taught = NOTHING) -> str:
    """Names what is made of this knowledge by this program: a change of either asks for it anew."""
    return made_of(content_hash(folder) + effect(taught))


def made_of(content: str) -> str:
    """Names what this program makes of `content`."""
    digest = hashlib.sha256(content.encode())
    for package in ("data", "knowledge", "matching", "occupations", "text"):
        for file in sorted((_PROGRAM / package).iterdir()):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def refit(folder: Path, cache: Path, taught: Taught = NOTHING) -> str:
    """Fits the models anew and keeps them; says in a line what was fitted and where it is kept."""
    knowledge = load(folder, taught=taught)
    models = fit(knowledge, occupation_spans(Lookup(knowledge.catalog)))
    kept = Cache(cache, cache_key(folder, taught)).write(_MODELS, to_bytes(models))
    fitted = f"{len(models.intents.classes)} classes, {len(models.intents.features)} features"
    return f"{fitted}, " + (f"kept in {cache}" if kept else f"not kept: {cache} cannot be written")


def fit(knowledge: Knowledge, find: Callable[[str], list[Span]]) -> Models:
    """Models fitted from the examples; takes seconds, and needs numpy only here."""
    from bot.matching.training import train  # noqa: PLC0415  # numpy is not for the running bot

    return train(knowledge.examples, knowledge.faq, knowledge.catalog, knowledge.lexicon, find)
