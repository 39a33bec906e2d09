"""What docs/ and deploy/ say about Telegram and the database is so."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from bot.settings import Settings
from bot.store.database import open_database
from tests.handlers.conftest import ROOT, Stage

TELEGRAM = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
DATABASE = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "policy-helpdesk-bot.service"


def test_every_table_and_column_is_described(tmp_path: Path) -> None:
    with open_database(tmp_path / "bot.db") as database:
        tables = {table.name: [column.name for column in table.columns] for table in database.tables}
    for name, columns in tables.items():
        chapter = DATABASE.partition(f"### `{name}`")[2].partition("\n#")[0]
        assert chapter, name
        assert name.startswith("_") or all(f"`{column}`" in chapter for column in columns), name


def test_every_command_is_described(stage: Stage) -> None:
    described = set(re.findall(r"(?m)^\| (/.+?) \|", TELEGRAM))
    named = {name for names in described for name in re.findall(r"/([a-z]+)", names)}
    keys = (key for key in stage.services.phrases.texts if key.startswith("telegram.command."))
    assert named == {key.rpartition(".")[2] for key in keys}


def test_every_line_of_the_log_is_described() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "handlers").glob("*.py"))
    events = set(re.findall(r'note\(\s*"(\w+)"', code))
    table = TELEGRAM.partition("| event | meaning |")[2].partition("\n\n")[0]
    described = {name for row in re.findall(r"(?m)^\| (`.+?) \|", table) for name in re.findall(r"`(\w+)`", row)}
    assert events == described


def test_every_setting_that_is_named_exists() -> None:
    known = {setting.metadata["name"] for setting in fields(Settings)}
    named = set(re.findall(r"\b(?:TELEGRAM|BOT)_[A-Z_]+\b", TELEGRAM + DATABASE + UNIT.read_text(encoding="utf-8")))
    assert named <= known
    assert {name for name in known if name.startswith("TELEGRAM_") and "STAFF" not in name} <= named


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    assert "-m bot run" in text
    verifier = shutil.which("systemd-analyze")
    if verifier:
        here = tmp_path / UNIT.name
        here.write_text(text.replace("/opt/policy-helpdesk-bot/.venv/bin/python", sys.executable), encoding="utf-8")
        found = subprocess.run([verifier, "verify", str(here)], capture_output=True, text=True, check=False)
        assert (found.returncode, found.stderr) == (0, "")


def test_what_the_documentation_shows_of_the_examples_stands_in_them() -> None:
    """The lines of the unit and of nginx, and the backup, are shown where one looks for them."""
    shown = {line.strip() for block in re.findall(r"(?s)```\n(.*?)```", TELEGRAM) for line in block.splitlines()}
    unit = {line.strip() for line in UNIT.read_text(encoding="utf-8").splitlines()}
    nginx = {line.strip() for line in (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8").splitlines()}
    assert {line for line in shown if re.match(r"\[Service\]|[A-Z][A-Za-z]+=", line)} <= unit
    assert {line for line in shown if line.endswith(";")} <= nginx
    assert set(re.findall(r"(?m)^sqlite3 .*backup.*", DATABASE)) <= shown
    assert any(line.startswith("Environment=BOT_DATABASE") for line in shown)
    assert any(line.startswith("proxy_pass") for line in shown)


def test_a_deep_link_that_is_shown_leads_somewhere() -> None:
    (code,) = re.findall(r"=code_([\d-]+)", TELEGRAM)
    assert f"code: {code}\n" in (ROOT / "knowledge" / "catalog.yaml").read_text(encoding="utf-8")
