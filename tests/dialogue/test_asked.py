"""What counts as a question, and what is written down of it."""

import pytest

from bot.desk import Desk
from bot.dialogue.asked import Asked, Outcome, asked
from bot.dialogue.conversation import Commanded, Event, Pressed, Said
from tests.dialogue.talker import Talker


@pytest.fixture
def talker(desk: Desk, source: str) -> Talker:
    return Talker(desk, source)


def record(talker: Talker, event: Event) -> Asked | None:
    before = talker.conversation
    return asked(talker.desk.dialogue.masked(event), before, talker.turn(event))


def test_an_answer_with_what_was_asked_before(talker: Talker) -> None:
    talker.say("初审要几天")
    found = record(talker, Said("那公示呢"))
    assert found
    assert (found.text, found.context, found.outcome, found.labels) == (
        "那公示呢", "初审要几天", Outcome.ANSWERED, ("faq:4",),
    )  # fmt: skip
    assert 0 < found.confidence <= 1


def test_a_decline_with_its_kind_and_without_personal_numbers(talker: Talker) -> None:
    found = record(talker, Said("有补贴吗，请打13812345678"))
    assert found
    assert (found.outcome, found.labels, found.kind) == (Outcome.DECLINED, ("oos",), "subsidy")
    assert "1381234" not in found.text + str(talker.conversation.to_plain())


def test_a_question_asked_back_about_and_the_choice_is_no_other_question(talker: Talker) -> None:
    found = record(talker, Said("维修工的代码"))
    assert found
    assert found.outcome is Outcome.ASKED_BACK
    assert found.labels == talker.reply.choices
    for event in (Said("2"), Pressed(f"code:{found.labels[1].removeprefix('occ:')}")):
        talker.say("维修工的代码")
        assert record(talker, event) is None
        assert talker.reply.picked == found.labels[1]


@pytest.mark.parametrize(
    "event", [Pressed("policy"), Pressed("entry:2"), Commanded("start"), Commanded("faq", "2"), Said("转人工")]
)
def test_what_asks_nothing(talker: Talker, event: Event) -> None:
    assert record(talker, event) is None


def test_answers_to_the_self_test_are_no_questions_but_what_is_asked_in_its_middle_is(talker: Talker) -> None:
    assert record(talker, Said("自测"))
    assert record(talker, Said("企业")) is None
    found = record(talker, Said("初审要几天？"))
    assert found
    assert found.labels == ("faq:4",)


def test_the_second_miss_in_a_row_is_handed_over(talker: Talker) -> None:
    first, second = (record(talker, Said(text)) for text in ("明天天气怎么样", "今天吃什么好"))
    assert first
    assert second
    assert (first.handed_over, second.handed_over) == (False, True)
    assert talker.conversation.recent == ("明天天气怎么样", "今天吃什么好")
