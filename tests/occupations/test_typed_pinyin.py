"""Every printed name is found by its pinyin as another program reads it, with blanks and without."""

import pytest
from pypinyin import lazy_pinyin, load_phrases_dict

from bot.desk import Desk

# Two words that the other program does not know and reads character by character, as nobody says them.
load_phrases_dict({"调酒": [["tiáo"], ["jiǔ"]], "装调": [["zhuāng"], ["tiáo"]]})


@pytest.mark.parametrize("joiner", [" ", ""])
def test_every_printed_name_is_found_by_its_pinyin(desk: Desk, joiner: str) -> None:
    rows = [row for row in desk.knowledge.catalog.occupations if row.name.isalpha() and not row.name.isascii()]
    typed = {row: joiner.join(lazy_pinyin(row.name)) for row in rows}
    missed = [(row.name, text) for row, text in typed.items() if row not in desk.lookup.find(text).rows]
    assert len(rows) > 80
    assert missed == []
