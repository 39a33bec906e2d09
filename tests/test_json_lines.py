import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.desk import Desk
from bot.json_lines import answer_lines
from tests.conftest import TODAY

KEYS = ["answer", "choices", "quotes", "reply", "confidence"]
LABEL = re.compile(r"faq:\d|occ:\d(-\d\d){3}|occ:none|occ:list:.+|quiz|contact|notice|smalltalk|oos")
QUESTIONS = (
    "初审要几天",
    "申报条件是什么",
    "申报条件是什么？还有联系电话多少",
    "文号",
    "申请表填什么",
    "表里要填哪些栏目",
    "有效期几年",
    "联系电话是多少",
    "电工的代码",
    "电工 车工 钳工",
    "油漆工的代码",
    "电焊工在目录里吗",
    "6-31-01-09",
    "宇航员",
    "维修工的代码",
    "紧缺职业有哪些",
    "4-03开头的有哪些",
    "有哪些职业",
    "职业代码",
    "自测",
    "你好",
    "取消",
    "都不是",
    "明天天气怎么样",
    "北京的政策",
    "",
    " ",
    "🙂🙂",
    "\u202e\u200f\u202b",
    "\u202e初审要几天\u202c",
    "\x00",
    "初审\x00要几\x07天",
    "\ud800",
    "初审\udfff要几天",
    "初审要几天" * 800,
    "9" * 5000,
    "-" * 4000,
    "电工" * 2000,
    "a" * 4000,
    "?" * 4000,
    "<b>&amp;</b> {0} %s \\n",
    "../../etc/passwd",
)


def ask(desk: Desk, *lines: object, day: date = TODAY) -> list[dict[str, Any]]:
    """What is written for lines; what is no text is written as JSON first."""
    out = io.StringIO()
    asked = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    answer_lines((line + "\n" for line in asked), out, desk.dialogue, lambda: day)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def ask_alone(desk: Desk, text: str) -> dict[str, Any]:
    """The answer to a first question."""
    (answered,) = ask(desk, {"chat": "1", "text": text})
    return answered


def clauses(desk: Desk) -> set[str]:
    return {"".join(clause.text.split()) for clause in desk.knowledge.clauses.values()}


@pytest.mark.parametrize("text", QUESTIONS, ids=lambda text: repr(text[:12]))
def test_the_contract_of_any_answer(text: str, desk: Desk, source: str) -> None:
    answered = ask_alone(desk, text)
    assert list(answered) == KEYS
    assert answered["reply"].strip()
    assert isinstance(answered["confidence"], int | float)
    assert 0 <= answered["confidence"] <= 1
    labels = [*answered["answer"], *answered["choices"]]
    assert labels
    assert all(LABEL.fullmatch(label) for label in labels)
    assert len(answered["choices"]) <= 5
    assert not (answered["answer"] and answered["choices"])
    assert answered["answer"] == ["oos"] or "oos" not in labels
    assert answered["answer"] == ["occ:none"] or "occ:none" not in labels
    assert all("".join(quote.split()) in source for quote in answered["quotes"])
    assert sum(map(len, answered["quotes"])) <= 150 or "".join(answered["quotes"][0].split()) in clauses(desk)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("初审要几天", ["faq:4"]),
        ("明天天气怎么样", ["oos"]),
        ("", ["oos"]),
        ("🙂🙂", ["oos"]),
        ("\x00", ["oos"]),
        ("\ud800", ["oos"]),
        ("初审要几天" * 800, ["oos"]),
        ("\u202e初审要几天\u202c", ["faq:4"]),
        ("初审\x00要几\x07天", ["faq:4"]),
        ("初审\udfff要几天", ["faq:4"]),
        ("电焊工在目录里吗", ["occ:none"]),
        ("紧缺职业有哪些", ["occ:list:天津市紧缺职业"]),
        ("自测", ["quiz"]),
        ("联系电话是多少", ["contact"]),
        ("文号", ["notice"]),
        ("谢谢", ["smalltalk"]),
    ],
)
def test_labels(text: str, answer: list[str], desk: Desk) -> None:
    assert ask_alone(desk, text)["answer"] == answer


def test_choices_stand_alone_and_the_next_turn_picks_one(desk: Desk) -> None:
    which, picked = ask(desk, {"chat": "1", "text": "维修工的代码"}, {"chat": "1", "text": "2"})
    assert (which["answer"], which["quotes"], len(which["choices"])) == ([], [], 5)
    assert picked["answer"] == [which["choices"][1]]


@pytest.mark.parametrize("opening", ["维修工的代码", "炒菜", "有啥要求没有流程怎么走"])
def test_every_number_listed_moves_the_talk_on(desk: Desk, opening: str) -> None:
    (shown,) = ask(desk, {"chat": "1", "text": opening})
    listed = re.findall(r"^ *(\d+)\. ", shown["reply"], re.M)
    assert len(listed) == len(shown["choices"]) + bool(shown["choices"])
    for number in listed[:-1]:
        _, picked = ask(desk, {"chat": "1", "text": opening}, {"chat": "1", "text": number})
        assert picked["answer"] == [shown["choices"][int(number) - 1]]
    for number in listed[-1:]:
        _, none = ask(desk, {"chat": "1", "text": opening}, {"chat": "1", "text": number})
        assert none["answer"] == ["oos"]


STORY = "我们是行业协会，干了8年，有独立法人，培训过520人次，够不够格"


def test_what_a_story_said_is_confirmed_and_the_answers_are_accepted_by_number(desk: Desk) -> None:
    confirm, asked = ask(desk, {"chat": "1", "text": STORY}, {"chat": "1", "text": "1"})
    assert "1. 对，接着问剩下的" in confirm["reply"]
    assert "1. 对，接着问剩下的" not in asked["reply"]
    _, again, afresh = ask(desk, *({"chat": "2", "text": text} for text in (STORY, "都有", "2")))
    assert "没看懂这个回答" in again["reply"]
    assert "1. 对，接着问剩下的" in again["reply"]
    assert "营业执照" in afresh["reply"]
    assert ask(desk, *({"chat": "3", "text": text} for text in (STORY, "退出自测")))[1]["reply"] == "自测已取消。"


def test_chats_do_not_mix(desk: Desk) -> None:
    lines = [
        {"chat": "1", "text": "电工的代码"},
        {"chat": "2", "text": "车工的代码"},
        {"chat": "1", "text": "它的代码呢"},
        {"chat": 2, "text": "它的代码呢"},
    ]
    assert [line["answer"] for line in ask(desk, *lines)] == [["occ:6-31-01-03"], ["occ:6-18-01-01"]] * 2


def test_a_question_in_the_self_test_carries_its_own_label(desk: Desk) -> None:
    turns = ("自测", "营业执照", "初审要几天", "不是", "明天天气怎么样", "取消", "电工")
    answers = [line["answer"] for line in ask(desk, *({"chat": "1", "text": text} for text in turns))]
    assert answers == [["quiz"], ["quiz"], ["faq:4"], ["quiz"], ["oos"], ["quiz"], ["occ:6-31-01-03"]]


@pytest.mark.parametrize(
    "line",
    [
        "{", "nonsense", "[]", '"text"', "1", "null", "true", "{}", '{"chat": "1"}', '{"text": null}', '{"text": 1}',
        '{"text": ["初审"]}', '{"text": "初审", "chat": null}', '{"text": "初审", "chat": 1.5}',
        '{"text": "初审", "chat": {}}', '{"text": "初审"} {}', '{"text": "初审', "\ufeff{}", "\x00", "[" * 100_000,
        '{"text": "a", "chat": ' + "9" * 5000 + "}", "{'text': 'a'}",
    ],
    ids=lambda line: repr(line[:24]),
)  # fmt: skip
def test_an_error_stands_in_the_place_of_a_bad_line(line: str, desk: Desk) -> None:
    good = {"chat": "1", "text": "电工的代码"}
    first, bad, last = ask(desk, good, line, {"chat": "1", "text": "它的代码呢"})
    assert list(bad) == ["error"]
    assert isinstance(bad["error"], str)
    assert bad["error"]
    assert first["answer"] == last["answer"] == ["occ:6-31-01-03"]


def test_blank_lines_are_skipped(desk: Desk) -> None:
    assert len(ask(desk, "", {"text": "电工"}, "  \t", "\r", {"text": "车工"})) == 2


def test_the_chat_may_be_left_out(desk: Desk) -> None:
    assert [line["answer"] for line in ask(desk, {"text": "电工的代码"}, {"text": "它的代码呢", "chat": ""})] == [
        ["occ:6-31-01-03"]
    ] * 2


def test_every_line_is_written_before_the_next_is_read(desk: Desk) -> None:
    happened: list[str] = []

    class Out(io.StringIO):
        def flush(self) -> None:
            happened.append("flushed" if self.getvalue().endswith("\n") else "half a line")

    def lines() -> Iterator[str]:
        for text in ("电工", "车工", "{"):
            happened.append("read")
            yield json.dumps({"text": text}) if text != "{" else text

    answer_lines(lines(), Out(), desk.dialogue, lambda: TODAY)
    assert happened == ["read", "flushed"] * 3


def test_lone_surrogates_never_reach_the_output(desk: Desk) -> None:
    out = io.StringIO()
    answer_lines(['{"text": "\\ud800电焊\\udc00工"}', '{"\\ud800": 1}', "\udcff"], out, desk.dialogue, lambda: TODAY)
    assert len(out.getvalue().encode("utf-8").splitlines()) == 3


def test_the_day_is_asked_for_every_line(desk: Desk) -> None:
    days = iter([date(2021, 1, 1), date(2024, 1, 1)])
    out = io.StringIO()
    answer_lines(['{"text": "初审要几天"}'] * 2, out, desk.dialogue, lambda: next(days))
    first, second = (json.loads(line)["reply"] for line in out.getvalue().splitlines())
    assert "有效期已满" not in first
    assert "有效期已满" in second
