"""Work status: what holds, what contradicts, how it is drawn; the employer's offer and its answer."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.models import CaseEvent
from caseday.cases import actions, queries
from caseday.cases.actions import NewWorkStatus, Restriction
from caseday.cases.models import DutyOffer, WorkStatus
from caseday.cases.queries.read_backs import case_of_identifier
from caseday.cases.queries.work_status import case_of_duty_offer, case_of_work_status
from caseday.cases.rules.work_status import (
    Offer,
    Spell,
    restriction_problem,
    restriction_words,
    status_on,
    status_problems,
    timeline,
    troubles,
)
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_professional

TODAY = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 1)
DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))


def spell(
    kind: str, from_on: date, until_on: date | None = None, by: str = "Dr. Farouk", after: int = 0
) -> Spell:
    return Spell(new_id(), kind, from_on, until_on, by, MONDAY_8 + timedelta(minutes=after))


def day(month: int, number: int) -> date:
    return date(2026, month, number)


# Rules


def test_the_latest_holds_until_it_ends() -> None:
    off, modified = spell("off", day(1, 5), day(1, 31)), spell("modified", day(2, 1))
    assert status_on([modified, off], day(1, 20)) == off
    assert status_on([modified, off], TODAY) == modified
    assert status_on([off], TODAY) is None and status_on([], TODAY) is None


def test_a_later_word_on_the_same_day_replaces() -> None:
    first, second = spell("off", day(2, 1)), spell("modified", day(2, 1), after=5)
    assert status_on([second, first], TODAY) == second


def kinds(*spells: Spell, on: date = TODAY) -> list[str]:
    return [one.kind for one in troubles(spells, on)]


def test_an_ended_status_without_a_successor_is_expired() -> None:
    (found,) = troubles([spell("modified", day(1, 5), day(2, 20))], TODAY)
    assert (found.kind, found.since_on) == ("expired", day(2, 21))
    assert found.words == "Modified duty ended Feb 20; nothing says what holds since"
    assert kinds(spell("full", day(1, 5), day(2, 20))) == []
    assert kinds(spell("modified", day(1, 5), day(2, 20)), spell("full", day(2, 21))) == []
    assert kinds(spell("modified", day(3, 5), day(3, 20))) == []


def test_two_physicians_who_differ_for_the_same_days_contradict() -> None:
    first = spell("off", day(2, 1), day(3, 20))
    (found,) = troubles([first, spell("modified", day(2, 15), by="Dr. Lee")], TODAY)
    assert (found.kind, found.since_on) == ("overlap", day(2, 15))
    assert "Off work by Dr. Farouk and modified duty by Dr. Lee from Feb 15" in found.words
    assert kinds(first, spell("modified", day(2, 15))) == []
    assert kinds(first, spell("off", day(2, 15), by="Dr. Lee")) == []
    assert kinds(spell("off", day(2, 1)), spell("modified", day(2, 15), by="Dr. Lee")) == []
    assert kinds(spell("off", day(2, 1), by=""), spell("full", day(2, 1), by="Dr. Lee", after=1)) == [
        "overlap"
    ]
    assert kinds(spell("off", day(1, 1), day(1, 20)), spell("full", day(1, 5), by="Dr. Lee")) == []


def test_limits_beyond_maximum_improvement_are_asked_about() -> None:
    reached = spell("mmi", day(2, 1))
    (found,) = troubles([spell("modified", day(1, 5), day(4, 1)), reached], TODAY)
    assert found.words == "Modified duty until Apr 1 is beyond maximum medical improvement on Feb 1"
    (found,) = troubles([reached, spell("off", day(2, 10))], TODAY)
    assert "from Feb 10" in found.words
    assert kinds(spell("modified", day(1, 5)), reached) == []
    assert kinds(spell("modified", day(1, 5), day(2, 20)), reached, on=day(3, 2)) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"from_on": day(1, 4)}, "from_on"),
        ({"from_on": date(2027, 6, 1)}, "from_on"),
        ({"until_on": day(2, 1)}, "until_on"),
        ({"kind": "half"}, "kind"),
        ({}, ""),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(values: dict, field: str) -> None:
    given = {"kind": "off", "from_on": day(2, 5), "until_on": None, "onset_on": day(1, 5), "today": TODAY}
    problems = status_problems(**{**given, **values})
    assert list(problems) == ([field] if field else [])


def test_restrictions_are_checked_and_said() -> None:
    def limit(kind: str = "lift", amount: str = "", note: str = "") -> dict[str, str]:
        return {"kind": kind, "amount": amount, "unit": "lb", "note": note}

    assert "program's" in restriction_problem(limit("fly", "1"), ["lift"])
    assert "no number" in restriction_problem(limit(amount="ten"), ["lift"])
    assert "no number" in restriction_problem(limit(amount="1."), ["lift"])
    assert "how much" in restriction_problem(limit(), ["lift"])
    assert restriction_problem(limit(amount="2.5"), ["lift"]) == ""
    assert restriction_words("Lift", limit(amount="20", note="left arm")) == "Lift at most 20 lb (left arm)"
    assert restriction_words("Lift", limit(amount="0")) == "Lift: not at all"
    assert restriction_words("Other", limit(note="no night shifts")) == "Other: no night shifts"


@given(
    st.lists(
        st.tuples(st.sampled_from(["off", "modified", "full", "mmi"]), DAYS, st.none() | DAYS), max_size=6
    ),
    DAYS,
)
def test_the_line_holds_every_spell_within_its_ends(drawn: list, today: date) -> None:
    spells = [spell(kind, start, until if until and until >= start else None) for kind, start, until in drawn]
    line = timeline(spells, today=today, onset_on=None)
    assert len(line.bars) == len(spells) and line.today is not None
    for bar in line.bars:
        assert 0 <= bar.left <= 100 and bar.width >= 1 and bar.left + bar.width <= 101.1
    for left, width in line.gaps:
        assert left >= 0 and width > 0 and left + width <= 100.1
    assert all(0 < at < 100 for at, _ in line.months)


def test_days_on_which_nothing_held_are_gaps() -> None:
    line = timeline(
        [spell("off", day(1, 5), day(1, 31)), spell("modified", day(2, 10), day(2, 20))], today=TODAY
    )
    assert len(line.gaps) == 2
    assert timeline([spell("off", day(1, 5))], today=TODAY).gaps == ()
    assert timeline([], today=TODAY, onset_on=day(1, 5)).begins_on == day(1, 5)


def test_an_open_spell_is_drawn_until_the_next() -> None:
    first, second = timeline([spell("off", day(1, 5)), spell("modified", day(2, 1))], today=TODAY).bars
    assert (first.is_open, second.is_open) == (False, True)
    assert first.left + first.width == pytest.approx(second.left, abs=0.1)


def test_a_long_case_is_marked_by_quarters() -> None:
    line = timeline([spell("off", date(2023, 1, 5))], today=TODAY)
    assert {month.month % 3 for _, month in line.months} == {1}


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4), DAYS)
def test_offers_and_their_answers_lie_within_the_line(drawn: list, today: date) -> None:
    offers = [
        Offer(start, "accepted" if end else "", max(start, end) if end else None) for start, end in drawn
    ]
    line = timeline([spell("off", day(1, 5))], today=today, offers=offers)
    assert [one.offer.offered_on for one in line.marks] == sorted(one.offered_on for one in offers)
    assert all(0 <= one.left <= one.right <= 100 for one in line.marks)


def test_an_offer_that_nobody_answered_reaches_to_today() -> None:
    line = timeline([spell("off", day(1, 5))], today=TODAY, offers=[Offer(day(2, 1))])
    assert line.marks[0].right == line.today


# What is kept


@pytest.fixture(autouse=True)
def _the_clock_stands_on_monday(now):
    clock.shift_to(now)
    yield
    clock.shift_by(timedelta(0))


@pytest.fixture
def record(nora, now, case):
    def record_it(kind="modified", from_on=FEBRUARY, *, actor=nora, id=None, **fields):
        if kind == "modified":
            fields.setdefault("restrictions", [Restriction("lift", "20")])
        new = NewWorkStatus(kind=kind, from_on=from_on, **fields)
        return actions.record_work_status(actor=actor, now=now, case_id=case.pk, new=new, id=id)

    return record_it


@pytest.mark.django_db
def test_it_is_kept_with_its_restrictions_and_physician(record, nora, case) -> None:
    doctor = make_professional()
    id = new_id()
    kept = record(professional_id=doctor.pk, until_on=day(4, 1), id=id)
    assert record(id=id) == kept
    assert queries.restrictions_in_words(kept) == ["Lift at most 20 lb"]
    assert kept.physician == "Amina Farouk, MD"
    assert queries.work_status_on(nora, case.pk, TODAY) == kept
    assert queries.work_status_on(nora, case.pk, day(1, 20)) is None
    assert CaseEvent.objects.get(verb="work_status_recorded").summary.endswith("02/01/2026 until 04/01/2026")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"from_on": day(1, 4)}, "from_on"),
        ({"restrictions": ()}, "restrictions"),
        ({"restrictions": [Restriction("fly", "1")]}, "restrictions"),
        ({"professional_id": UUID(int=1)}, "physician"),
    ],
)
def test_what_cannot_be_is_refused(record, fields, field) -> None:
    with pytest.raises(Invalid) as refused:
        record(**fields)
    assert list(refused.value.problems) == [field]
    assert not WorkStatus.objects.exists()


@pytest.mark.django_db
def test_a_voided_one_counts_nowhere(record, nora, now, case) -> None:
    kept = record("off", by_name="Dr. Lee")
    void = {"actor": nora, "now": now, "work_status_id": kept.pk}
    with pytest.raises(Invalid):
        actions.void_work_status(**void, reason=" ")
    actions.void_work_status(**void, reason="Another patient's paper")
    assert actions.void_work_status(**void, reason="again").void_reason == "Another patient's paper"
    assert queries.work_statuses_of(nora, case.pk) == []
    page = queries.work_status_page(nora, case.pk, today=TODAY)
    assert (page.present, page.voided, page.troubles) == (None, [kept], [])


@pytest.mark.django_db
def test_an_offer_is_kept_and_answered(record, nora, now, case) -> None:
    status = record()
    id = new_id()
    offer = {"actor": nora, "now": now, "case_id": case.pk, "text": "Desk work, 6 hours", "offered_on": TODAY}
    kept = actions.offer_duty(**offer, work_status_id=status.pk, id=id)
    assert actions.offer_duty(**offer, id=id) == kept
    answer = {"actor": nora, "now": now, "offer_id": kept.pk}
    assert actions.answer_offer(**answer, answer="accepted").answered_on == TODAY
    assert actions.answer_offer(**answer, answer="declined", answered_on=day(3, 5)).answer == "declined"
    for wrong in ({"answer": ""}, {"answer": "maybe"}, {"answer": "accepted", "answered_on": day(2, 1)}):
        with pytest.raises(Invalid):
            actions.answer_offer(**answer, **wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"offered_on": day(1, 4)}, "offered_on"),
        ({"offered_on": day(3, 9)}, "offered_on"),
        ({"work_status_id": UUID(int=1)}, "work_status"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(nora, now, case, fields, field) -> None:
    offer = {"actor": nora, "now": now, "case_id": case.pk, "text": "Desk work", "offered_on": TODAY}
    with pytest.raises(Invalid) as refused:
        actions.offer_duty(**{**offer, **fields})
    assert list(refused.value.problems) == [field]


@pytest.mark.django_db
def test_outside_sight_there_is_none_and_readers_change_none(record, olive, audrey, now, nora, case) -> None:
    kept = record("off")
    offer = DutyOffer.objects.create(case=case, offered_on=TODAY, text="Desk")
    for read in (
        lambda: queries.get_work_status(olive, kept.pk),
        lambda: queries.get_duty_offer(olive, offer.pk),
        lambda: queries.work_statuses_of(olive, case.pk),
    ):
        with pytest.raises(NotFound):
            read()
    with pytest.raises(Refused):
        record("full", actor=audrey)


@pytest.mark.django_db
def test_a_closed_case_has_no_troubles(record, nora, case) -> None:
    record("off", until_on=day(2, 10))
    type(case).objects.filter(pk=case.pk).update(status="closed")
    assert queries.work_status_page(nora, case.pk, today=TODAY).troubles == []


@pytest.mark.django_db
def test_what_the_access_log_asks(record, case) -> None:
    kept = record("off")
    offer = DutyOffer.objects.create(case=case, offered_on=TODAY, text="Desk")
    assert case_of_work_status(kept.pk) == [case.pk]
    assert case_of_duty_offer(offer.pk) == [case.pk]
    assert case_of_identifier(case.identifiers.get().pk) == [case.pk]


# Pages


@pytest.mark.django_db
def test_the_page_draws_and_says_the_same(nora_client: Client, record, case, now: datetime) -> None:
    empty = nora_client.get(f"/cases/{case.pk}/work").content.decode()
    assert "No work status yet" in empty and "duty-line" not in empty
    record("off", day(1, 5), until_on=day(1, 20))
    record("modified", FEBRUARY, until_on=day(2, 20), by_name="Dr. Lee")
    page = nora_client.get(f"/cases/{case.pk}/work").content.decode()
    for words in (
        "duty-line",
        "Lift at most 20 lb",
        "expired",
        "Dr. Lee",
        "Nothing holds today",
        "Nothing held",
    ):
        assert words in page


@pytest.mark.django_db
def test_a_status_is_voided_with_a_reason(nora_client: Client, record) -> None:
    kept = record("off")
    void = f"/cases/work/{kept.pk}/void"
    assert nora_client.post(void, {}).status_code == 422
    assert nora_client.post(void, {"reason": "Wrong case"}).status_code == 302


@pytest.mark.django_db
def test_the_offer_is_typed_and_answered(nora_client: Client, record, case) -> None:
    status = record("off")
    url = f"/cases/{case.pk}/work/offer"
    assert str(status.pk) in nora_client.get(url).content.decode()
    assert nora_client.post(url, {"text": "Desk", "offered_on": "2025-01-01"}).status_code == 422
    nora_client.post(url, {"text": "Desk", "offered_on": "2026-02-20", "work_status_id": str(status.pk)})
    assert "Desk; no answer yet" in nora_client.get(f"/cases/{case.pk}/work").content.decode()
    offer = DutyOffer.objects.get()
    answer = f"/cases/work/offers/{offer.pk}"
    assert nora_client.get(answer).status_code == 200
    assert nora_client.post(answer, {"answer": "accepted", "answered_on": "2026-01-01"}).status_code == 422
    assert nora_client.post(answer, {"answer": "accepted"}).status_code == 302
    page = nora_client.get(f"/cases/{case.pk}/work").content.decode()
    assert 'class="offer accepted"' in page and "Offered Feb 20: Desk; accepted" in page
