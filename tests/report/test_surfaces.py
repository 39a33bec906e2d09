"""The same figures as text, as a page, and as CSV."""

import csv
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.cli import main
from bot.dialogue.asked import Outcome
from bot.report.counts import Counts, Share
from bot.report.csv_files import write_csv
from bot.report.figures import Figures, Range, figures
from bot.report.names import Names
from bot.report.page import page
from bot.report.tables import SHARES, Seconds, Table, tables
from bot.report.text import brief, span, terminal
from bot.store.database import open_database
from tests.conftest import SECOND_OFFICE
from tests.report.conftest import NOW, Question, keep

TODAY = NOW.astimezone().date()
RUDE = "=<b>公式</b>&\"'"
ASKED = [
    Question(1, "private", "a", "怎么报名", Outcome.ANSWERED, "faq:2", "", (("a", False),), False, None),
    Question(2, "group", "b", RUDE, Outcome.DECLINED, "oos", "unknown", (), True, None),
    Question(30, "private", "b", "育婴员代码", Outcome.ANSWERED, "occ:4-10-01-02", "", (), False, True),
]
VOID = ("meta", "br", "link", "img")


@pytest.fixture
def counted(database: Database) -> Figures:
    keep(database, ASKED)
    steps = {"person": "a", "channel": "private", "started_at": "2026-11-23 01:00:00", "outcome": None}
    database.table("self_tests").insert(steps | {"changed_at": "2026-11-23 01:00:00", "question": "years"})
    times = {"opened_at": "2026-11-23 01:00:00", "claimed_at": "2026-11-23 01:03:20", "state": "claimed"}
    database.table("tickets").insert({"id": 1, "person": "a", "why": "asked", "question": "x", **times})
    return figures(database.conn, Range.ending(TODAY, 7), NOW)


@pytest.fixture
def nothing(database: Database) -> Figures:
    return figures(database.conn, Range.ending(TODAY, 7), NOW)


class Seen(HTMLParser):
    """Tags with their attributes, those open, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def seen(html: str) -> Seen:
    parser = Seen()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def test_the_page_needs_nothing_from_anywhere(counted: Figures, names: Names) -> None:
    html = page(counted, tables(counted, names), names, "2026-11-23 14:00")
    found = seen(html)
    refers = [value for _, name, value in found.attributes if name in ("src", "href", "xlink:href", "data", "action")]
    assert refers
    assert all(value.startswith("#") for value in refers)
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", html))
    assert "@import" not in html
    assert not {tag for tag, *_ in found.attributes} & {"script", "link", "img", "iframe", "object"}
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names, not places
    assert len(html) < 200_000


def test_the_page_shows_words_as_words_and_people_s_as_they_are(counted: Figures, names: Names) -> None:
    found = seen(page(counted, tables(counted, names), names, "2026-11-23 14:00"))
    texts = [text.strip() for text in found.texts]
    assert RUDE in texts
    assert texts.count(names.label("faq:2")) == 2  # in a plot and in a table
    assert names.question("years") in texts
    assert "4" in "".join(texts)


def test_a_page_of_nothing(nothing: Figures, names: Names) -> None:
    html = page(nothing, tables(nothing, names), names, "2026-11-23 14:00")
    assert names.phrases("figures.none") in html
    assert "<svg" not in html


def test_csv_comes_back_as_the_tables_were(counted: Figures, names: Names, tmp_path: Path) -> None:
    written = tables(counted, names)
    paths = write_csv(written, tmp_path / "new" / "folder")
    assert [path.stem for path in paths] == [table.name for table in written]
    for table, path in zip(written, paths, strict=True):
        assert read(path, table) == [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def read(path: Path, table: Table) -> list[dict[str, object]]:
    """The rows of a CSV file as the cells that they were made from."""
    kinds = [type(cell) for cell in table.rows[0]] if table.rows else []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in SHARES & row.keys():
            rate = row.pop(f"{column}_rate")
            assert (rate == "") or 0 <= float(rate) <= 1
    back: list[dict[str, object]] = []
    for row, origin in zip(rows, table.rows, strict=True):
        cells: dict[str, object] = {}
        for (column, value), kind, cell in zip(row.items(), kinds, origin, strict=True):
            if kind is Share:
                assert isinstance(cell, Share)
                cells[column] = Share(int(value), cell.of)
            elif kind is Seconds:
                cells[column] = Seconds(float(value) if value else None)
            else:
                cells[column] = value.removeprefix("'") if kind is str else kind(value)
        back.append(cells)
    return back


def test_what_people_wrote_is_no_formula(counted: Figures, names: Names, tmp_path: Path) -> None:
    write_csv(tables(counted, names), tmp_path)
    texts = [path.read_text("utf-8-sig") for path in tmp_path.glob("*.csv")]
    cells = [cell for text in texts for row in csv.reader(text.splitlines()) for cell in row]
    assert f"'{RUDE}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_the_terminal_aligns_chinese_columns(counted: Figures, names: Names) -> None:
    lines = terminal(counted, tables(counted, names), names).splitlines()
    start = lines.index(names.table("channels"))
    heading, *rows = lines[start + 1 : start + 4]
    assert heading.index(names.column("questions")) == len(names.column("channel")) + 2
    assert [row.split()[:2] for row in rows] == [["群聊", "1"], ["私聊", "2"]]
    assert names.table("left_at") in lines
    assert names.table("refusals") in lines


def test_nothing_asked_is_said(nothing: Figures, names: Names) -> None:
    assert names.phrases("figures.none") in terminal(nothing, tables(nothing, names), names)
    assert brief(nothing, names).endswith(names.phrases("figures.none"))


def test_the_brief_form_tells_waits_and_drop_outs(counted: Figures, names: Names) -> None:
    told = brief(counted, names)
    assert names.phrases("figures.waits", median="3分钟", most="3分钟") in told
    assert f"{names.table('left_at')}：{names.question('years')} 1" in told


@pytest.mark.parametrize(
    ("seconds", "told"), [(None, "–"), (0, "0秒"), (59, "59秒"), (60, "1分钟"), (7199, "120分钟"), (9000, "2.5小时")]
)
def test_spans_are_told_in_the_unit_that_suits(names: Names, seconds: float | None, told: str) -> None:
    assert span(seconds, names.phrases) == told


def test_every_share_has_a_heading(names: Names) -> None:
    assert all(names.column(name) for name in Counts().shares())


def report(*options: str) -> int:
    return main(["--knowledge", str(SECOND_OFFICE), "report", *options])


def test_the_command_prints_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.db"))
    monkeypatch.setenv("BOT_TODAY", str(TODAY))
    with open_database(tmp_path / "bot.db") as database:
        keep(database, ASKED)
    assert report("--days", "7", "--html", str(tmp_path / "r.html"), "--csv", str(tmp_path / "csv")) == 0
    out = capsys.readouterr().out
    assert out.startswith("最近7天")
    assert "育婴员" in out
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "csv" / "days.csv").exists()


@pytest.mark.parametrize("options", [("--days", "0"), ("--days", "x"), ("--days", "99999")])
def test_days_that_cannot_be_counted_are_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        report(*options)


def test_a_database_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "none.db"))
    assert report() == 2
    assert "none.db" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_a_page_without_the_plotting_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.db"))
    open_database(tmp_path / "bot.db").close()
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("bot.report.page", "bot.report.plots"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(sys.modules["bot.report"], "plots", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert report("--html", str(tmp_path / "r.html")) == 2
    assert "policy-helpdesk-bot[report]" in capsys.readouterr().err
    assert report() == 0


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.db"))
    open_database(tmp_path / "bot.db").close()
    (tmp_path / "file").write_text("")
    assert report("--csv", str(tmp_path / "file" / "csv")) == 2
    assert "file" in capsys.readouterr().err
