"""Questions that lean on the answer before them are taught for after that answer only."""

from dataclasses import replace
from datetime import date

import pytest

from bot.desk import Desk
from bot.store.questions import Unanswered
from bot.teaching.context import followed
from bot.teaching.groups import grouped

TODAY = date(2025, 1, 1)
BEFORE = "要注册几年"  # faq:1
ASKED = Unanswered(1, "那别的呢", BEFORE, "asked_back", ("faq:1",), "", None, None, False, "2026-11-23 00:00:00")


@pytest.mark.parametrize(
    ("questions", "label"),
    [
        ([ASKED], "faq:1"),
        ([ASKED, replace(ASKED, id=0, text="那别的呢？")], "faq:1"),
        ([replace(ASKED, context=None)], None),
        ([ASKED, replace(ASKED, id=0, context=None)], None),  # also asked alone
        ([ASKED, replace(ASKED, id=0, context="电话是多少")], None),  # after another answer as well
        ([replace(ASKED, text="个人怎么参加考级，去哪里报名考试，难不难，要花多少钱")], None),  # stands on its own
        ([replace(ASKED, context="明天天气怎么样")], None),  # which was not answered
    ],
)
def test_the_label_of_the_answer_that_is_leant_on(
    small_desk: Desk, questions: list[Unanswered], label: str | None
) -> None:
    (group,) = grouped(questions)
    assert followed(small_desk, group, TODAY) == label
