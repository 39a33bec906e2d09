import pytest

from bot.desk import Desk
from bot.matching.named import occupation_spans


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("电工的代码", ["occupation"]),
        ("焊工在不在", ["absent"]),
        ("6-31-01-03是什么", ["code"]),
        ("养老院能申报吗", ["thing"]),
        ("电工培训学校怎么申请", ["thing"]),
        ("我们是培训电工的学校", ["thing"]),
        ("物业公司能申报吗", ["thing"]),
        ("焊工培训机构行吗", ["thing"]),
        ("电工和车工", ["occupation", "occupation"]),
    ],
)
def test_names_of_those_who_do_or_teach_the_work_are_no_occupations(desk: Desk, text: str, entities: list[str]) -> None:
    find = occupation_spans(desk.lookup)
    assert [span.entity for span in find(text)] == entities
