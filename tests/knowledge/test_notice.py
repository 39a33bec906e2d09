from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.knowledge.notice import InForce, in_force, term_end


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date.min, "not_yet"),
        (date(2020, 5, 24), "not_yet"),
        (date(2020, 5, 25), "yes"),
        (date(2021, 5, 25), "yes"),
        (date(2022, 5, 24), "yes"),
        (date(2022, 5, 25), "disputed"),
        (date(2022, 5, 26), "expired"),
        (date.max, "expired"),
    ],
)
def test_in_force_at_every_boundary(knowledge: Knowledge, today: date, expected: InForce) -> None:
    assert in_force(knowledge.notice, today) == expected


def test_term_end(knowledge: Knowledge) -> None:
    assert term_end(knowledge.notice) == date(2022, 5, 24)


@pytest.mark.parametrize(
    ("effective", "years", "end"),
    [
        (date(2020, 2, 29), 2, date(2022, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 28)),
        (date(2021, 3, 1), 3, date(2024, 2, 29)),
        (date(2020, 3, 1), 1, date(2021, 2, 28)),
        (date(2020, 1, 1), 5, date(2024, 12, 31)),
    ],
)
def test_term_end_around_leap_days(knowledge: Knowledge, effective: date, years: int, end: date) -> None:
    assert term_end(replace(knowledge.notice, effective=effective, term_years=years)) == end


@given(effective=st.dates(date(1949, 10, 1), date(2099, 12, 31)), years=st.integers(1, 20), shift=st.integers(-3, 3))
def test_the_term_ends_on_the_eve_of_the_anniversary(
    knowledge: Knowledge, effective: date, years: int, shift: int
) -> None:
    notice = replace(knowledge.notice, effective=effective, term_years=years)
    end = term_end(notice)
    following = end + timedelta(days=1)
    leap_day_lost = (effective.month, effective.day) == (2, 29) and (following.month, following.day) == (3, 1)
    assert following.year - effective.year == years
    assert leap_day_lost or (following.month, following.day) == (effective.month, effective.day)
    expected = "yes" if shift <= 0 else "disputed" if shift == 1 else "expired"
    assert in_force(notice, end + timedelta(days=shift)) == expected


def test_every_word_ascribed_to_the_notice_is_in_the_source(knowledge: Knowledge, source: str) -> None:
    notice, contact = knowledge.notice, knowledge.notice.contact
    ascribed = [notice.title, notice.number, notice.issuer, notice.term, notice.basis]
    ascribed += [contact.office, contact.office_short, contact.person, contact.phone]
    ascribed += [contact.email, contact.address, contact.postcode]
    ascribed += [clause.printed for clause in notice.clauses]
    ascribed += [quote.text for fact in notice.facts for quote in fact.quotes]
    ascribed += [limit.quote.text for limit in notice.time_limits]
    ascribed += [title for annex in notice.annexes for title in (annex.title, annex.heading) if title]
    assert all(ascribed)
    assert [piece for piece in ascribed if "".join(piece.split()) not in source] == []


def test_quotes_that_left_their_text_out_are_whole_clauses(knowledge: Knowledge) -> None:
    facts = {fact.id: fact for fact in knowledge.notice.facts}
    assert facts["term"].quotes[0].text == "本通告自2020年5月25日起施行，有效期两年。"
    assert facts["form_rows"].quotes[0].text == "本表可增行或续页"


def test_the_document_is_described_as_printed(knowledge: Knowledge) -> None:
    notice = knowledge.notice
    assert (notice.number, notice.issued, notice.printed) == (
        "津人社办发〔2020〕86号",
        date(2020, 5, 25),
        date(2020, 5, 26),
    )
    assert [(limit.working_days, limit.quote.place) for limit in notice.time_limits] == [
        (10, "四（一）"),
        (5, "四（三）"),
    ]
    assert [annex.heading for annex in notice.annexes] == [None, "社会培训评价组织备案申请表"]
    assert notice.contact.email == "bzb@tj.gov.com"
    assert notice.contact.email_caution
    assert [document.number for document in notice.later_documents] == [
        "津人社办发〔2022〕24号",
        "津人社办发〔2024〕16号",
    ]


def test_the_facts_show_every_part_of_the_letter(knowledge: Knowledge) -> None:
    shown = {quote.place for fact in knowledge.notice.facts for quote in fact.quotes}
    assert {clause.place for clause in knowledge.notice.clauses} - shown == {"联系方式"}
