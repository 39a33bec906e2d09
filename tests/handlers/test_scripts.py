"""The same talk in the terminal and on Telegram: equal words, equal choices.

A script in tests/scripts holds what a person does, a line each: a text or command, or a button in brackets. `> words`
must stand in the reply to the line above, `#` begins a remark.
"""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.terminal import Terminal
from tests.fake_telegram import Person
from tests.fake_telegram.chats import Chat
from tests.fake_telegram.refusal import Json
from tests.handlers.conftest import TODAY, Stage

SCRIPTS = sorted((Path(__file__).parents[1] / "scripts").glob("*.txt"))
QUOTES = str.maketrans("", "", "「」")


@dataclass
class Step:
    """What a person does, and what must be seen in reply."""

    action: str
    expected: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The button pressed, "" where none is."""
        return self.action[1:-1] if self.action.startswith("[") else ""


def steps_of(script: Path) -> list[Step]:
    steps: list[Step] = []
    for line in script.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            steps[-1].expected.append(line[2:])
        elif line and not line.startswith("#"):
            steps.append(Step(line))
    return steps


class Typing(io.StringIO):
    """Types one line after the other, and notes where the output stands each time."""

    def __init__(self, lines: list[str], out: io.StringIO) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self.out = out
        self.stops: list[int] = []

    def readline(self, size: int | None = -1, /) -> str:
        self.stops.append(self.out.tell())
        return super().readline(-1 if size is None else size)


def in_the_terminal(stage: Stage, steps: list[Step]) -> list[str]:
    """What the terminal prints after each step."""
    out = io.StringIO()
    typing = Typing([step.label or step.action for step in steps], out)
    dialogue = stage.desk.dialogue
    Terminal(dialogue, dialogue.phrases, lambda: TODAY, reads=typing, writes=out).chat()
    return [out.getvalue()[start:end] for start, end in zip(typing.stops, typing.stops[1:], strict=False)]


class Ears:
    """Hears what the bot says, word for word, and which buttons it offers."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.words: list[str] = []
        self.labels: list[str] = []
        stage.world.watchers.append(self.hear)

    def hear(self, event: str, _: Chat, message: Json) -> None:
        if event not in ("sent", "edited") or not message["from"]["is_bot"]:
            return
        if document := message.get("document"):
            self.words.append(self.stage.world.files[document["file_id"]].content.decode("utf-8-sig"))
        else:
            self.words.append(message.get("text", ""))
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        pressable = (key for row in rows for key in row if not key.get("callback_data", "1:rate").startswith("1:rate"))
        self.labels += [key["text"] for key in pressable]

    def take(self) -> tuple[str, list[str]]:
        """What was heard since the last time."""
        heard = "\n".join(self.words), self.labels
        self.words, self.labels = [], []
        return heard


def on_telegram(stage: Stage, person: Person, steps: list[Step]) -> list[tuple[str, list[str]]]:
    """What the bot says and offers after each step."""
    heard: list[tuple[str, list[str]]] = []

    async def scene() -> None:
        ears = Ears(stage)
        await person.start()
        ears.take()
        for step in steps:
            await (person.tap(step.label) if step.label else person.send(step.action))
            heard.append(ears.take())

    stage.play(scene)
    return heard


def bare(text: str, *without: str) -> str:
    """Without white space, quotation marks, and what belongs to one surface."""
    for words in without:
        text = text.replace(words, "")
    return "".join(text.translate(QUOTES).split())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_same_words_on_both_surfaces(stage: Stage, alice: Person, script: Path) -> None:
    steps = steps_of(script)
    printed = in_the_terminal(stage, steps)
    heard = on_telegram(stage, alice, steps)
    assert len(printed) == len(heard) == len(steps)
    for step, terminal, (telegram, labels) in zip(steps, printed, heard, strict=True):
        said, offered = _split(terminal)
        assert bare(telegram, stage.say("telegram.pick")) == bare(said), step.action
        assert all(label in offered for label in labels), step.action
        assert all(words in telegram for words in step.expected), (step.action, telegram)


def _split(printed: str) -> tuple[str, str]:
    """What was said, and what was offered below it."""
    lines = printed.splitlines()
    choices = [line for line in lines if line.startswith(("  ", "（也可以直接输入"))]
    return "\n".join(line for line in lines if line not in choices), "\n".join(choices)
