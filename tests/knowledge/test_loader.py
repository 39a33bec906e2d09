import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import content_hash, files_in, load
from bot.phrases import read_phrases
from tests.knowledge.conftest import SECOND_OFFICE

Edit = Callable[[str, str, str], str]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]


def test_another_office_s_folder_loads() -> None:
    office = load(SECOND_OFFICE)
    assert [entry.title for entry in office.faq.entries] == ["条件", "办法"]
    assert office.notice.contact.office_short == "评价中心"
    assert [occupation.code for occupation in office.catalog.occupations] == ["4-10-01-06", "4-10-01-02", "4-09-08-01"]
    assert [condition.id for condition in office.eligibility.conditions] == ["organisation", "years", "catalogue"]
    assert office.clauses["第二条2"].printed == "2.评价中心组织评审并公布结果。"


# file, text to replace, its replacement, start of the line that is to blame, what is said of it
BROKEN = {
    "number out of order": (
        ("faq.yaml", "number: 2", "number: 3"),
        "  - number: 3",
        "Faq.entries[1].number: must be 2, as entries are numbered in order, not 3",
    ),
    "entry without clauses": (
        ("faq.yaml", "clauses:\n      - place: 第一条\n        text: 在", "clauses: []\n#"),
        "  - number: 1",
        "Faq.entries[0].clauses: must not be empty",
    ),
    "place outside its section": (
        ("faq.yaml", "place: 第二条2", "place: 第三条2"),
        "      - place: 第三条2",
        "Faq.entries[1].clauses[1].place: must be the section 第二条 followed by the marks down to 2., not 第三条2",
    ),
    "place against its mark": (
        ("faq.yaml", "mark: 2.", "mark: 3."),
        "      - place: 第二条2",
        "Faq.entries[1].clauses[1].place: must be the section 第二条 followed by the marks down to 3., not 第二条2",
    ),
    "place twice": (
        ("notice.yaml", "  - place: 落款", "  - place: 第一条\n    text: 又一次\n  - place: 落款"),
        "  - place: 第一条",
        "Notice.clauses[6].place: 第一条 stands in faq.yaml:7 as well",
    ),
    "title not printed": (
        ("notice.yaml", "title: 海湾市人社局关于遴选家政评价机构的公告", "title: 海湾市人社局关于家政的公告"),
        "title: 海湾市人社局关于家政的公告",
        "Notice.title: is not found in any clause: 海湾市人社局关于家政的公告",
    ),
    "date not printed": (
        ("notice.yaml", "printed: 2024-02-29", "printed: 2024-03-01"),
        "printed: 2024-03-01",
        "Notice.printed: is not found in any clause: 2024年3月1日",
    ),
    "no term": (
        ("notice.yaml", "term_years: 3", "term_years: 0"),
        "term_years: 0",
        "Notice.term_years: must be 1 to 100, not 0",
    ),
    "term beyond the calendar": (
        ("notice.yaml", "term_years: 3", "term_years: 20000"),
        "term_years: 20000",
        "Notice.term_years: must be 1 to 100, not 20000",
    ),
    "phone not printed": (
        ("notice.yaml", "phone: 0999-1234567", "phone: 0999-1234568"),
        "  phone: 0999-1234568",
        "Notice.contact.phone: is not found in any clause: 0999-1234568",
    ),
    "annexes out of order": (
        ("notice.yaml", "- number: 1", "- number: 2"),
        "  - number: 2",
        "Notice.annexes[0].number: must be 1, not 2",
        "  - place: 附件1",
        "Notice.clauses[5]: cites an annex that is not listed: 1",
    ),
    "annex by another title": (
        ("notice.yaml", "title: 海湾市家政职业目录", "title: 海湾市职业目录"),
        "  - number: 1",
        "Notice.annexes[0].title: is not found in any clause: 海湾市职业目录",
    ),
    "annex that is missing": (
        ("notice.yaml", "现遴选家政评价机构。", "现遴选家政评价机构（见附件3）。"),
        "  - place: 开头",
        "Notice.clauses[2]: cites an annex that is not listed: 3",
    ),
    "fact twice": (
        ("notice.yaml", "id: deadline", "id: number"),
        "  - id: number\n    title: 受理",
        "Notice.facts[1].id: stands twice: number",
    ),
    "fact without words": (
        ("notice.yaml", "words: [受理]", "words: []"),
        "  - id: deadline",
        "Notice.facts[1].words: must not be empty",
    ),
    "fact without quotes": (
        ("notice.yaml", "quotes:\n      - place: 发文字号", "quotes: []"),
        "  - id: number",
        "Notice.facts[0].quotes: must not be empty",
    ),
    "fact cites no clause": (
        ("notice.yaml", "      - place: 第二条1", "      - place: 第九条"),
        "      - place: 第九条",
        "Notice.facts[1].quotes[0]: cites a clause that does not exist: 第九条",
    ),
    "fact misquotes": (
        ("notice.yaml", "text: 评价中心在3个", "text: 评价中心在4个"),
        "      - place: 第二条1",
        "Notice.facts[1].quotes[0]: is not found in the clause 第二条1: 评价中心在4个工作日内受理",
    ),
    "time limit misquotes": (
        ("notice.yaml", "      text: 在3个工作日内受理", "      text: 在三个工作日内受理"),
        "      place: 第二条1\n      text: 在三",
        "Notice.time_limits[0].quote: is not found in the clause 第二条1: 在三个工作日内受理",
    ),
    "time limit of no days": (
        ("notice.yaml", "working_days: 3", "working_days: 0"),
        "  - id: acceptance",
        "Notice.time_limits[0].working_days: must be 1 or more, not 0",
    ),
}


@pytest.mark.parametrize(("change", "expected"), [(change, told) for change, *told in BROKEN.values()], ids=BROKEN)
def test_a_broken_file_is_told_by_line_and_field(
    folder: Path, edit: Edit, change: tuple[str, str, str], expected: list[str]
) -> None:
    text = "\n" + edit(*change)
    told = []
    for blamed, problem in zip(expected[::2], expected[1::2], strict=True):
        assert text.count(f"\n{blamed}") == 1
        line = text[: text.index(f"\n{blamed}")].count("\n") + 1
        told.append(f"{change[0]}:{line}: {problem}")
    in_that_file = [fault for fault in faults_of(folder) if fault.startswith(f"{change[0]}:")]
    assert in_that_file == sorted(told, key=lambda fault: int(fault.split(":")[1]))


def test_faults_of_all_files_are_told_in_one_run(folder: Path, edit: Edit) -> None:
    edit("absent.yaml", "nearest: 4-10-01-02", "nearest: 4-10-01-03")
    edit("catalog.yaml", "number: 3", "number: 2")
    edit("eligibility.yaml", "clause: 第一条\n    quote: 家政", "clause: 第七条\n    quote: 家政")
    edit("faq.yaml", "mark: 1.", "mark: 5.")
    edit("notice.yaml", "phone: 0999-1234567", "phone: 110")
    edit("notice.yaml", "number: 海人社发〔2024〕7号", "number: 海人社发〔2024〕8号")
    edit("smalltalk.yaml", "says: [你好, hello]", "says: []")
    edit("refusals.yaml", "neighbour: faq:1", "neighbour: faq:3")
    edit("lexicon.yaml", "id: other_place", "id: Place")
    edit("examples/questions.yaml", "quote: 注册满三年", "quote: 注册满四年")
    assert [fault.split(": ")[:2] for fault in faults_of(folder)] == [
        ["absent.yaml:2", "absent.月嫂.nearest"],
        ["catalog.yaml:24", "occupations.number"],
        ["eligibility.yaml:40", "Eligibility.conditions[0].quote"],
        ["examples/questions.yaml:5", "quote"],
        ["faq.yaml:14", "Faq.entries[1].clauses[0].place"],
        ["lexicon.yaml:3", "entities.id"],
        ["notice.yaml:3", "Notice.number"],
        ["notice.yaml:16", "Notice.contact.phone"],
        ["refusals.yaml:14", "Refusals.kinds[3].neighbour"],
        ["smalltalk.yaml:2", "Smalltalk.topics[0].says"],
    ]


def test_examples_of_an_entry_that_is_gone_are_told(folder: Path, edit: Edit) -> None:
    edit("faq.yaml", "number: 2", "number: 3")
    assert [fault.split(": ")[0] for fault in faults_of(folder)] == [
        "examples/questions.yaml:8",
        "examples/questions.yaml:10",
        "examples/questions.yaml:10",
        "faq.yaml:9",
    ]


def test_faults_of_shape_in_one_file_hide_none_of_the_others(folder: Path, edit: Edit) -> None:
    edit("notice.yaml", "term_years: 3", "term_years: three\nterms: 3")
    edit("faq.yaml", "section: 第一条", "")
    edit("faq.yaml", "number: 2", "number: 2\n    number: 2")
    assert [fault.split(": ")[:2] for fault in faults_of(folder)] == [
        ["faq.yaml:2", "Faq.entries[0].section"],
        ["faq.yaml:10", "Faq.entries[1].number"],
        ["notice.yaml:8", "Notice.term_years"],
        ["notice.yaml:9", "Notice.terms"],
    ]


@pytest.mark.parametrize("file", sorted(path.name for path in SECOND_OFFICE.glob("*.yaml")))
def test_every_file_is_needed(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert faults_of(folder) == [f"{file}:1: file: is missing"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}:1: folder: is missing"]


LINE_BREAK = b"\n"
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"", b"\n", b"  ", b": ", b"- ", b"[", b"}", b'"', b"#", b"&a ", b"*a", b"!!int ", b"0", "。".encode()]
    ),
)


@given(data=st.data())
def test_no_mutation_gives_anything_but_knowledge_or_its_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = Path(shutil.copytree(SECOND_OFFICE, tmp_path_factory.mktemp("mutated") / "office"))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in data.draw(st.lists(st.sampled_from(files), min_size=1, max_size=3)):
        path.write_bytes(data.draw(mutations(path.read_bytes())))
    assert all(fault.line >= 1 and fault.field and fault.problem for fault in outcome(folder))


def outcome(folder: Path) -> tuple[Fault, ...]:
    """The faults of a folder, none if it loads; any other exception goes through."""
    try:
        load(folder)
    except KnowledgeError as error:
        return error.faults
    return ()


def mutations(content: bytes) -> st.SearchStrategy[bytes]:
    """`content` with bytes or lines left out, put in or replaced."""
    lines = content.split(LINE_BREAK)

    def by_bytes(start: int, length: int, piece: bytes) -> bytes:
        return content[:start] + piece + content[start + length :]

    def by_lines(start: int, length: int, other: bytes | None) -> bytes:
        return LINE_BREAK.join(lines[:start] + ([] if other is None else [other]) + lines[start + length :])

    return st.one_of(
        st.builds(by_bytes, st.integers(0, len(content)), st.integers(0, 5), PIECES),
        st.builds(by_lines, st.integers(0, len(lines)), st.integers(0, 3), st.none() | st.sampled_from(lines)),
    )


def test_content_hash_follows_names_and_bytes_only(folder: Path, tmp_path: Path) -> None:
    first = content_hash(folder)
    assert first == content_hash(SECOND_OFFICE)
    (folder / "faq.yaml").touch()
    assert content_hash(folder) == first
    examples = folder / "examples"
    (examples / "questions.yaml").rename(examples / "question.yaml")
    renamed = content_hash(folder)
    (examples / "question.yaml").write_bytes((examples / "question.yaml").read_bytes() + b"\n")
    assert len({first, renamed, content_hash(folder)}) == 3


def test_content_hash_follows_every_file_that_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "phrases.yaml").write_text("reply.cancelled: 好的\n", encoding="utf-8")
    (folder / "calibration.yaml").write_text("sharpness: 8\n", encoding="utf-8")
    seen: set[Path] = set()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (seen.add(path), read(path))[1])
    load(folder)
    read_phrases(folder, [])
    monkeypatch.undo()
    used = {path for path in seen if path.is_relative_to(folder)}
    assert used == set(files_in(folder)) == set(folder.rglob("*.yaml"))
    hashes = {content_hash(folder)}
    for path in used:
        path.write_bytes(path.read_bytes() + b"\n")
        hashes.add(content_hash(folder))
    assert len(hashes) == len(used) + 1


BESIDE = (
    ".faq.yaml.swp", "faq.yaml~", "faq.yaml.bak", ".git/index", ".DS_Store", "checks/questions.tsv", "voices/a.txt",
    "examples/.questions.yaml", "examples/.DS_Store", "taught.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_lies_beside_changes_nothing(folder: Path, name: str) -> None:
    before, known = content_hash(folder), load(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"\x00")
    assert content_hash(folder) == before
    assert load(folder) == known


def test_content_hash_tells_where_one_file_ends(tmp_path: Path) -> None:
    for name, split in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "absent.yaml").write_bytes(b"abc"[:split])
        (tmp_path / name / "faq.yaml").write_bytes(b"abc"[split:])
    assert content_hash(tmp_path / "one") != content_hash(tmp_path / "two")
