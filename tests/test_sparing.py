import gc
import importlib
import sys
from types import ModuleType

import pytest

from bot.sparing import nothing_collected, spared

ABSENT = "colorsys"  # small, and imported by nothing here


@pytest.fixture(autouse=True)
def _not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, ABSENT, raising=False)


def test_a_spared_module_cannot_be_imported_until_afterwards() -> None:
    with spared({ABSENT: None}), pytest.raises(ImportError):
        importlib.import_module(ABSENT)
    assert importlib.import_module(ABSENT).rgb_to_hls(0, 0, 0) == (0.0, 0.0, 0.0)


def test_another_stands_in_its_place_for_as_long() -> None:
    other = ModuleType(ABSENT)
    with spared({ABSENT: other}):
        assert importlib.import_module(ABSENT) is other
    assert ABSENT not in sys.modules


def test_everything_is_put_back_where_an_import_fails() -> None:
    with pytest.raises(ImportError), spared({ABSENT: None}):
        importlib.import_module(ABSENT)
    assert ABSENT not in sys.modules


def test_what_is_loaded_already_stays() -> None:
    loaded = importlib.import_module(ABSENT)
    with spared({ABSENT: None}):
        assert importlib.import_module(ABSENT) is loaded


def test_nothing_is_collected_while_the_program_is_built() -> None:
    frozen = gc.get_freeze_count()
    try:
        with nothing_collected():
            assert not gc.isenabled()
            kept = [[] for _ in range(100)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= frozen + len(kept)
    finally:
        gc.unfreeze()
