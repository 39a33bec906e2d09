"""What a teaching would change, in a process of its own."""

import asyncio
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.desk import is_fitted
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.taught import NOTHING, Taught
from bot.teaching.file import TaughtFile
from bot.teaching.preview import Job, Preview, Seen, preview
from bot.teaching.source import Source
from bot.teaching.workshop import Workshop, WorkshopError
from tests.conftest import ROOT
from tests.teaching.conftest import belongs, declined, named, taught

DAY = date(2025, 1, 1)
QUESTIONS = """id\tquestion\tlabels\tfocus\tregister
c1\t怎么报名呀\tfaq:2\t\tplain
c2\t要注册几年呢\tfaq:1\t注册满三年\tplain
c3\t育婴员的代码\tocc:4-10-01-02\t\tplain
c4\t个人怎么考级呀\toos\t\tplain
"""


@pytest.fixture
def office(office: Path) -> Path:
    """The second office with check questions."""
    (office / "checks").mkdir()
    (office / "checks" / "questions.tsv").write_text(QUESTIONS, encoding="utf-8")
    (office / "checks" / "dialogs.tsv").write_text("id\tturn1\tturn2\tlabels2\tfocus2\n", encoding="utf-8")
    return office


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def made(
    office: Path, cache: Path, after: Taught, *texts: str, before: Taught = NOTHING, follows: str | None = None
) -> Preview:
    return preview(Job(str(office), str(cache), DAY, before, after, texts, follows))


def test_what_is_taught_as_following_an_answer_is_asked_after_it(office: Path, cache: Path) -> None:
    after = taught(belongs("notice", "那别的呢", after="faq:1"))
    found = made(office, cache, after, "那别的呢", follows="faq:1")
    assert found.texts[0].before.labels == ("contact",)
    assert found.texts[0].after.labels == ("notice",)


def test_a_taught_question_is_shown_as_it_would_be_answered(office: Path, cache: Path) -> None:
    after = taught(belongs("faq:2", "交哪去", quote="评价中心组织评审并公布结果。"))
    found = made(office, cache, after, "交哪去")
    assert found.texts[0].question == "交哪去"
    assert found.texts[0].before.labels != ("faq:2",)
    assert found.texts[0].after == Seen("answered", ("faq:2",), "评价中心组织评审并公布结果。")
    assert found.checked == 4
    assert is_fitted(office, cache)
    assert is_fitted(office, cache, after)


def test_answers_that_flip_for_the_worse_are_named(office: Path, cache: Path) -> None:
    found = made(office, cache, taught(belongs("contact", "怎么报名", "报名", "怎么报名啊")), "怎么报名")
    assert [(flip.question, flip.wanted) for flip in found.worse] == [("怎么报名呀", ("faq:2",))]
    assert found.worse[0].before == Seen("answered", ("faq:2",), found.worse[0].before.quote)
    assert found.worse[0].after.labels[:1] == ("contact",)
    back = made(office, cache, NOTHING, "怎么报名", before=taught(belongs("contact", "怎么报名", "报名", "怎么报名啊")))
    assert [(flip.question, flip.before, flip.after) for flip in back.better] == [
        (flip.question, flip.after, flip.before) for flip in found.worse
    ]
    assert back.worse == ()


def test_the_nearest_examples_are_named_with_file_line_and_label(office: Path, cache: Path) -> None:
    lines = (office / "examples" / "questions.yaml").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "几天受理" in line)
    found = made(office, cache, taught(belongs("contact", "几天能受理")), "几天能受理")
    near = found.near[0]
    assert (near.text, near.label, near.place) == ("几天受理", "faq:2", f"examples/questions.yaml:{number}")
    name = made(office, cache, taught(named("钟点工人", "4-09-08-01")), "钟点工人").near[0]
    assert (name.text, name.label) == ("钟点工", "occ:4-10-01-06")


def test_a_check_question_that_was_taught_is_measured_no_more(office: Path, cache: Path) -> None:
    found = made(office, cache, taught(declined("unknown", "怎么报名呀？")), "怎么报名呀？")
    assert found.checked == 3
    assert "怎么报名呀" not in [flip.question for flip in found.worse]


def test_a_folder_without_check_questions_is_previewed_too(office: Path, cache: Path) -> None:
    for file in (office / "checks").iterdir():
        file.unlink()
    (office / "checks").rmdir()
    assert made(office, cache, taught(belongs("contact", "找谁")), "找谁").checked == 0


def test_a_folder_with_a_fault_has_no_preview(office: Path, cache: Path) -> None:
    (office / "faq.yaml").write_text("entries: ]", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        made(office, cache, taught(belongs("contact", "找谁")), "找谁")


@pytest.fixture
def workshop(office: Path, cache: Path, tmp_path: Path) -> Workshop:
    return Workshop(Source(office, cache, TaughtFile(tmp_path / "taught.yaml")), lambda: DAY)


def test_the_workshop_gives_what_is_made_in_this_process(workshop: Workshop, office: Path, cache: Path) -> None:
    after = taught(belongs("faq:2", "交哪去"))
    assert asyncio.run(workshop.preview(NOTHING, after, ("交哪去",))) == made(office, cache, after, "交哪去")


def test_nothing_waits_for_the_workshop(workshop: Workshop) -> None:
    async def steps_meanwhile() -> int:
        work = asyncio.create_task(workshop.preview(NOTHING, taught(belongs("contact", "找谁")), ("找谁",)))
        steps = 0
        while not work.done():
            await asyncio.sleep(0.005)
            steps += 1
        assert isinstance(await work, Preview)
        return steps

    assert asyncio.run(steps_meanwhile()) > 20


def test_previews_are_made_one_after_the_other(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    start = asyncio.create_subprocess_exec

    async def counted(*arguments: object, **named: object) -> asyncio.subprocess.Process:
        nonlocal running, most
        process = await start(*arguments, **named)  # type: ignore[arg-type]
        running += 1
        most = max(most, running)
        communicate = process.communicate

        async def until_done(data: bytes) -> tuple[bytes, bytes]:
            nonlocal running
            found = await communicate(data)
            running -= 1
            return found

        monkeypatch.setattr(process, "communicate", until_done)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)

    async def both() -> None:
        await asyncio.gather(workshop.fit(NOTHING), workshop.fit(taught(belongs("contact", "找谁"))))

    asyncio.run(both())
    assert (running, most) == (0, 1)


def test_the_faults_of_a_folder_come_back_in_words(workshop: Workshop, office: Path) -> None:
    (office / "faq.yaml").write_text("entries: ]", encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"^faq\.yaml:1: "):
        asyncio.run(workshop.fit(NOTHING))


def test_the_workshop_needs_no_settings(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is the bot's, seen from where the bot was started; the process stands in the program's folder."""
    monkeypatch.setenv("BOT_KNOWLEDGE", "office")
    monkeypatch.setenv("RETENTION_DAYS", "many")
    monkeypatch.chdir(tmp_path)
    source = Source(Path("office"), Path("cache"), workshop.source.file)
    asyncio.run(Workshop(source, lambda: DAY).fit(NOTHING))
    assert source.is_fitted(NOTHING)


@pytest.mark.parametrize("job", [b"", b"{}", b"\xff", b'["folder"]', b"[" * 100_000])
def test_what_is_no_job_gets_one_line(job: bytes) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot.teaching"], input=job, capture_output=True, cwd=ROOT, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, b"", b"standard input: is no job\n")


def test_a_preview_that_is_called_off_leaves_no_process(workshop: Workshop) -> None:
    async def called_off() -> None:
        work = asyncio.create_task(workshop.fit(NOTHING))
        await asyncio.sleep(0.2)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(called_off())
