"""A story fills the form with what it says and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import eligibility as quiz
from bot.eligibility import Rulebook
from bot.eligibility.picks import Resolve


def heard(story: str, resolve: Resolve, book: Rulebook) -> dict[str, tuple[str, str]]:
    """Item -> (answer, the words that said so), as shown for confirmation."""
    screen = quiz.show(quiz.start(quiz.understand(story, resolve, book)), book)
    return {row.item: (row.answer, row.said) for row in screen.rows} if screen.stage == "confirm" else {}


def test_a_story_starts_the_self_test(resolve: Resolve, book: Rulebook) -> None:
    story = "我们是家企业，备过案，培训了600人，想报电工和车工"
    assert heard(story, resolve, book) == {
        "certificate": ("营业执照", "企业"),
        "function_business": ("不是，是公司、企业或营利性培训学校", "企业"),
        "trained_total": ("600人", "600人"),
        "occupations": ("电工、车工", "想报电工和车工"),
    }
    session = quiz.accept(quiz.start(quiz.understand(story, resolve, book)))
    facts = quiz.facts(session, book)
    assert facts.organisation == "企业"
    assert "filed_self_assessment" not in facts.flags
    assert quiz.show(session, book).item == "legal_person"


def test_a_wrong_hearing_can_be_rejected(resolve: Resolve, book: Rulebook) -> None:
    session = quiz.start(quiz.understand("我们是家企业", resolve, book))
    assert quiz.stage(session, book) == "confirm"
    assert quiz.reject(session) == quiz.start()
    assert quiz.back(session, book) == quiz.start()


@pytest.mark.parametrize(
    ("story", "item", "answer"),
    [
        ("我们是民办非企业单位", "certificate", "民办非企业单位（社会服务机构）登记证书"),
        ("是行业协会", "function_society", "是行业协会、行业商会"),
        ("我们技师学院想申报", "function_any", "技工学校、高级技工学校或技师学院"),
        ("按85号备过案的公司", "filed_self_assessment", "已按85号或原82号办理完成"),
        ("公司还没备案", "filed_self_assessment", "没有备过案"),
        ("协会办了七年培训", "years", "7年"),
        ("协会培训过车工8000人次，铣工九千人次", "occupations", "车工 8000人次、铣工 九千人次"),
        ("公司在天津注册", "registered_in_tianjin", "是"),
        ("我是个人，想考证", "certificate", "都没有，我是个人"),
        ("想报油漆工、电工", "occupations", "电工"),
        ("想报电焊工", "occupations", "电焊工（目录外）"),
    ],
)
def test_what_is_said_is_heard(story: str, item: str, answer: str, resolve: Resolve, book: Rulebook) -> None:
    assert heard(story, resolve, book)[item][0] == answer


@pytest.mark.parametrize(
    ("story", "item"),
    [
        ("我们是家企业，备过案", "filed_self_assessment"),
        ("我们不是企业", "certificate"),
        ("我们公司能申报吗？", "certificate"),
        ("公司有600名员工", "trained_total"),
        ("公司计划培训600人", "trained_total"),
        ("公司每年培训600人", "trained_total"),
        ("公司培训过电工600人", "trained_total"),
        ("公司培训了600人，鉴定了800人", "trained_total"),
        ("协会成立10年了", "years"),
        ("公司办的技师学院", "function_business"),
        ("报的是企业人力资源管理师", "certificate"),
        ("公司不想报电工", "occupations"),
        ("协会办学十来年了", "years"),
        ("培训学校办学十来年了", "years"),
        ("公司没培训过600人", "trained_total"),
        ("今天天气不错", "certificate"),
        ("", "certificate"),
    ],
)
def test_what_is_not_said_is_not_assumed(story: str, item: str, resolve: Resolve, book: Rulebook) -> None:
    assert item not in heard(story, resolve, book)


def test_a_name_that_could_not_be_placed_keeps_the_list_open(resolve: Resolve, book: Rulebook) -> None:
    story = "我们是企业，有独立法人资格，在天津注册，按85号备过案，培训了600人，想报油漆工、电工"
    session = quiz.accept(quiz.start(quiz.understand(story, resolve, book)))
    screen = quiz.show(session, book)
    assert screen.item == "occupations"
    assert screen.state == "已选：电工"


def test_only_the_rest_is_asked(resolve: Resolve, book: Rulebook) -> None:
    story = "我们是行业协会，有独立法人资格，在天津注册，做培训7年了，想报电工8200人次、车工9000人次"
    session = quiz.accept(quiz.start(quiz.understand(story, resolve, book)))
    items = []
    while (item := quiz.show(session, book).item) is not None:
        items.append(item)
        session = quiz.press(session, item, "unknown", book).session
    assert items == ["training_is_main_duty", "good_credit", "strengths", "people", "site", "commitments"]


_SAID = ["想报电工", "和车工", "8200人次", "没备过案", "做培训7年了", "，", "。", "吗？", "不是", "咖啡师"]


@given(data=st.data())
def test_what_is_understood_is_what_may_be_answered(data: st.DataObject, resolve: Resolve, book: Rulebook) -> None:
    pieces = st.sampled_from(_SAID) | st.sampled_from(sorted(book.told)) | st.sampled_from(sorted(book.rows.values()))
    story = "".join(data.draw(st.lists(pieces, max_size=8)))
    understood = {heard.answer.question for heard in quiz.understand(story, resolve, book)}
    assert understood <= quiz.may_answer(story, book)
