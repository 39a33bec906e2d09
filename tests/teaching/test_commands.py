"""What was taught, on the command line."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.teaching.file import TaughtFile
from bot.teaching.writer import written
from tests.conftest import SECOND_OFFICE
from tests.teaching.conftest import AT, belongs, declined, named, taught

ALL = taught(belongs("faq:1", "几号出结果"), named("扫地僧", "4-09-08-01"), declined("personal_exam", "考试难吗"))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TaughtFile:
    """The file of teachings that is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_KNOWLEDGE", str(SECOND_OFFICE))
    monkeypatch.setenv("BOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BOT_TAUGHT", str(tmp_path / "taught.yaml"))
    file = TaughtFile(tmp_path / "taught.yaml")
    file.path.write_bytes(written(ALL))
    return file


def test_teachings_are_listed_newest_first(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["taught"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{file.path}: 3 of 3 teachings are in force"
    assert [line for line in lines if line[0].isdigit()] == [
        f"3  {AT}  administrator  declined: personal_exam",
        f"2  {AT}  creator  named: 扫地僧 4-09-08-01",
        f"1  {AT}  member  belongs: faq:1",
    ]


def test_one_is_undone_by_its_number(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["taught", "undo", "2"]) == 0
    assert "2 of 3 teachings are in force" in capsys.readouterr().out
    assert [teaching.id for teaching in file.read().taught.active] == [1, 3]
    assert main(["taught", "undo", "2"]) == 2
    assert "no teaching 2 is in force" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["undo"], ["list", "1"]])
def test_undo_needs_a_number_and_list_takes_none(file: TaughtFile, arguments: list[str]) -> None:
    assert main(["taught", *arguments]) == 2
    assert len(file.read().taught.active) == 3


def test_check_tells_of_the_teachings_too(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "3 teachings, no fault" in capsys.readouterr().out
    file.path.write_bytes(written(taught(belongs("faq:9", "几号出结果"))))
    assert main(["check"]) == 0
    assert "teaching 1: there is no entry 9 (set aside)" in capsys.readouterr().err
    file.path.write_text("teachings: oops")
    assert main(["check"]) == 2
    assert "taught.yaml:1: Taught.teachings: must be a list" in capsys.readouterr().err


def test_an_explanation_knows_what_was_taught(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "几号出结果"]) == 0
    assert "taught.yaml" in capsys.readouterr().out


def test_a_broken_file_is_told_of_and_left_alone(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    file.keep_good()
    file.path.write_text("teachings: oops")
    assert main(["taught", "undo", "1"]) == 2
    assert main(["taught"]) == 2
    shown = capsys.readouterr()
    assert "3 of 3 teachings are in force" in shown.out
    assert "must be a list" in shown.err
    assert file.path.read_text() == "teachings: oops"


def test_answers_come_from_what_was_taught(file: TaughtFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "扫地僧"]) == 0
    assert "4-09-08-01" in capsys.readouterr().out
    file.keep_good()
    file.path.write_text("teachings: oops")
    assert main(["ask", "扫地僧"]) == 0
    shown = capsys.readouterr()
    assert "4-09-08-01" in shown.out
    assert "must be a list" in shown.err
