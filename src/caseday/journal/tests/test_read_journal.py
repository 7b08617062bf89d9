"""What other apps read of the journal: authorized, in few queries."""

from datetime import date, timedelta

import pytest

from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.journal.actions import (
    Happened,
    Typed,
    capture_line,
    record_activity,
    save_draft,
    sign_as_known,
    understood,
)
from caseday.journal.queries import (
    activities_on,
    called_name,
    cases_to_choose,
    count_without_note,
    drafts_of_additions,
    entries_of_case,
    format_for,
    get_note,
    last_contact_of,
    last_time_reached,
    seen_case,
    with_words,
)
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_case,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def test_the_journal_of_a_case_pages_by_its_last_entry(nora: Viewer, case: Case) -> None:
    for number in range(5):
        make_activity(case, started_at=MONDAY_8 - timedelta(hours=number // 2))
    first = entries_of_case(nora, case.pk, limit=3)
    rest = entries_of_case(nora, case.pk, before=first[-1].key, limit=3)
    shown = [one.activity.pk for one in first + rest]
    assert len(set(shown)) == 5
    assert [one.activity.started_at for one in first + rest] == sorted(
        (one.activity.started_at for one in first + rest), reverse=True
    )


def test_the_journal_costs_the_same_at_any_length(
    nora: Viewer, case: Case, django_assert_num_queries
) -> None:
    for number in range(60):
        make_activity(case, started_at=MONDAY_8 - timedelta(hours=number))
    with django_assert_num_queries(3):
        assert len(entries_of_case(nora, case.pk)) == 50


def test_outside_sight_there_is_no_journal(olive: Viewer, case: Case) -> None:
    with pytest.raises(NotFound):
        entries_of_case(olive, case.pk)
    with pytest.raises(NotFound):
        get_note(olive, new_id())
    assert seen_case(olive, case.pk) is None and seen_case(olive, None) is None


def test_a_day_is_ones_own_or_of_the_team(nora: Viewer, susan: Viewer, olive: Viewer, case: Case) -> None:
    make_activity(case, kind="call", minutes=10)
    make_activity(case, kind="visit", minutes=None)
    day = activities_on(nora, date(2026, 3, 2))
    assert (day.minutes, day.minutes_by_kind) == (10, {"Call": 10})
    assert len(activities_on(susan, date(2026, 3, 2), nora.staff_id).entries) == 2
    with pytest.raises(NotFound):
        activities_on(olive, date(2026, 3, 2), nora.staff_id)
    with pytest.raises(NotFound):
        activities_on(system_viewer(), date(2026, 3, 2))


def test_last_contacts_by_case_and_by_role(nora: Viewer, case: Case, cast: Cast) -> None:
    call = record_activity(
        actor=nora,
        now=MONDAY_8,
        happened=Happened(kind="call", case_id=case.pk, with_role="adjuster", result="reached"),
    )
    assert last_contact_of([case.pk, make_case(cast.nora).pk]) == {case.pk: call.started_at}
    assert last_time_reached(case.pk, "adjuster") == call.started_at
    assert last_time_reached(case.pk, "client") is None


def test_what_lacks_a_note_is_counted(nora: Viewer, case: Case) -> None:
    make_activity(case)
    assert count_without_note(nora) == 1


def test_the_choice_of_cases_has_the_entrys_own(nora: Viewer, cast: Cast, case: Case) -> None:
    closed = make_case(cast.nora, status="closed")
    assert set(cases_to_choose(nora)) == {case}
    assert set(cases_to_choose(nora, make_activity(closed))) == {case, closed}


def test_whom_a_call_goes_to_is_named_by_the_records(nora: Viewer, case: Case) -> None:
    def called(**ids: object) -> str:
        return called_name(
            nora, **{"case_id": None, "office_id": None, "professional_id": None, "role": "", **ids}
        )

    assert called(professional_id=make_professional(name="Amina Farouk").pk) == "Amina Farouk"
    assert called(office_id=make_office(name="Ridgeview").pk) == "Ridgeview"
    assert called(case_id=case.pk, role="client") == case.person.full_name
    assert called(professional_id=new_id()) == ""


def test_with_whom_in_words(case: Case) -> None:
    office, professional = (
        make_office(name="Ridgeview"),
        make_professional(name="Amina Farouk", credentials="MD"),
    )
    assert with_words(make_activity(case, with_role="adjuster", with_name="Dana")) == "Dana (adjuster)"
    assert with_words(make_activity(case, professional=professional)) == "Amina Farouk, MD"
    assert with_words(make_activity(case, office=office)) == "Ridgeview"
    assert case.person.full_name in with_words(make_activity(case, with_role="client"))
    assert with_words(make_activity(None, staff=case.assigned_to, with_role="client")) == "the client"
    assert with_words(make_activity(case)) == ""


def test_without_a_case_a_note_is_a_narrative(cast: Cast) -> None:
    assert format_for(make_activity(None, staff=cast.nora)).slug == "narrative"


def test_parties_of_every_sort_are_understood(nora: Viewer, case: Case) -> None:
    office = make_office(name="Greenleaf Pharmacy", name_key="greenleaf pharmacy")
    make_party(case, "pharmacy", name="", office=office)
    make_party(case, "family", name="", person=make_person(given_name="Elena", family_name="Quintero"))
    make_party(case, "carrier", name="Bram Stone")
    by_office = understood(nora, "called Greenleaf 5 min", now=MONDAY_8).happened
    assert (by_office.office_id, by_office.with_role, by_office.with_name) == (
        office.pk,
        "pharmacy",
        "Greenleaf Pharmacy",
    )
    by_person = understood(nora, "called Elena Quintero", now=MONDAY_8).happened
    assert (by_person.with_role, by_person.case_id) == ("family", case.pk)
    by_name = understood(nora, "called Bram Stone", now=MONDAY_8).happened
    assert (by_name.with_role, by_name.with_name) == ("carrier", "Bram Stone")
    assert understood(nora, "12 34", now=MONDAY_8).happened.office_id is None


def test_figures_that_cannot_be_are_left_out_and_the_rest_is_kept(nora: Viewer) -> None:
    activity = capture_line(actor=nora, now=MONDAY_8, line="drove to the hospital 9999 miles")
    assert (activity.kind, activity.miles) == ("travel", None)


def test_the_system_writes_no_notes(case: Case) -> None:
    with pytest.raises(Invalid):
        save_draft(
            actor=system_viewer(),
            now=MONDAY_8,
            typed=Typed("narrative", {"text": "x"}, 0),
            activity_id=make_activity(case).pk,
        )


def test_records_say_what_they_are(nora: Viewer, case: Case) -> None:
    call = make_activity(case)
    draft = save_draft(
        actor=nora, now=MONDAY_8, typed=Typed("narrative", {"text": "x"}, 0), activity_id=call.pk
    )
    other = save_draft(
        actor=nora, now=MONDAY_8, typed=Typed("narrative", {"text": "y"}, 0), activity_id=call.pk
    )
    note = sign_as_known(actor=nora, now=MONDAY_8, activity_id=make_activity(case).pk)
    assert str(call).startswith("call") and str(draft.draft) == "Draft, version 1"
    assert str(other.conflict).startswith("Other version") and str(note).startswith("Note of")


def test_the_system_has_no_drafts_of_its_own(db: None) -> None:
    assert drafts_of_additions(system_viewer()) == []
