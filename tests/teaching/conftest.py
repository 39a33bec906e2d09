import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge, load
from bot.knowledge.taught import Taught, Teaching
from tests.conftest import SECOND_OFFICE

AT = "2026-11-23 04:27:35"
SOURCE, ABSENT = "工作人员补充的叫法", "目录里没有"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the second office's folder to change."""
    return Path(shutil.copytree(SECOND_OFFICE, tmp_path / "office"))


@pytest.fixture(scope="session")
def plain() -> Knowledge:
    """What the second office's folder holds by itself."""
    return load(SECOND_OFFICE)


def belongs(label: str, *questions: str, quote: str | None = None, after: str | None = None, id: int = 1) -> Teaching:
    return Teaching(id, "belongs", "member", AT, "why", questions, label=label, quote=quote, after=after)


def declined(kind: str, *questions: str, id: int = 1) -> Teaching:
    return Teaching(id, "declined", "administrator", AT, "why", questions, kind=kind)


def named(name: str, code: str, *questions: str, id: int = 1) -> Teaching:
    return Teaching(id, "named", "creator", AT, "why", questions, name=name, code=code)


def absent(name: str, nearest: str | None = None, id: int = 1) -> Teaching:
    return Teaching(id, "absent", "operator", AT, "why", name=name, code=nearest)


def taught(*teachings: Teaching) -> Taught:
    """The teachings, numbered from 1."""
    return Taught(SOURCE, ABSENT, tuple(replace(one, id=number) for number, one in enumerate(teachings, 1)))
