"""The dictionary of phrases against trying every slice, and the longest match against trying every choice."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.phrases import Phrases, Span, blanked, longest, stands_alone

ALPHABET = "工电车焊叉"
phrases = st.sets(st.text(ALPHABET, min_size=1, max_size=4), max_size=12)
texts = st.text(ALPHABET, max_size=12)


def every_slice(words: set[str], text: str) -> list[tuple[int, int]]:
    ends = range(len(text) + 1)
    return [(i, j) for i in ends for j in reversed(ends) if i < j and text[i:j] in words]


@given(phrases, texts)
def test_all_occurrences(words: set[str], text: str) -> None:
    found = Phrases({word: word for word in words}).all(text)
    assert sorted((span.start, span.end) for span in found) == sorted(every_slice(words, text))
    assert all(span.value == text[span.start : span.end] for span in found)


@given(phrases, texts)
def test_without_blanks_the_longest(words: set[str], text: str) -> None:
    found = Phrases(dict.fromkeys(words))
    assert found.without(text) == blanked(text, ((span.start, span.end) for span in longest(found.all(text))))


def disjoint(spans: tuple[Span[None], ...]) -> bool:
    return all(a.end <= b.start or b.end <= a.start for a, b in combinations(spans, 2))


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=7))
def test_the_longest_earliest_spans_are_kept(drawn: set[tuple[int, int]]) -> None:
    spans = [Span(start, start + size, None) for start, size in drawn]
    kept = longest(spans)
    # Of all choices without overlap, the one whose lengths, and then earliness, come first when the longest go first.
    choices = [choice for n in range(len(spans) + 1) for choice in combinations(spans, n) if disjoint(choice)]
    best = max(choices, key=lambda c: sorted(((s.end - s.start, -s.start) for s in c), reverse=True))
    assert set(kept) == set(best)
    assert kept == sorted(kept, key=lambda span: span.start)


def test_no_phrase_and_an_empty_one_are_found_nowhere() -> None:
    assert Phrases({}).all("电工") == []
    assert Phrases({"": 1, "工": 2}).all("电工") == [Span(1, 2, 2)]


def test_blanked_keeps_positions() -> None:
    assert blanked("电工的代码", [(0, 2)]) == "  的代码"


def test_foreign_words_stand_alone() -> None:
    assert not stands_alone("submit", 4, 6)
    assert not stands_alone("chefery", 0, 4)
    assert stands_alone("two chefs, please", 4, 8)
    assert stands_alone("做cad的", 1, 4)
