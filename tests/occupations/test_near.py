"""Names that lack only their ending: the index against trying every ending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalog import Occupation
from bot.occupations.names import Sense
from bot.occupations.near import NearNames
from bot.occupations.wording import wording

ROW = Occupation(1, "1-01-01-01", "车工", "", "")
stems = st.text("电车焊师", min_size=1, max_size=4)
written = st.sets(st.builds(str.__add__, stems, st.sampled_from(["", *wording().suffix])), max_size=12)


@given(written, st.sets(stems), stems)
def test_a_name_without_its_ending_is_the_first_of_all_endings(names: set[str], absent: set[str], typed: str) -> None:
    senses = {name: Sense(name, "printed", () if name in absent else (ROW,)) for name in sorted(names)}
    found = NearNames(senses).find(typed)
    tried = (senses.get(typed + ending) for ending in wording().suffix)
    slow = next((sense for sense in tried if sense and sense.rows), None)
    if len(typed) >= 3 and not typed.endswith(wording().suffix):
        assert found == slow


@pytest.mark.parametrize("typed", ["车", "车铣", "车" * 30])
def test_what_is_too_short_or_too_long_is_near_nothing(typed: str) -> None:
    assert NearNames({"车铣工": Sense("车铣工", "printed", (ROW,))}).find(typed) is None
