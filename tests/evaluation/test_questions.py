from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.questions import check_questions, read_cases
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import load
from tests.evaluation.conftest import QUESTIONS

ROOT = Path(__file__).parents[2]


def faults(folder: Path) -> list[str]:
    found: list[Fault] = []
    check_questions(load(folder), folder, found)
    return list(map(str, found))


def test_reads_questions_and_talks(folder: Path) -> None:
    cases = read_cases(folder, load(folder))
    assert [case.id for case in cases] == ["q1", "q2", "q3", "q4", "q5", "t1", "t2"]
    assert cases[0].focus == ("在3个工作日内受理",)
    assert (cases[0].register, cases[0].line) == ("colloquial", 2)
    assert cases[5].turns == ("怎么报名", "那几天受理呢")
    assert cases[6].labels == ("faq:1", "oos")
    assert cases[6].register == ""


def test_blank_lines_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path) -> None:
    text = "\n" + QUESTIONS.replace("\n", "\r\n\r\n")
    (folder / "checks" / "questions.tsv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert len(read_cases(folder, load(folder))) == 7


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\tfaq:1\t", "\tfaq:9\t", "3: labels: 'faq:9' is no label"),
        ("\tfaq:1\t", "\tfaq:1|odd\t", "3: labels: 'odd' is no label"),
        ("occ:4-10-01-02", "occ:4-10-01-99", "5: labels: 4-10-01-99 is not in the catalogue"),
        ("occ:4-10-01-02", "occ:4-10-01-02,1-1", "5: labels: 1-1 is not in the catalogue"),
        ("occ:list:家政服务业", "occ:list:航天", "6: labels: '航天' is part of no industry, category or code"),
        (
            "在3个工作日内受理",
            "在9个工作日内受理",
            "2: focus: '在9个工作日内受理' does not stand in the answer of faq:2",
        ),
        ("\toos\t\t", "\toos\t三年\t", "4: focus: belongs to the label of an entry, and to no other"),
        ("过几天才受理呀", "几天受理？", "2: question: stands in examples/questions.yaml as well"),
        ("过几天才受理呀", "", "2: question: is empty"),
        ("\tformal", "\t", "6: register: is empty"),
        ("q5\t", "q4\t", "6: id: 'q4' stands in line 5 as well"),
        ("\tkeyword", "", "5: columns: must be 5, not 4"),
        ("\tregister", "\tvoice", "1: heading: must be the columns id, question, labels, focus, register"),
    ],
)
def test_faults_name_file_line_and_column(
    folder: Path, edit: Callable[[str, str, str], None], old: str, new: str, fault: str
) -> None:
    edit("checks/questions.tsv", old, new)
    assert [found for found in faults(folder) if found.startswith(f"checks/questions.tsv:{fault}")]
    with pytest.raises(KnowledgeError):
        read_cases(folder, load(folder))


def test_talks_are_checked_by_their_own_columns(folder: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("checks/dialogs.tsv", "谁能参加", "谁能参加遴选")
    edit("checks/dialogs.tsv", "faq:1|oos", "faq:8|oos")
    assert [found.partition("as well")[0] for found in faults(folder)] == [
        "checks/dialogs.tsv:3: labels2: 'faq:8' is no label",
        "checks/dialogs.tsv:3: turn2: stands in examples/questions.yaml ",
    ]


def test_other_encodings_are_named(folder: Path) -> None:
    (folder / "checks" / "questions.tsv").write_bytes(QUESTIONS.encode("gb18030"))
    assert "checks/questions.tsv:2: encoding: is not UTF-8" in faults(folder)


def test_a_folder_without_check_questions_is_sound_but_cannot_be_measured(folder: Path) -> None:
    for file in (folder / "checks").iterdir():
        file.unlink()
    (folder / "checks").rmdir()
    assert faults(folder) == []
    with pytest.raises(KnowledgeError, match=r"checks/questions.tsv:1: file: cannot be read"):
        read_cases(folder, load(folder))


def test_the_shipped_questions_fit_the_shipped_knowledge() -> None:
    knowledge = ROOT / "knowledge"
    cases = read_cases(knowledge, load(knowledge))
    entries = {f"faq:{entry.number}" for entry in load(knowledge).faq.entries}
    assert entries | {"oos", "occ:none", "occ:CODE", "occ:list"} <= {case.group for case in cases}
