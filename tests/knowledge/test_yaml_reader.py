from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.yaml_file import read_yaml


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    size: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    items: tuple[Item, ...] = ()
    count: int = 0
    share: float = 0.0
    done: bool = False
    day: date | None = None
    kind: Literal["a", "b"] = "a"
    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def read(tmp_path: Path, content: str | bytes) -> tuple[Page | None, list[str]]:
    path = tmp_path / "page.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    return read_yaml(path, Page, faults), [str(fault) for fault in faults]


def test_everything_at_once(tmp_path: Path) -> None:
    page, faults = read(
        tmp_path,
        "\ufefftitle: 标题\nitems:\n  - name: 6-31-01-03\n    size: 3\n\n  - {name: 300384, size: }\n"
        "count: 2\nshare: 1\ndone: yes\nday: 2020-05-25\nkind: b\nby_name: {x: [1, 2020-05-25]}\n",
    )
    assert faults == []
    assert page == Page(
        title="标题",
        items=(Item("6-31-01-03", 3, line=3), Item("300384", None, line=6)),
        count=2,
        share=1.0,
        done=True,
        day=date(2020, 5, 25),
        kind="b",
        by_name={"x": ("1", "2020-05-25")},
    )
    assert page.lines["day"] == 10


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "page.yaml:1: file: is empty"),
        ("# nothing\n", "page.yaml:1: file: is empty"),
        ("just words", "page.yaml:1: Page: must be a mapping, not 'just words'"),
        ("- title: x", "page.yaml:1: Page: must be a mapping, not a list"),
        ("\ncount: 1", "page.yaml:2: Page.title: is missing"),
        ("title: x\nitems:\n  - size: 1", "page.yaml:3: Page.items[0].name: is missing"),
        ("title: x\ntitle: y", "page.yaml:2: Page.title: stands twice"),
        ("title: x\nitems:\n- name: a\n  name: b", "page.yaml:4: Page.items[0].name: stands twice"),
        (
            "title: x\nitems:\n- name: a\n\n  nmae: b",
            "page.yaml:5: Page.items[0].nmae: unknown key (expected: name, size)",
        ),
        (
            "title: x\nitems:\n- name: a\n  line: 7",
            "page.yaml:4: Page.items[0].line: unknown key (expected: name, size)",
        ),
        ("title: x\nitems: name", "page.yaml:2: Page.items: must be a list, not 'name'"),
        ("title: x\nitems: {a: 1}", "page.yaml:2: Page.items: must be a list, not a mapping"),
        ("title: x\nitems:", "page.yaml:2: Page.items: must be a list, not empty"),
        ("title: [x]", "page.yaml:1: Page.title: must be a text, not a list"),
        ("title: no", "page.yaml:1: Page.title: must be a text, not 'no'"),
        ("title:\ncount: 1", "page.yaml:1: Page.title: must be a text, not empty"),
        ("title: '  '", "page.yaml:1: Page.title: must be a text, not empty"),
        ("title: ~", "page.yaml:1: Page.title: must be a text, not '~'"),
        ("title: x\ncount: many", "page.yaml:2: Page.count: must be a whole number, not 'many'"),
        ("title: x\ncount: 1.5", "page.yaml:2: Page.count: must be a whole number, not '1.5'"),
        ("title: x\ncount: '1'", "page.yaml:2: Page.count: must be a whole number, not '1'"),
        ("title: x\ncount: 0x1f", "page.yaml:2: Page.count: must be a whole number, not '0x1f'"),
        ("title: x\nshare: .inf", "page.yaml:2: Page.share: must be a number, not '.inf'"),
        ("title: x\ndone: 1", "page.yaml:2: Page.done: must be true or false, not '1'"),
        ("title: x\nday: 2020-02-30", "page.yaml:2: Page.day: must be a date (YYYY-MM-DD), not '2020-02-30'"),
        ("title: x\nday: 5月25日", "page.yaml:2: Page.day: must be a date (YYYY-MM-DD), not '5月25日'"),
        ("title: x\nkind: c", "page.yaml:2: Page.kind: must be one of a, b, not 'c'"),
        ("title: x\nby_name: [a]", "page.yaml:2: Page.by_name: must be a mapping, not a list"),
        ("title: x\nby_name:\n  a: [1]\n  b: 2", "page.yaml:4: Page.by_name.b: must be a list, not '2'"),
        ("title: [{a: [b]}, c]\ncount: 1", "page.yaml:1: Page.title: must be a text, not a list"),
        ("title: x\ntitle: {a: [b]}\ncount: 1", "page.yaml:2: Page.title: stands twice"),
        ("title: x\nother: [{a: b}, [c]]\ncount: 1", "page.yaml:2: Page.other: unknown key (expected: "),
        ("title: x\n? [a, b]\n: 1", "page.yaml:2: Page.a list: unknown key (expected: "),
        ("title: x\ncount: 1: 2", "page.yaml:2: YAML syntax: mapping values are not allowed in this context"),
        ("title: x\nitems: [", "page.yaml:3: YAML syntax: "),
        ("title: x\ncount: *one", "page.yaml:2: Page.count: must be a whole number, not an alias"),
        ("title: x\n---\ntitle: y", "page.yaml:2: YAML syntax: a second document starts here"),
        ("title: 中文\ncount: \x07", "page.yaml:2: YAML syntax: the character U+0007 is not allowed"),
        ("title: 标题".encode("gb18030"), "page.yaml:1: encoding: is not UTF-8 (byte 0xb1)"),
        ("title: x\n# 标题".encode("gb18030"), "page.yaml:2: encoding: is not UTF-8 (byte 0xb1)"),
        ("title: x".encode("utf-16"), "page.yaml:1: encoding: is not UTF-8 (byte 0xff)"),
    ],
)
def test_a_fault_names_file_line_and_field(tmp_path: Path, content: str | bytes, expected: str) -> None:
    page, faults = read(tmp_path, content)
    assert page is None
    assert len(faults) == 1
    assert faults[0].startswith(expected) if expected.endswith(": ") else faults[0] == expected


def test_nesting_of_any_depth_is_only_a_fault(tmp_path: Path) -> None:
    deep = "- " * 40_000 + "x"
    assert read(tmp_path, f"title: x\nother:\n {deep}")[1][0].startswith("page.yaml:2: Page.other: unknown key")
    assert read(tmp_path, deep)[1] == ["page.yaml:1: Page: must be a mapping, not a list"]


def test_all_faults_of_a_file_are_found_in_one_reading(tmp_path: Path) -> None:
    page, faults = read(tmp_path, "count: x\nitems:\n  - size: y\n  - nam: z\nkind: c\n")
    assert page is None
    assert faults == [
        "page.yaml:1: Page.count: must be a whole number, not 'x'",
        "page.yaml:3: Page.items[0].size: must be a whole number, not 'y'",
        "page.yaml:3: Page.items[0].name: is missing",
        "page.yaml:4: Page.items[1].nam: unknown key (expected: name, size)",
        "page.yaml:4: Page.items[1].name: is missing",
        "page.yaml:5: Page.kind: must be one of a, b, not 'c'",
        "page.yaml:1: Page.title: is missing",
    ]


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_yaml(tmp_path / "none.yaml", Page, faults) is None
    assert read_yaml(tmp_path, Page, faults) is None
    assert [fault.problem for fault in faults] == ["is missing", "cannot be read: Is a directory"]


def test_the_error_lists_its_faults_in_order_of_file_and_line() -> None:
    faults = [Fault("b", 1, "x", "p"), Fault("a", 10, "x", "p"), Fault("a", 9, "x", "p")]
    assert str(KnowledgeError(faults)) == "a:9: x: p\na:10: x: p\nb:1: x: p"
