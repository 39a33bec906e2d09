"""The example questions nearest to a question, with the file and line where each can be edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.knowledge.examples import ExampleFile
from bot.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Near:
    """An example question: how like it is (rapidfuzz ratio, 0..100), what it teaches, and where it stands."""

    question: str
    label: str
    likeness: float
    file: str
    line: int


class ExampleIndex:
    """All examples; `home` says in which file those of a label mostly stand."""

    def __init__(self, files: Sequence[ExampleFile], folder: Path) -> None:
        self._folder = folder
        self._taught = [
            (normalise(question), question, group.label, group.kind, file.name, group.line)
            for file in files
            for group in file.groups
            for question in group.questions
        ]

    def nearest(self, question: str, most: int) -> tuple[Near, ...]:
        """The `most` likest examples, the likest first."""
        texts = [text for text, *_ in self._taught]
        found = process.extract(normalise(question), texts, scorer=fuzz.ratio, limit=most)
        return tuple(self._near(position, likeness) for _, likeness, position in found)

    def home(self, label: str, kind: str = "") -> str | None:
        """The file with most examples of a label (for a refusal: of its kind); None where nothing teaches it."""
        counts: dict[str, int] = {}
        for _, _, own, own_kind, file, _ in self._taught:
            if own == label and (not kind or own_kind == kind):
                counts[file] = counts.get(file, 0) + 1
        return max(counts, key=counts.__getitem__) if counts else None

    def _near(self, position: int, likeness: float) -> Near:
        _, question, label, _, file, start = self._taught[position]
        path = self._folder / file
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []  # what was taught stands elsewhere
        for number, line in enumerate(lines[start - 1 :], start):
            if question in line:
                return Near(question, label, likeness, file, number)
        return Near(question, label, likeness, file, start)
