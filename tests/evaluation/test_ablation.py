import pytest

from bot.desk import Desk
from bot.evaluation.ablation import NoLookup, official_examples, refitted, variants
from bot.evaluation.systems import System, dialogue_system
from bot.matching.pieces import piece_of
from bot.occupations.lookup import Lookup
from tests.evaluation.conftest import TODAY


@pytest.fixture(scope="module")
def systems(desk: Desk) -> dict[str, System]:
    return dict(variants(desk, TODAY))


def test_every_variant_answers(systems: dict[str, System]) -> None:
    assert len(systems) == 9
    for system in systems.values():
        given = system(("怎么报名", "几天受理"))
        assert 0 <= given.confidence <= 1


def test_without_look_up_no_code_is_known(desk: Desk, systems: dict[str, System]) -> None:
    question = ("4-10-01-02",)
    assert dialogue_system(desk.dialogue, TODAY)(question).answer == ("occ:4-10-01-02",)
    assert "occ:4-10-01-02" not in systems["no occupation look-up"](question).answer


def test_no_look_up_stands_for_all_of_the_look_up() -> None:
    public = {name for name in vars(Lookup) if not name.startswith("_")}
    assert public == {name for name in vars(NoLookup) if not name.startswith("_")}


def test_every_variant_survives_every_kind_of_question(systems: dict[str, System]) -> None:
    kinds = [
        "",
        "有哪些职业",
        "一共多少个职业",
        "家政服务业有哪些职业",
        "4-10",
        "你好",
        "电话",
        "谁能报？要几天？",
        "x" * 2000,
    ]
    for system in systems.values():
        for question in kinds:
            system((question,))
            system(("育婴员的代码", question))


def test_without_descriptions_names_are_found_and_nothing_else(systems: dict[str, System]) -> None:
    system = systems["no descriptions of work"]
    assert system(("育婴员的代码",)).answer == ("occ:4-10-01-02",)
    assert not any(label.startswith("occ:4") for label in system(("带小孩喂奶的代码",)).answer)


def test_without_the_list_small_talk_is_guessed(desk: Desk, systems: dict[str, System]) -> None:
    phrase = next(phrase for topic in desk.knowledge.smalltalk.topics for phrase in topic.says)
    assert dialogue_system(desk.dialogue, TODAY)((phrase,)).confidence == 1.0
    assert systems["no small-talk list"]((phrase,)).confidence < 1.0


def test_without_context_only_the_last_turn_counts(systems: dict[str, System]) -> None:
    talk = ("育婴员的代码", "那几天受理呢")
    assert systems["no context"](talk) == systems["no context"](talk[1:])


@pytest.mark.parametrize("name", ["words only", "no sounds"])
def test_without_sounds_pinyin_says_nothing(desk: Desk, systems: dict[str, System], name: str) -> None:
    asked, other = ("jitian shouli",), ("dianhua duoshao",)
    product = dialogue_system(desk.dialogue, TODAY)
    assert product(asked) != product(other)
    assert systems[name](asked) == systems[name](other)


def test_refitting_with_everything_gives_the_same_models(desk: Desk) -> None:
    assert refitted(desk, lambda prefix: True) == desk.matcher.models


def test_refitting_keeps_the_wanted_features_only(desk: Desk) -> None:
    models = refitted(desk, {"w", "s"}.__contains__)
    for model in (models.intents, *models.clauses.values()):
        assert {name.partition(":")[0] for name in model.features} <= {"w", "s"}
    assert {name.partition(":")[0] for name in models.intents.features} == {"w", "s"}


def test_official_examples_teach_every_sentence_for_itself(desk: Desk) -> None:
    faq = desk.knowledge.faq
    groups = official_examples(faq).groups
    assert {group.label for group in groups} == {f"faq:{entry.number}" for entry in faq.entries}
    for group in groups:
        entry = faq.entry(int(group.label.removeprefix("faq:")))
        assert group.questions == ((group.quote or entry.question),)
        assert group.quote is None or piece_of(group.quote, entry)
