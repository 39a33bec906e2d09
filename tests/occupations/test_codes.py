import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalog import Catalog
from bot.occupations.codes import Codes
from bot.occupations.lookup import Lookup
from bot.text.normalise import normalise

WRITINGS = {
    "as printed": lambda code: code,
    "run together": lambda code: code.replace("-", ""),
    "without zeros": lambda code: "-".join(str(int(part)) for part in code.split("-")),
    "full width": lambda code: code.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"}),
    "blanks": lambda code: code.replace("-", " "),
    "dashes": lambda code: code.replace("-", "——"),
    "waves": lambda code: code.replace("-", "～"),
    "dots": lambda code: code.replace("-", "."),
    "underscores": lambda code: code.replace("-", "_"),
    "spaced hyphens": lambda code: code.replace("-", " - "),
    "in groups": lambda code: f"{code.replace('-', '')[:5]} {code.replace('-', '')[5:]}",
    "formal": lambda code: code.replace("-", "").translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")),
    "spoken": lambda code: code.translate(str.maketrans("0123456789-", "零一二三四五六七八九杠")),
}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("sentence", ["{}", "{}是什么职业", "请问代码{}对应哪个", "code{}?"])
def test_every_row_is_found_by_its_code_in_any_writing(
    catalog: Catalog, lookup: Lookup, writing: str, sentence: str
) -> None:
    for row in catalog.occupations:
        finding = lookup.find(sentence.format(WRITINGS[writing](row.code)))
        assert (finding.kind, finding.rows) == ("codes", (row,)), (writing, row.code)


@pytest.mark.parametrize(
    "text",
    [
        "022-83635027", "津人社办发〔2020〕86号", "8000人次", "2020-05-25起施行", "6-18日交行吗", "5到10个工作日",
        "300384", "5000000元", "500-600人", "1 2 3 4步", "4-5个职业", "13812345678", "91120000MA06310103X", "第6-7页",
        "192.168.1.1", "3.15", "85个职业", "6310103人次", "二十五日", "2022年5月24日", "8:30-17:30",
    ],
)  # fmt: skip
def test_other_numbers_are_no_codes(catalog: Catalog, text: str) -> None:
    assert Codes(row.code for row in catalog.occupations).find(normalise(text)) == []


@pytest.mark.parametrize("sentence", ["后四位{}是什么", "尾号 {}", "我只记得末四位是{}", "最后四位：{}"])
def test_the_last_digits_give_all_rows_that_end_so(catalog: Catalog, lookup: Lookup, sentence: str) -> None:
    for row in catalog.occupations:
        digits = row.code.replace("-", "")[3:]
        finding = lookup.find(sentence.format(digits))
        assert set(finding.rows) == {other for other in catalog.occupations if other.code.endswith(row.code[-6:])}


def test_several_codes_run_together(lookup: Lookup) -> None:
    assert [row.code for row in lookup.find("6020609 6020611 分别是哪俩").rows] == ["6-02-06-09", "6-02-06-11"]


PREFIXES = {
    "6-18": "6-18",
    "6-18-01有哪些": "6-18-01",
    "4-10开头的": "4-10",
    "6-31打头": "6-31",
    "6－１８－2": "6-18-02",
}


@pytest.mark.parametrize(("text", "word"), PREFIXES.items())
def test_prefixes_are_lists(lookup: Lookup, catalog: Catalog, text: str, word: str) -> None:
    finding = lookup.find(text)
    assert finding.kind == "list"
    assert [listing.word for listing in finding.listings] == [word]
    assert finding.listings[0].rows == tuple(row for row in catalog.occupations if row.code.startswith(word))


def test_a_wrong_code_shows_its_siblings_but_is_never_answered(lookup: Lookup) -> None:
    finding = lookup.find("6-31-01-09是什么")
    assert (finding.kind, finding.rows) == ("wrong_code", ())
    assert {row.code for row in finding.mentions[0].nearest} == {"6-31-01-03", "6-31-01-02"}


def test_codes_come_in_the_order_asked(lookup: Lookup) -> None:
    finding = lookup.find("6310103、4-03-02-01和6-18-1-2分别是啥")
    assert [row.code for row in finding.rows] == ["6-31-01-03", "4-03-02-01", "6-18-01-02"]


@given(st.from_regex(r"\A[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}\Z"))
def test_any_code_in_the_printed_form_is_a_row_or_wrong(lookup: Lookup, catalog: Catalog, code: str) -> None:
    finding = lookup.find(code)
    assert [row.code for row in finding.rows] == [row.code for row in catalog.occupations if row.code == code]
    assert finding.kind == ("codes" if finding.rows else "wrong_code")
    for sibling in finding.mentions[0].nearest:
        assert sum(a != b for a, b in zip(sibling.code, code, strict=True)) == 1


@given(st.text("0123456789-. 一二零杠元人号年月日代码", max_size=40))
def test_any_digits_are_read_without_error_and_within_the_text(catalog: Catalog, text: str) -> None:
    plain = normalise(text)
    end = 0
    for span in Codes(row.code for row in catalog.occupations).find(plain):
        assert end <= span.start < span.end <= len(plain)
        end = span.end
