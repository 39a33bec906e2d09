"""The flow: what is asked of whom, and that it comes out the same however one gets there."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import eligibility as quiz
from bot.eligibility import Rulebook, Session
from bot.eligibility.picks import Resolve
from tests.eligibility.conftest import make_book

BOOK = make_book("knowledge")


def asked(session: Session, book: Rulebook = BOOK) -> str | None:
    return quiz.show(session, book).item


def press(session: Session, *tokens: str, book: Rulebook = BOOK) -> Session:
    for token in tokens:
        screen = quiz.show(session, book)
        assert screen.item is not None
        taken = quiz.press(session, screen.item, token, book)
        assert taken.problem is None, (screen.item, token)
        session = taken.session
    return session


def to_the_end(session: Session, book: Rulebook = BOOK) -> tuple[Session, list[str]]:
    """Says "don't know" to everything that is left; gives the items asked on the way."""
    items = []
    while (item := asked(session, book)) is not None:
        items.append(item)
        assert len(items) < 200, "no end"
        session = press(session, "unknown", book=book)
    return session, items


KINDS = {
    ("business", "company"): "企业",
    ("business", "school"): "技工院校",
    ("private", "training"): "民办非企业单位",
    ("private", "school"): "技工院校",
    ("society", "association"): "行业协会",
    ("society", "other"): "其他单位",
    ("institution", "base"): "公共实训基地",
    ("institution", "college"): "其他单位",
    ("other", "school"): "技工院校",
    ("unknown", "company"): "企业",
    ("unknown", "school"): "技工院校",
    ("unknown", "unknown"): None,
    ("business", "unknown"): None,
}


@pytest.mark.parametrize(("tokens", "organisation"), KINDS.items())
def test_the_certificate_first_and_then_the_function(tokens: tuple[str, ...], organisation: str | None) -> None:
    assert quiz.facts(press(quiz.start(), *tokens), BOOK).organisation == organisation


@pytest.mark.parametrize("tokens", KINDS)
def test_everybody_is_asked_just_what_decides_a_condition(tokens: tuple[str, ...]) -> None:
    """Each condition has a question that was put, and no question was put that decides none."""
    session, items = to_the_end(press(quiz.start(), *tokens))
    facts = quiz.facts(session, BOOK)
    read = BOOK.read[facts.organisation] - {"trained", "organisation"}
    stated = {key for item in items for key in BOOK.stated[item.partition(":")[0]]} - {"organisation"}
    assert stated <= read | {"trained"}
    assert read - stated <= ({"trained_total"} if facts.organisation != "企业" else set())


def test_a_person_is_told_at_once() -> None:
    session = press(quiz.start(), "person")
    assert quiz.stage(session, BOOK) == "done"
    assert asked(quiz.back(session, BOOK)) == "certificate"


def test_a_department_is_not_asked_for_its_legal_person() -> None:
    session, items = to_the_end(press(quiz.start(), "department"))
    assert "legal_person" not in items
    assert quiz.facts(session, BOOK).flags["legal_person"] is False


def say(session: Session, resolve: Resolve, *texts: str) -> Session:
    for text in texts:
        taken = quiz.take(session, text, resolve, BOOK)
        assert taken.problem is None, (text, taken.problem)
        session = taken.session
    return session


def association(resolve: Resolve, occupations: str) -> Session:
    session = press(quiz.start(), "society", "association", "yes", "yes", "yes")
    return say(session, resolve, "7年", occupations, "就这些")


def test_figures_are_asked_where_they_are_missing(resolve: Resolve) -> None:
    session = association(resolve, "电工8200、车工、电焊工")
    assert asked(session) == "trained:6-18-01-01"
    assert asked(say(session, resolve, "9000")) == "good_credit"


def test_a_figure_on_both_sides_is_asked_once_more(resolve: Resolve) -> None:
    session = association(resolve, "电工大概8000")
    assert asked(session) == "trained:6-31-01-03:exact"
    assert asked(press(session, "unknown")) == "good_credit"
    exact = quiz.facts(say(session, resolve, "8100"), BOOK).occupations[0].trained
    assert exact is not None
    assert (exact.low, exact.high) == (8100, 8100)


def test_short_of_the_threshold_at_the_exact_question_is_unmet(resolve: Resolve) -> None:
    session = press(quiz.start(), "society", "association", "yes", "yes", "yes")
    session = say(session, resolve, "大概六年")
    assert asked(session) == "years:exact"
    assert quiz.facts(say(session, resolve, "还差一点到六年"), BOOK).numbers["years"].straddles(6) is False
    assert quiz.facts(say(session, resolve, "还差一点到六年"), BOOK).numbers["years"].high == 5.9


def test_of_a_rough_and_an_exact_figure_the_check_shows_the_one_that_counts(resolve: Resolve) -> None:
    def shown(exact: str) -> list[tuple[str, str]]:
        session = press(quiz.start(), "society", "association", "yes", "yes", "yes")
        session, _ = to_the_end(say(session, resolve, "大概六年", exact))
        return [(row.title, row.answer) for row in quiz.show(session, BOOK).rows if "年限" in row.title]

    assert shown("6年") == [("培训评价年限", "6年")]
    assert shown("不清楚") == [("培训评价年限", "大概六年")]


def test_a_range_that_ends_at_the_threshold_is_asked_once_more(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "company", "yes", "yes", "done")
    assert asked(say(session, resolve, "四五百")) == "trained_total:exact"
    assert asked(say(session, resolve, "三四百")) == "occupations"
    assert asked(say(session, resolve, "五六百")) == "occupations"


def test_the_threshold_depends_on_how_many_are_stated(resolve: Resolve) -> None:
    six = "电工、车工、铣工、磨工、冲压工9000，铸造工5千左右"
    session = association(resolve, six)
    for _ in range(4):
        session = say(session, resolve, "9000")
    assert asked(session) == "trained:6-18-02-01:exact"


def test_the_total_is_asked_only_where_it_matters(resolve: Resolve) -> None:
    few = association(resolve, "电工8200、车工9000")
    assert asked(few) == "good_credit"
    six = "、".join(f"{name}{{}}" for name in ("电工", "车工", "铣工", "磨工", "冲压工", "铸造工"))
    assert asked(association(resolve, six.format(*[8000] * 6))) == "organisation_total"
    assert asked(association(resolve, six.format(*[9000] * 6))) == "good_credit"
    assert asked(association(resolve, six.format(*[4000] * 6))) == "good_credit"
    one_open = press(association(resolve, six.format(*[12000] * 5, "")), "unknown")
    assert asked(one_open) == "good_credit"


def test_a_total_below_the_sum_is_questioned(resolve: Resolve) -> None:
    six = "电工8000、车工8000、铣工8000、磨工8000、冲压工8000、铸造工8000"
    taken = quiz.take(association(resolve, six), "47999", resolve, BOOK)
    assert taken.problem is not None
    assert taken.problem.key == "below_sum"
    assert taken.problem.values == {"sum": "48,000"}


SIX = "电工8000、车工8000、铣工8000、磨工8000、冲压工8000、铸造工8000"


@pytest.mark.parametrize(("text", "low", "high"), [("够了", 50000, None), ("不到", 0, 49999), ("不到5万", 0, 49999)])
def test_enough_or_not_is_an_answer_to_the_total(text: str, low: int, high: int | None, resolve: Resolve) -> None:
    session = association(resolve, SIX)
    assert asked(session) == "organisation_total"
    total = quiz.facts(say(session, resolve, text), BOOK).numbers["trained_total"]
    assert (total.low, total.high) == (low, high)


@pytest.mark.parametrize("text", ["没有", "没了", "没有别的", "没有别的了", "就这些"])
def test_nothing_more_finishes_the_list(text: str, resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "school", "yes", "yes", "yes", "yes")
    none_yet = quiz.take(session, text, resolve, BOOK)
    assert none_yet.problem is not None
    assert none_yet.problem.key == "no_occupation"
    assert asked(say(session, resolve, "电工", text)) == "within_main_business"


def test_the_last_occupation_can_be_taken_off(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "school", "yes", "yes", "yes", "yes")
    screen = quiz.show(say(session, resolve, "电工", "去掉电工"), BOOK)
    assert screen.state == "还没有选职业。"
    assert screen.text == BOOK.questions["occupations"].ask
    assert "done" not in [button.token for button in screen.buttons]


def test_a_name_not_recognised_can_be_kept_as_one_without_a_row(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "school", "yes", "yes", "yes", "yes")
    asked_back = quiz.take(session, "飞天工", resolve, BOOK)
    assert asked_back.problem is not None
    kept = say(asked_back.session, resolve, "按目录外记下")
    assert quiz.show(kept, BOOK).state == "已选：飞天工（目录外）"


def test_of_a_list_the_sure_names_are_kept_and_the_other_is_asked(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "school", "yes", "yes", "yes", "yes")
    taken = quiz.take(session, "电工和油漆工，车工，铣工", resolve, BOOK)
    assert taken.problem is not None
    assert taken.problem.key == "several_occupations"
    assert taken.problem.values["name"] == "油漆工"
    assert quiz.show(taken.session, BOOK).state == "已选：电工、车工、铣工"


def test_a_change_keeps_what_still_applies(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "company", "yes", "yes", "done")
    session = say(session, resolve, "600", "电工", "就这些")
    session = press(quiz.change(session, "certificate", BOOK), "society", "association")
    facts = quiz.facts(session, BOOK)
    assert facts.flags == {"legal_person": True, "registered_in_tianjin": True}
    assert [one.code for one in facts.occupations] == ["6-31-01-03"]
    assert facts.numbers == {}
    assert asked(session) == "training_is_main_duty"
    taken_back = press(quiz.change(session, "certificate", BOOK), "business")
    assert quiz.facts(taken_back, BOOK).flags["filed_self_assessment"]


def test_back_loses_nothing_and_stops_at_the_first_question(resolve: Resolve) -> None:
    session = press(quiz.start(), "business", "company", "yes")
    back = quiz.back(quiz.back(session, BOOK), BOOK)
    assert asked(back) == "function_business"
    assert quiz.show(back, BOOK).state is not None
    assert asked(quiz.keep(back)) == "registered_in_tianjin"
    assert asked(press(back, "company")) == "registered_in_tianjin"
    first = quiz.back(back, BOOK)
    assert asked(first) == "certificate"
    assert quiz.back(first, BOOK) == first


def test_the_check_comes_before_the_verdict() -> None:
    session, _ = to_the_end(quiz.start())
    assert quiz.stage(session, BOOK) == "check"
    done = quiz.finish(session, BOOK)
    assert quiz.stage(done, BOOK) == "done"
    assert quiz.stage(quiz.back(done, BOOK), BOOK) == "check"
    assert asked(quiz.change(done, "good_credit", BOOK)) == "good_credit"
    assert quiz.stage(press(quiz.change(done, "good_credit", BOOK), "none"), BOOK) == "check"


def test_an_early_verdict_is_possible() -> None:
    session = press(quiz.start(), "business", "company", "no")
    assert quiz.facts(session, BOOK).flags == {"legal_person": False}


def test_buttons_of_another_question_are_outdated() -> None:
    session = press(quiz.start(), "business")
    for item, token in (("certificate", "person"), ("function_business", "nonsense"), ("function_business", "done")):
        taken = quiz.press(session, item, token, BOOK)
        assert taken.session == session
        assert taken.problem is not None
        assert taken.problem.key == "outdated"


def every_step() -> set[tuple[str, str]]:
    """Item and token of every button that anybody of any kind of organisation can be shown; all of them are pressed."""
    seen: set[tuple[str | None, str, str]] = set()
    waiting = [quiz.start()]
    while waiting:
        session = waiting.pop()
        screen, organisation = quiz.show(session, BOOK), quiz.facts(session, BOOK).organisation
        for button in screen.buttons:
            if (step := (organisation, screen.item or "", button.token)) in seen:
                continue
            seen.add(step)
            waiting.append(press(session, button.token) if button.token != "done" else session)
    return {step[1:] for step in seen}


def test_every_button_leads_somewhere_and_every_question_is_reached() -> None:
    steps = every_step()
    reached = {item.partition(":")[0] for item, _ in steps}
    with_figures = {"trained", "organisation_total"}  # asked only of those who state occupations, see above
    assert reached == set(BOOK.questions) - with_figures
    options = {(q.id, o.id) for q in BOOK.rules.questions for o in q.options}
    assert options <= steps


def test_every_outcome_is_reached_by_answering(resolve: Resolve) -> None:
    from datetime import date

    def outcome(session: Session) -> str:
        return quiz.judge(quiz.facts(session, BOOK), BOOK, date(2021, 1, 1), "yes").outcome

    session = press(quiz.start(), "business", "company", "yes", "yes", "done")
    session = say(session, resolve, "600", "电工和车工，就这些")
    session = press(session, "yes", "none", "all", "all", "all", "all")
    assert quiz.stage(session, BOOK) == "check"
    assert outcome(session) == "eligible"
    assert outcome(press(quiz.change(session, "good_credit", BOOK), "repaired")) == "unclear"
    assert outcome(press(quiz.change(session, "filed_self_assessment", BOOK), "pending")) == "ineligible"
    assert outcome(press(quiz.start(), "person")) == "ineligible"


TEXTS = [
    "8千",
    "大概8000",
    "没有",
    "都有",
    "除了2都有",
    "1 3",
    "电工8200、车工",
    "就这些",
    "不清楚",
    "多少？",
    "七年",
    "哈哈",
]
ACTIONS = st.one_of(
    st.tuples(st.just("press"), st.integers(0, 30)),
    st.tuples(st.just("say"), st.sampled_from(TEXTS)),
    st.tuples(st.just("change"), st.integers(0, 30)),
    st.tuples(st.sampled_from(["back", "keep", "finish", "restart"]), st.just(0)),
)


def act(session: Session, action: str, value: Any, resolve: Resolve) -> Session:
    screen = quiz.show(session, BOOK)
    match action:
        case "press" if screen.buttons:
            token = screen.buttons[value % len(screen.buttons)].token
            return quiz.press(session, screen.item or "", token, BOOK).session
        case "say":
            return quiz.take(session, value, resolve, BOOK).session
        case "change":
            items = [row.item for row in screen.rows] or [answer.question for answer in session.answers]
            return quiz.change(session, items[value % len(items)], BOOK) if items else session
        case "back":
            return quiz.back(session, BOOK)
        case "keep":
            return quiz.keep(session)
        case "finish":
            return quiz.finish(session, BOOK)
        case "restart":
            return quiz.load(quiz.dump(session))
    return session


@settings(max_examples=150, deadline=None)
@given(walk=st.lists(ACTIONS, max_size=40))
def test_random_walks_end_where_replaying_the_same_answers_ends(walk: list[tuple[str, Any]], resolve: Resolve) -> None:
    session = quiz.start()
    for action, value in walk:
        before = session
        session = act(session, action, value, resolve)
        assert quiz.load(quiz.dump(session)) == session
        if action in ("back", "change", "keep", "finish", "restart"):
            assert session.answers == before.answers
    told_again = quiz.start()
    for answer in quiz.replay(session.answers, BOOK).answers:
        told_again = quiz.session.put(told_again, answer, BOOK)
    settled = quiz.keep(session)
    assert quiz.facts(told_again, BOOK) == quiz.facts(settled, BOOK)
    assert asked(told_again) == asked(settled)
    end, _ = to_the_end(settled)
    assert quiz.stage(end, BOOK) in ("check", "done")
