import argparse
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli import build_parser, main
from bot.desk import Desk
from bot.settings import Settings
from tests.conftest import ROOT, SECOND_OFFICE

TOKEN = "123456:ABC-def_1234567890"
Run = Callable[..., tuple[int, str, str]]


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command with its parser."""
    actions = build_parser()._actions
    return next(dict(action.choices) for action in actions if isinstance(action, argparse._SubParsersAction))


@pytest.fixture
def run(
    desk: Desk, desk_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in an empty folder: exit status, what it printed, what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_CACHE", str(desk_cache))
    monkeypatch.setenv("BOT_TODAY", "2021-06-01")

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        return (status, *capsys.readouterr())

    return run


def process(
    *arguments: str, stdin: bytes = b"", folder: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """`python -m bot` as a process of its own, in `folder`."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
        timeout=60,
    )


def test_there_are_the_documented_commands() -> None:
    assert set(commands()) >= {"run", "chat", "ask", "quiz", "rules", "check", "fit", "eval", "config"}


@pytest.mark.parametrize("name", ["", *commands()])
def test_every_command_has_help(name: str, run: Run) -> None:
    status, printed, complained = run(*filter(None, [name]), "--help")
    assert (status, complained) == (0, "")
    assert printed.startswith("usage: python -m bot")
    listed = build_parser().format_help()
    assert name in listed
    for action in commands()[name]._actions if name else ():
        assert action.help, action


def test_every_setting_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    status, printed, _ = run("config")
    assert status == 0
    assert [line.partition("=")[0] for line in printed.splitlines()] == [
        one.metadata["name"] for one in fields(Settings)
    ]
    assert TOKEN not in printed


def test_the_environment_goes_before_the_file_and_the_option_before_both(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"BOT_TODAY=2024-01-01\nRETENTION_DAYS=7\nBOT_KNOWLEDGE={tmp_path}\n")
    monkeypatch.setenv("BOT_KNOWLEDGE", str(ROOT / "knowledge"))
    _, printed, _ = run("--knowledge", str(SECOND_OFFICE), "config")
    assert {"BOT_TODAY=2021-06-01", "RETENTION_DAYS=7", f"BOT_KNOWLEDGE={SECOND_OFFICE}"} <= set(printed.splitlines())


def test_bad_settings_end_with_2_and_every_problem(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TODAY", "soon")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "sesame")
    for command in commands():
        status, printed, complained = run(command)
        assert (status, printed) == (2, "")
        assert "BOT_TODAY" in complained
        assert "TELEGRAM_BOT_TOKEN" in complained
        assert "sesame" not in complained


def test_run_needs_a_token(run: Run) -> None:
    status, printed, complained = run("run")
    assert (status, printed) == (2, "")
    assert complained.startswith("TELEGRAM_BOT_TOKEN: ")


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("ask", "--nonsense"), ("eval", "--errors", "-1"), ("ask", "a", "b")]
)
def test_wrong_arguments_end_with_2(arguments: tuple[str, ...], run: Run) -> None:
    status, printed, complained = run(*arguments)
    assert (status, printed) == (2, "")
    assert "usage:" in complained


def test_check_counts_what_it_checked(run: Run) -> None:
    status, printed, complained = run("check", str(SECOND_OFFICE))
    assert (status, complained) == (0, "")
    assert "2 entries, 3 occupations" in printed


def test_check_names_every_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("entries: ]", encoding="utf-8")
    for arguments in (("check", str(tmp_path)), ("--knowledge", str(tmp_path), "check")):
        status, printed, complained = run(*arguments)
        assert (status, printed) == (2, "")
        assert "faq.yaml:1: YAML syntax: " in complained
        assert "notice.yaml:1: file: is missing" in complained


def test_check_without_a_folder(run: Run, tmp_path: Path) -> None:
    status, _, complained = run("check", str(tmp_path / "nowhere"))
    assert status == 2
    assert "is missing" in complained


def test_check_of_a_file(run: Run) -> None:
    status, _, complained = run("check", str(ROOT / "README.md"))
    assert (status, complained) == (2, f"{ROOT}/README.md:1: folder: is no folder\n")


def test_a_report_before_the_first_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.db"))
    status, _, complained = run("report")
    assert (status, complained) == (2, f"{tmp_path}/bot.db: is not there yet; `python -m bot run` makes it\n")
    assert not (tmp_path / "bot.db").exists()


def test_the_places_of_files_are_printed_as_they_come_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, place in (("BOT_CACHE", ""), ("XDG_CACHE_HOME", "/c"), ("XDG_DATA_HOME", "/d")):
        monkeypatch.setenv(name, place)
    data = "/d/policy-helpdesk-bot"
    places = {f"BOT_CACHE=/c/{ROOT.name}", f"BOT_DATABASE={data}/helpdesk.db", f"BOT_TAUGHT={data}/taught.yaml"}
    assert places <= set(run("config")[1].splitlines())
    monkeypatch.setenv("BOT_DATABASE", "/e/my.db")
    assert {"BOT_DATABASE=/e/my.db", "BOT_TAUGHT=/e/taught.yaml"} <= set(run("config")[1].splitlines())


@pytest.mark.parametrize(("command", "line"), [("ask", '{"text": "电工"}'), ("quiz", '{"organisation": "企业"}')])
def test_json_lines_may_begin_with_a_mark(
    desk: Desk, desk_cache: Path, tmp_path: Path, command: str, line: str
) -> None:
    stdin = f"{line}\n".encode("utf-8-sig")
    ended = process(command, "--json", stdin=stdin, folder=tmp_path, BOT_CACHE=str(desk_cache))
    assert "error" not in json.loads(ended.stdout)


def test_ask_prints_the_reply_for_people(run: Run, desk: Desk) -> None:
    status, printed, complained = run("ask", "初审要几天")
    assert (status, complained) == (0, "")
    assert "10个工作日内反馈初审结果" in printed
    assert "在有效期内" in printed


def test_ask_reads_lines_as_one_conversation(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    ended = process("ask", stdin="电工的代码\n它的代码呢\n".encode(), folder=tmp_path, BOT_CACHE=str(desk_cache))
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.decode().count("电工（6-31-01-03）") == 2


def test_ask_lists_the_choices_and_takes_their_number(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    ended = process("ask", stdin="维修工的代码\n2\n".encode(), folder=tmp_path, BOT_CACHE=str(desk_cache))
    choices = re.findall(r"^  (\d)\. (\S+)的职业代码$", ended.stdout.decode(), flags=re.MULTILINE)
    assert [number for number, _ in choices] == ["1", "2", "3", "4", "5"]
    assert f"\n\n{choices[1][1]}（" in ended.stdout.decode()


def test_ask_skips_blank_lines_and_keeps_answers_apart(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    alone = [
        process("ask", question, folder=tmp_path, BOT_CACHE=str(desk_cache)).stdout.decode()
        for question in ("电工的代码", "联系电话是多少")
    ]
    lines = "\n电工的代码\n\n \n联系电话是多少\n".encode()
    ended = process("ask", stdin=lines, folder=tmp_path, BOT_CACHE=str(desk_cache))
    assert ended.stdout.decode() == "\n".join(alone)
    assert process("ask", "", folder=tmp_path, BOT_CACHE=str(desk_cache)).stdout  # a question all the same


def test_ask_answers_a_line_before_the_next_is_written(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BOT_CACHE": str(desk_cache), "PYTHONUNBUFFERED": ""},
    ) as asked:
        assert asked.stdin
        assert asked.stdout
        asked.stdin.write("电工的代码\n".encode())
        asked.stdin.flush()
        readable, _, _ = select.select([asked.stdout], [], [], 30)
        assert readable
        assert asked.stdout.readline().strip()


def test_any_bytes_may_come_in(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    lines = [b'{"text": "\xff\xfe\xe7"}', b"\xff\x00", b'{"text": "\\ud800"}', '{"text": "电工"}'.encode("gbk"), b"{}"]
    ended = process("ask", "--json", stdin=b"\n".join(lines), folder=tmp_path, BOT_CACHE=str(desk_cache))
    assert (ended.returncode, ended.stderr) == (0, b"")
    answered = [json.loads(line) for line in ended.stdout.decode("utf-8").splitlines()]
    assert [line.get("answer", "error") for line in answered] == [["oos"], "error", ["oos"], ["oos"], "error"]


def test_a_chat_over_a_pipe_ends_cleanly(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    ended = process(
        "chat", stdin="初审要几天\n\xff".encode("latin-1", "replace"), folder=tmp_path, BOT_CACHE=str(desk_cache)
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "再见" in ended.stdout.decode()
    assert b"\033" not in ended.stdout


def test_without_a_command_and_a_token_it_chats(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    ended = process(folder=tmp_path, BOT_CACHE=str(desk_cache))
    assert ended.returncode == 0
    assert "再见" in ended.stdout.decode()


def test_a_pipe_that_closes_early_is_no_error(desk: Desk, desk_cache: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BOT_CACHE": str(desk_cache)}
    writer = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert writer.stdout
    assert writer.stdin
    writer.stdin.write(b'{"text": "a"}\n')
    writer.stdin.flush()
    writer.stdout.readline()
    writer.stdout.close()
    _, complained = writer.communicate(b'{"text": "b"}\n' * 2000)
    assert (writer.returncode, complained) == (0, b"")


def test_only_the_cache_is_written(desk: Desk, tmp_path: Path) -> None:
    home, cache = tmp_path / "home", tmp_path / "cache"
    home.mkdir()
    names = {"HOME": str(home), "TMPDIR": str(home), "BOT_CACHE": str(cache), "BOT_KNOWLEDGE": str(SECOND_OFFICE)}
    ended = process("ask", "怎么报名", folder=home, **names, XDG_CACHE_HOME=str(home))
    assert ended.returncode == 0
    assert list(home.iterdir()) == []
    assert sorted(path.name.partition("-")[0] for path in cache.iterdir()) == ["knowledge", "models", "phrases"]


def test_fit_keeps_what_it_fits(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_CACHE", str(tmp_path / "cache"))
    status, printed, complained = run("--knowledge", str(SECOND_OFFICE), "fit")
    assert (status, complained) == (0, "")
    assert f"kept in {tmp_path / 'cache'}" in printed
    monkeypatch.setenv("BOT_CACHE", "/dev/null/cache")
    status, printed, _ = run("--knowledge", str(SECOND_OFFICE), "fit")
    assert status == 0
    assert "not kept" in printed


def test_the_rules_are_printed(run: Run) -> None:
    status, printed, _ = run("rules")
    assert status == 0
    assert "500" in printed
