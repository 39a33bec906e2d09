import json
import logging
import sys

import httpx
import pytest
from telegram.error import NetworkError

from handlers.logs import JsonLines, described, note, set_up_logs

TOKEN = "7000000001:AAFakeFakeFakeFakeFakeFakeFakeFake00"


def written(record: logging.LogRecord) -> dict[str, object]:
    line = JsonLines((TOKEN,)).format(record)
    assert "\n" not in line
    plain: dict[str, object] = json.loads(line)
    return plain


def test_a_line_is_json_with_its_fields(caplog: pytest.LogCaptureFixture) -> None:
    note("not_sent", logging.WARNING, update=7, error="TimedOut")
    line = written(caplog.records[0])
    assert line.pop("at")
    assert line == {"level": "warning", "event": "not_sent", "update": 7, "error": "TimedOut"}


def test_the_token_never_stands_in_a_line(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("anything").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    line = written(caplog.records[0])
    assert line["event"] == "POST https://api.telegram.org/bot***/getMe"


def test_an_error_is_its_kind_and_its_place(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise NetworkError(f"甲乙 {TOKEN}") from httpx.ReadError("x")
    except NetworkError:
        logging.getLogger("anything").exception("failed")
    line = written(caplog.records[0])
    assert line["error"] == "NetworkError"
    assert str(line["place"]).endswith("test_an_error_is_its_kind_and_its_place")
    assert "甲乙" not in json.dumps(line, ensure_ascii=False)


def test_the_place_is_the_deepest_of_ours() -> None:
    try:
        JsonLines.format(JsonLines(), None)  # type: ignore[arg-type]
    except AttributeError as error:
        place = described(error)["place"]
    assert str(place).startswith("handlers/logs.py:")
    assert described(LookupError("甲")) == {"error": "LookupError", "place": ""}


def test_libraries_are_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in ("httpx", "telegram")}
    try:
        monkeypatch.setattr(sys, "stderr", sys.__stderr__)
        set_up_logs((TOKEN, None))
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("telegram.ext.Updater").isEnabledFor(logging.CRITICAL)
        assert logging.getLogger("helpdesk").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:], root.level = before[0], before[1]
        for name, level in before[2].items():
            logging.getLogger(name).setLevel(level)
