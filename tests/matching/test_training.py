from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.loader import Knowledge, load
from bot.matching.features import features, following, heard
from bot.matching.fit import Row, fit_linear
from bot.matching.linear import LinearModel
from bot.matching.models import Models
from bot.matching.named import occupation_spans
from bot.matching.question import QuestionReader
from bot.matching.reading import intent_class
from bot.matching.training import train
from bot.occupations.lookup import Lookup
from bot.text.tokens import Tokenizer
from tests.conftest import SECOND_OFFICE


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """The second office's, with questions that count twice, that follow an answer, and that have no sound."""
    office = load(SECOND_OFFICE)
    groups = ExampleGroup("faq:1", ("那要多久", "多久多久"), after="faq:2"), ExampleGroup("smalltalk", ("500?",))
    return replace(office, examples=(*office.examples, ExampleFile("here", groups, counts=2)))


def trained(known: Knowledge, fit: Callable[..., LinearModel] = fit_linear) -> Models:
    find = occupation_spans(Lookup(known.catalog))
    return train(known.examples, known.faq, known.catalog, known.lexicon, find, fit=fit)


def test_two_processes_give_what_one_gives(known: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    alone = trained(known)
    monkeypatch.setattr("bot.matching.training._ENOUGH", 1)
    assert trained(known) == alone


def test_another_fit_is_given_the_same_by_name(known: Knowledge) -> None:
    assert trained(known, partial(fit_linear)) == trained(known)


def given(known: Knowledge) -> tuple[Models, list[tuple[list[Row], list[Row]]]]:
    """The models, and (rows, views) of every fit: what is fitted beside comes last, in the order it is asked for."""
    seen: dict[int, tuple[list[Row], list[Row]]] = {}

    def fit(rows: Sequence[Row], views: Sequence[Row] = (), **options: Any) -> LinearModel:
        seen[len(seen)] = list(rows), list(views)
        return fit_linear(rows, views, **options)

    models = trained(known, fit)
    return models, list(seen.values())


def bags(rows: Sequence[Row]) -> list[tuple[list[str], str]]:
    return sorted((sorted(found), label) for found, label in rows)


def test_every_question_counts_as_often_as_its_file_says(known: Knowledge) -> None:
    models, fits = given(known)
    (intents, _), (sounds, sound_views) = fits[0], fits[1 + len(models.clauses)]
    reader = QuestionReader(known.lexicon, Tokenizer(models.words), occupation_spans(Lookup(known.catalog)))
    asked = [
        (features(reader.read(question)), intent_class(group.label, group.kind), group.after)
        for file in known.examples
        for group in file.groups
        for question in group.questions * file.counts
    ]
    asked += [
        (features(reader.read(text)), f"faq:{e.number}", None)
        for e in known.faq.entries
        for text in (e.question, e.title)
    ]
    spread = Counter(name for found, _, _ in asked for name in set(found))
    lone = {name for name, times in spread.items() if times == 1}  # nothing is learnt of them
    wanted = [
        (
            [
                name
                for name in dict.fromkeys(following(found, after) if after else found)
                if not {name, name.partition("&")[2]} & lone
            ],
            label,
        )
        for found, label, after in asked
    ]
    assert bags(intents) == bags(wanted)
    assert bags(sounds) == bags([(left, label) for row, label in wanted if (left := heard(row))])
    assert all(name.startswith(("s:", "p:")) for row, _ in sound_views for name in row)
