import pytest

from bot.desk import Desk
from bot.dialogue.conversation import Said
from tests.dialogue.talker import Talker


@pytest.fixture
def talker(desk: Desk, source: str, vague: str) -> Talker:
    """Someone who was just asked back."""
    talker = Talker(desk, source)
    talker.say(vague)
    return talker


def test_it_offers_the_choices_none_of_them_and_the_contact(talker: Talker) -> None:
    choices = talker.reply.choices
    actions = [button.action for button in talker.buttons]
    assert actions == [*(f"pick:{label}" for label in choices), "none", "contact", "handoff"]
    assert (talker.reply.answer, talker.reply.quotes) == ((), ())


@pytest.mark.parametrize("position", [0, 1])
def test_a_choice_by_number_words_and_button_is_one_answer(talker: Talker, vague: str, position: int) -> None:
    label, button = talker.reply.choices[position], talker.buttons[position]
    by_number = talker.say(str(position + 1))
    assert by_number.answer == (label,)
    talker.say(vague)
    if talker.reply.choices:  # it may be clear now, after the entry that was picked
        assert talker.say(button.label).answer[0].startswith("faq:")
    fresh = Talker(talker.desk, talker.source)
    fresh.say(vague)
    assert fresh.say(button.label) == by_number
    fresh = Talker(talker.desk, talker.source)
    fresh.say(vague)
    assert fresh.choose(button.label) == by_number


def test_a_choice_by_nearly_its_words(talker: Talker) -> None:
    title = talker.buttons[0].label
    assert talker.say(title + "。").answer == ("faq:" + title_number(talker.desk, title),)


def title_number(desk: Desk, title: str) -> str:
    return next(str(entry.number) for entry in desk.knowledge.faq.entries if entry.title == title)


@pytest.mark.parametrize("said", ["都不是", "都不对。", "none of these", "None"])
def test_none_of_them_asks_for_other_words_and_shows_the_contact_next_time(talker: Talker, said: str) -> None:
    assert talker.say(said).answer == ("oos",)
    assert talker.desk.knowledge.notice.contact.office_short in talker.text
    assert talker.say("1").answer != ("faq:1",)  # nothing is offered any more


@pytest.mark.parametrize("number", ["0", "9", "00", "-1", "1" * 5000, "٣", "²"])
def test_a_number_that_was_not_offered_picks_nothing(talker: Talker, number: str) -> None:
    assert talker.say(number).answer not in [(label,) for label in talker.reply.choices]


def test_another_question_is_answered_instead(talker: Talker) -> None:
    assert talker.say("初审要几天").answer == ("faq:4",)
    assert talker.conversation.pending is None


def test_two_misses_in_a_row_show_the_contact(talker: Talker, vague: str) -> None:
    phone = talker.desk.knowledge.notice.contact.phone
    assert phone not in talker.text
    talker.turn(Said("明天天气怎么样"))
    assert phone in talker.text


def test_a_name_that_fits_more_than_five_rows_is_asked_back_about(desk: Desk, source: str) -> None:
    talker = Talker(desk, source)
    choices = talker.say("维修工的代码").choices
    assert len(choices) == 5
    assert talker.reply.quotes == ()
    label = talker.buttons[3].label
    by_number = talker.say("4")
    assert by_number.answer == (choices[3],)
    talker.say("维修工的代码")
    assert talker.choose(label) == by_number
    talker.say("维修工的代码")
    name = next(row.name for row in desk.knowledge.catalog.occupations if f"occ:{row.code}" == choices[3])
    assert talker.say(name) == by_number
    talker.say("维修工的代码")
    assert talker.say("都不是").answer == ("oos",)
