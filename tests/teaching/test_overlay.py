"""Teachings laid over the knowledge of a folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk, cache_key
from bot.knowledge.catalog import check_catalog
from bot.knowledge.examples import ExampleFile, ExampleGroup, check_examples
from bot.knowledge.loader import Knowledge, load
from bot.knowledge.overlay import same, set_aside, taught_catalog, taught_examples, usable
from bot.knowledge.taught import NOTHING, Teaching, Undone, effect
from bot.matching.named import occupation_spans
from bot.occupations.lookup import Lookup
from tests.conftest import SECOND_OFFICE
from tests.teaching.conftest import AT, SOURCE, absent, belongs, declined, named, taught

HOUSEWORK, NURSE, CLEANER = "4-10-01-06", "4-10-01-02", "4-09-08-01"


def examples(knowledge: Knowledge) -> dict[str, tuple[str, str | None, str | None]]:
    """Question -> label, quote and kind of all examples; each stands once."""
    found = [
        (question, (group.label, group.quote, group.kind))
        for file in knowledge.examples
        for group in file.groups
        for question in group.questions
    ]
    assert len(found) == len(dict(found))
    return dict(found)


def loaded(*teachings: Teaching) -> Knowledge:
    return load(SECOND_OFFICE, taught=taught(*teachings))


def test_questions_become_examples_of_their_label() -> None:
    before = examples(loaded())
    after = examples(
        loaded(
            belongs("faq:2", "几号出结果", quote="评价中心组织评审并公布结果"),
            belongs("contact", "找谁"),
            declined("personal_exam", "考试难吗"),
        )
    )
    assert dict(after.items() - before.items()) == {
        "几号出结果": ("faq:2", "评价中心组织评审并公布结果", None),
        "找谁": ("contact", None, None),
        "考试难吗": ("oos", None, "personal_exam"),
    }


def test_what_follows_an_answer_is_another_question_than_the_same_words_alone() -> None:
    alone, following = ExampleGroup("faq:1", ("多久",)), ExampleGroup("faq:2", ("多久",), after="faq:1")
    file = ExampleFile("test", (alone, following))

    def kept(*teachings: Teaching) -> set[tuple[str, str | None]]:
        files = taught_examples((file,), taught(*teachings))
        return {(group.label, group.after) for one in files for group in one.groups}

    assert kept(belongs("contact", "多久？")) == {("contact", None), ("faq:2", "faq:1")}
    assert kept(belongs("contact", "多久？", after="faq:1")) == {("faq:1", None), ("contact", "faq:1")}
    assert kept(belongs("contact", "多久？", after="faq:2")) == {*kept(), ("contact", "faq:2")}
    assert taught_examples((file,), taught(belongs("faq:2", "多久", after="faq:1"))) == (file,)  # known already


def test_a_teaching_goes_before_the_folder_and_the_later_before_the_earlier() -> None:
    after = examples(loaded(belongs("faq:1", "几天受理?"), belongs("notice", "几天受理！")))
    assert "几天受理" not in after
    assert "几天受理?" not in after
    assert after["几天受理！"] == ("notice", None, None)


def test_a_question_that_stands_in_the_examples_anyway_is_redundant() -> None:
    assert loaded(belongs("contact", "电话多少？")) == loaded()


def test_a_group_that_loses_all_its_questions_is_gone() -> None:
    after = loaded(belongs("faq:1", "电话多少", "地址在哪"))
    assert "contact" not in {group.label for file in after.examples for group in file.groups}


def test_a_name_finds_its_row_and_says_where_it_comes_from(plain: Knowledge) -> None:
    catalog = loaded(named("扫地僧", CLEANER, "扫地僧的代码")).catalog
    finding = Lookup(catalog).find("扫地僧的代码是多少")
    assert [row.code for row in finding.rows] == [CLEANER]
    assert finding.mentions[0].source == SOURCE
    assert plain.catalog.sources.keys() < catalog.sources.keys()


def test_a_name_of_another_row_is_shared(plain: Knowledge) -> None:
    catalog = loaded(named("钟点工", CLEANER), named("阿姨", CLEANER)).catalog
    for name, codes in (("钟点工", {CLEANER, HOUSEWORK}), ("阿姨", {CLEANER, HOUSEWORK, NURSE})):
        assert {row.code for row in Lookup(catalog).find(name).rows} == codes


def test_a_name_known_to_be_absent_becomes_a_name_and_the_other_way_round() -> None:
    found = Lookup(loaded(named("月嫂", NURSE)).catalog).find("月嫂")
    assert [row.code for row in found.rows] == [NURSE]
    gone = Lookup(loaded(absent("钟点工", CLEANER), absent("阿姨")).catalog)
    assert gone.find("阿姨").kind == "absent"
    assert [row.code for row in gone.find("钟点工").mentions[0].nearest] == [CLEANER]
    again = Lookup(loaded(absent("钟点工"), named("钟点工", NURSE)).catalog)
    assert [row.code for row in again.find("钟点工").rows] == [NURSE]


MISFITS = {
    "no entry": (belongs("faq:3", "甲"), "there is no entry 3"),
    "no such quote": (belongs("faq:1", "甲", quote="注册满四年"), "does not stand in the answer of faq:1"),
    "no such kind": (declined("subsidy", "甲"), "is no kind of refusal"),
    "no such code": (named("甲工", "4-10-01-09"), "is no code of the catalogue"),
    "no such answer before": (belongs("faq:1", "多久", after="faq:9"), "there is no entry 9"),
    "no such nearest": (absent("甲工", "4-10-01-09"), "is no code of the catalogue"),
    "a printed name": (named("育 婴员", HOUSEWORK), "is the printed name"),
    "a printed name absent": (absent("保洁员"), "is the printed name"),
}


@pytest.mark.parametrize(("teaching", "problem"), MISFITS.values(), ids=MISFITS)
def test_what_fits_the_knowledge_no_more_is_set_aside(plain: Knowledge, teaching: Teaching, problem: str) -> None:
    both = taught(teaching, belongs("contact", "找谁"))
    faults = set_aside(both, plain.faq, plain.catalog, plain.refusals)
    assert [problem in str(fault) for fault in faults] == [True]
    assert str(faults[0]).startswith("taught.yaml:0: teaching 1: ")
    assert load(SECOND_OFFICE, taught=both) == loaded(belongs("contact", "找谁"))


def test_what_was_undone_has_no_effect() -> None:
    undone = Teaching(1, "belongs", "member", AT, questions=("找谁",), label="contact", undone=Undone("member", AT))
    assert loaded(undone) == loaded()
    assert effect(taught(undone)) == effect(NOTHING)


def test_the_cache_key_follows_the_effect_only(office: Path) -> None:
    one, other = belongs("contact", "找谁"), declined("unknown", "找谁")
    keys = {cache_key(office, taught(*each)) for each in ((), (one,), (other,), (one, other), (other, one))}
    assert len(keys) == 5
    assert cache_key(office) == cache_key(office, taught())
    later = Teaching(9, "belongs", "creator", "2027-01-01 00:00:00", "other", ("找谁",), label="contact", line=7)
    assert cache_key(office, taught(later)) == cache_key(office, taught(one))


def test_a_knowledge_without_examples_has_the_names_all_the_same() -> None:
    bare = load(SECOND_OFFICE, False, taught(named("扫地僧", CLEANER), belongs("contact", "找谁")))
    assert bare.examples == ()
    assert Lookup(bare.catalog).find("扫地僧").rows


NAMES = ["钟点工", "阿姨", "月嫂", "扫地僧", "扫 地僧", "保洁员", "hello工"]
QUESTIONS = ["电话多少", "电话多少？", "几天受理", "谁能参加遴选", "找谁", "?", "扫地僧的代码"]
some = st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True)
teachings = st.one_of(
    st.builds(lambda label, questions: belongs(label, *questions), st.sampled_from(["faq:1", "faq:2", "quiz"]), some),
    st.builds(lambda kind, questions: declined(kind, *questions), st.sampled_from(["unknown", "nonsense"]), some),
    st.builds(
        lambda name, code, questions: named(name, code, *questions),
        st.sampled_from(NAMES),
        st.sampled_from([HOUSEWORK, NURSE, CLEANER, "1-01-01-01"]),
        st.one_of(some, st.just([])),
    ),
    st.builds(absent, st.sampled_from(NAMES), st.sampled_from([None, NURSE])),
)


@given(st.lists(teachings, max_size=8))
def test_whatever_was_taught_the_result_passes_the_checks_of_the_folder(
    plain: Knowledge, given: list[Teaching]
) -> None:
    fitting = usable(taught(*given), plain.faq, plain.catalog, plain.refusals)
    files, catalog = taught_examples(plain.examples, fitting), taught_catalog(plain.catalog, fitting)
    faults: list[object] = []
    check_catalog(catalog, faults)
    answers = {f"faq:{entry.number}": "".join(c.printed for c in entry.clauses) for entry in plain.faq.entries}
    kinds = {kind.id for kind in plain.refusals.kinds}
    check_examples(files, answers, kinds, {row.code for row in catalog.occupations}, faults)
    assert faults == []
    # The slow way to say it: the last teaching about a question decides its label.
    last = {same(text): one for one in fitting.teachings for text in one.questions}
    for key, one in last.items():
        label = {"declined": "oos", "named": "occ", "absent": "occ"}.get(one.decision, one.label)
        asked = [g for file in files for g in file.groups for question in g.questions if same(question) == key]
        assert {(group.label, group.kind) for group in asked} == {(label, one.kind)}
    sense = {same(one.name): one for one in fitting.teachings if one.name}
    for one in sense.values():
        rows = {row.code for row in Lookup(catalog).find(one.name).rows}
        assert (one.code in rows) if one.decision == "named" else rows == set()


def test_taught_names_are_hidden_from_the_matcher_like_others(small_desk: Desk) -> None:
    find = occupation_spans(Lookup(loaded(named("扫地僧", CLEANER)).catalog))
    assert [span.entity for span in find("扫地僧的代码")] == ["occupation"]
    assert [span.entity for span in occupation_spans(small_desk.lookup)("扫地僧的代码")] != ["occupation"]
