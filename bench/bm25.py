"""A plain BM25 over characters and pairs of characters: the usual baseline of retrieval (Robertson, Zaragoza 2009)."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

_K, _B = 1.5, 0.75


class Bm25:
    """An inverted index with the weights worked out beforehand, as bm25s has it."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [Counter(_terms(text)) for text in texts]
        spread = Counter(term for terms in found for term in terms)
        mean = sum(terms.total() for terms in found) / len(found)
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, terms in enumerate(found):
            length = _K * (1 - _B + _B * terms.total() / mean)
            for term, count in terms.items():
                idf = math.log(1 + (len(found) - spread[term] + 0.5) / (spread[term] + 0.5))
                self._index[term].append((number, idf * count * (_K + 1) / (count + length)))

    def best(self, text: str) -> int | None:
        """The number of the text that fits best, None where none shares anything."""
        scores: dict[int, float] = defaultdict(float)
        for term in _terms(text):
            for number, weight in self._index.get(term, ()):
                scores[number] += weight
        return max(scores, key=scores.__getitem__, default=None)


def _terms(text: str) -> list[str]:
    return [*text, *(one + other for one, other in pairwise(text))]
