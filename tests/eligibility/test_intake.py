"""What is understood as an answer, and what never is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.eligibility import Problem, Rulebook
from bot.eligibility.answers import Picked, Ticks
from bot.eligibility.choice import read_choice
from bot.eligibility.facts import Bounds
from bot.eligibility.picks import Listing, Resolve, Resolved, read_picks
from bot.eligibility.quantity import read_quantity
from bot.eligibility.ticks import read_ticks
from tests.eligibility.conftest import make_book

BOOK = make_book("knowledge")


def choice(question: str, text: str) -> Any:
    return read_choice(text, BOOK.questions[question].options, BOOK.words)


@pytest.mark.parametrize(
    ("question", "text", "option"),
    [
        ("certificate", "营业执照", "business"),
        ("certificate", "1", "business"),
        ("certificate", "第二个", "private"),
        ("certificate", "选3", "society"),
        ("certificate", "ｂ", "private"),
        ("certificate", "我们是民非", "private"),
        ("certificate", "民办非企业单位登记证书", "private"),
        ("certificate", "是企业", "business"),
        ("certificate", "我是个人", "person"),
        ("certificate", "營業執照", "business"),
        ("function_business", "技师学院", "school"),
        ("function_business", "不是", "company"),
        ("function_institution", "高级技工学校", "school"),
        ("legal_person", "有的", "yes"),
        ("legal_person", "没有", "no"),
        ("legal_person", "我们是分公司", "no"),
        ("legal_person", "没有法人资格", "no"),
        ("registered_in_tianjin", "对", "yes"),
        ("registered_in_tianjin", "不在天津", "no"),
        ("filed_self_assessment", "正在办", "pending"),
        ("filed_self_assessment", "按82号", "done"),
        ("filed_self_assessment", "没备过案", None),
        ("filed_self_assessment", "没有备过案", "no"),
        ("good_credit", "没有", "none"),
        ("good_credit", "有，已修复", "repaired"),
        ("good_credit", "有", "current"),
        ("within_main_business", "有的超出", "no"),
        ("within_main_business", "没有超出", "yes"),
        ("filed_self_assessment", "按85号办完的", "done"),
        ("filed_self_assessment", "已按85号办理完成", "done"),
        ("filed_self_assessment", "按85号备过案了", "done"),
        ("filed_self_assessment", "是按82号备的案", "done"),
        ("filed_self_assessment", "85号的，办好了", "done"),
        ("filed_self_assessment", "办完了，85号", "done"),
        ("filed_self_assessment", "按津人社办发〔2019〕82号备过案", "done"),
        ("filed_self_assessment", "85号还没办完", "pending"),
        ("filed_self_assessment", "85号正在办", "pending"),
        ("filed_self_assessment", "没有备案", "no"),
        ("legal_person", "不是独立法人", "no"),
        ("legal_person", "没法人", "no"),
        ("legal_person", "没有独立法人资格", "no"),
        ("legal_person", "有独立法人资格", "yes"),
        ("registered_in_tianjin", "不是天津的", "no"),
        ("training_is_main_duty", "不是主要职责", "no"),
        ("enrolling_normally", "招生正常", "yes"),
        ("enrolling_normally", "招生不正常", "no"),
        ("good_credit", "被罚过，已经修复", "repaired"),
        ("good_credit", "有过处罚，两年前修复了", "repaired"),
        ("good_credit", "没受过处罚", "none"),
        ("good_credit", "没被罚过", "none"),
        ("certificate", "我是民办学校，持营业执照的", "business"),
    ],
)
def test_choices(question: str, text: str, option: str | None) -> None:
    if option is not None:
        assert choice(question, text) == option
    else:
        assert choice(question, text) in ("no", Problem("not_understood"))


@pytest.mark.parametrize(
    ("question", "text", "options"),
    [
        ("filed_self_assessment", "备过了", ("已按85号或原82号办理完成", "按别的文件或在外地备的")),
        ("filed_self_assessment", "备过案", ("已按85号或原82号办理完成", "按别的文件或在外地备的")),
        ("filed_self_assessment", "办下来了", ("已按85号或原82号办理完成", "按别的文件或在外地备的")),
        ("filed_self_assessment", "有备案", ("已按85号或原82号办理完成", "按别的文件或在外地备的")),
        ("filed_self_assessment", "按85号", ("已按85号或原82号办理完成", "按85号正在办理")),
        ("good_credit", "受过处罚", ("有过，已修复或年头很久了", "有")),
        ("certificate", "社会组织", ("民办非企业单位（社会服务机构）登记证书", "社会团体法人登记证书")),
        ("certificate", "民政局发的证", ("民办非企业单位（社会服务机构）登记证书", "社会团体法人登记证书")),
        ("certificate", "民办学校", ("营业执照", "民办非企业单位（社会服务机构）登记证书")),
    ],
)
def test_what_leaves_two_options_open_is_asked_back(question: str, text: str, options: tuple[str, ...]) -> None:
    assert choice(question, text) == Problem("ambiguous", {"options": "；".join(options)})


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("filed_self_assessment", "没按85号备过案"),
        ("filed_self_assessment", "不是按85号办完的"),
        ("filed_self_assessment", "准备按85号备案"),
        ("filed_self_assessment", "85号快办完了"),
        ("filed_self_assessment", "按86号办完的"),
        ("certificate", "不是企业"),
        ("certificate", "没有营业执照"),
        ("legal_person", "不是没有法人资格"),
        ("good_credit", "不是没受过处罚"),
    ],
)
def test_a_match_never_crosses_a_negation_or_a_word_not_understood(question: str, text: str) -> None:
    assert choice(question, text) == Problem("not_understood")


def test_a_part_of_a_label_means_it_unless_it_is_denied_there() -> None:
    """Every piece of every label that follows a denial is left alone."""
    assert choice("function_business", "营利性培训学校") == "company"
    assert choice("filed_self_assessment", "过案") == Problem("not_understood")


@pytest.mark.parametrize("text", ["不清楚", "不知道啊", "说不准", "8", "忘了。"])
def test_not_known_is_an_answer_to_a_choice(text: str) -> None:
    assert choice("certificate", text) is None


@pytest.mark.parametrize(
    "text", ["营业执照和民非有什么区别？", "有没有法人资格怎么看", "什么叫质量督导员要求", "分公司可以吗", "多少钱"]
)
@pytest.mark.parametrize("question", ["certificate", "legal_person", "good_credit"])
def test_a_question_is_never_an_answer_to_a_choice(question: str, text: str) -> None:
    assert choice(question, text) == Problem("not_an_answer")


@pytest.mark.parametrize("text", ["哈哈", "0", "9", "12", "我们公司成立于1998年", "", "可能有吧", "。。。"])
def test_what_no_option_says_is_not_guessed(text: str) -> None:
    assert isinstance(choice("legal_person", text), Problem)


def test_an_answer_that_fits_several_options_is_asked_back() -> None:
    problem = choice("function_institution", "院校")
    assert problem == "college" or problem.key in ("ambiguous", "not_understood")
    several = choice("function_any", "单位")
    assert isinstance(several, Problem)


def quantity(text: str, key: str = "trained_total", threshold: float | None = None) -> Any:
    return read_quantity(text, BOOK.measures[key], BOOK.words, threshold)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8千", 8000, 8000),
        ("五千人次", 5000, 5000),
        ("5万", 50000, 50000),
        ("１２００", 1200, 1200),
        ("1,200", 1200, 1200),
        ("一共8000人次吧", 8000, 8000),
        ("600人", 600, None),
        ("400个人", 400, None),
        ("近八千", 7500, 7999),
        ("四百八十来", 475, 485),
        ("8000+", 8000, None),
        ("没有", 0, 0),
        ("一个都没有", 0, 0),
        ("大概8000", 7500, 8500),
        ("不到500", 0, 499),
        ("500以上", 500, None),
        ("7年，8000人次", 8000, 8000),
    ],
)
def test_counts(text: str, low: float, high: float | None) -> None:
    assert quantity(text) == Bounds(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("六年半", 6.5, 6.5), ("大概六年半", 6.25, 6.75), ("5.5", 5.5, 5.5), ("18个月", 1.5, 1.5), ("五六年", 5, 6)],
)
def test_years(text: str, low: float, high: float) -> None:
    assert quantity(text, "years") == Bounds(low, high)


@pytest.mark.parametrize(
    "text",
    ["还差一点到六年", "差一点六年", "差点到六年", "六年还差点", "六年还差一点", "六年缺一点", "离六年还差一点",
     "没到6年", "还没到六年", "六年还没到", "六年还不到", "没有六年", "快六年", "将满六年"],
)  # fmt: skip
@pytest.mark.parametrize("threshold", [None, 6])
def test_short_of_a_figure_never_reaches_it(text: str, threshold: float | None) -> None:
    bounds = quantity(text, "years", threshold)
    assert bounds.low < bounds.high < 6


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("还差半年到六年", "years"),
        ("大概从开始到现在六年", "years"),
        ("差20人到500", "trained_total"),
        ("还差500", "trained_total"),
        ("每年600人", "trained_total"),
        ("一年600人", "trained_total"),
        ("计划培训600人", "trained_total"),
        ("没培训过600人", "trained_total"),
        ("600人的一半", "trained_total"),
    ],
)
def test_a_word_that_changes_a_figure_is_never_passed_over(text: str, key: str) -> None:
    problem = quantity(text, key, 6)
    assert isinstance(problem, Problem)
    assert problem.key == "changed_number"
    assert problem.values["word"] in text


@pytest.mark.parametrize("text", ["不清楚", "没算过", "不太清楚", "不知道多少"])
def test_not_known_is_an_answer_to_how_many(text: str) -> None:
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("-5", "trained_total", "negative"),
        ("负五", "trained_total", "negative"),
        ("abc", "trained_total", "no_number"),
        ("很多", "trained_total", "no_number"),
        ("99999999999", "trained_total", "too_large"),
        ("1e400", "trained_total", "several_numbers"),
        ("8.5", "trained_total", "not_whole"),
        ("六年", "trained_total", "wrong_unit"),
        ("8000 9000", "trained_total", "several_numbers"),
        ("8000够吗", "trained_total", "not_an_answer"),
        ("要多少人次", "trained_total", "not_an_answer"),
        ("2014年", "years", "calendar_year"),
        ("600人次", "years", "wrong_unit"),
        ("130年", "years", "too_large"),
    ],
)
def test_what_is_no_possible_number_is_named(text: str, key: str, problem: str) -> None:
    taken = quantity(text, key)
    assert isinstance(taken, Problem)
    assert taken.key == problem
    assert "{" not in taken.text(BOOK.words)


def test_at_a_threshold_enough_and_short_of_it_are_answers() -> None:
    assert quantity("够了", threshold=8000) == Bounds(8000, None)
    assert quantity("没到", threshold=8000) == Bounds(0, 7999)
    assert quantity("不到", "years", threshold=6).high < 6
    assert quantity("够了") == Problem("no_number")


def ticks(text: str, former: Ticks | None = None) -> Any:
    return read_ticks(text, BOOK.questions["site"].options, BOOK.words, former or Ticks())


V, E, C, M = "exam_venue", "equipment", "video_surveillance", "stable_funding"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 3", Ticks((V, C), (E, M))),
        ("1、3、4", Ticks((V, C, M), (E,))),
        ("134", Ticks((V, C, M), (E,))),
        ("都有", Ticks((V, E, C, M))),
        ("都没有", Ticks((), (V, E, C, M))),
        ("没有", Ticks((), (V, E, C, M))),
        ("什么都没有", Ticks((), (V, E, C, M))),
        ("什么都有", Ticks((V, E, C, M))),
        ("除了监控都有", Ticks((V, E, M), (C,))),
        ("除了监控以外，都有", Ticks((V, E, M), (C,))),
        ("除了监控和经费，其他都有", Ticks((V, E), (C, M))),
        ("除了场地都没有", Ticks((V,), (E, C, M))),
        ("没有监控，其他都有", Ticks((V, E, M), (C,))),
        ("监控没有，其他的都有", Ticks((V, E, M), (C,))),
        ("就差监控了", Ticks((V, E, M), (C,))),
        ("只有场地和设备", Ticks((V, E), (C, M))),
        ("除了3都有", Ticks((V, E, M), (C,))),
        ("监控不清楚，其他都有", Ticks((V, E, M), (), (C,))),
        ("場地有", Ticks((V,))),
        ("有场地、设备", Ticks((V, E))),
        ("没有监控", Ticks((), (C,))),
        ("都有，除了监控", Ticks((V, E, M), (C,))),
        ("都有，除了监控和经费", Ticks((V, E), (C, M))),
        ("除了视频监控都有", Ticks((V, E, M), (C,))),
        ("有场地有设备", Ticks((V, E))),
        ("有场地没设备", Ticks((V,), (E,))),
        ("没有场地有设备", Ticks((E,), (V,))),
        ("场地有设备没有", Ticks((V,), (E,))),
        ("没有监控其他有", Ticks((V, E, M), (C,))),
    ],
)
def test_ticks(text: str, expected: Ticks) -> None:
    assert ticks(text) == expected


def test_what_is_said_next_adds_to_what_was_said() -> None:
    assert ticks("其他都有", ticks("没有监控")) == Ticks((V, E, M), (C,))
    assert ticks("经费也有", ticks("有场地")) == Ticks((V, M))


@pytest.mark.parametrize(
    "text",
    [
        "什么叫质量督导员要求",
        "监控要几个",
        "今天天气不错",
        "9",
        "1 9",
        "除了监控",
        "有",
        "监控坏了",
        "不都有",
        "不是没有监控",
    ],
)
def test_what_a_list_does_not_say_is_not_ticked(text: str) -> None:
    assert isinstance(ticks(text), Problem)


def test_not_known_for_the_whole_list() -> None:
    assert ticks("不清楚") is None


def picks(text: str, resolve: Resolve) -> Any:
    return read_picks(text, resolve, BOOK)


def shown(listing: Any) -> list[tuple[str | None, float | None]]:
    assert isinstance(listing, Listing), listing
    return [(one.code and one.code[-5:], one.trained and one.trained.low) for one in listing.picked]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电工", [("01-03", None)]),
        ("6-31-01-03", [("01-03", None)]),
        ("6-31-01-03 8200", [("01-03", 8200)]),
        ("想报电工和车工", [("01-03", None), ("01-01", None)]),
        ("电工8200，车工9000", [("01-03", 8200), ("01-01", 9000)]),
        ("电工 8200 车工 9000", [("01-03", 8200), ("01-01", 9000)]),
        ("电工8200人次车工9000人次", [("01-03", 8200), ("01-01", 9000)]),
        ("电工，8200人次；车工", [("01-03", 8200), ("01-01", None)]),
        ("电工、车工、铣工各9000", [("01-03", 9000), ("01-01", 9000), ("01-02", 9000)]),
        ("电工8200、车工，每个都是9000", [("01-03", 8200), ("01-01", 9000)]),
        ("印前处理和制作员8000", [("01-01", 8000)]),
        ("电工车工铣工", [("01-03", None), ("01-01", None), ("01-02", None)]),
        ("我们想报电工、车工两个职业", [("01-03", None), ("01-01", None)]),
        ("6310103 8200", [("01-03", 8200)]),
        ("电焊工", [(None, None)]),
        ("电焊工按目录外记下", [(None, None)]),
        ("电工8200，飞天工按目录外记下", [("01-03", 8200), (None, None)]),
        ("车工 八千整", [("01-01", 8000)]),
        ("车工正好8000", [("01-01", 8000)]),
        ("电工差一点到8000", [("01-03", 0)]),
        ("普通车工4000和电焊工", [("01-01", 4000), (None, None)]),
        ("数控车工5000、普通车工4000", [("01-01", 9000)]),
    ],
)
def test_occupations(text: str, expected: list[Any], resolve: Resolve) -> None:
    assert shown(picks(text, resolve)) == expected


def test_two_trades_under_one_code_are_joined(resolve: Resolve) -> None:
    listing = picks("数控车工5000、普通车工4000", resolve)
    assert listing.picked == (Picked("6-18-01-01", ("数控车工", "普通车工"), Bounds(9000, 9000)),)
    one_open = picks("数控车工5000、普通车工", resolve).picked[0].trained
    assert one_open == Bounds(5000, None)
    with_the_row_itself = picks("车工5000、数控车工4000", resolve).picked[0].trained
    assert with_the_row_itself == Bounds(5000, 9000)


@pytest.mark.parametrize(
    "text", ["电工8001，电工9000", "电工 8001 9000", "电工8001，9000", "6-31-01-03 8001，电工9000"]
)
def test_two_figures_for_one_name_are_asked_back(text: str, resolve: Resolve) -> None:
    assert picks(text, resolve) == Problem("several_figures", {"name": "电工", "figures": "8001、9000"})
    assert shown(picks("电工8001，电工8001", resolve)) == [("01-03", 8001)]


def test_a_name_that_fits_several_rows_is_offered(resolve: Resolve) -> None:
    listing = picks("电工、油漆工", resolve)
    assert shown(listing) == [("01-03", None)]
    assert (listing.unplaced, listing.offered) == ("油漆工", ("6-29-04-01", "6-18-03-03"))


def test_a_name_nobody_knows_is_kept_apart(resolve: Resolve) -> None:
    listing = picks("电工、飞天工", resolve)
    assert (listing.unplaced, listing.offered) == ("飞天工", ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("电工能报吗", "not_an_answer"),
        ("电工-5", "negative"),
        ("，", "no_occupation"),
        ("1 2 3 4 5", "no_occupation"),
        ("1 3", "no_occupation"),
        ("电工8.5", "not_whole"),
    ],
)
def test_what_is_no_list_of_occupations(text: str, problem: str, resolve: Resolve) -> None:
    taken = picks(text, resolve)
    assert isinstance(taken, Problem)
    assert taken.key == problem


def test_done_and_not_known(resolve: Resolve) -> None:
    assert picks("就这些", resolve) == Listing(finished=True)
    assert picks("不清楚", resolve) is None
    assert picks("电工，没有了", resolve).finished


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_no_text_breaks_the_intake(text: str) -> None:
    book: Rulebook = BOOK
    choice("certificate", text)
    quantity(text)
    quantity(text, "years", 6)
    ticks(text)
    read_picks(text, lambda name: Resolved(), book)
