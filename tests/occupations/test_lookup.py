"""Any text is read without error, the same every time, and positions fit."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalog import Catalog, read_catalog
from bot.occupations.lookup import Lookup
from bot.text.normalise import normalise
from tests.occupations.tables import words

SECOND_OFFICE = Path(__file__).parents[1] / "data" / "second_office"
FRAGMENTS = words("""
    电工 焊 的 6-31 -01-03 有哪些 紧缺 dian gong 师 员 叉车 建筑 chef s ， 8
""")
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([" ", *FRAGMENTS]), max_size=12).map("".join))


@given(texts)
def test_mentions_lie_in_the_text_in_order_without_overlap(lookup: Lookup, text: str) -> None:
    plain, end = normalise(text), 0
    finding = lookup.find(text)
    assert finding == lookup.find(text)
    assert finding == lookup.find(plain)
    assert 0 <= finding.score <= 1
    for mention in finding.mentions:
        assert end <= mention.start < mention.end <= len(plain)
        assert plain[mention.start : mention.end] == mention.text
        end = mention.end


@given(texts)
def test_rows_are_answered_only_where_a_mention_names_them(lookup: Lookup, text: str) -> None:
    finding = lookup.find(text)
    named = {row.code for mention in finding.mentions for row in mention.rows}
    assert {row.code for row in finding.rows} <= named
    assert bool(finding.rows) == (finding.kind in ("codes", "ambiguous", "unsure"))
    assert bool(finding.listings) == (finding.kind == "list")
    assert all(len(mention.nearest) <= 2 or mention.kind == "code" for mention in finding.mentions)


def test_mentions_for_masking_name_present_and_absent_ones(lookup: Lookup) -> None:
    text = "我们培训电焊工和中式烹调师，怎么申报"
    assert [(m.start, m.end, bool(m.rows)) for m in lookup.mentions(text)] == [(4, 7, False), (8, 13, True)]
    assert [(m.text, m.kind) for m in lookup.mentions("调香师怎么申报")] == [("调香师", "unknown")]


def test_a_long_message_is_read(lookup: Lookup) -> None:
    assert [row.name for row in lookup.find("嗯" * 4000 + "电工").rows] == ["电工"]
    assert lookup.find("工" * 4000).rows == ()


def test_another_office_s_catalogue() -> None:
    catalog = read_catalog(SECOND_OFFICE, [])
    assert isinstance(catalog, Catalog)
    lookup = Lookup(catalog)
    assert [row.name for row in lookup.find("阿姨的代码").rows] == ["家政服务员", "育婴员"]
    assert lookup.find("电工的代码").kind == "absent"
