import pytest

from bot.knowledge.catalog import Catalog
from bot.occupations.lookup import Lookup


@pytest.mark.parametrize("sentence", ["{}有哪些职业", "{}一共几个", "列一下{}的清单", "{}类", "{}的"])
def test_every_printed_group_and_everyday_word_is_a_list(catalog: Catalog, lookup: Lookup, sentence: str) -> None:
    for group in (*catalog.industries, *catalog.categories):
        for word in (group.name, *group.also):
            finding = lookup.find(sentence.format(word))
            assert finding.kind == "list", (word, finding)
            assert [listing.word for listing in finding.listings] == [group.name], word


def test_lists_hold_exactly_the_rows_printed_under_the_word(catalog: Catalog, lookup: Lookup) -> None:
    for row in catalog.occupations:
        for word in (row.industry, row.category):
            (listing,) = lookup.find(f"{word}有哪些").listings
            assert row in listing.rows
            assert {word} <= {listed.industry for listed in listing.rows} | {listed.category for listed in listing.rows}
    (manufacturing,) = lookup.find("制造业有哪些职业").listings
    assert manufacturing.rows == tuple(row for row in catalog.occupations if row.industry.startswith("制造业"))
    (whole,) = lookup.find("目录里一共多少个职业").listings
    assert (whole.word, whole.rows) == (catalog.title, catalog.occupations)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我开酒店的，住宿餐饮这个行业底下有哪些职业可以选", "住宿及餐饮业"),
        ("快递仓储运输方面都包括什么职业", "交通运输、仓储和邮政业"),
        ("生活服务行业那些美容家政什么的都念一遍", "居民服务和其他服务业"),
        ("jixie zhizaoye you naxie zhiye", "制造业（机械）"),
        ("信息傳輸和軟件業的職業清單", "信息传输、计算机服务和软件业"),
        ("list the mining occupations", "采矿业"),
        ("搞IT的", "信息传输、计算机服务和软件业"),
        ("缺人的工种", "天津市紧缺职业"),
    ],
)
def test_lists_in_other_words(lookup: Lookup, text: str, word: str) -> None:
    assert [listing.word for listing in lookup.find(text).listings] == [word]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("电工紧缺吗", ["电工"]), ("调酒师是不是紧缺职业", ["调酒师"]), ("茶艺师属于住宿及餐饮业吗", ["茶艺师"]),
        ("天津市紧缺职业里有收银员吗", ["收银员"]), ("采矿业的钻井工代码", ["钻井工"]),
    ],
)  # fmt: skip
def test_a_row_asked_for_with_its_group_is_the_row(lookup: Lookup, text: str, names: list[str]) -> None:
    finding = lookup.find(text)
    assert (finding.kind, [row.name for row in finding.rows]) == ("codes", names)


NO_LIST = ["餐饮企业怎么申报", "submit online", "工厂能申报吗", "报七八个工种要多少人次", "经营异常名录里待过几个月"]


@pytest.mark.parametrize("text", NO_LIST)
def test_a_group_s_word_alone_asks_for_no_list(lookup: Lookup, text: str) -> None:
    assert lookup.find(text).listings == ()
