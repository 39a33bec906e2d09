"""Simple systems that answer the same questions: what the product must beat to be worth its code.

They name an entry or decline, so they are compared on the questions labelled with an entry or out of scope only. Text
is normalised for all of them; thresholds are chosen on the examples, never on the checks.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from rapidfuzz import fuzz, process

from bot.evaluation.outcome import DECLINED, Given
from bot.evaluation.systems import System
from bot.knowledge.faq import Faq
from bot.knowledge.loader import Knowledge
from bot.record import record
from bot.text.normalise import normalise

Ranker = Callable[[str], tuple[str, float]]  # normalised question -> likeliest label and its score

_SATURATION, _LENGTH = 1.5, 0.75  # k1 and b of BM25 as in Robertson and Zaragoza 2009, section 3.4


@record
class Baseline:
    """A system with a name for the table."""

    name: str
    system: System


def baselines(knowledge: Knowledge) -> tuple[Baseline, ...]:
    """All of them, each with its threshold set."""
    taught = [
        (normalise(question), group.label)
        for file in knowledge.examples
        if file.counts
        for group in file.groups
        for question in group.questions
    ]
    return (
        _thresholded("WRatio over titles", title_ranker(knowledge.faq), taught),
        _thresholded("BM25 of character pairs", bigram_ranker(knowledge.faq), taught),
        Baseline("nearest example by ratio", nearest_system(dict(taught))),
    )


def title_ranker(faq: Faq) -> Ranker:
    """rapidfuzz's WRatio with the titles of the entries."""
    titles = {normalise(entry.title): f"faq:{entry.number}" for entry in faq.entries}

    def rank(text: str) -> tuple[str, float]:
        title, score, _ = process.extractOne(text, list(titles), scorer=fuzz.WRatio)
        return titles[title], score

    return rank


def bigram_ranker(faq: Faq) -> Ranker:
    """BM25 of pairs of characters over the official questions and answers."""
    texts = {f"faq:{e.number}": e.question + "".join(clause.text for clause in e.clauses) for e in faq.entries}
    counts = {label: Counter(_pairs(normalise(text))) for label, text in texts.items()}
    spread = Counter(pair for count in counts.values() for pair in count)
    idf = {pair: math.log(1 + (len(counts) - number + 0.5) / (number + 0.5)) for pair, number in spread.items()}
    mean = sum(count.total() for count in counts.values()) / len(counts)

    def score(pairs: Iterable[str], count: Mapping[str, int], length: int) -> float:
        damping = _SATURATION * (1 - _LENGTH + _LENGTH * length / mean)
        return sum(idf[p] * count[p] * (_SATURATION + 1) / (count[p] + damping) for p in pairs if p in count)

    def rank(text: str) -> tuple[str, float]:
        scores = {label: score(_pairs(text), count, count.total()) for label, count in counts.items()}
        label = max(scores, key=scores.__getitem__)
        return label, scores[label]

    return rank


def nearest_system(taught: Mapping[str, str]) -> System:
    """The label of the example (normalised question -> label) with the highest rapidfuzz ratio."""

    def answer(turns: tuple[str, ...]) -> Given:
        found = process.extractOne(normalise(turns[-1]), taught.keys(), scorer=fuzz.ratio)
        return Given((taught[found[0]],))

    return answer


def best_threshold(scored: Sequence[tuple[float, bool, bool]]) -> float:
    """The score from which to answer: best in the mean of in-scope accuracy and out-of-scope recall, the highest such.

    `scored` holds score, whether answering would be right, and whether declining would be.
    """
    outside = sum(declining for _, _, declining in scored) or 1
    inside = len(scored) - outside or 1
    falling = sorted(scored, reverse=True)
    steps = (answering * outside - declining * inside for _, answering, declining in falling)
    gains = accumulate(steps, initial=0)  # of answering the first n instead of none
    cuts = [math.inf, *(score for score, _, _ in falling), -math.inf]
    return max((gain, cut) for gain, (cut, below) in zip(gains, pairwise(cuts), strict=True) if cut > below)[1]


def _thresholded(name: str, rank: Ranker, taught: Sequence[tuple[str, str]]) -> Baseline:
    """The system that answers from the best threshold on and declines below it."""
    ranked = [(rank(text), label) for text, label in taught if label == DECLINED or label.startswith("faq:")]
    least = best_threshold([(score, found == label, label == DECLINED) for (found, score), label in ranked])

    def answer(turns: tuple[str, ...]) -> Given:
        label, score = rank(normalise(turns[-1]))
        return Given((label if score >= least else DECLINED,))

    return Baseline(f"{name}, from {least:.1f}", answer)


def _pairs(text: str) -> list[str]:
    return [first + second for first, second in pairwise(text)]
