"""Inline mode, in any chat."""

import time

from handlers.inline import Inline
from tests.fake_telegram import Person
from tests.handlers.conftest import Stage


def test_an_empty_query_offers_the_lists(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        choices = await alice.inline("")
        assert choices
        assert [choice.title for choice in choices] == [
            "海湾市家政职业目录（3个）", "紧缺职业（3个）", "家政服务业（3个）"
        ]  # fmt: skip
        assert choices[1].description == "家政服务员、育婴员、保洁员"
        assert "育婴员（4-10-01-02）" in choices[1].text

    stage.play(scene)


def test_a_name_a_part_of_it_and_a_code_find_rows(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        everyone = ["家政服务员", "育婴员", "保洁员"]
        found = {
            "育婴员": ["育婴员"],
            "员": everyone,
            "4-09": ["保洁员"],
            "钟点工": ["家政服务员"],
            "家政服务业": everyone,
        }
        for text, names in found.items():
            choices = await alice.inline(text)
            assert choices is not None
            assert [choice.title for choice in choices] == names

    stage.play(scene)


def test_nothing_found_offers_the_way_into_the_bot(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        assert await alice.inline("宇航员") == []
        button = next(iter(stage.world.queries.asked.values())).answer
        assert button
        assert button["button"] == {"text": stage.say("telegram.inline_none"), "start_parameter": "help"}

    stage.play(scene)


def test_a_result_says_the_same_as_the_bot_and_leads_there(stage: Stage, alice: Person) -> None:
    group = stage.world.group("群", alice)

    async def scene() -> None:
        choices = await alice.inline("育婴员")
        assert choices
        sent = await alice.at(group).choose(choices[0])
        link = await alice.at(group).tap(stage.say("telegram.inline_open"))
        assert link
        await alice.start(link.url.partition("?start=")[2])
        assert alice.last.text == sent.text

    stage.play(scene)


def test_lists_lead_into_the_bot_too(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        for choice in await alice.inline("") or []:
            link = choice.message["reply_markup"]["inline_keyboard"][0][0]["url"]
            await alice.start(link.partition("?start=")[2])
            assert alice.last.text == choice.text

    stage.play(scene)


def test_the_same_query_does_not_reach_the_bot_again(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        assert await alice.inline("育婴员") == await bob.inline("育婴员")

    stage.play(scene)
    assert stage.requests("answerInlineQuery") == ["answerInlineQuery"]


def test_a_stale_query_is_passed_over(stage: Stage, alice: Person) -> None:
    """Telegram has given up on it before the bot could answer; nobody is told of an error."""

    async def scene() -> None:
        query = stage.world.queries.ask("inline_query", alice.user)
        query.asked_at -= 60
        told = {"id": query.id, "from": alice.user.json(), "query": "育婴员", "offset": ""}
        stage.world.tell("inline_query", told, alice.user.id)
        await stage.world.settled()
        assert query.answer is None
        assert await alice.inline("保洁员")

    stage.play(scene)
    assert alice.replies == []


def test_results_are_made_once(stage: Stage) -> None:
    inline = Inline(stage.services)
    first = inline.find("育婴员")
    begun = time.perf_counter()
    assert all(inline.find(text) == first for text in ["育婴员", " 育婴员 ", "育嬰員"] * 100)
    assert time.perf_counter() - begun < 0.3
