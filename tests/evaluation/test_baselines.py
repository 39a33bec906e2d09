import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.evaluation.baselines import baselines, best_threshold, bigram_ranker, nearest_system, title_ranker

scored = st.lists(
    st.tuples(st.integers(0, 5).map(float), st.sampled_from([(True, False), (False, True), (False, False)]))
)


@given(scored)
def test_best_threshold_is_as_good_as_any(rows: list[tuple[float, tuple[bool, bool]]]) -> None:
    """Oracle: every threshold there is, tried on every row."""
    inside = [(score, answering) for score, (answering, declining) in rows if not declining]
    outside = [score for score, (_, declining) in rows if declining]

    def goodness(least: float) -> Fraction:
        right = sum(answering for score, answering in inside if score >= least)
        declined = sum(score < least for score in outside)
        return Fraction(right, len(inside) or 1) + Fraction(declined, len(outside) or 1)

    tried = [math.inf, *(score for score, _ in rows)]
    best = max(map(goodness, tried))
    least = best_threshold([(score, *flags) for score, flags in rows])
    assert least == max(least for least in tried if goodness(least) == best)


def test_rankers_find_an_entry_by_its_own_words(desk: Desk) -> None:
    faq = desk.knowledge.faq
    for entry in faq.entries:
        assert title_ranker(faq)(entry.title)[0] == f"faq:{entry.number}"
        assert bigram_ranker(faq)(entry.question)[0] == f"faq:{entry.number}"


def test_words_shared_with_no_entry_score_nothing(desk: Desk) -> None:
    assert bigram_ranker(desk.knowledge.faq)("xyz")[1] == 0


def test_rare_pairs_and_short_texts_weigh_more(desk: Desk) -> None:
    rank = bigram_ranker(desk.knowledge.faq)
    assert rank("可以参加遴选工作日")[0] == "faq:1"
    assert rank("工作日")[1] > 0


def test_nearest_example_gives_its_label() -> None:
    system = nearest_system({"要几天": "faq:2", "你好": "smalltalk"})
    assert system(("电话", "要 几天呀")).answer == ("faq:2",)


def test_all_baselines_answer_anything(desk: Desk) -> None:
    for baseline in baselines(desk.knowledge):
        for question in ("", "谁能参加遴选", "today?"):
            assert len(baseline.system((question,)).answer) == 1
