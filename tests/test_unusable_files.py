"""Files and folders that cannot be used end a command with one line that names them, and 2."""

import builtins
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import calibrate
from bot.knowledge.calibration import Calibration
from bot.teaching.file import TaughtFile
from bot.teaching.writer import written
from tests.conftest import SECOND_OFFICE
from tests.teaching.conftest import belongs, taught
from tests.test_cli import Run, run

__all__ = ["run"]  # the fixture

Forbid = Callable[[Path], None]


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Forbid:
    """Takes away the rights to a file or to what is in a folder; the tests may run as root, who has them all."""
    places: list[Path] = []

    def guarded(call: Callable[..., Any]) -> Callable[..., Any]:
        def checked(file: Any, *rest: Any, **named: Any) -> Any:
            if isinstance(file, str | Path) and any(Path(file).absolute().is_relative_to(place) for place in places):
                raise PermissionError(13, "Permission denied", str(file))
            return call(file, *rest, **named)

        return checked

    for module, name in ((io, "open"), (builtins, "open"), (os, "open"), (os, "stat")):
        monkeypatch.setattr(module, name, guarded(getattr(module, name)))
    return places.append


@pytest.fixture
def office(desk_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second office's folder, which is set."""
    folder = tmp_path / "office"
    for file in SECOND_OFFICE.rglob("*.yaml"):
        copy = folder / file.relative_to(SECOND_OFFICE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    monkeypatch.setenv("BOT_KNOWLEDGE", str(folder))
    return folder


def one_line(ended: tuple[int, str, str]) -> str:
    """What was complained of, in one line."""
    status, printed, complained = ended
    assert (status, printed, complained.count("\n")) == (2, "", 1)
    return complained.rstrip("\n")


def test_an_env_file_that_is_no_utf_8(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# 设置\nRETENTION_DAYS=7\n".encode("gbk"))
    assert one_line(run("config")) == ".env: is not UTF-8 (byte 0xc9)"


def test_an_env_file_of_notepad_may_begin_with_its_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("RETENTION_DAYS=7\n".encode("utf-8-sig"))
    assert "RETENTION_DAYS=7" in run("config")[1]


def test_an_env_file_that_cannot_be_read(run: Run, tmp_path: Path, forbid: Forbid) -> None:
    (tmp_path / ".env").write_text("RETENTION_DAYS=7\n")
    forbid(tmp_path / ".env")
    assert one_line(run("config")) == ".env: Permission denied"


def test_a_knowledge_file_that_cannot_be_read(run: Run, office: Path, forbid: Forbid) -> None:
    forbid(office / "faq.yaml")
    assert one_line(run("ask", "怎么报名")) == f"{office}/faq.yaml: Permission denied"


def test_a_folder_that_cannot_be_entered(run: Run, office: Path, forbid: Forbid) -> None:
    forbid(office / "examples")
    forbid(office / "calibration.yaml")
    assert one_line(run("check")).endswith("Permission denied")


def test_a_data_folder_that_cannot_be_entered(
    run: Run, office: Path, tmp_path: Path, forbid: Forbid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    forbid(tmp_path / "data")
    place = tmp_path / "data" / "policy-helpdesk-bot" / "taught.yaml"
    assert one_line(run("ask", "怎么报名")) == f"{place}: Permission denied"


def test_teachings_that_cannot_be_written(
    run: Run, office: Path, tmp_path: Path, forbid: Forbid, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = TaughtFile(tmp_path / "data" / "taught.yaml")
    file.path.parent.mkdir()
    file.path.write_bytes(written(taught(belongs("contact", "找谁"))))
    monkeypatch.setenv("BOT_TAUGHT", str(file.path))
    before = file.path.read_bytes()
    forbid(tmp_path / "data" / "taught.yaml.lock")
    assert one_line(run("taught", "undo", "1")) == f"{file.path}.lock: Permission denied"
    assert file.path.read_bytes() == before


def test_a_calibration_that_could_not_be_kept_is_not_begun(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "calibrate", lambda *_: pytest.fail("minutes of work"))
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != office)
    assert one_line(run("calibrate")) == f"{office}/calibration.yaml: cannot be written"


def test_a_calibration_replaces_the_file_at_once(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office / "calibration.yaml"
    path.write_text("sharpness: 8\n")
    monkeypatch.setattr(calibrate, "calibrate", lambda *_: Calibration(9.0))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert one_line(run("calibrate")) == f"{path}: No space left on device"
    assert path.read_text() == "sharpness: 8\n"
    assert run("calibrate")[0] == 0
    assert "sharpness: 9" in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(("command", "setting"), [("eval", "BOT_CACHE"), ("report", "BOT_DATABASE")])
def test_a_user_without_a_home(run: Run, command: str, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "BOT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert one_line(run(command)) == f"{setting}: must be set where the user has no home folder"


def test_a_user_without_a_home_who_sets_the_folders(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.db"))
    assert run("ask", "怎么报名")[0] == 0
