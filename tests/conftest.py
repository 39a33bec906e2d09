"""What every test may rely on: an environment of its own, no network, and the helpdesks."""

import os
import socket
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.desk import Desk, open_desk

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "knowledge"
SECOND_OFFICE = ROOT / "tests" / "data" / "second_office"
TODAY = date(2021, 6, 1)  # a day on which the notice is in force
LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None)

with warnings.catch_warnings():  # invalid escapes in its sources, told where they were not compiled when installed
    warnings.simplefilter("ignore")
    import jieba  # noqa: F401

settings.register_profile("fixed", derandomize=True, deadline=None)  # the same examples on every machine
settings.load_profile("fixed")


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of the machine reaches a test, and nothing of a test reaches the user's folders."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("BOT_", "TELEGRAM_", "STAFF_", "RETENTION_")) or name in ("NO_COLOR", "XDG_DATA_HOME"):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A socket that leaves this machine is an error, not a wait."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _on_loopback(getattr(socket.socket, name), name))
        patch.setattr(socket, "getaddrinfo", _of_loopback(socket.getaddrinfo))
        yield


def _on_loopback(connect: Callable[..., Any], name: str) -> Callable[..., Any]:
    def guarded(own: socket.socket, address: Any) -> Any:
        if own.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise RuntimeError(f"a test tried to {name} to {address}")
        return connect(own, address)

    return guarded


def _of_loopback(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *rest: Any, **named: Any) -> Any:
        if (host.decode() if isinstance(host, bytes) else host) not in LOOPBACK:
            raise RuntimeError(f"a test tried to look up {host!r}")
        return resolve(host, *rest, **named)

    return guarded


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def desk_cache(pytestconfig: pytest.Config) -> Path:
    """The folder that fitted models are kept in, by content, from one run of the tests to the next."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("desk")


@pytest.fixture(scope="session")
def desk(desk_cache: Path) -> Desk:
    """The helpdesk on the knowledge that the product ships; fitting it takes seconds, once."""
    return open_desk(OFFICE, desk_cache)


@pytest.fixture(scope="session")
def small_desk(desk_cache: Path) -> Desk:
    """The helpdesk of an invented second office."""
    return open_desk(SECOND_OFFICE, desk_cache)


@pytest.fixture(scope="session")
def source() -> str:
    """The notice as published, without white space."""
    return "".join((ROOT / "tests" / "data" / "notice.txt").read_text(encoding="utf-8").split())
