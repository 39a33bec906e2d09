import pytest

from bot.evaluation.outcome import Case, Given, Outcome, fits


def outcome(
    labels: str, answer: str = "", choices: str = "", quotes: tuple[str, ...] = (), focus: tuple[str, ...] = ()
) -> Outcome:
    """A case and what was given, labels apart by blanks."""
    case = Case("1", ("q",), tuple(labels.split()), focus)
    return Outcome(case, Given(tuple(answer.split()), tuple(choices.split()), quotes))


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("faq:2", "faq:2"),
        ("faq:2", "faq:2 faq:5"),
        ("contact", "contact"),
        ("oos", "oos"),
        ("occ:none", "occ:none"),
        ("occ:4-10-01-02", "occ:4-10-01-02"),
        ("occ:4-10-01-02", "occ:4-10-01-02 occ:4-10-01-06"),
        ("occ:4-10-01-02,4-10-01-06", "occ:4-10-01-06 occ:4-10-01-02"),
        ("occ:4-10-01-02,4-10-01-06", "occ:4-10-01-06 occ:none occ:4-10-01-02"),
        ("occ:list:家政", "occ:list:家政服务业"),
        ("occ:list:家政服务业", "occ:list:家政"),
    ],
)
def test_right(label: str, answer: str) -> None:
    assert fits(label, answer.split())


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("faq:2", ""),
        ("faq:2", "oos"),
        ("faq:2", "faq:5 faq:2"),
        ("faq:2", "faq:2 faq:5 faq:1"),
        ("oos", "oos faq:1"),
        ("occ:none", "occ:none occ:4-10-01-02"),
        ("occ:4-10-01-02", "faq:3 occ:4-10-01-02"),
        ("occ:4-10-01-02", "occ:4-10-01-06 occ:4-10-01-02"),
        ("occ:4-10-01-02", "occ:4-10-01-02 occ:4-10-01-06 occ:4-10-01-05"),
        ("occ:4-10-01-02,4-10-01-06", "occ:4-10-01-02"),
        ("occ:4-10-01-02", "occ:none"),
        ("occ:list:家政服务业", "occ:list:采矿业"),
        ("occ:list:家政服务业", "faq:3"),
        ("occ:list:家政服务业", "faq:3 occ:list:家政服务业"),
    ],
)
def test_not_right(label: str, answer: str) -> None:
    assert not fits(label, answer.split())


def test_any_of_several_labels_is_right() -> None:
    assert outcome("faq:2 quiz", "quiz").is_right
    assert not outcome("faq:2 quiz", "faq:1").is_right


@pytest.mark.parametrize(
    ("labels", "answer", "wrong"),
    [
        ("faq:1", "faq:2", True),
        ("faq:1", "faq:1", False),
        ("faq:1", "", False),
        ("faq:1", "oos", False),
        ("faq:1", "oos faq:2", True),
        ("oos", "faq:2", True),
        ("oos", "oos", False),
        ("oos", "smalltalk", True),
    ],
)
def test_only_something_untrue_is_wrong(labels: str, answer: str, wrong: bool) -> None:
    assert outcome(labels, answer).is_wrong is wrong


@pytest.mark.parametrize(
    ("labels", "answer", "choices", "first"),
    [
        ("faq:1", "", "faq:1 faq:2", 1),
        ("faq:2 quiz", "", "faq:1 faq:3 quiz", 3),
        ("faq:4", "", "faq:1 faq:2 faq:3 faq:4", 4),
        ("occ:4-10-01-02,4-10-01-06", "", "faq:3 occ:4-10-01-06", 2),
        ("faq:1", "faq:2", "faq:1", None),
        ("faq:1", "", "", None),
    ],
)
def test_choices_count_only_where_there_is_no_answer(labels: str, answer: str, choices: str, first: int | None) -> None:
    judged = outcome(labels, answer, choices)
    assert [judged.offers(most) for most in range(1, 6)] == [
        first is not None and most >= first for most in range(1, 6)
    ]
    assert judged.asks_back is (not answer and bool(choices))


@pytest.mark.parametrize(
    ("focus", "quotes", "hit"),
    [
        (("十个工作日",), ("在十个 工作日\n内",), True),
        (("十 个工作日",), ("在十个工", "作日内"), True),
        (("无", "十个工作日"), ("十个工作日",), True),
        (("十个工作日",), ("五个工作日",), False),
        (("十个工作日",), (), False),
        (("十个",), ("十个" + "字" * 148,), True),
        (("十个",), ("十个" + "字" * 149,), False),
        (("长" * 100,), ("长" * 200,), True),
        (("长" * 100,), ("长" * 201,), False),
        ((), ("十个工作日",), False),
    ],
)
def test_focus_is_held_by_short_quotes(focus: tuple[str, ...], quotes: tuple[str, ...], hit: bool) -> None:
    assert outcome("faq:1", "faq:1", quotes=quotes, focus=focus).is_in_focus is hit


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("occ:4-10-01-02", "occ:CODE"),
        ("occ:list:家政", "occ:list"),
        ("occ:none", "occ:none"),
        ("faq:3", "faq:3"),
        ("oos", "oos"),
    ],
)
def test_groups(label: str, group: str) -> None:
    case = Case("1", ("q",), (label, "quiz"))
    assert case.group == group
    assert case.is_in_scope is (label not in ("oos", "occ:none"))
