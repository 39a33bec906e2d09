import math

from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.evaluation.baselines import baselines, best_threshold, bigram_ranker, nearest_system, title_ranker

scored = st.lists(st.tuples(st.integers(0, 5).map(float), st.booleans(), st.booleans()))


@given(scored)
def test_best_threshold_is_right_as_often_as_any(rows: list[tuple[float, bool, bool]]) -> None:
    """Oracle: every threshold there is, tried on every row."""

    def right(least: float) -> int:
        return sum(answering if score >= least else declining for score, answering, declining in rows)

    tried = [math.inf, *(score for score, _, _ in rows)]
    best = max(map(right, tried))
    assert best_threshold(rows) == max(least for least in tried if right(least) == best)


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
