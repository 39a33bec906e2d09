import io
from dataclasses import dataclass, field

import pytest

from bot.desk import Desk
from bot.terminal import Terminal
from tests.conftest import TODAY


@dataclass
class Person:
    """Someone at a terminal."""

    desk: Desk
    is_tty: bool = False
    colour: bool = False
    out: io.StringIO = field(default_factory=io.StringIO)

    def types(self, *lines: str) -> str:
        """All that is printed in a chat of these lines."""
        reads = Keyboard(self.is_tty, *lines)
        Terminal(self.desk.dialogue, self.desk.dialogue.phrases, lambda: TODAY, reads, self.out, self.colour).chat()
        return self.out.getvalue()

    def replies(self, *lines: str) -> list[str]:
        """What is printed after each line."""
        marks = [f"\n{number}号记号\n" for number in range(len(lines))]
        reads = Keyboard(False, *lines, before=[lambda mark=mark: self.out.write(mark) for mark in marks])
        Terminal(self.desk.dialogue, self.desk.dialogue.phrases, lambda: TODAY, reads, self.out, self.colour).chat()
        text, found = self.out.getvalue(), []
        for mark in marks:
            _, _, text = text.partition(mark)
            found.append(text)
        return [reply.partition("号记号")[0] for reply in found]


class Keyboard(io.StringIO):
    def __init__(self, is_tty: bool, *lines: str, before: list = ()) -> None:
        super().__init__()
        self._is_tty = is_tty
        self._lines = list(lines)
        self._before = list(before)

    def isatty(self) -> bool:
        return self._is_tty

    def readline(self, size: int = -1) -> str:
        if self._before:
            self._before.pop(0)()
        if not self._lines:
            return ""
        line = self._lines.pop(0)
        if line == "^C":
            raise KeyboardInterrupt
        return line + "\n"


@pytest.fixture
def person(desk: Desk) -> Person:
    return Person(desk)


def test_it_greets_and_says_goodbye_at_the_end_of_input(person: Person) -> None:
    printed = person.types()
    assert "1. 政策问答" in printed
    assert printed.endswith("再见。\n")


def test_ctrl_c_ends_it_cleanly(person: Person) -> None:
    assert person.types("初审要几天", "^C").endswith("再见。\n")


def test_choices_by_number_and_by_label(person: Person) -> None:
    first, entry, _, again = person.replies("1", "征集方式", "初审要几天", "1")
    assert "7. 承担的义务" in first
    assert "随时申报、及时受理" in entry
    assert "（四）公布。" in again  # the whole entry


def test_a_number_beside_no_choice_is_said_to_be_none(person: Person) -> None:
    too_high, zero, huge = person.replies("99", "0", "9" * 5000)
    assert "请输入1到4。" in too_high
    assert "请输入1到4。" in zero
    assert "请输入1到4。" not in huge
    assert huge.strip()


def test_lists_are_turned_by_number_word_and_label(person: Person) -> None:
    pages = person.replies("紧缺职业有哪些", "1", "下一页", "上一页", "下页")
    numbers = [page.partition("第")[2].partition("页")[0] for page in pages]
    assert numbers == ["1", "2" if "2页" in pages[1] else "1", "3", "2", "3"]


def test_commands(person: Person) -> None:
    help_text, contact, code, unknown, forged = person.replies(
        "/help", "/contact", "/code 电工", "/nothing", "/start pick_faq:99"
    )
    assert "政策问答" in help_text
    assert "022-83635027" in contact
    assert "6-31-01-03" in code
    assert unknown.strip()
    assert forged.strip()


@pytest.mark.parametrize("said", ["/privacy", "/mydata", "/delete", "删除我的记录"])
def test_nothing_is_kept_and_it_says_so(person: Person, said: str) -> None:
    (reply,) = person.replies(said)
    assert person.desk.dialogue.phrases("privacy.nothing_kept") in reply


def test_a_number_answers_the_question_of_the_self_test(person: Person) -> None:
    replies = person.replies("自测", "1", "1", "1", "1", "1", "600", "取消自测")
    assert "这个单位是技工院校吗" in replies[1]
    assert "多少人次" in replies[5]
    assert "想申报哪些职业" in replies[6]
    assert "自测已取消" in replies[7]


def test_the_verdict_file_is_printed(person: Person) -> None:
    replies = person.replies("自测", "都没有，我是个人", "结果文字版")
    assert "通告征集的是单位" in replies[2]


def test_blank_lines_are_passed_over(person: Person) -> None:
    assert person.types("", "   ", "\t").count("政策问答") == 1


def test_without_colour_no_escape_is_printed(person: Person) -> None:
    assert "\033" not in person.types("初审要几天", "申报条件是什么")


def test_with_colour_quotations_are_marked(desk: Desk) -> None:
    printed = Person(desk, colour=True).types("初审要几天")
    assert "\033[36m「申报单位" in printed
    assert printed.count("\033[0m") == printed.count("\033[") // 2


def test_the_prompt_is_shown_to_people_only(desk: Desk) -> None:
    assert Person(desk, is_tty=True).types("电工").count("您问：") == 2
    assert "您问：" not in Person(desk).types("电工")


@pytest.mark.parametrize("text", ["\ud800电焊工", "/\ud800", "\x00", "\u202e", "/", "/ ", "🙂" * 2000, "电" * 4000])
def test_anything_can_be_typed(person: Person, text: str) -> None:
    printed = person.types(text)
    assert printed.encode("utf-8")
    assert printed.endswith("再见。\n")
