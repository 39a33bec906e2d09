"""Names by their sound: homophone typos in Chinese, typed pinyin, initials."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from bot.occupations.names import Sense, is_plain
from bot.record import record
from bot.text.phrases import Phrases, Span
from bot.text.pinyin import in_letters, letters_of, read, split_pinyin, syllables_of_each

_LETTERS = re.compile(r"[a-z]+")
_BETWEEN = re.compile(r"[\s'1-5]*")  # apostrophes and tone digits do not end a run of pinyin
_PAIR = 2  # syllables of the shortest names
_NAMES = ("printed", "trade", "renamed", "former")
_SURE_LENGTH = 4  # from here on also with the usual confusions (zh/z, n/l, ing/in) folded
_Reading = tuple[str, ...]


@record
class Heard:
    """How the Chinese of a normalised text sounds; a character that nobody knows how to read sounds like no other."""

    text: str
    letters: str  # of each character, blanks for what is not Chinese

    @classmethod
    def of(cls, text: str) -> "Heard":
        """The sound of a text."""
        return cls(text, letters_of(text))

    def is_chinese(self, start: int, end: int) -> bool:
        """Whether all characters from `start` to `end` are."""
        return " " not in self.letters[start:end]

    def read(self, start: int, end: int) -> _Reading:
        """The syllables from `start` to `end`, read in the text that they are in."""
        return read(self.text)[start:end]


class Readings:
    """The readings of many names, each with its sense; those of `heard_from` characters on are heard in a sentence."""

    def __init__(self, names: Mapping[str, Sense], heard_from: int) -> None:
        self._by_reading: dict[_Reading, list[Sense]] = {}
        self._folds: dict[str, list[_Reading]] = {}
        plain = list(filter(is_plain, names))
        for name, reading in zip(plain, syllables_of_each(plain), strict=True):
            self._by_reading.setdefault(reading, []).append(names[name])
        for reading in self._by_reading:
            self._folds.setdefault(in_letters(reading), []).append(reading)
        self._heard_from = heard_from
        self._heard = Phrases({fold: which for fold, which in self._folds.items() if len(fold) >= heard_from})

    @cached_property
    def _phrases(self) -> Phrases[list[_Reading]]:
        """All readings, folded; like the next two made when the first Latin word is met, for a quick start."""
        return Phrases(self._folds)

    @cached_property
    def _in_one_word(self) -> dict[str, _Reading]:
        """Readings by their letters."""
        return {"".join(reading): reading for reading in self._by_reading}

    @cached_property
    def _initials(self) -> dict[str, list[Sense]]:
        """Printed names by the initials of their readings."""
        found: dict[str, list[Sense]] = {}
        for reading, senses in self._by_reading.items():
            printed = [sense for sense in senses if sense.kind == "printed"]
            found.setdefault("".join(syllable[0] for syllable in reading), []).extend(printed)
        return found

    def homophones(self, heard: Heard) -> list[Span[Sense]]:
        """Names of `heard_from` characters and more, however written, anywhere in what is heard."""
        found = []
        for span in self._heard.all(heard.letters):
            if sense := self._best(heard.read(span.start, span.end), span.value):
                found.append(Span(span.start, span.end, sense))
        return found

    def homophone(self, heard: Heard, start: int, end: int) -> Sense | None:
        """The name that sounds like what stands from `start` to `end` as a whole."""
        known = self._folds.get(heard.letters[start:end])
        return self._best(heard.read(start, end), known) if known else None

    def typed(self, text: str) -> list[Span[Sense]]:
        """Names typed in toneless pinyin, in one word or several (diangong, dian gong)."""
        found: list[Span[Sense]] = []
        if not _LETTERS.search(text):
            return found
        for word in _LETTERS.finditer(text):  # whole words first: diantianzhuang can be cut in two ways
            reading = self._in_one_word.get(word.group())
            if reading and (sense := self._best(reading, (reading,))):
                found.append(Span(word.start(), word.end(), sense))
        for run in _pinyin_runs(text):
            read = tuple(syllable for syllable, _, _, _ in run)
            for span in self._phrases.all(in_letters(read)):
                sense = self._best(read[span.start : span.end], span.value)
                if sense and (span.end - span.start >= _SURE_LENGTH or _are_words(run, span, sense)):
                    found.append(Span(run[span.start][3].start, run[span.end - 1][3].end, sense))
        return found

    def initials(self, letters: str) -> Sense | None:
        """The one printed name with these initials (zspts), three letters or more."""
        senses = self._initials.get(letters, [])
        return senses[0] if len(senses) == 1 and len(letters) >= 3 else None

    def _best(self, read: _Reading, candidates: Iterable[_Reading]) -> Sense | None:
        """The sense with exactly this reading; of longer names also one with a confusable reading."""
        exact = [sense for reading in candidates if reading == read for sense in self._by_reading[reading]]
        if exact:
            return min(exact, key=lambda sense: sense.rank)
        if len(read) < _SURE_LENGTH:
            return None
        confusable = (sense for reading in candidates for sense in self._by_reading[reading])
        return min(confusable, key=lambda sense: sense.rank, default=None)


_Syllable = tuple[str, bool, bool, Span[None]]  # the syllable, whether it starts or ends a word, the letters it is in


def _are_words(run: Sequence[_Syllable], span: Span[Any], sense: Sense) -> bool:
    """Whether a name is typed as words; two everyday ones may be parts of others (lianxi ren|shi shei is no 人事)."""
    if not (run[span.start][1] and run[span.end - 1][2]):
        return False
    apart = all(starts and ends for _, starts, ends, _ in run[span.start : span.end])
    return span.start == 0 or not apart or span.end - span.start > _PAIR or sense.kind in _NAMES


def _pinyin_runs(text: str) -> list[list[_Syllable]]:
    """Runs of neighbouring words that are pinyin, cut into syllables."""
    runs: list[list[_Syllable]] = [[]]
    end = 0
    for word in _LETTERS.finditer(text):
        cut = split_pinyin(word.group())
        if cut is None or not _BETWEEN.fullmatch(text, end, word.start()):
            runs.append([])
        position = word.start()
        for index, syllable in enumerate(cut or ()):
            span = Span(position, position + len(syllable), None)
            runs[-1].append((syllable, index == 0, index == len(cut or ()) - 1, span))
            position += len(syllable)
        end = word.end()
    return [run for run in runs if run]
