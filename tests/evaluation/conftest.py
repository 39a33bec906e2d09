import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk

SECOND_OFFICE = Path(__file__).parents[1] / "data" / "second_office"
TODAY = date(2021, 1, 1)

QUESTIONS = """\
id\tquestion\tlabels\tfocus\tregister
q1\t过几天才受理呀\tfaq:2\t在3个工作日内受理\tcolloquial
q2\t哪样的机构能参加\tfaq:1\t\tcolloquial
q3\t明天会下雨吗\toos\t\tcolloquial
q4\t育婴员的代码\tocc:4-10-01-02\t\tkeyword
q5\t家政服务业有哪些职业\tocc:list:家政服务业\t\tformal
"""
DIALOGS = """\
id\tturn1\tturn2\tlabels2\tfocus2
t1\t怎么报名\t那几天受理呢\tfaq:2\t在3个工作日内受理
t2\t电话多少\t谁能参加\tfaq:1|oos\t
"""


LOOK_UPS = """\
source: invented for the tests
groups:
  - label: occ
    questions: [家政服务员的代码, 育婴员编码是多少, 有没有家政服务员]
  - label: occ:list
    questions: [有哪些职业, 职业都有什么, 紧缺职业有哪些]
"""


def office(place: Path) -> Path:
    """The second office's folder, with examples of look-ups and with check questions."""
    folder = Path(shutil.copytree(SECOND_OFFICE, place / "office"))
    (folder / "checks").mkdir(exist_ok=True)
    files = {"checks/questions.tsv": QUESTIONS, "checks/dialogs.tsv": DIALOGS, "examples/look-ups.yaml": LOOK_UPS}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one's own to break."""
    return office(tmp_path)


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replaces a text that stands once in a file of `folder`."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The helpdesk of that folder."""
    place = tmp_path_factory.mktemp("desk")
    return open_desk(office(place), place / "cache")
