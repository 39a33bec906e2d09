"""Writes what the READMEs and docs/ quote from the program: the transcript, the commands, the settings, the rules.

`make docs` runs it; tests/test_docs.py fails while a file differs from what it would write.
"""

import io
import re
import sys
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bot.cli import build_parser  # noqa: E402
from bot.desk import Desk, open_desk  # noqa: E402
from bot.eligibility import document  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.terminal import Terminal  # noqa: E402

DAY = date(2026, 11, 23)  # the day the transcripts are held on
TALK = ("初审几天出结果", "那公示呢", "叉车司机的代码", "焊工在不在目录里", "北京的申报条件是什么")


def transcript(desk: Desk) -> str:
    """The talk as a terminal shows it, the asker's lines after their prompt."""
    shown = io.StringIO()
    terminal = Terminal(desk.dialogue, desk.dialogue.phrases, lambda: DAY, io.StringIO(), shown)
    prompt = desk.dialogue.phrases("terminal.prompt")
    for line in TALK:
        shown.write(f"{prompt}{line}\n")
        terminal.tell(line)
    return re.sub(r"\n{3,}", "\n\n", shown.getvalue()).strip()


def commands() -> str:
    """Every command with its help and options."""
    parser = build_parser()
    group = next(action for action in parser._actions if hasattr(action, "choices") and action.choices)
    lines = ["# Commands", "", "`.venv/bin/python -m bot [--knowledge DIR] COMMAND`", ""]
    choices: Mapping[str, Any] = group.choices  # type: ignore[assignment]
    for name, command in choices.items():
        lines += [f"## {name}", "", f"{command.description[0].upper()}{command.description[1:]}.", ""]
        for action in command._actions[1:]:
            written = ", ".join(action.option_strings) or (action.metavar or action.dest)
            lines.append(f"- `{written}`: {action.help}")
        lines += [""] * (lines[-1] != "")
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its meaning and default."""
    lines = [
        "# Settings",
        "",
        "From the environment, else from a `.env` file in the folder the program is started in. All are optional, and",
        "checked at start: one message names everything that is wrong. `python -m bot config` prints those in force.",
        "",
        "| setting | meaning | default |",
        "| --- | --- | --- |",
    ]
    for setting in fields(Settings):
        default = setting.default
        if isinstance(default, tuple):
            default = ":".join(map(str, default))
        elif isinstance(default, Path):
            default = default.relative_to(PROJECT)
        shown = "" if default is None else f"`{default}`"
        lines.append(f"| `{setting.metadata['name']}` | {setting.metadata['meaning']} | {shown} |")
    return "\n".join(lines) + "\n"


def with_transcript(page: str, talk: str) -> str:
    """A page with the talk between its two marks."""
    return re.sub(r"(<!-- transcript -->\n```text\n).*?(\n```)", lambda m: f"{m[1]}{talk}{m[2]}", page, flags=re.DOTALL)


def pages(desk: Desk) -> dict[str, str]:
    """File -> content of everything that is generated."""
    talk = transcript(desk)
    return {
        **{
            name: with_transcript((PROJECT / name).read_text("utf-8"), talk)
            for name in ("README.md", "README.zh-CN.md")
        },
        "docs/commands.md": commands(),
        "docs/settings.md": settings(),
        "docs/eligibility-rules.md": document(desk.dialogue.quiz.book),
    }


def main() -> None:
    """Writes the pages."""
    for name, content in pages(open_desk(PROJECT / "knowledge", PROJECT / "build" / "cache")).items():
        (PROJECT / name).write_text(content.rstrip("\n") + "\n", encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
