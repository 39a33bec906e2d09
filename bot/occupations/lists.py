"""Lists asked for by industry, category, code prefix, or the whole catalogue."""

from collections.abc import Iterator, Mapping

from bot.knowledge.catalog import Catalog, Group
from bot.occupations.mention import Listing
from bot.occupations.names import Sense
from bot.occupations.readings import Heard, Readings
from bot.occupations.wording import wording
from bot.record import record
from bot.text.normalise import normalise
from bot.text.phrases import Phrases, Span, blanked, longest, stands_alone

_SEPARATORS = "、和及（）"
_HEARD_INSIDE = 3  # characters of a group's words from which on homophones are trusted


@record
class ListQuestion:
    """What a question says about lists: the groups named in it, where, and whether it asks for a list of them."""

    listings: tuple[Listing, ...]
    spans: tuple[tuple[int, int], ...]
    asks: bool  # words such as 有哪些
    is_bare: bool  # nothing but the group and words such as 类, 这块, 的


class Lists:
    """Built once from the catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        words: dict[str, Listing] = {}
        for group, listing in branches(catalog):
            words.update(_words(group, listing))
        self._words = Phrases(words)
        # Sounds: the same reader as for names, each word standing for itself.
        self._readings = Readings({word: Sense(word, "everyday") for word in words}, _HEARD_INSIDE)
        self._listings: Mapping[str, Listing] = words
        self._cues = Phrases(dict.fromkeys(wording().list))
        self._usual = Phrases(dict.fromkeys(wording().branch | wording().list | wording().filler))

    def ask(self, text: str, heard: Heard, known: bool = False) -> ListQuestion:
        """What the normalised `text` says about lists; `known`: that it asks for one."""
        cues = [cue for cue in self._cues.all(text) if stands_alone(text, cue.start, cue.end)]
        spans = [span for span in self._words.all(text) if stands_alone(text, span.start, span.end)]
        if cues or known:
            spans += self._sounds(text, heard)
        spans = longest(spans)
        asks = any(not any(s.start < cue.end and cue.start < s.end for s in spans) for cue in cues)
        listings = tuple(dict.fromkeys(span.value for span in spans))
        places = tuple((span.start, span.end) for span in spans)
        return ListQuestion(listings, places, asks, bool(spans) and self._is_bare(text, places))

    def whole(self) -> Listing:
        """Every row, under the catalogue's printed title."""
        return Listing(self._catalog.title, "all", self._catalog.occupations)

    def prefix(self, code: str) -> Listing | None:
        """The rows whose code starts with a printed prefix (6-18, 6-18-01), or None."""
        rows = tuple(row for row in self._catalog.occupations if row.code.startswith(code + "-"))
        return Listing(code, "prefix", rows) if rows else None

    def _sounds(self, text: str, heard: Heard) -> list[Span[Listing]]:
        spans = [*self._readings.homophones(heard), *self._readings.typed(text)]
        return [Span(span.start, span.end, self._listings[span.value.name]) for span in spans]

    def _is_bare(self, text: str, places: tuple[tuple[int, int], ...]) -> bool:
        """True if beside the groups' words there are only words usual beside them."""
        return not any(map(str.isalnum, self._usual.without(blanked(text, places))))


def branches(catalog: Catalog) -> Iterator[tuple[Group, Listing]]:
    """Every category and industry with its rows; one that heads several printed ones holds the rows of all."""
    for group in catalog.categories:
        rows = tuple(row for row in catalog.occupations if row.category == group.name)
        yield group, Listing(group.name, "category", rows)
    for group in catalog.industries:
        rows = tuple(row for row in catalog.occupations if row.industry.startswith(group.name))
        yield group, Listing(group.name, "industry", rows)


def _words(group: Group, listing: Listing) -> Mapping[str, Listing]:
    """The printed words, the printed words run together, and the everyday words."""
    joined = group.name.translate(dict.fromkeys(map(ord, _SEPARATORS)))
    return {normalise(word): listing for word in (group.name, joined, *group.also)}
