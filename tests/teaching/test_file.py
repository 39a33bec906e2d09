"""The taught file: its shape, and that nothing ever damages it."""

import errno
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.taught import NOTHING, Taught, Teaching, Undone, read_taught
from bot.teaching.changes import Add, NothingToUndo, Undo
from bot.teaching.file import TaughtFile
from bot.teaching.writer import written
from tests.conftest import ROOT
from tests.teaching.conftest import ABSENT, AT, SOURCE, absent, belongs, declined, named, taught

ALL = taught(
    belongs("faq:1", "几号出结果", "啥时候有结果", quote="注册满三年"),
    named("扫地僧", "4-09-08-01", "扫地僧的代码"),
    absent("道士", "4-10-01-02"),
    declined("personal_exam", "考试难吗"),
)
BROKEN = "teachings: [oops"


@pytest.fixture
def file(tmp_path: Path) -> TaughtFile:
    return TaughtFile(tmp_path / "data" / "taught.yaml")


def bare(taught: Taught) -> Taught:
    """Without line numbers."""
    teachings = (replace(one, line=0, undone=one.undone and replace(one.undone, line=0)) for one in taught.teachings)
    return replace(taught, teachings=tuple(teachings))


def add(question: str) -> Add:
    return Add(belongs("contact", question), SOURCE, ABSENT)


def test_no_file_teaches_nothing(file: TaughtFile) -> None:
    assert file.read().taught == NOTHING
    assert file.keep_good().faults == ()
    assert not file.path.parent.exists()


def test_what_is_kept_is_read_again(file: TaughtFile) -> None:
    assert file.change(lambda _: ALL) == ALL
    assert bare(file.read().taught) == ALL
    assert "几号出结果" in file.path.read_text(encoding="utf-8")  # people can read it


words = st.text(min_size=1).filter(lambda text: text.strip())


@given(st.lists(st.builds(belongs, st.just("contact"), words, words), max_size=4), words, words)
def test_any_words_can_be_kept(
    tmp_path_factory: pytest.TempPathFactory, teachings: list[Teaching], name: str, why: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    kept = taught(*teachings, replace(named(name, "4-09-08-01"), why=why))
    path.write_bytes(written(kept))
    faults: list[Fault] = []
    assert (read_taught(path, faults), faults)[1] == []
    assert bare(read_taught(path, faults) or NOTHING) == kept


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "label": ({"label": "faq"}, "Taught.teachings[0].label: must be faq:N, contact, notice or quiz, not 'faq'"),
    "no label": ({"label": None}, "label: is missing, and 'belongs' needs it"),
    "no question": ({"questions": ()}, "questions: is missing"),
    "a quote of the contact": ({"quote": "注册"}, "quote: belongs to the label of an entry"),
    "a name": ({"name": "甲工"}, "name: does not belong to 'belongs'"),
    "a day": ({"at": "2026-11-23"}, "at: must be a time like 2026-11-23 04:27:35"),
    "a day of undoing": ({"undone": Undone("member", "now")}, "undone.at: must be a time like"),
    "number": ({"id": 2}, "teachings[1].id: 2 stands twice"),
    "words for names": ({"decision": "named", "name": "甲", "code": "1", "label": None}, "Taught.source: is missing"),
}


@pytest.mark.parametrize(("change", "problem"), FAULTY.values(), ids=FAULTY)
def test_every_fault_is_named_with_its_line(file: TaughtFile, change: dict[str, Any], problem: str) -> None:
    one = replace(belongs("contact", "找谁"), **change)
    file.path.parent.mkdir()
    file.path.write_bytes(written(Taught("", "", (one, belongs("contact", "在哪", id=2)))))
    faults = [str(fault) for fault in file.read().faults]
    assert len(faults) == 1
    assert problem in faults[0]
    assert faults[0].startswith("taught.yaml:4: " if problem.startswith("Taught.teach") else "taught.yaml:")


def test_a_file_broken_by_hand_is_reported_and_the_last_good_content_holds(file: TaughtFile) -> None:
    file.change(add("找谁"))
    good = file.read().taught
    file.path.write_text(BROKEN)
    reading = file.keep_good()
    assert reading.taught == good
    assert "taught.yaml:2: YAML syntax" in str(reading.faults[0]) or "taught.yaml:1" in str(reading.faults[0])
    with pytest.raises(KnowledgeError, match=r"taught\.yaml"):
        file.change(add("在哪"))
    assert file.path.read_text() == BROKEN
    file.path.write_bytes(b"")
    assert file.read().taught == good


def test_what_was_edited_by_hand_without_fault_is_the_next_last_good_content(file: TaughtFile) -> None:
    file.change(add("找谁"))
    file.path.write_bytes(written(ALL))
    assert file.read().taught != NOTHING
    file.keep_good()
    file.path.write_text(BROKEN)
    assert bare(file.read().taught) == ALL


def test_broken_from_the_first_teaches_nothing(file: TaughtFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(BROKEN)
    assert file.read().taught == NOTHING
    assert file.read().faults


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_in_mid_write_leaves_the_old_file(file: TaughtFile, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    file.change(add("找谁"))
    before = file.path.read_bytes()

    def fails(*_: object) -> None:
        assert file.path.read_bytes() == before  # readers see the old content meanwhile
        raise OSError(errno.ENOSPC, "disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fails)
        with pytest.raises(OSError, match="disk full"):
            file.change(add("在哪"))
    assert file.path.read_bytes() == file.copy.read_bytes() == before
    left = {path.name for path in file.path.parent.iterdir()}
    assert left == {"taught.yaml", "taught.yaml.last-good", "taught.yaml.lock"}
    assert len(file.change(add("在哪")).teachings) == 2


def test_a_process_killed_in_mid_write_leaves_the_old_file_and_no_lock(file: TaughtFile) -> None:
    file.change(add("找谁"))
    before = file.path.read_bytes()
    code = (
        "import os, sys; from pathlib import Path; from dataclasses import replace; from bot.teaching.file import *\n"
        "os.replace = lambda *_: os._exit(9)\n"
        "TaughtFile(Path(sys.argv[1])).change(lambda taught: replace(taught, source='x'))"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(file.path)], cwd=ROOT, check=False)
    assert ended.returncode == 9
    assert file.path.read_bytes() == before
    assert len(file.change(add("在哪")).teachings) == 2


def test_two_writers_take_turns_and_neither_is_lost(file: TaughtFile) -> None:
    inside, let_go = threading.Event(), threading.Event()

    def slow(before: Taught) -> Taught:
        inside.set()
        assert let_go.wait(5)
        return add("找谁")(before)

    first = threading.Thread(target=lambda: file.change(slow))
    second = threading.Thread(target=lambda: file.change(add("在哪")))
    first.start()
    assert inside.wait(5)
    second.start()
    second.join(0.1)
    assert second.is_alive()  # it waits for its turn
    let_go.set()
    first.join(5)
    second.join(5)
    kept = file.read().taught
    assert [(one.id, one.questions) for one in kept.teachings] == [(1, ("找谁",)), (2, ("在哪",))]
    assert (kept.source, kept.absent) == (SOURCE, ABSENT)


def test_many_writers_at_once_lose_nothing(file: TaughtFile) -> None:
    threads = [threading.Thread(target=lambda n=n: file.change(add(f"问题{n}"))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    kept = file.read().taught.teachings
    assert [one.id for one in kept] == list(range(1, 13))
    assert {one.questions[0] for one in kept} == {f"问题{n}" for n in range(12)}


def test_undoing_marks_the_teaching_and_keeps_it_in_the_list(file: TaughtFile) -> None:
    file.change(lambda _: ALL)
    undone = Undone("administrator", "2026-11-24 00:00:00")
    after = file.change(Undo(2, undone))
    assert [one.id for one in after.active] == [1, 3, 4]
    assert after.teachings[1].undone == undone
    assert bare(file.read().taught) == bare(after)
    for number in (2, 9):
        with pytest.raises(NothingToUndo):
            file.change(Undo(number, undone))
    assert file.change(add("找谁")).teachings[-1].id == 5
    assert AT in file.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("teaching", [absent(""), belongs("faq:x", "找谁"), declined("", "找谁")])
def test_a_change_that_would_break_the_file_is_refused(file: TaughtFile, teaching: Teaching) -> None:
    """Such as a name of nothing but marks, or a forged button."""
    file.change(add("找谁"))
    good = file.path.read_bytes()
    with pytest.raises(KnowledgeError, match=r"taught\.yaml"):
        file.change(Add(teaching, SOURCE, ABSENT))
    assert file.path.read_bytes() == good
    assert file.read().faults == ()


def refuse(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Files that another user keeps to himself; the tests may run as root, who may read all."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path in paths:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)


def test_what_cannot_be_read_is_never_nothing(file: TaughtFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.change(add("找谁"))
    good = file.read().taught
    with monkeypatch.context() as patch:
        refuse(patch, file.path)
        assert (file.read().taught, len(file.read().faults)) == (good, 1)
        refuse(patch, file.copy)
        for read in (file.read, file.keep_good):
            with pytest.raises(KnowledgeError, match=r"taught\.yaml:1: .*denied\n.*last-good:1: .*denied"):
                read()
    file.copy.unlink()
    refuse(monkeypatch, file.path)
    with pytest.raises(PermissionError):
        file.read()


def test_root_gives_away_what_it_writes(file: TaughtFile, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(
        os, "fchown", lambda handle, *owner: given.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    file.change(add("找谁"))
    assert given == []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    file.change(add("在哪"))
    starts = ("taught.yaml.lock", ".taught.yaml-", ".taught.yaml.last-good-")
    assert [name.startswith(start) for name, start in zip(given, starts, strict=True)] == [True] * 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_what_root_writes_belongs_to_the_owner_before(file: TaughtFile) -> None:
    file.path.parent.mkdir()
    os.chown(file.path.parent, 1234, 5678)
    file.change(add("找谁"))
    assert {(path.stat().st_uid, path.stat().st_gid) for path in file.path.parent.iterdir()} == {(1234, 5678)}
    os.chown(file.path, 4321, 8765)
    file.change(add("在哪"))
    assert (file.path.stat().st_uid, file.path.stat().st_gid) == (4321, 8765)
    assert file.copy.stat().st_uid == 1234


def test_the_mode_of_the_file_is_kept(file: TaughtFile) -> None:
    file.change(add("找谁"))
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.path.chmod(0o640)
    file.change(add("在哪"))
    assert file.path.stat().st_mode & 0o777 == 0o640


def test_a_lock_that_may_only_be_read_is_enough(file: TaughtFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that somebody else left behind."""
    flags: list[int] = []
    opened = os.open

    def watched(path: Any, how: int, *rest: Any, **named: Any) -> int:
        if str(path).endswith(".lock"):
            flags.append(how)
        return opened(path, how, *rest, **named)

    monkeypatch.setattr(os, "open", watched)
    file.change(add("找谁"))
    assert [how & (os.O_WRONLY | os.O_RDWR) for how in flags] == [0]
