"""Similar questions of the queue taken together."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.store.questions import Unanswered
from bot.teaching.groups import MOST_WORDINGS, Reason, grouped, reasons

MISS = Unanswered(1, "", None, "declined", ("oos",), "unknown", None, None, False, "2026-11-23 00:00:00")


def asked(*texts: str, **values: object) -> list[Unanswered]:
    """Questions, newest first."""
    return [replace(MISS, id=len(texts) - n, text=text, **values) for n, text in enumerate(texts)]


def texts(questions: list[Unanswered]) -> list[list[str]]:
    return [[question.text for question in group.questions] for group in grouped(questions)]


def test_one_question_worded_alike_is_one_group() -> None:
    questions = asked("公章丢了怎么办", "公章丢了怎么办？", "公章丢了怎么办呢", "能邮寄吗")
    assert texts(questions) == [["公章丢了怎么办", "公章丢了怎么办？", "公章丢了怎么办呢"], ["能邮寄吗"]]
    group = grouped(questions)[0]
    assert list(group.wordings.values()) == ["公章丢了怎么办", "公章丢了怎么办呢"]
    assert group.ids == (4, 3, 2)


def test_one_character_makes_another_occupation() -> None:
    questions = asked("木雕工的代码是多少", "石雕工的代码是多少", "木雕工的代码是多少？", labels=("occ:none",))
    assert texts(questions) == [["木雕工的代码是多少", "木雕工的代码是多少？"], ["石雕工的代码是多少"]]


def test_pressing_questions_stand_before_sure_declines_and_frequent_ones_first() -> None:
    questions = [
        *asked("补贴多少钱", "补贴多少钱", "补贴多少钱", kind="subsidy"),
        replace(MISS, id=9, text="公章丢了怎么办"),
        replace(MISS, id=8, text="能邮寄吗", outcome="answered", helpful=False),
        replace(MISS, id=7, text="能邮寄吗", outcome="asked_back"),
        replace(MISS, id=6, text="体检几次", kind="medical", helpful=False),
    ]
    assert [group[0] for group in texts(questions)] == ["能邮寄吗", "公章丢了怎么办", "体检几次", "补贴多少钱"]


def test_what_the_person_said_goes_before_what_the_bot_thought() -> None:
    assert reasons(MISS) == [Reason.MISSED]
    assert reasons(replace(MISS, kind="subsidy")) == [Reason.DECLINED]
    assert reasons(replace(MISS, kind="paused")) == [Reason.PAUSED]
    assert reasons(replace(MISS, outcome="asked_back", handed_over=True)) == [Reason.HANDED_OVER, Reason.ASKED_BACK]
    assert reasons(replace(MISS, outcome="answered", helpful=False)) == [Reason.UNHELPFUL]
    assert reasons(replace(MISS, outcome="answered", helpful=True)) == []


def test_what_askers_picked_is_counted() -> None:
    questions = asked("多久", "多久", "多久", outcome="asked_back", picked="faq:2")
    assert dict(grouped([*questions, replace(MISS, id=0, text="多久")])[0].picked) == {"faq:2": 3}


@given(st.lists(st.text("甲乙丙丁？ ", max_size=6), max_size=40), st.sampled_from([("oos",), ("occ:none",)]))
def test_every_question_is_in_one_group_and_no_group_is_too_large(said: list[str], labels: tuple[str, ...]) -> None:
    questions = asked(*said, labels=labels)
    groups = grouped(questions)
    assert sorted(number for group in groups for number in group.ids) == sorted(one.id for one in questions)
    assert all(len(group.wordings) <= MOST_WORDINGS for group in groups)
    for group in groups:
        assert list(group.ids) == sorted(group.ids, reverse=True)
    wordings = [key for group in groups for key in group.wordings]
    assert len(wordings) == len(set(wordings))  # one wording is never in two groups
