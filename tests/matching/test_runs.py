from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.features import called, grams
from bot.matching.runs import LONGEST, Spread, runs

UNITS = "是否得吗^$0\ue000𠀀"
TEXTS = st.lists(st.text(UNITS, max_size=8), max_size=8)


@given(TEXTS, st.integers(1, LONGEST), st.integers(1, 3), st.data())
def test_runs_are_those_that_enough_texts_have(texts: list[str], longest: int, least: int, data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(1, 3), min_size=len(texts), max_size=len(texts)))
    every = [set(grams("c", text, longest)) for text in texts]
    spread = Counter(name for found, often in zip(every, times, strict=True) for name in list(found) * often)
    found: list[list[str]] = [[] for _ in texts]
    for kept, names in runs(texts, longest, np.array(times, dtype=np.int64), least, lambda run: called("c", run)):
        for text, feature in zip(kept.texts.tolist(), kept.features.tolist(), strict=True):
            found[text].append(names[feature])
    wanted = [sorted(name for name in own if spread[name] >= least) for own in every]
    assert list(map(sorted, found)) == wanted


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3))))
def test_a_feature_stands_in_a_text_once(pairs: list[tuple[int, int]]) -> None:
    texts, features = (np.array([pair[at] for pair in pairs], dtype=np.int64) for at in (0, 1))
    spread = Spread.of(texts, features, 4)
    assert list(zip(spread.texts.tolist(), spread.features.tolist(), strict=True)) == sorted(set(pairs))
