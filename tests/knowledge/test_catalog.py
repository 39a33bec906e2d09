"""The shipped catalogue against the published notice, and every fault a catalogue can have."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.catalog import Catalog, check_catalog, read_catalog
from bot.knowledge.faults import Fault
from tests.knowledge.conftest import OFFICE, ROOT, SECOND_OFFICE

Edit = Callable[[str, str, str], str]


def printed_rows() -> list[list[str]]:
    """The rows of annex 1 as they stand in the published text: number, industry, name, code, category."""
    text = (ROOT / "tests" / "data" / "notice.txt").read_text(encoding="utf-8")
    annex = re.search(r"天津市社会培训评价职业目录\s+序号(.*?)附件2\s", text, re.DOTALL)
    assert annex
    cells = [cell.strip() for cell in annex[1].split("\n") if cell.strip()][4:]
    return [cells[start : start + 5] for start in range(0, len(cells), 5)]


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    catalog = read_catalog(OFFICE, [])
    assert catalog is not None
    return catalog


def test_the_catalogue_is_the_printed_one(shipped: Catalog, source: str) -> None:
    rows = [
        [str(row.number), row.industry, row.name + ("L" if row.green else ""), row.code, row.category]
        for row in shipped.occupations
    ]
    assert rows == printed_rows()
    assert len(rows) == 85
    assert shipped.title in source


def test_every_source_is_used(shipped: Catalog) -> None:
    used = {name.source for row in shipped.occupations for name in row.names}
    assert used == set(shipped.sources)


def faults_of(folder: Path) -> list[str]:
    faults: list[Fault] = []
    catalog = read_catalog(folder, faults)
    if catalog:
        check_catalog(catalog, faults)
    return [str(fault) for fault in sorted(faults)]


def test_a_sound_catalogue_has_no_faults() -> None:
    assert faults_of(SECOND_OFFICE) == []


NAME = "{name: 钟点工, kind: everyday, source: usage}"
# what is edited: file, old text, new text; what is said of it after file and line
BROKEN = {
    "code of a wrong form": (
        ("catalog.yaml", "code: 4-09-08-01", "code: 4-9-8-1"),
        "occupations.code: must look like N-NN-NN-NN, not '4-9-8-1'",
    ),
    "code twice": (
        ("catalog.yaml", "code: 4-09-08-01", "code: 4-10-01-06"),
        "occupations.code: 4-10-01-06 stands twice",
    ),
    "number twice": (("catalog.yaml", "number: 3", "number: 1"), "occupations.number: 1 stands twice"),
    "name twice": (
        ("catalog.yaml", "name: 保洁员\n", "name: 家政服务员\n"),
        "occupations.name: 家政服务员 stands twice",
    ),
    "alias twice in a row": (
        ("catalog.yaml", NAME, f"{NAME}\n      - {NAME}"),
        "occupations.names.钟点工: stands twice in this row",
    ),
    "alias in two rows, not shared": (
        ("catalog.yaml", "usage, shared: [4-10-01-06]}", "usage}"),
        "occupations.names.阿姨: must be shared with exactly the rows that list it: 4-10-01-06",
    ),
    "shared with nobody": (
        ("catalog.yaml", NAME, "{name: 钟点工, kind: everyday, source: usage, shared: [4-09-08-01]}"),
        "occupations.names.钟点工: must be shared with exactly the rows that list it: no other row",
    ),
    "shared with no row": (
        ("catalog.yaml", NAME, "{name: 钟点工, kind: everyday, source: usage, shared: [9-99-99-99]}"),
        "occupations.names.钟点工: is shared with 9-99-99-99, which is no row",
    ),
    "alias is a printed name": (
        ("catalog.yaml", "name: 钟点工", "name: 育婴员"),
        "occupations.names.育婴员: is the printed name of another occupation",
    ),
    "unknown source": (
        ("catalog.yaml", NAME, "{name: 钟点工, kind: everyday, source: hearsay}"),
        "occupations.names.钟点工: source 'hearsay' is not explained under sources",
    ),
    "unknown industry": (
        ("catalog.yaml", "name: 家政服务业, also", "name: 家电业, also"),
        "occupations.家政服务业: is not one of the industries",
    ),
    "category without rows": (
        ("catalog.yaml", "  - {name: 紧缺职业}", "  - {name: 紧缺职业}\n  - {name: 特有职业}"),
        "categories.name: 特有职业 has no occupation",
    ),
    "empty industry": (("catalog.yaml", "name: 家政服务业, also", 'name: "", also'), "name: must be a text, not empty"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_fault_is_named(case: str, folder: Path, edit: Edit) -> None:
    (file, old, new), said = BROKEN[case]
    edit(file, old, new)
    faults = faults_of(folder)
    assert any(re.fullmatch(rf"{file}:\d+: .*{re.escape(said)}.*", fault) for fault in faults), faults


ABSENT = {
    "is a row": ("{name: 育婴员, kind: trade, why: 没有}", "absent.育婴员: is an occupation of the catalogue"),
    "nearest is no row": (
        "{name: 家教, kind: everyday, why: 没有, nearest: 9-99-99-99}",
        "absent.家教.nearest: 9-99-99-99 is no row",
    ),
    "twice": (
        "{name: 家教, kind: trade, why: 没有}\n  - {name: 家教, kind: trade, why: 没有}",
        "absent.家教: stands twice",
    ),
    "is an everyday name": (
        "{name: 钟点工, kind: trade, why: 没有}",
        "occupations.names.钟点工: is also in absent.yaml",
    ),
}


@pytest.mark.parametrize("case", ABSENT)
def test_every_fault_of_the_absent_is_named(case: str, folder: Path) -> None:
    line, said = ABSENT[case]
    (folder / "absent.yaml").write_text(f"absent:\n  - {line}\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert re.fullmatch(rf"(absent|catalog).yaml:\d+: {re.escape(said)}", fault), fault


def test_faults_of_both_files_are_reported_at_once(folder: Path, edit: Edit) -> None:
    edit("catalog.yaml", "number: 3", "number: three")
    (folder / "absent.yaml").unlink()
    assert [fault.split(":")[0] for fault in faults_of(folder)] == ["absent.yaml", "catalog.yaml"]
    assert not isinstance(read_catalog(folder, []), Catalog)
