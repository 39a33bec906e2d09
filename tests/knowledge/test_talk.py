import re
from pathlib import Path

import pytest

from bot.knowledge.faults import Fault
from bot.knowledge.talk import (
    Refusals,
    Smalltalk,
    check_refusals,
    check_smalltalk,
    read_refusals,
    read_smalltalk,
    talk_key,
)

OFFICE = Path(__file__).parents[2] / "knowledge"
ENTRIES = range(1, 8)
SURFACE_WORDS = ("按钮", "点击", "点按", "编号", "菜单", "下方", "上方", "键盘", "/")
PUBLIC_LINES = {"110", "119", "120", "12333", "12345"}


@pytest.fixture(scope="module")
def smalltalk() -> Smalltalk:
    faults: list[Fault] = []
    smalltalk = read_smalltalk(OFFICE, faults)
    assert smalltalk, faults
    return smalltalk


@pytest.fixture(scope="module")
def refusals() -> Refusals:
    faults: list[Fault] = []
    refusals = read_refusals(OFFICE, faults)
    assert refusals, faults
    return refusals


def faults_of(folder: Path, **files: str) -> list[str]:
    """What is wrong with the small talk and the refusals of a folder with these files."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    smalltalk = read_smalltalk(folder, faults) if "smalltalk" in files else None
    if smalltalk:
        check_smalltalk(smalltalk, faults)
    refusals = read_refusals(folder, faults) if "refusals" in files else None
    if refusals:
        check_refusals(refusals, ENTRIES, faults)
    return [str(fault) for fault in faults]


def test_what_is_shipped_has_no_faults(smalltalk: Smalltalk, refusals: Refusals) -> None:
    faults: list[Fault] = []
    check_smalltalk(smalltalk, faults)
    check_refusals(refusals, ENTRIES, faults)
    assert faults == []


def test_every_phrase_has_a_key_of_its_own(smalltalk: Smalltalk) -> None:
    phrases = [phrase for topic in smalltalk.topics for phrase in topic.says]
    assert len(smalltalk.by_key()) == len(phrases) >= 250


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("您好！", "greeting"),
        ("ＨＥＬＬＯ", "greeting"),
        ("ni hao", "greeting"),
        ("在吗？？", "presence"),
        ("謝謝您", "thanks"),
        ("您了吃了吗", "how_are_you"),
        ("拜拜了您内～", "goodbye"),
        ("你是真人還是機器人", "robot"),
        ("Who made you?", "maker"),
        ("你能做什么？", "abilities"),
        ("👍", "praise"),
        ("^_^", "laughter"),
        ("春節快樂!", "wishes"),
        ("测试一下", "test_message"),
    ],
)
def test_writings_of_a_phrase_find_its_topic(smalltalk: Smalltalk, said: str, topic: str) -> None:
    assert smalltalk.by_key()[talk_key(said)].id == topic


def test_words_with_a_job_of_their_own_are_no_small_talk(smalltalk: Smalltalk) -> None:
    """Asking for a person, for the self-test or for the contact must never end in small talk."""
    keys = smalltalk.by_key()
    for said in ("转人工", "人工", "真人", "自测", "开始测试", "测试", "电话", "电工", "目录", "救命", "1", "6"):
        assert talk_key(said) not in keys, said


def test_words_around_a_phrase_are_no_questions(smalltalk: Smalltalk) -> None:
    """Cutting 吗, 没 or 不 off would turn a question into a statement."""
    assert not {"吗", "么", "没", "不", "什么", "怎么"} & {*smalltalk.before, *smalltalk.after}


def test_replies_are_short_and_belong_to_no_surface(smalltalk: Smalltalk, refusals: Refusals) -> None:
    replies = [topic.reply for topic in smalltalk.topics] + [refusal.reply for refusal in refusals.kinds]
    for reply in replies:
        assert len(reply) <= 150, reply
        assert not [word for word in SURFACE_WORDS if word in reply], reply
        assert not re.search(r"(?i)https?|www|@|\.(cn|com|gov)", reply), reply


def test_refusals_name_no_number_but_public_lines(refusals: Refusals) -> None:
    for refusal in refusals.kinds:
        assert set(re.findall(r"\d+", refusal.reply)) <= PUBLIC_LINES, refusal.id
        for line in ("12333", "12345"):
            assert (line in refusal.reply) <= (f"{line}（公共热线，非本通告所载）" in refusal.reply), refusal.id


def test_an_emergency_begins_with_the_numbers_to_call(refusals: Refusals) -> None:
    first = refusals.kind("emergency").reply.splitlines()[0]
    assert all(number in first for number in ("110", "119", "120"))


def test_kinds_by_id(refusals: Refusals) -> None:
    assert refusals.kind("personal_exam").neighbour == "faq:1"
    assert refusals.kind("fees").contact
    with pytest.raises(KeyError):
        refusals.kind("weather")


def test_a_phrase_may_not_stand_twice_in_any_writing(tmp_path: Path) -> None:
    text = """
topics:
- {id: greeting, reply: 您好。, says: [你好]}
- {id: thanks, reply: 不客气。, says: [谢谢, 你好！, 謝謝]}
"""
    assert faults_of(tmp_path, smalltalk=text) == [
        "smalltalk.yaml:4: Smalltalk.topics[1].says[1]: '你好！' stands in 'greeting' already",
        "smalltalk.yaml:4: Smalltalk.topics[1].says[2]: '謝謝' stands in 'thanks' already",
    ]


def test_faults_of_topics(tmp_path: Path) -> None:
    text = """
topics:
- {id: Greeting, reply: 您好。, says: []}
- {id: thanks, reply: 不客气。, says: ["\\u200b"]}
- {id: thanks, reply: 好。, says: [好]}
"""
    assert faults_of(tmp_path, smalltalk=text) == [
        "smalltalk.yaml:3: Smalltalk.topics[0].id: must be small Latin letters and _, not 'Greeting'",
        "smalltalk.yaml:5: Smalltalk.topics[2].id: 'thanks' stands in line 4 as well",
        "smalltalk.yaml:3: Smalltalk.topics[0].says: must not be empty",
        "smalltalk.yaml:4: Smalltalk.topics[1].says[0]: '\\u200b' holds nothing that can be compared",
    ]


def test_faults_of_refusals(tmp_path: Path) -> None:
    text = """
kinds:
- {id: unknown, title: 不明, reply: 没懂。, contact: true, neighbour: "faq:8"}
- {id: too_long, title: 太长, reply: 太长。, contact: false, neighbour: 申报范围}
- {id: too_long, title: 太长, reply: 太长。, contact: false, neighbour: "faq:7"}
"""
    assert faults_of(tmp_path, refusals=text) == [
        "refusals.yaml:5: Refusals.kinds[2].id: 'too_long' stands in line 4 as well",
        "refusals.yaml:1: Refusals.kinds: the kind 'empty' is missing",
        "refusals.yaml:3: Refusals.kinds[0].neighbour: there is no entry 8",
        "refusals.yaml:4: Refusals.kinds[1].neighbour: must be faq:N, contact, notice or quiz, not '申报范围'",
    ]


@pytest.mark.parametrize("name", ["smalltalk", "refusals"])
def test_an_empty_file_is_a_fault(tmp_path: Path, name: str) -> None:
    assert faults_of(tmp_path, **{name: ""}) == [f"{name}.yaml:1: file: is empty"]
