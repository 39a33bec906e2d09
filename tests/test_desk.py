import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.cache import Cache
from bot.desk import Desk, cache_key, open_desk, refit
from bot.dialogue.conversation import Conversation, Said
from bot.knowledge.faults import KnowledgeError
from bot.reply import plain
from tests.conftest import ROOT, SECOND_OFFICE
from tests.dialogue.talker import Talker


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the second office's folder to change."""
    return Path(shutil.copytree(SECOND_OFFICE, tmp_path / "office"))


@pytest.fixture
def cache(small_desk: Desk, desk_cache: Path, office: Path, tmp_path: Path) -> Path:
    """A cache that holds what was made from `office`."""
    kept = tmp_path / "cache"
    kept.mkdir()
    for kind in ("models", "knowledge"):
        shutil.copy(desk_cache / f"{kind}-{cache_key(office)}", kept)
    return kept


class Fits:
    """Counts how often models are fitted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def reply(desk: Desk, text: str) -> str:
    _, messages = desk.dialogue.respond(Conversation(), Said(text), date(2024, 6, 1))
    return plain(messages[0].reply)


def test_models_are_fitted_once(office: Path, cache: Path, tmp_path: Path) -> None:
    fits = Fits()
    first = open_desk(office, tmp_path / "new", fits)
    again = open_desk(office, tmp_path / "new", fits)
    assert fits.count == 1
    assert again.knowledge.examples == ()
    assert reply(again, "几天受理") == reply(first, "几天受理") == reply(open_desk(office, cache, fits), "几天受理")
    assert fits.count == 1


def test_any_change_of_the_folder_is_noticed(office: Path, cache: Path) -> None:
    fits = Fits()
    faq = office / "faq.yaml"
    faq.write_text(faq.read_text(encoding="utf-8").replace("哪些机构可以参加遴选", "哪些机构能参加"), encoding="utf-8")
    changed = open_desk(office, cache, fits)
    assert fits.count == 1
    assert changed.knowledge.faq.entry(1).question == "哪些机构能参加？"
    faq.write_text("entries: ]", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"faq\.yaml:1"):
        open_desk(office, cache, fits)


@pytest.mark.parametrize("kind", ["models", "knowledge"])
@pytest.mark.parametrize("content", [b"", b"[1, 2]"], ids=["empty", "of another shape"])
def test_a_cache_that_is_no_use_is_made_anew(office: Path, cache: Path, kind: str, content: bytes) -> None:
    path = cache / f"{kind}-{cache_key(office)}"
    kept = path.read_bytes()
    Cache(cache, cache_key(office)).write(kind, [content])
    assert "3个工作日内受理" in reply(open_desk(office, cache), "几天受理")
    assert path.read_bytes() == kept


def test_a_cache_that_cannot_be_written_is_no_fault(office: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "3个工作日内受理" in reply(open_desk(office, tmp_path / "file" / "cache"), "几天受理")
    assert not (tmp_path / "file").is_dir()


def test_fitting_again_gives_the_same_models(office: Path, cache: Path, tmp_path: Path) -> None:
    assert "classes" in refit(office, tmp_path / "other")
    name = f"models-{cache_key(office)}"
    assert (tmp_path / "other" / name).read_bytes() == (cache / name).read_bytes()


def test_the_folders_own_words_go_before_the_products(office: Path, tmp_path: Path) -> None:
    (office / "phrases.yaml").write_text("ask_back.none: 一个也不是\n", encoding="utf-8")
    assert open_desk(office, tmp_path / "cache").dialogue.phrases("ask_back.none") == "一个也不是"


def test_a_fault_in_the_folders_own_words_is_named(office: Path, tmp_path: Path) -> None:
    (office / "phrases.yaml").write_text("no.such.key: x\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"phrases\.yaml:1: no\.such\.key"):
        open_desk(office, tmp_path / "cache")


@pytest.mark.parametrize(
    ("question", "spared"),
    [
        ("初审要几天", ("numpy", "scipy", "sklearn", "telegram", "pkg_resources")),
        ("电话多少", ("yaml", "bot.eligibility")),  # what reads YAML, and the self-test
    ],
)
def test_an_answer_from_the_cache_loads_nothing_it_needs_not(
    desk: Desk, desk_cache: Path, question: str, spared: tuple[str, ...]
) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import date; from bot.desk import open_desk;"
        "from bot.dialogue.conversation import Conversation, Said;"
        f"desk = open_desk(Path({str(ROOT / 'knowledge')!r}), Path({str(desk_cache)!r}));"
        f"desk.dialogue.respond(Conversation(), Said({question!r}), date(2021, 6, 1));"
        f"print([name for name in {spared!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ended.stdout == "[]\n"


SECOND_OFFICE_TALK = (
    "你好", "谁能参加遴选", "要注册几年", "怎么报名", "几天受理", "那结果呢", "电话多少", "文号是多少",
    "有效期多久", "我想考个证", "今天天气怎么样", "家政服务员的代码", "阿姨的代码", "月嫂在目录里吗", "4-10-01-09",
    "家政有哪些职业", "紧缺职业有哪些", "帮助", "", "🙂", "电工的代码", "天津的怎么报", "自测", "家政培训机构",
    "三年", "育婴员", "选好了", "好", "怎么报名",
)  # fmt: skip


def test_nothing_of_the_first_office_is_said_in_the_second(small_desk: Desk, desk: Desk) -> None:
    first, foreign = desk.knowledge, []
    own = {row.name for row in small_desk.knowledge.catalog.occupations}
    codes = {row.code for row in small_desk.knowledge.catalog.occupations}
    words = ["天津", "津人社", "鉴定中心", "吕本顺", "83635027", "bzb@", "300384", "社会培训评价", "2020", "86号"]
    words += [row.code for row in first.catalog.occupations if row.code not in codes]
    words += [row.name for row in first.catalog.occupations if row.name not in own]
    words += [document.number for document in first.notice.later_documents]
    for day in (date(2023, 1, 1), date(2024, 6, 1), date(2027, 2, 28), date(2030, 1, 1)):
        talker, asked = Talker(small_desk, day=day), ""
        for text in SECOND_OFFICE_TALK:
            talker.say(text)
            said = talker.text + "".join(document.content for document in talker.documents)
            said += "".join(button.label for button in talker.buttons)
            asked += text
            foreign += [(text, word) for word in words if word in said and word not in asked]
        for command in (
            "start",
            "help",
            "faq",
            "code",
            "contact",
            "about",
            "notice",
            "quiz",
            "back",
            "cancel",
            "privacy",
        ):
            talker.command(command)
            said = talker.text + "".join(document.content for document in talker.documents)
            foreign += [(command, word) for word in words if word in said and word not in asked]
    assert foreign == []


def test_the_second_office_answers_from_its_own_notice(small_desk: Desk) -> None:
    talker = Talker(small_desk, day=date(2024, 6, 1))
    assert talker.say("几天受理").answer == ("faq:2",)
    assert "3个工作日内受理" in talker.text
    assert talker.say("家政服务员").answer == ("occ:4-10-01-06",)
    assert talker.say("电话多少").quotes == ("0999-1234567",)
    talker.day = date(2027, 3, 1)
    talker.say("几天受理")
    assert "评价中心确认" in talker.text


def test_every_quote_of_the_second_office_stands_in_its_notice(small_desk: Desk) -> None:
    office_source = "".join(
        "".join(clause.printed.split()) for clause in small_desk.knowledge.clauses.values()
    ) + "".join(row.name + row.code for row in small_desk.knowledge.catalog.occupations)
    talker = Talker(small_desk, office_source, date(2024, 6, 1))
    for text in SECOND_OFFICE_TALK:
        talker.say(text)
