"""A case begins."""

from datetime import UTC, datetime, timedelta

import pytest

from caseday.access.models import CaseEvent, GlassBreak
from caseday.access.viewer import system_viewer
from caseday.cases import actions, columns, queries
from caseday.cases.models import Case
from caseday.cases.queries.exactly import case_behind, case_numbers
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_person

pytestmark = pytest.mark.django_db


def test_everything_that_is_known_is_there_and_one_event_tells_it(case, nora):
    assert [one.value for one in queries.identifiers_of(case)] == ["WC-44-17"]
    assert [one.shown_name for one in queries.parties_of(case)] == ["Dana Whitfield"]
    assert [one.agreed_with for one in queries.goals_of(case)] == ["Dana Whitfield"]
    assert [one.description for one in queries.conditions_of(case)] == ["Torn meniscus, left knee"]
    assert [one.kind for one in queries.key_dates_of(case)] == ["injury"]
    assert [one.staff_id for one in queries.workers_of(case)] == [nora.staff_id]
    assert CaseEvent.objects.get(chain_id=case.pk).verb == "case_opened"


def test_the_first_contacts_are_due_by_the_packs_clocks_from_receipt(open_new):
    received = datetime(2026, 3, 6, 21, 45, tzinfo=UTC)  # Friday, 15:45 in Austin
    case = open_new(referred_at=received)
    due = {one.role: one.due_at for one in queries.first_contacts_of(case)}
    assert due["client"] == datetime(
        2026, 3, 9, 22, 0, tzinfo=UTC
    )  # Monday at closing, after the clock change
    assert due["adjuster"] == datetime(2026, 3, 9, 15, 45, tzinfo=UTC)
    assert "contract default" in queries.first_contacts_of(case)[0].rule


def test_a_tennessee_case_also_asks_for_a_visit(open_new):
    roles = {one.role for one in queries.first_contacts_of(open_new(jurisdiction="TN"))}
    assert "client_in_person" in roles


def test_a_case_from_another_system_asks_for_no_first_contact(open_new):
    assert queries.first_contacts_of(open_new(needs_first_contacts=False)) == []


def test_numbers_follow_each_other(open_new):
    assert [open_new().number, open_new().number] == ["26-00001", "26-00002"]


def test_a_given_number_is_kept_and_given_once(open_new):
    assert open_new(number="OLD-1").number == "OLD-1"
    with pytest.raises(Invalid, match="OLD-1 already"):
        open_new(number="OLD-1")


def test_the_same_request_twice_opens_one_case(open_new):
    case_id = new_id()
    assert open_new(id=case_id) == open_new(id=case_id)
    assert Case.objects.count() == 1


def test_a_case_given_to_somebody_else_waits_for_their_acceptance(open_new, cast, now):
    case = open_new(assign_to=cast.carl)
    assert queries.workers_of(case)[0].accepted_at is None
    assert [one.case for one in queries.offers_to(cast.viewer("carl", now))] == [case]


def test_an_unknown_stage_or_program_is_refused(open_new):
    with pytest.raises(Invalid, match="no stage"):
        open_new(stage="nothing")
    with pytest.raises(NotFound):
        open_new(program="nothing")
    assert Case.objects.count() == 0


def test_readers_open_no_case(open_new, audrey):
    with pytest.raises(Refused):
        open_new(actor=audrey)


def test_the_jurisdiction_is_the_agencys_where_none_is_said(open_new):
    assert open_new().jurisdiction == "TX"
    assert open_new(jurisdiction="TN").jurisdiction == "TN"


def test_words_of_a_case(case):
    assert queries.stage_word(case) == "Referral"
    assert queries.acuity_word(case) == "Moderate"
    assert queries.status_word(case) == "Open"
    case.acuity = 9
    assert queries.acuity_word(case) == "9"


def test_it_hides_the_case_from_a_colleague_without_sight(case, nora, carl, susan, audrey, olive, adam):
    for viewer in (nora, carl, susan, audrey):
        assert queries.get_case(viewer, case.pk) == case
    for viewer in (olive, adam):
        with pytest.raises(NotFound):
            queries.get_case(viewer, case.pk)


def test_breaking_the_glass_shows_the_case(case, cast, now):
    until = now + timedelta(hours=4)
    GlassBreak.objects.create(
        staff=cast.olive, case_id=case.pk, reason="Crisis", opened_at=now, expires_at=until
    )
    assert queries.get_case(cast.viewer("olive", now), case.pk) == case
    with pytest.raises(NotFound):
        queries.get_case(cast.viewer("olive", until + timedelta(seconds=1)), case.pk)


def test_cases_are_found_by_person_and_by_number_only_in_sight(case, nora, olive, open_new):
    other = open_new(person=case.person)
    assert queries.cases_of_person(nora, case.person_id) == [other, case]
    assert queries.cases_of_person(olive, case.person_id) == []
    assert queries.cases_by_number(nora, f" {case.number} ") == [case]
    assert queries.cases_by_number(olive, case.number) == []
    assert queries.cases_of_person(nora, make_person().pk) == []


def test_an_exact_number_leads_to_the_one_case_behind_it(case, open_new, nora, now):
    assert case_behind(f" {case.number} ") == case.pk
    assert case_behind("wc 44 17") == case.pk
    actions.add_identifier(actor=nora, now=now, case_id=case.pk, kind="employee_number", value="WC4417")
    assert case_behind("WC-44-17") == case.pk
    other = open_new(identifiers=[("claim_number", "wc4417")])
    assert case_behind("WC-44-17") is None
    assert case_behind(" - ") is None
    assert case_numbers([case.pk, other.pk]) == {case.pk: case.number, other.pk: other.number}


def test_a_case_of_nobody_is_offered_to_nobody(case):
    assert queries.offers_to(system_viewer()) == []
    assert queries.saved_filters(system_viewer()) == []


def test_a_list_without_a_later_apps_column_has_none(monkeypatch, nora, now):
    monkeypatch.setattr(columns, "_columns", [])
    assert columns.column_for(nora, now) is None
