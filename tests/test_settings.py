from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import PROJECT, Settings, SettingsError, described, read_settings

TOKEN = "123456:ABC-def_1234567890"
NAMES = [setting.metadata["name"] for setting in fields(Settings)]
SECRETS = [setting.metadata["name"] for setting in fields(Settings) if setting.metadata["secret"]]


def value(name: str, text: str) -> object:
    """What a setting is read as."""
    others = {"TELEGRAM_WEBHOOK_SECRET": "s"} if name == "TELEGRAM_WEBHOOK_URL" else {}
    settings = read_settings({name: text, **others})
    return next(getattr(settings, one.name) for one in fields(Settings) if one.metadata["name"] == name)


def problems(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environment)
    return caught.value.problems


def test_nothing_need_be_set() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.knowledge == PROJECT / "knowledge"
    assert (settings.token, settings.today, settings.retention_days) == (None, None, 180)


@pytest.mark.parametrize("name", NAMES)
def test_empty_is_unset(name: str) -> None:
    assert read_settings({name: "  "}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("TELEGRAM_BOT_TOKEN", TOKEN, TOKEN),
        ("TELEGRAM_BASE_URL", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("TELEGRAM_PROXY", "socks5://user:word@host:1080", "socks5://user:word@host:1080"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.com/hook", "https://example.com/hook"),
        ("TELEGRAM_WEBHOOK_LISTEN", "0.0.0.0:8443", ("0.0.0.0", 8443)),
        ("TELEGRAM_WEBHOOK_LISTEN", "[::1]:8443", ("::1", 8443)),
        ("TELEGRAM_WEBHOOK_SECRET", "aZ0_-", "aZ0_-"),
        ("BOT_DATABASE", "/nowhere/yet.db", Path("/nowhere/yet.db")),
        ("BOT_KNOWLEDGE", str(PROJECT / "bot"), PROJECT / "bot"),
        ("BOT_CACHE", "~/cache", Path("~/cache").expanduser()),
        ("RETENTION_DAYS", "3650", 3650),
        ("BOT_TODAY", "2022-05-25", date(2022, 5, 25)),
        ("BOT_TODAY", " 2022-05-25\n", date(2022, 5, 25)),
    ],
)
def test_good(name: str, text: str, read: object) -> None:
    if name == "BOT_CACHE":
        read = Path("~/cache").expanduser()  # the tests' own home
    assert value(name, text) == read


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("TELEGRAM_BOT_TOKEN", ["abc", "123456", "123456:", "123456:short", f"{TOKEN} x", f"x{TOKEN}"]),
        ("TELEGRAM_BASE_URL", ["api.telegram.org", "ftp://host", "https://", "http://host:99999", "http://[1"]),
        ("TELEGRAM_PROXY", ["host:1080", "socks4://host", "socks5://u:sesame\u2100@host", "http://u:sesame@[1"]),
        ("TELEGRAM_WEBHOOK_LISTEN", ["8080", ":8080", "host:", "host:0", "host:65536", "host:x", "host:-1"]),
        ("TELEGRAM_WEBHOOK_SECRET", ["a b", "密", "a" * 257]),
        ("BOT_DATABASE", [str(PROJECT), "~nobody-has-this-name/a.db", "a" * 5000]),
        ("BOT_KNOWLEDGE", ["/no/such/folder", str(PROJECT / "pyproject.toml"), "~nobody-has-this-name/x", "a" * 5000]),
        ("BOT_CACHE", ["~nobody-has-this-name/x", "a" * 5000]),
        ("RETENTION_DAYS", ["0", "-1", "3651", "1.5", "many", "9" * 5000]),
        ("BOT_TODAY", ["today", "2021-13-01", "2021-02-30", "01.06.2021"]),
    ],
)
def test_bad(name: str, texts: list[str]) -> None:
    for text in texts:
        (problem,) = problems({name: text})
        assert problem.startswith(f"{name}: ")
        assert (text in problem) == (name not in SECRETS) or len(text) > 1000


def test_a_webhook_needs_its_secret() -> None:
    (problem,) = problems({"TELEGRAM_WEBHOOK_URL": "https://example.com"})
    assert problem.startswith("TELEGRAM_WEBHOOK_SECRET: ")


def test_all_problems_are_told_at_once() -> None:
    folder = str(PROJECT)
    bad = dict.fromkeys(NAMES, "?\n?") | {"BOT_CACHE": "~nobody-has-this-name/x"}
    bad |= {"BOT_DATABASE": folder, "BOT_TAUGHT": folder}
    told = problems(bad)
    assert {problem.partition(":")[0] for problem in told} == set(NAMES)
    with pytest.raises(SettingsError, match=r"TELEGRAM_BOT_TOKEN(.|\n)*BOT_TODAY"):
        read_settings(bad)


@given(st.sampled_from(SECRETS), st.text(st.characters(categories=("L", "N", "S")), min_size=4), st.booleans())
def test_a_secret_is_in_no_message(name: str, word: str, is_url: bool) -> None:
    secret = f"sesame{word}"
    text = f"socks5://user:{secret}@host" if is_url else secret
    try:
        shown = "\n".join(described(read_settings({name: text})))
    except SettingsError as error:
        shown = str(error)
    assert "sesame" not in shown
    assert name in shown


def test_the_settings_in_force_are_named_with_their_values() -> None:
    settings = read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_TODAY": "2022-05-25"})
    lines = described(settings)
    assert [line.partition("=")[0] for line in lines] == NAMES
    assert "BOT_TODAY=2022-05-25" in lines
    assert "TELEGRAM_WEBHOOK_LISTEN=127.0.0.1:8080" in lines
    assert "TELEGRAM_PROXY=" in lines
    assert "TELEGRAM_BOT_TOKEN=(set, hidden)" in lines


def test_what_is_described_can_be_read_again() -> None:
    environment = dict(line.split("=", 1) for line in described(Settings()))
    assert read_settings(environment) == Settings()


def test_every_setting_says_what_it_means() -> None:
    assert all(setting.metadata["meaning"] for setting in fields(Settings))
