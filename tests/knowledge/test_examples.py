from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.examples import ExampleFile, ExampleGroup, check_examples, read_examples
from bot.knowledge.faults import Fault

ANSWERS = {"faq:1": "在海湾市注册满三年的\n家政培训机构可以参加遴选。"}
CODES = {"4-10-01-06"}


def faults_of(*groups: ExampleGroup, counts: int = 1) -> list[str]:
    faults: list[Fault] = []
    check_examples((ExampleFile("test", groups, "examples/a.yaml", counts),), ANSWERS, {"subsidy"}, CODES, faults)
    return [str(fault).removeprefix("examples/a.yaml:") for fault in faults]


def test_examples_are_read_in_the_order_of_their_files(folder: Path) -> None:
    (folder / "examples" / "a.yaml").write_text(
        "source: 自编\ngroups:\n- {label: occ, codes: [4-10-01-06], questions: [钟点工的代码]}\n", encoding="utf-8"
    )
    faults: list[Fault] = []
    files = read_examples(folder, faults)
    assert faults == []
    assert [file.name for file in files] == ["examples/a.yaml", "examples/questions.yaml"]
    assert files[0].groups == (ExampleGroup("occ", ("钟点工的代码",), codes=("4-10-01-06",), line=3),)


def test_a_folder_without_examples_is_a_fault(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_examples(tmp_path, faults) == ()
    assert [str(fault) for fault in faults] == ["examples:1: folder: holds no example questions (*.yaml)"]


def test_a_fault_names_the_file_in_its_folder(folder: Path, edit: Callable[[str, str, str], str]) -> None:
    edit("examples/questions.yaml", "source: invented for the tests", "sauce: invented")
    faults: list[Fault] = []
    read_examples(folder, faults)
    assert all(str(fault).startswith("examples/questions.yaml:1: ") for fault in faults)
    assert faults


@pytest.mark.parametrize("label", ["faq:1", "occ", "occ:list", "quiz", "contact", "notice", "smalltalk"])
def test_labels(label: str) -> None:
    assert faults_of(ExampleGroup(label, ("问",))) == []


def test_everything_that_may_stand_in_a_group() -> None:
    groups = (
        ExampleGroup("faq:1", ("要几年",), quote="注册满三年的家政培训机构", also=("quiz",)),
        ExampleGroup("oos", ("补贴",), kind="subsidy"),
        ExampleGroup("occ", ("钟点工",), codes=("4-10-01-06",)),
    )
    assert faults_of(*groups) == []


@pytest.mark.parametrize(
    ("group", "fault"),
    [
        (ExampleGroup("faq:9", ("问",), line=3), "3: label: 'faq:9' is no label"),
        (ExampleGroup("faq:01", ("问",), line=3), "3: label: 'faq:01' is no label"),
        (ExampleGroup("occ:none", ("问",), line=3), "3: label: 'occ:none' is no label"),
        (ExampleGroup("quiz", ("问",), also=("nothing",), line=3), "3: also: 'nothing' is no label"),
        (ExampleGroup("quiz", ("问",), after="faq:9", line=3), "3: after: 'faq:9' is no label"),
        (
            ExampleGroup("faq:1", ("问",), quote="注册满五年", line=3),
            "3: quote: '注册满五年' does not stand in the answer of faq:1",
        ),
        (
            ExampleGroup("quiz", ("问",), quote="注册", line=3),
            "3: quote: '注册' does not stand in the answer of quiz",
        ),
        (ExampleGroup("oos", ("问",), line=3), "3: kind: belongs to the label oos, and to no other"),
        (ExampleGroup("quiz", ("问",), kind="subsidy", line=3), "3: kind: belongs to the label oos, and to no other"),
        (ExampleGroup("oos", ("问",), kind="tax", line=3), "3: kind: 'tax' is no kind of refusal (subsidy)"),
        (
            ExampleGroup("occ", ("问",), codes=("1-01-01-01",), line=3),
            "3: codes: 1-01-01-01 is no code of the catalogue",
        ),
        (ExampleGroup("quiz", (), line=3), "3: questions: is empty"),
    ],
)
def test_each_fault(group: ExampleGroup, fault: str) -> None:
    assert faults_of(group) == [fault]


def test_descriptions_of_work_say_nothing_of_what_is_asked() -> None:
    problem = "label: must be occ, alone, in a file of descriptions"
    assert faults_of(ExampleGroup("occ", ("问",), line=3), counts=0) == []
    assert faults_of(ExampleGroup("quiz", ("问",), line=3), counts=0) == [f"3: {problem}"]
    assert faults_of(ExampleGroup("occ", ("问",), after="occ", line=3), counts=0) == [f"3: {problem}"]


def test_a_question_stands_once() -> None:
    groups = (ExampleGroup("quiz", ("问", "答"), line=2), ExampleGroup("contact", ("问",), line=5))
    assert faults_of(*groups) == ["5: questions: '问' stands in examples/a.yaml:2 already"]
