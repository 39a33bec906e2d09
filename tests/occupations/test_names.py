"""Every name in the data leads where it should, in every way people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalog import Catalog
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding
from bot.text.pinyin import syllables
from tests.occupations.tables import pairs, words

SENTENCES = ["{}", "{}的职业代码是多少", "请问{}在不在目录里", "我想问一下{}属于哪个工种啊", "咱们学校能不能报{}"]


def codes(finding: Finding) -> set[str]:
    return {row.code for row in finding.rows}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_printed_name_is_its_row_and_nothing_else(catalog: Catalog, lookup: Lookup, sentence: str) -> None:
    for row in catalog.occupations:
        finding = lookup.find(sentence.format(row.name))
        assert (finding.kind, finding.rows) == ("codes", (row,)), row.name
        assert finding.score == 1.0 or "职业代码" not in sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_everyday_name_gives_all_its_rows(catalog: Catalog, lookup: Lookup, sentence: str) -> None:
    for row in catalog.occupations:
        for name in row.names:
            finding = lookup.find(sentence.format(name.name))
            listed = finding.kind == "list" and sentence != "{}的职业代码是多少"  # 物流, 印刷 ... name a branch as well
            assert listed or codes(finding) == {row.code, *name.shared}, name.name
            if not listed:
                expected = "unsure" if name.unsure else "ambiguous" if name.shared else "codes"
                assert finding.kind == expected, name.name


def test_an_everyday_name_says_what_it_was_read_as_and_why(catalog: Catalog, lookup: Lookup) -> None:
    finding = lookup.find("叉车司机的代码")
    (mention,) = finding.mentions
    assert (mention.text, mention.read_as, mention.kind, mention.how) == ("叉车司机", "叉车司机", "trade", "exact")
    assert mention.source == catalog.sources["draft2022"]
    unsure = lookup.find("电工证").mentions[0]
    assert (unsure.sure, bool(unsure.reason)) == (False, True)


@pytest.mark.parametrize("joint", ["", " "])
@pytest.mark.parametrize("sentence", ["{}", "{} de daima shi duoshao", "qingwen {} zai mulu li ma"])
def test_every_printed_name_is_found_in_toneless_pinyin(
    catalog: Catalog, lookup: Lookup, joint: str, sentence: str
) -> None:
    for row in catalog.occupations:
        finding = lookup.find(sentence.format(joint.join(syllables(row.name))))
        assert (finding.kind, finding.rows) == ("codes", (row,)), row.name


def test_initials_are_read_where_they_are_unique(catalog: Catalog, lookup: Lookup) -> None:
    initials = ["".join(syllable[0] for syllable in syllables(row.name)) for row in catalog.occupations]
    for row, letters in zip(catalog.occupations, initials, strict=True):
        rows = lookup.find(letters + "的代码").rows
        unique = len(letters) > 2 and initials.count(letters) == 1
        assert rows == ((row,) if unique else ()), letters


NEAR = words("""
    模具工 磨具制造工 起重工 起重装卸机械操作工 保育员 育婴员 美容师 美发师 制冷工 制冷空调系统安装维修工
    评茶员 茶艺师 家用电器产品维修工 家用电子产品维修工 车工 电工 电切削工 电气设备安装工
""")


@pytest.mark.parametrize("name", NEAR)
def test_near_names_are_kept_apart(lookup: Lookup, name: str) -> None:
    assert [row.name for row in lookup.find(f"{name}的代码").rows] == [name]


# what is asked -> the rows' names
READ = """
    保育员和育婴员 -> 保育员 育婴员
    车工、铣工还有磨工的代码 -> 车工 铣工 磨工
    调酒师跟茶艺师跟评茶员都要 -> 调酒师 茶艺师 评茶员
    钢筋工架子工防水工 -> 钢筋工 架子工 防水工
    6-31-01-03和电梯安装维修工 -> 电工 电梯安装维修工
    修电梯的和烧锅炉的 -> 电梯安装维修工 锅炉操作工
    養老護理員的代碼 -> 养老护理员
    電梯安裝維修工 -> 电梯安装维修工
    ＣＡＤ制图员 -> 制图员
    two electricians please -> 电工
    Forklift Driver -> 起重装卸机械操作工
    给人修电梯算哪个 -> 电梯安装维修工
    烹调师 -> 中式烹调师 西式烹调师
    钳工 -> 工具钳工 装配钳工 机修钳工
    机修钳 -> 机修钳工
    劳动关系协调师 -> 劳动关系协调员
    物业管理师 -> 物业管理员
    保育师 -> 保育员
    老电工 -> 电工
    电工作业人员 -> 电工
"""

# what is typed -> what was meant
TYPOS = """
    调洒师 -> 调酒师
    保肓员 -> 保育员
    形像设计师 -> 形象设计师
    机修黔工 -> 机修钳工
    典工 -> 电工
    眼睛验光员 -> 眼镜验光员
    快第员 -> 快递员
    茶艺员 -> 茶艺师
    制泠工 -> 制冷工
    混泥土工 -> 混凝土工
    家用电气产品维休工 -> 家用电器产品维修工
    汽车饰件制早工 -> 汽车饰件制造工
    医药商品购员 -> 医药商品购销员
    电梯维修安装工 -> 电梯安装维修工
    太阳能力用工 -> 太阳能利用工
    餐庁服务员 -> 餐厅服务员
"""


@pytest.mark.parametrize(("text", "names"), pairs(READ))
def test_names_in_sentences_and_other_writings(lookup: Lookup, text: str, names: list[str]) -> None:
    assert [row.name for row in lookup.find(text).rows] == names


@pytest.mark.parametrize(("typed", "meant"), pairs(TYPOS))
def test_typos(lookup: Lookup, typed: str, meant: list[str]) -> None:
    assert [row.name for row in lookup.find(f"请问{typed}的代码").rows] == meant


SOUNDS = "工公功宫员圆园源师士失是修休秀作做坐气器汽期机基鸡维为伪制治智致电店典点"


@given(st.data())
def test_one_homophone_in_a_longer_name_is_understood(catalog: Catalog, lookup: Lookup, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for row in catalog.occupations if len(row.name) > 3]))
    position = data.draw(st.integers(0, len(row.name) - 1))
    heard = syllables(row.name)[position]
    other = data.draw(st.sampled_from([char for char in SOUNDS if syllables(char) == (heard,)] or [row.name[position]]))
    typed = row.name[:position] + other + row.name[position + 1 :]
    assert row in lookup.find(f"{typed}的代码").rows
