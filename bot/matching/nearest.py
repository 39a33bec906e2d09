"""The examples and names that are worded most like a text, with the file and line where each can be edited."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile
from bot.knowledge.overlay import same
from bot.record import record


@record
class Near:
    """An example question or name: its label (of a refusal with the kind: oos/subsidy), how like it is, its place.

    `likeness` is rapidfuzz's ratio, 0 to 100. `line` is 0 for what was taught, which stands in a file of its own.
    """

    text: str
    label: str
    likeness: float
    file: str
    line: int

    @property
    def place(self) -> str:
        """``file:line``, as far as there is a line."""
        return f"{self.file}:{self.line}" if self.line else self.file


class _Known(NamedTuple):
    """Words that are known, their label, and the file and line at which they, or their group, stand."""

    text: str
    label: str
    file: str
    line: int


class NearestIndex:
    """All examples, and where a catalogue is given the names in it; built once."""

    def __init__(self, folder: Path, files: Sequence[ExampleFile], catalog: Catalog | None = None) -> None:
        self._folder = folder
        self._files = files
        self._known = (*_examples(files), *(_names(catalog) if catalog else ()))
        self._bare = [same(known.text) for known in self._known]

    def nearest(self, texts: Sequence[str], most: int, least: float = 0) -> tuple[Near, ...]:
        """The `most` that are worded most like any of `texts`, the likest first; none less like than `least`."""
        found: dict[int, float] = {}
        for text in map(same, texts):
            likest = process.extract(text, self._bare, scorer=fuzz.ratio, limit=most, score_cutoff=least)
            for _, likeness, position in likest:
                found[position] = max(likeness, found.get(position, 0.0))
        positions = sorted(found, key=lambda position: -found[position])[:most]
        return tuple(self._near(self._known[position], found[position]) for position in positions)

    def home(self, label: str, kind: str = "") -> str | None:
        """The file with most examples of a label (for a refusal: of its kind); None where nothing teaches it."""
        counts = Counter[str]()
        for file in filter(attrgetter("counts"), self._files):
            for group in file.groups:
                if group.label == label and (not kind or group.kind == kind):
                    counts[file.name] += len(group.questions)
        return max(counts, key=counts.__getitem__) if counts else None

    def _near(self, known: _Known, likeness: float) -> Near:
        """With the very line where the words stand, as far as it can be found."""
        path = self._folder / known.file
        lines = path.read_text(encoding="utf-8-sig").splitlines() if known.line and path.is_file() else []
        rest = enumerate(lines[known.line - 1 :], known.line)
        line = next((number for number, text in rest if known.text in text), known.line)
        return Near(known.text, known.label, likeness, known.file, line)


def _examples(files: Sequence[ExampleFile]) -> Iterator[_Known]:
    for file in files:
        for group in file.groups:
            label = f"{group.label}/{group.kind}" if group.kind else group.label
            label = ",".join(f"{label}:{code}" for code in group.codes) or label
            yield from (_Known(question, label, file.name, group.line) for question in group.questions)


def _names(catalog: Catalog) -> Iterator[_Known]:
    for row in catalog.occupations:
        for name, line in ((row.name, row.line), *((name.name, name.line) for name in row.names)):
            yield _Known(name, f"occ:{row.code}", "catalog.yaml", line or row.line)
    yield from (_Known(absent.name, "occ:none", "absent.yaml", absent.line) for absent in catalog.absent)
