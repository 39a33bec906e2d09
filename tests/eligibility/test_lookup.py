"""The intake of occupations with the catalogue's own look-up, which finds names inside any sentence."""

from typing import Any

import pytest

from bot.eligibility import Resolved
from bot.eligibility.picks import Listing, read_picks
from bot.knowledge.catalog import read_catalog
from bot.occupations.lookup import Lookup
from tests.eligibility.conftest import ROOT, make_book

BOOK = make_book("knowledge")
CATALOG = read_catalog(ROOT / "knowledge", [])


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    assert CATALOG is not None
    return Lookup(CATALOG)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("想报电工和车工", [("电工", None), ("车工", None)]),
        ("电工8200，车工、铣工各9000", [("电工", 8200), ("车工", 9000), ("铣工", 9000)]),
        ("电工 8200 车工 9000", [("电工", 8200), ("车工", 9000)]),
        ("6310103 8200", [("电工", 8200)]),
        ("电焊工和叉车司机", [(None, None), ("起重装卸机械操作工", None)]),
        ("月嫂、保洁", [("家政服务员", None), ("保洁员", None)]),
        ("印前处理和制作员8000", [("印前处理和制作员", 8000)]),
        ("公路收费及监控员", [("公路收费及监控员", None)]),
        ("我们想报养老护理员、育婴员两个职业", [("养老护理员", None), ("育婴员", None)]),
        ("维修电工5000和车工3000", [("电工", 5000), ("车工", 3000)]),
    ],
)
def test_names_inside_sentences(text: str, expected: list[Any], lookup: Lookup) -> None:
    def resolve(name: str) -> Resolved:
        finding = lookup.find(name)
        absent = any(mention.absent for mention in finding.mentions)
        return Resolved(tuple(row.code for row in finding.rows), not finding.rows and absent)

    listing = read_picks(text, resolve, BOOK)
    assert isinstance(listing, Listing)
    assert [(BOOK.rows.get(p.code or ""), p.trained and p.trained.low) for p in listing.picked] == expected


@pytest.mark.parametrize("name", sorted(BOOK.rows.values()))
def test_every_printed_name_is_picked_whole(name: str, lookup: Lookup) -> None:
    by_name = {row: code for code, row in BOOK.rows.items()}

    def resolve(text: str) -> Resolved:
        return Resolved(tuple(row.code for row in lookup.find(text).rows))

    listing = read_picks(f"想报{name}8200人次", resolve, BOOK)
    assert isinstance(listing, Listing)
    assert [(p.code, p.trained and p.trained.low) for p in listing.picked] == [(by_name[name], 8200)]
