import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge, load

ROOT = Path(__file__).parents[2]
OFFICE = ROOT / "knowledge"
SECOND_OFFICE = ROOT / "tests" / "data" / "second_office"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that the product ships."""
    return load(OFFICE)


@pytest.fixture(scope="session")
def source() -> str:
    """The notice as published, without white space."""
    return "".join((ROOT / "tests" / "data" / "notice.txt").read_text(encoding="utf-8").split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the second office's folder to break."""
    return Path(shutil.copytree(SECOND_OFFICE, tmp_path / "office"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], str]:
    """Replaces a text that stands once in one of the files of `folder`; gives the file's new text."""

    def replace(file: str, old: str, new: str) -> str:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return replace
