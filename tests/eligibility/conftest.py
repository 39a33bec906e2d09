from pathlib import Path

import pytest

from bot.eligibility import Resolved, Rulebook, read_words, rulebook
from bot.eligibility.picks import Resolve
from bot.knowledge.catalog import read_catalog
from bot.knowledge.eligibility import read_eligibility
from bot.knowledge.faq import read_faq
from bot.knowledge.faults import Fault
from bot.knowledge.notice import read_notice

ROOT = Path(__file__).parents[2]

OTHER_NAMES = {"维修电工": ("6-31-01-03",), "数控车工": ("6-18-01-01",), "普通车工": ("6-18-01-01",)}
AMBIGUOUS = {"油漆工": ("6-29-04-01", "6-18-03-03")}
ABSENT = ("电焊工", "焊工")


def make_book(folder: str) -> Rulebook:
    """A rulebook of a knowledge folder, reading only the files it needs."""
    faults: list[Fault] = []
    readers = (read_eligibility, read_catalog, read_notice, read_faq)
    rules, catalog, notice, faq = (read(ROOT / folder, faults) for read in readers)
    assert not faults
    assert rules is not None
    assert catalog is not None
    assert notice is not None
    assert faq is not None
    clauses = [*notice.clauses, *(clause for entry in faq.entries for clause in entry.clauses)]
    rows = {row.code: row.name for row in catalog.occupations}
    return rulebook(rules, read_words(), rows, {clause.place: clause.text for clause in clauses})


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return make_book("knowledge")


@pytest.fixture(scope="session")
def resolve(book: Rulebook) -> Resolve:
    by_name = {name: (code,) for code, name in book.rows.items()} | OTHER_NAMES | AMBIGUOUS

    def look_up(text: str) -> Resolved:
        if len(text) == 7 and text.isdecimal():
            text = "-".join((text[0], text[1:3], text[3:5], text[5:]))
        return Resolved((text,) if text in book.rows else by_name.get(text, ()), absent=text in ABSENT)

    return look_up
