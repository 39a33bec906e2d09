"""The staff teach the bot in their group, and edit its knowledge while it runs."""

import asyncio
import errno
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk import InForce, open_desk
from bot.knowledge.taught import NOTHING, Taught, Teaching
from bot.store.database import open_database
from bot.store.questions import Questions, Queue
from bot.teaching.file import TaughtFile
from bot.teaching.source import Source
from handlers.knowledge_watch import Found, KnowledgeWatch
from handlers.teaching import digest
from tests.fake_telegram import Person, World
from tests.fake_telegram.chats import Chat
from tests.fake_telegram.screen import Shown
from tests.handlers.conftest import SECOND_OFFICE, Stage

QUESTIONS = """id\tquestion\tlabels\tfocus\tregister
c1\t怎么报名呀\tfaq:2\t\tplain
c2\t要注册几年呢\tfaq:1\t注册满三年\tplain
"""
AT = "2026-11-23 00:00:00"
MISS = "明天天气怎么样"
WAIT = 60.0  # seconds for a preview in a process of its own


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the second office with check questions is fitted."""
    folder = tmp_path_factory.mktemp("warm")
    open_desk(office(folder), folder / "kept")
    return folder / "kept"


def office(place: Path) -> Path:
    """A copy of the second office, with check questions."""
    copy = Path(shutil.copytree(SECOND_OFFICE, place / "office"))
    (copy / "checks").mkdir()
    (copy / "checks" / "questions.tsv").write_text(QUESTIONS, encoding="utf-8")
    (copy / "checks" / "dialogs.tsv").write_text("id\tturn1\tturn2\tlabels2\tfocus2\n", encoding="utf-8")
    return copy


@pytest.fixture
def source(tmp_path: Path, warm: Path) -> Source:
    shutil.copytree(warm, tmp_path / "kept")
    return Source(office(tmp_path), tmp_path / "kept", TaughtFile(tmp_path / "taught.yaml"))


@pytest.fixture
def stage(world: World, source: Source, tmp_path: Path) -> Iterator[Stage]:
    with open_database(tmp_path / "bot.db") as database:
        desk = source.open(NOTHING)
        stage = Stage(world, desk, database)
        stage.services = replace(stage.services, in_force=InForce(desk, source.key(NOTHING)), source=source)
        yield stage


def states(stage: Stage) -> dict[str, str]:
    """Question -> where it stands in the queue."""
    questions = Questions(stage.talks.database)
    return {one.text: state.value for state in Queue for one in questions.queued([state])}


def taught(stage: Stage) -> tuple[Teaching, ...]:
    """The teachings in force."""
    assert stage.services.source
    return stage.services.source.file.read().taught.active


async def shown(here: Person, text: str) -> Shown:
    return await here.sees(text, WAIT)


def test_a_miss_is_taught_previewed_saved_and_answered_without_a_restart(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        before = stage.services.desk
        await here.send("/unanswered")
        assert here.last.text.startswith("没答好的问题：第1组，共1组")
        assert f"“{MISS}”" in here.last.text
        assert "没听懂1次" in here.last.text
        await here.tap("第1条 条件")
        await here.tap("返回")
        await here.tap("第2条 办法")
        assert "2. 评价中心组织评审并公布结果。" in here.last.text
        await here.tap("2")
        assert here.last.text.startswith("正在预演：归入第2条“办法”，引“评价中心组织评审并公布结果。”")
        assert states(stage) == {MISS: "pending"}
        preview = await shown(here, "预演（还没有保存）")
        assert f"“{MISS}”：婉拒 → 第2条“办法”，引“评价中心组织评审并公布结果。”" in preview.text
        assert "检查题2道" in preview.text
        assert "“今天天气怎么样”：婉拒（公告没有写到）（examples/questions.yaml:" in preview.text
        assert not source.file.path.exists()
        assert stage.services.desk is before
        await here.tap("保存")
        assert await shown(here, "第1条教学已生效：归入第2条“办法”")
        assert states(stage) == {MISS: "done"}
        await alice.send(MISS)
        assert "评价中心组织评审并公布结果" in alice.replies[-1]
        kept = source.file.read().taught.active
        assert [(one.by, one.at, one.why, one.questions) for one in kept] == [
            ("creator", "2026-11-23 00:00:00", "没听懂1次", (MISS,))
        ]

    stage.play(scene)
    assert stage.waiting() == []


def test_a_question_that_leans_on_an_answer_is_taught_for_after_it(
    stage: Stage, group: Chat, alice: Person, wang: Person
) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send("要注册几年")
        await alice.send("那别的呢")
        await alice.send("转人工")
        await here.send("/unanswered")
        assert "“那别的呢”（接上文“要注册几年”）" in here.last.text
        await here.tap("通告本身的信息")
        preview = await shown(here, "预演（还没有保存）")
        assert "归入通告本身的信息（作为接在第1条“条件”之后的追问）" in preview.text
        assert "“那别的呢”：" in preview.text
        assert "→ 通告本身的信息" in preview.text
        await here.tap("保存")
        assert await shown(here, "第1条教学已生效")
        await alice.send("要注册几年")
        await alice.send("那别的呢")
        assert "2024年2月29日" in alice.replies[-1]
        assert alice.last.labels[-1] == stage.say("telegram.not_helpful")

    stage.play(scene)
    assert [one.after for one in taught(stage)] == ["faq:1"]


def test_what_was_taught_can_be_undone(stage: Stage, group: Chat, alice: Person, wang: Person, li: Person) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await here.send("/unanswered")
        await here.tap("联系方式")
        await shown(here, "预演（还没有保存）")
        await here.tap("保存")
        await shown(here, "第1条教学已生效")
        there = li.at(group)
        await there.send("/taught")
        assert "第1条 · 2026-11-23 00:00 · 群主 · 归入联系方式" in there.last.text
        await there.tap("撤销1")
        await shown(there, "预演（还没有保存）：撤销第1条教学")
        await there.tap("保存")
        await shown(there, "第1条教学的撤销已生效")
        await alice.send(MISS)
        assert "公告没有写到" in alice.replies[-1]
        await there.send("/undo 1")
        assert there.last.text == stage.say("teach.no_such", id=1)
        await there.send("/taught")
        assert "（已撤销）" in there.last.text
        assert there.last.labels == []

    stage.play(scene)


def test_a_name_is_taught_by_button_and_by_command(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send("月嫂")
        await alice.send("/human")
        assert states(stage) == {"月嫂": "new"}
        await here.send("/unanswered")
        await here.tap("是职业的叫法")
        assert here.last.text.startswith("“月嫂”是哪个职业的叫法？")
        await here.tap("育婴员（4-10-01-02）")
        preview = await shown(here, "预演（还没有保存）：“月嫂”是育婴员（4-10-01-02）的叫法")
        assert "“月嫂”：不在目录 → 育婴员（4-10-01-02）" in preview.text
        await here.tap("放弃")
        assert here.last.text == stage.say("teach.dropped")
        assert states(stage) == {"月嫂": "new"}
        number = stage.services.questions.queued()[0].id
        await here.send(f"/name {number} 4-10-01-99")
        assert here.last.text.startswith("写法：/name")
        await here.send(f"/name {number} 4-10-01-06 月子阿姨")
        await shown(here, "预演（还没有保存）：“月子阿姨”是家政服务员")
        await here.tap("保存")
        await shown(here, "第1条教学已生效")
        await alice.send("月子阿姨")
        assert "4-10-01-06" in alice.replies[-1]

    stage.play(scene)


def test_a_question_is_to_be_declined_or_ignored(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await alice.send("附近有好吃的饭馆吗")
        await here.send("/unanswered")
        assert "共2组" in here.last.text
        await here.tap("忽略")
        assert "共1组" in here.last.text
        assert sorted(states(stage).values()) == ["ignored", "new"]
        await here.tap("应当婉拒")
        assert "太长" not in here.last.labels
        await here.tap("个人考试")
        await shown(here, "预演（还没有保存）：婉拒（个人考试）")
        await here.tap("保存")
        await shown(here, "第1条教学已生效：婉拒（个人考试）")
        await here.send("/unanswered")
        assert here.last.text == stage.say("teach.nothing")

    stage.play(scene)
    assert source.file.read().taught.active[0].kind == "personal_exam"


def test_two_of_the_staff_at_once(stage: Stage, group: Chat, alice: Person, wang: Person, li: Person) -> None:
    async def scene() -> None:
        one, other = wang.at(group), li.at(group)
        await alice.send(MISS)
        await alice.send("附近有好吃的饭馆吗")
        await one.send("/unanswered")
        first = one.last
        await one.tap("联系方式", first)
        await other.send("/unanswered")
        assert stage.say("teach.being_previewed") in other.last.text
        await other.tap("下一组")
        assert stage.say("teach.being_previewed") not in other.last.text
        await other.tap("通告本身的信息")
        ready = await shown(one, "预演（还没有保存）：归入联系方式")
        also = await shown(other, "预演（还没有保存）：归入通告本身的信息")
        await one.tap("保存", ready)
        await other.tap("保存", also)  # on top of the first, which its preview knew nothing of
        await shown(one, "第1条教学已生效")
        await shown(other, "第2条教学已生效")
        assert [teaching.label for teaching in taught(stage)] == ["contact", "notice"]
        assert set(states(stage).values()) == {"done"}

    stage.play(scene)


def test_a_preview_that_cannot_be_started_gives_its_questions_back(
    stage: Stage, group: Chat, alice: Person, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_process(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", no_process)

    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await here.send("/unanswered")
        await here.tap("应当婉拒")
        await here.tap("公告没有写到")
        failed = await shown(here, "Resource temporarily unavailable")
        assert failed.text.startswith(stage.say("teach.failed")[:4])
        assert states(stage) == {MISS: "new"}

    stage.play(scene)


def test_of_two_decisions_about_one_group_the_first_holds(
    stage: Stage, group: Chat, alice: Person, wang: Person, li: Person
) -> None:
    async def scene() -> None:
        await alice.send(MISS)
        await wang.at(group).send("/unanswered")
        await li.at(group).send("/unanswered")
        first, second = wang.at(group).screen[-3], li.at(group).screen[-1]
        await wang.at(group).tap("联系方式", first)
        await li.at(group).tap("通告本身的信息", second)
        one = await shown(wang.at(group), "预演（还没有保存）：归入联系方式")
        other = await shown(li.at(group), "预演（还没有保存）：归入通告")
        await li.at(group).tap("保存", other)
        await shown(li.at(group), "第1条教学已生效")
        await wang.at(group).tap("保存", one)
        assert await shown(wang.at(group), stage.say("teach.taken"))
        await wang.at(group).send("/unanswered")
        assert wang.at(group).last.text == stage.say("teach.nothing")

    stage.play(scene)
    assert [teaching.label for teaching in taught(stage)] == ["notice"]


def test_strangers_teach_nothing(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await here.send("/unanswered")
        offered = here.last
        group.members[wang.user.id] = "left"
        await here.tap("忽略", offered)
        assert states(stage) == {MISS: "new"}
        await alice.send("/unanswered")
        assert alice.replies[-1] == stage.say("telegram.unknown_command")

    stage.play(scene)


def test_an_old_button_means_nothing_after_a_restart(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    async def first() -> None:
        await alice.send(MISS)
        await wang.at(group).send("/unanswered")
        await wang.at(group).tap("联系方式")
        await shown(wang.at(group), "预演（还没有保存）")

    async def second() -> None:
        here = wang.at(group)
        await here.tap("保存")
        assert here.last.text == stage.say("teach.gone")
        await here.send("/unanswered")
        assert MISS in here.last.text

    stage.play(first)
    stage.play(second)
    assert states(stage) == {MISS: "pending"}


def test_a_broken_file_of_teachings_keeps_what_is_in_force(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await here.send("/unanswered")
        await here.tap("联系方式")
        await shown(here, "预演（还没有保存）")
        source.file.path.write_text("teachings: oops")
        await here.tap("保存")
        refused = await shown(here, stage.say("teach.not_saved"))
        assert "taught.yaml:1: Taught.teachings: must be a list" in refused.text
        assert states(stage) == {MISS: "pending"}
        source.file.path.unlink()
        await asyncio.sleep(1.1)  # a second press right after the first would be the same press
        await here.tap("保存")
        await shown(here, "第1条教学已生效")
        source.file.path.write_text("teachings: oops")
        await stage.later(1)
        told = await shown(here, stage.say("reload.taught_faults"))
        assert "must be a list" in told.text
        await stage.later(1)
        await stage.later(1)
        assert len([text for text in here.replies if stage.say("reload.taught_faults") in text]) == 1
        await alice.send(MISS)
        assert "0999-1234567" in alice.replies[-1]

    stage.play(scene)
    assert source.file.path.read_text() == "teachings: oops"


def test_teachings_that_cannot_be_read_stay_in_force(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    """Such as after somebody else wrote them, who keeps them to himself."""
    known = source.file.change(
        lambda _: Taught("工作人员", "", (Teaching(1, "named", "member", AT, name="扫地僧", code="4-09-08-01"),))
    )
    stage.services = replace(stage.services, in_force=InForce(source.open(known), source.key(known)))
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path in (source.file.path, source.file.copy):
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    async def scene() -> None:
        here = wang.at(group)
        await alice.send(MISS)
        await here.send("/unanswered")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "read_bytes", refused)
            await stage.later(1)
            told = await shown(here, stage.say("reload.faults"))
            assert "taught.yaml:1: file: cannot be read: Permission denied" in told.text
            await here.tap("联系方式")
            await shown(here, stage.say("teach.failed"))
            assert states(stage) == {MISS: "new"}
        await stage.later(1)
        await alice.send("扫地僧")
        assert "4-09-08-01" in alice.replies[-1]

    stage.play(scene)


def test_a_file_broken_at_the_start_is_told_of_and_its_last_good_content_holds(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    teaching = Teaching(1, "named", "member", "2026-11-23 00:00:00", name="扫地僧", code="4-09-08-01")
    known = source.file.change(lambda _: Taught("工作人员", "", (teaching,)))
    source.file.path.write_text("teachings: oops")
    stage.services = replace(stage.services, in_force=InForce(source.open(known), source.key(known)))

    async def scene() -> None:
        await stage.later(1)
        await shown(wang.at(group), stage.say("reload.taught_faults"))
        await alice.send("扫地僧")
        assert "4-09-08-01" in alice.replies[-1]

    stage.play(scene)


def test_after_an_upgrade_what_fits_no_more_is_set_aside_and_told(
    stage: Stage, group: Chat, wang: Person, source: Source
) -> None:
    gone = Teaching(1, "belongs", "member", AT, questions=("几号出结果",), label="faq:9")
    good = Teaching(2, "named", "member", AT, name="扫地僧", code="4-09-08-01")

    async def scene() -> None:
        source.file.change(lambda _: Taught("工作人员", "", (gone, good)))
        await stage.later(1)
        told = await shown(wang.at(group), "新的知识已生效")
        assert stage.say("reload.set_aside") in told.text
        assert "teaching 1: there is no entry 9" in told.text
        assert stage.services.desk.lookup.find("扫地僧").rows

    stage.play(scene)


def test_a_changed_folder_comes_in_force_all_or_nothing(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    faq = source.folder / "faq.yaml"
    good = faq.read_text(encoding="utf-8")

    async def scene() -> None:
        here = wang.at(group)
        await stage.later(1)
        assert here.replies == []  # nothing has changed
        faq.write_text(good.replace("title: 办法", "title: 步骤") + "  - oops: 1\n", encoding="utf-8")
        await stage.later(1)
        told = await shown(here, stage.say("reload.faults"))
        assert "faq.yaml:" in told.text
        assert stage.services.desk.knowledge.faq.entry(2).title == "办法"
        await stage.later(1)
        assert len(here.replies) == 1
        faq.write_text(good.replace("title: 办法", "title: 步骤"), encoding="utf-8")
        await here.send("/reload")
        await shown(here, "新的知识已生效：2条问答、3个职业、0条教学。")
        assert stage.services.desk.knowledge.faq.entry(2).title == "步骤"
        await alice.send("/faq")
        assert any("步骤" in label for label in alice.last.labels)
        await here.send("/reload")
        await shown(here, stage.say("reload.unchanged"))

    stage.play(scene)


def test_only_files_that_are_read_are_watched(
    stage: Stage, group: Chat, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[KnowledgeWatch] = []

    async def look(watch: KnowledgeWatch) -> Found:
        looks.append(watch)
        return Found(False, {})

    monkeypatch.setattr(KnowledgeWatch, "look", look)

    async def looked(file: Path, content: str) -> int:
        file.write_text(content, encoding="utf-8")
        await stage.later(1)
        await asyncio.sleep(0)  # the look is a task of its own
        return len(looks)

    async def scene() -> None:
        assert await looked(source.folder / ".DS_Store", "") == 1  # the first look there is
        assert await looked(source.folder / ".faq.yaml.swp", "half") == 1
        assert await looked(source.folder / "checks" / "questions.tsv", QUESTIONS + "\n") == 1
        assert await looked(source.folder / "phrases.yaml", "reply.cancelled: 好的\n") == 2
        assert await looked(source.folder / "examples" / "more.yaml", "source: us\n") == 3
        assert await looked(source.file.path, "teachings: []\n") == 4

    stage.play(scene)


def test_a_self_test_goes_on_under_new_knowledge(
    stage: Stage, group: Chat, alice: Person, wang: Person, source: Source
) -> None:
    notice = source.folder / "eligibility.yaml"

    async def scene() -> None:
        await alice.send("自测")
        await alice.tap("家政培训机构")
        assert "注册几年了" in alice.last.text
        text = notice.read_text(encoding="utf-8")
        assert "注册几年了" in text
        notice.write_text(text.replace("注册几年了", "注册多少年了"), encoding="utf-8")
        await wang.at(group).send("/reload")
        await shown(wang.at(group), "新的知识已生效")
        await alice.send("三年")
        assert "想评价哪些职业" in alice.last.text
        await alice.send("上一题")
        assert "注册多少年了" in alice.last.text

    stage.play(scene)


def test_the_digest_names_what_waits(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    assert digest(stage.services) is None

    async def scene() -> None:
        await alice.send(MISS)

    stage.play(scene)
    found = digest(stage.services)
    assert found
    assert [button.action for row in found.buttons for button in row] == ["unanswered:0"]
    assert MISS in str(found.parts)
