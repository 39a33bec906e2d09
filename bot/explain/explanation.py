"""Gathers what an answer rests on; nothing is decided here."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.desk import Desk
from bot.dialogue.ask import Ask, Reason
from bot.dialogue.conversation import Conversation, Said
from bot.dialogue.evidence import Evidence
from bot.matching.linear import LinearModel
from bot.matching.matcher import DECLINED
from bot.matching.nearest import Near, NearestIndex
from bot.occupations.mention import Finding
from bot.record import record

_LABELS, _FEATURES, _NEAREST = 5, 6, 5

# The threshold that decided, by the reason of a decision.
_THRESHOLDS: Mapping[Reason, str] = {
    Reason.LOOK_UP: "look_up",
    Reason.DECLINE: "decline",
    Reason.UNLIKELY: "answer",
    Reason.CLOSE: "margin",
    Reason.LONE: "lone",
    Reason.SURE: "answer",
}


@record
class Named:
    """A named thing in the normalised text, and its class."""

    text: str
    entity: str


@record
class Feature:
    """What the matcher saw and how much it adds to a score; `kind` is word, words, characters, sounds ..."""

    kind: str
    text: str
    weight: float


@record
class Candidate:
    """A label, how likely it is, and for the two best what speaks most for it."""

    label: str
    probability: float
    features: tuple[Feature, ...]
    file: str | None  # where its examples stand


@record
class NameRead:
    """A name or code as the look-up read it."""

    said: str
    read_as: str
    kind: str
    how: str
    source: str
    rows: tuple[str, ...]  # code and name


@record
class Explained:
    """One thing a message asks, with everything that led to it."""

    text: str
    words: tuple[str, ...]
    named: tuple[Named, ...]
    labels: tuple[Candidate, ...]
    zone: str
    label: str
    reason: str
    threshold: str  # name of the threshold that decided, or empty
    value: float  # of that threshold
    confidence: float
    refusal: str  # kind of refusal
    finding: str  # kind of finding among the occupations
    names: tuple[NameRead, ...]
    clauses: tuple[str, ...]  # places of what is quoted
    quotes: tuple[str, ...]
    clause_features: tuple[Feature, ...]  # what speaks for this sentence


@record
class Explanation:
    """A question, what is answered, and why."""

    question: str
    answer: tuple[str, ...]
    choices: tuple[str, ...]
    asks: tuple[Explained, ...]
    nearest: tuple[Near, ...]


def explain(desk: Desk, examples: NearestIndex, question: str, today: date) -> Explanation:
    """What the product answers to `question` on its own, and the evidence behind it."""
    _, messages = desk.dialogue.respond(Conversation(), Said(question), today)
    reply = messages[0].reply
    understanding = desk.dialogue.understanding
    reading = understanding.see(question)
    asks = understanding.decide(reading)
    seen = {evidence.text: evidence for evidence in (reading.whole, *reading.halves) if evidence}
    explained = tuple(_explained(desk, examples, ask, seen.get(ask.text)) for ask in asks)
    return Explanation(question, reply.answer, reply.choices, explained, examples.nearest([question], _NEAREST))


def _explained(desk: Desk, examples: NearestIndex, ask: Ask, evidence: Evidence | None) -> Explained:
    question = desk.matcher.read(ask.text)
    threshold = _THRESHOLDS.get(ask.reason, "")
    quoted = desk.matcher.quote(ask.text, ask.label) if ask.zone == "answer" and ask.label.startswith("faq:") else ()
    return Explained(
        text=question.text,
        words=tuple(question.marks.get(word, word) for word in question.words),
        named=tuple(Named(question.text[span.start : span.end], span.entity) for span in question.spans),
        labels=_candidates(desk, examples, ask, evidence),
        zone=ask.zone,
        label=ask.label,
        reason=ask.reason,
        threshold=threshold,
        value=getattr(desk.dialogue.understanding.zones, threshold) if threshold else 0.0,
        confidence=ask.confidence,
        refusal=ask.kind if ask.zone == "decline" else "",
        finding=ask.finding.kind if ask.finding else "none",
        names=_names(ask.finding),
        clauses=tuple(dict.fromkeys(piece.clause.place for piece in quoted)),
        quotes=tuple(piece.text for piece in quoted),
        clause_features=_clause_features(desk, ask, [piece.id for piece in quoted]),
    )


def _candidates(desk: Desk, examples: NearestIndex, ask: Ask, evidence: Evidence | None) -> tuple[Candidate, ...]:
    if evidence is None:
        return ()
    candidates = []
    for position, (label, probability) in enumerate(evidence.match.ranked()[:_LABELS]):
        kind = evidence.match.kind if label == DECLINED else ""
        name = f"{label}/{kind}" if kind else label
        shown = _features(desk, desk.matcher.model(ask.text), ask.text, name) if position < 2 else ()
        candidates.append(Candidate(label, probability, shown, examples.home(label, kind)))
    return tuple(candidates)


def _features(desk: Desk, model: LinearModel, text: str, name: str) -> tuple[Feature, ...]:
    """What adds most to the score of the class `name`."""
    marks = desk.matcher.read(text).marks
    found = []
    for feature, weight in model.contributions(desk.matcher.features(text), name)[:_FEATURES]:
        kind, _, shown = feature.partition(":")
        for mark, entity in marks.items():
            shown = shown.replace(mark, f"[{entity}]")
        if weight > 0:
            found.append(Feature(kind, shown, weight))
    return tuple(found)


def _clause_features(desk: Desk, ask: Ask, ids: Sequence[str]) -> tuple[Feature, ...]:
    """What speaks for the first sentence quoted; nothing where it was asked for by number."""
    model = desk.matcher.models.clauses.get(ask.label)
    name = next((name for name in model.classes if set(name.split("+")) & set(ids)), None) if model else None
    return _features(desk, model, ask.text, name) if model and name else ()


def _names(finding: Finding | None) -> tuple[NameRead, ...]:
    return tuple(
        NameRead(
            said=mention.text,
            read_as=mention.read_as,
            kind=mention.kind,
            how=mention.how,
            source=mention.source,
            rows=tuple(f"{row.code} {row.name}" for row in mention.rows),
        )
        for mention in (finding.mentions if finding else ())
    )
