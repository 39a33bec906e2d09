"""What work a description speaks of: the row of the catalogue that names and examples point to, where no name is said.

A linear model over the unmasked words, characters and sounds, taught by all names of the occupations, by the names of
those the catalogue lacks, and by the example questions.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleFile
from bot.matching.features import LONGEST_PIECE, LONGEST_SOUND, grams, latin_features
from bot.matching.linear import LinearModel
from bot.matching.ranking import softmax
from bot.occupations.wording import wording
from bot.text.normalise import is_chinese, normalise
from bot.text.phrases import Phrases, blanked, longest, stands_alone
from bot.text.pinyin import folded, split_pinyin, syllables
from bot.text.tokens import Tokenizer, latin_words

LACKING = "none"  # class of work that is no row's
_PARTICLES = "的了吗呢吧啊呀嘛么哦噢哇呗啦哎嗯着个我你他她它您咱俺这那该请是在要想"  # which stand in no name
_PRINTED_COUNTS = 2  # a printed name teaches as much as two others


def taught(catalog: Catalog, files: Sequence[ExampleFile]) -> Iterator[tuple[str, str]]:
    """(text, code or `LACKING`) of everything that teaches."""
    for row in catalog.occupations:
        yield from [(row.name, row.code)] * _PRINTED_COUNTS
        yield from ((name.name, row.code) for name in row.names if not name.unsure)
    yield from ((absent.name, LACKING) for absent in catalog.absent)
    for file in files:
        for group in file.groups:
            if group.label == "occ":
                yield from ((text, code) for text in group.questions for code in group.codes or (LACKING,))


def description_features(text: str, tokenizer: Tokenizer) -> list[str]:
    """The features of a description without the usual words around it: words, characters, sounds; nothing masked."""
    said = without_usual(normalise(text))
    characters = "".join(filter(is_chinese, said))
    latin = latin_words(said)
    sounds = [folded(sound) for sound in syllables(said)]
    if not characters:
        sounds = [folded(sound) for word in latin for sound in split_pinyin(word.replace("'", "")) or ()]
    return [
        *(f"w:{word}" for word in tokenizer.words(said)),
        *grams("c", characters, LONGEST_PIECE),
        *(gram for gram in grams("s", sounds, LONGEST_SOUND, ".") if "." in gram),
        *latin_features(latin),
    ]


def without_usual(said: str) -> str:
    """A text without the words that people put around any occupation: what is left says which work is meant."""
    usual = [word for word in _usual().all(said) if stands_alone(said, word.start, word.end)]
    return blanked(said, ((word.start, word.end) for word in longest(usual)))


@cache
def _usual() -> Phrases[None]:
    words = wording().filler | wording().list | wording().cue | wording().prefix
    return Phrases(dict.fromkeys(word for word in words if len(word) > 1 or word in _PARTICLES))


class Describer:
    """Ranks the rows that a description may speak of."""

    def __init__(self, model: LinearModel, tokenizer: Tokenizer) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def rank(self, text: str) -> list[tuple[str, float]]:
        """(code or `LACKING`, how likely), best first."""
        scores = self._model.scores(description_features(text, self._tokenizer))
        return sorted(zip(self._model.classes, softmax(scores), strict=True), key=itemgetter(1), reverse=True)
