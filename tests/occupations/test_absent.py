"""What the catalogue lacks is never answered with a code."""

import pytest

from bot.knowledge.catalog import Catalog
from bot.occupations.lookup import Lookup
from tests.occupations.tables import words

SENTENCES = ["{}", "{}的代码是多少", "目录里有没有{}", "我想考{}证"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_absent_occupations_are_never_given_a_row(catalog: Catalog, lookup: Lookup, sentence: str) -> None:
    for absent in catalog.absent:
        finding = lookup.find(sentence.format(absent.name))
        assert finding.rows == (), absent.name
        if sentence != "我想考{}证":
            assert finding.kind == "absent", absent.name
            known = [mention.absent.name for mention in finding.mentions if mention.absent]
            assert {absent.name, absent.name + "的"} & set(known), absent.name  # 洗车|的代码 may be 洗车的|代码


def test_absence_says_why_and_shows_the_nearest_row_as_another_occupation(lookup: Lookup) -> None:
    (mention,) = lookup.find("电焊工在目录里吗").mentions
    assert mention.absent is not None
    assert "焊工" in mention.absent.why
    assert ([row.name for row in mention.nearest], mention.rows) == (["电工"], ())


UNKNOWN = words("""
    调香师 古琴修复师 占星师 塔罗师 飞机客舱维护工 灯具安装工 桥梁工 水质检测员 密码技术应用员 香薰师
    汗蒸师 老年人助浴师 皮鞋修理工 主管工程师 机电工程师 电梯操作员 图书馆服务员 船舶装配工
    煤矿瓦斯抽采工 蛋雕师 铁路机务司机 环保管家
""")


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_occupations_are_absent_with_at_most_two_others(lookup: Lookup, name: str) -> None:
    finding = lookup.find(f"请问{name}在目录里吗")
    assert (finding.kind, finding.rows) == ("absent", ())
    assert len(finding.mentions[0].nearest) <= 2


ORDINARY = words("""
    考评员要多少人 质量督导员有什么要求 专职工作人员几个 员工花名册怎么写 施工现场 技工院校怎么申报
    主管部门盖章吗 有没有人工客服 高级工和技师有什么区别 我们是加工企业 机电学院能申报吗 谁负责初审
    it 人力资源和社会保障局在哪 需要什么工具设备 老师好 收费吗
""")


@pytest.mark.parametrize("text", ORDINARY)
def test_the_notice_s_own_words_are_no_occupations(lookup: Lookup, text: str) -> None:
    finding = lookup.find(text)
    assert finding.rows == ()
    assert [mention for mention in finding.mentions if not mention.absent] == []


def test_a_name_does_not_reach_into_another_word(lookup: Lookup) -> None:
    assert [mention.read_as for mention in lookup.find("钢筋工程公司").mentions] == ["钢筋"]
    assert lookup.find("电子工厂").mentions == ()


def test_present_and_absent_ones_in_one_question(lookup: Lookup) -> None:
    finding = lookup.find("电焊工、电工和叉车工的代码")
    assert [row.name for row in finding.rows] == ["电工", "起重装卸机械操作工"]
    assert [mention.kind for mention in finding.mentions] == ["absent", "printed", "everyday"]


def test_one_character_before_a_short_name_makes_it_uncertain(lookup: Lookup) -> None:
    finding = lookup.find("锁车工的代码")
    assert finding.kind == "unsure"
    assert [row.name for row in finding.rows] == ["车工"]
