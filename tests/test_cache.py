import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cache import Cache


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "deep" / "cache", "abc")
    assert cache.read("models") is None
    assert cache.write("models", [b"one ", b"", b"two"])
    assert cache.read("models") == b"one two"
    assert Cache(cache.folder, "abc").read("models") == b"one two"
    assert cache.read("knowledge") is None
    assert Cache(cache.folder, "other").read("models") is None


def test_nothing_at_all_may_be_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "abc")
    assert cache.write("models", [])
    assert cache.read("models") == b""


def test_only_the_owner_may_look_into_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "abc")
    cache.write("models", [b"x"])
    assert cache.folder.stat().st_mode & 0o077 == 0


@given(content=st.binary(max_size=40), place=st.integers(0), junk=st.integers(1, 255), data=st.data())
def test_a_damaged_file_is_as_good_as_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, place: int, junk: int, data: st.DataObject
) -> None:
    cache = Cache(tmp_path_factory.getbasetemp() / "damaged", "abc")
    cache.write("models", [content])
    path = cache.folder / "models-abc"
    kept = bytearray(path.read_bytes())
    kept[place % len(kept)] ^= junk
    path.write_bytes(kept)
    assert cache.read("models") is None
    path.write_bytes(kept[: data.draw(st.integers(0, len(kept) - 1))])
    assert cache.read("models") is None or not content  # nothing cut short is nothing


def test_a_writer_that_fails_leaves_the_former_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "abc")
    cache.write("models", [b"former"])

    def breaks_off() -> Iterator[bytes]:
        yield b"half"
        assert cache.read("models") == b"former"  # not even seen by who reads meanwhile
        raise OSError("disk full")

    assert not cache.write("models", breaks_off())
    assert cache.read("models") == b"former"


def test_a_write_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    def breaks_off() -> Iterator[bytes]:
        yield b"half"
        raise OSError("disk full")

    assert not Cache(tmp_path, "abc").write("models", breaks_off())
    assert names(tmp_path) == set()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / place, "abc")
    assert not cache.write("models", [b"x"])
    assert cache.read("models") is None


def test_the_oldest_of_a_kind_are_forgotten(tmp_path: Path) -> None:
    Cache(tmp_path, "first").write("knowledge", [b"k"])
    for number in range(6):
        Cache(tmp_path, str(number)).write("models", [b"m"])
        os.utime(tmp_path / f"models-{number}", (number, number))
    Cache(tmp_path, "6").write("models", [b"m"])
    assert names(tmp_path) == {"knowledge-first", "models-3", "models-4", "models-5", "models-6"}


def test_what_is_in_use_is_not_forgotten(tmp_path: Path) -> None:
    for number in range(4):
        Cache(tmp_path, str(number)).write("models", [b"m"])
        os.utime(tmp_path / f"models-{number}", (number, number))
    assert Cache(tmp_path, "0").read("models") == b"m"
    Cache(tmp_path, "4").write("models", [b"m"])
    assert names(tmp_path) == {"models-0", "models-2", "models-3", "models-4"}
