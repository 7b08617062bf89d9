"""The case page: what it holds, whom it shows itself to, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseday.access.models import GlassBreak
from caseday.casefile import queries
from caseday.casefile.rules import change_words, fact_words, verb_words
from caseday.cases import actions as cases
from caseday.followups.actions import promise_followup
from caseday.journal.models import Activity
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.kernel.keys import read_key, write_key
from caseday.people.models import SafetyNote
from caseday.testing.make import (
    make_activity,
    make_appointment,
    make_case,
    make_followup,
    make_office,
    make_party,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def _page(client, case, name="case", **query):
    return client.get(reverse(f"casefile:{name}", args=[case.pk]), query)


@pytest.fixture
def susan_client(cast):
    client = Client()
    client.force_login(cast.susan)
    return client


def test_everything_on_the_case_is_on_one_page(case, nora_client):
    page = _page(nora_client, case).content.decode()
    for shown in (
        "Danny Okafor",
        "WC-44-17",
        "Jan 5, 2026",
        "Dog in the yard",
        "Amina Farouk",
        "(512) 555-0123",
        "Orthopedic follow-up",
        "Send the update",
        "Goals agreed.",
        "Return to modified duty",
        "Torn meniscus",
    ):
        assert shown in page


def test_the_case_page_stays_within_twenty_queries_however_long_the_history(
    case, nora_client, susan_client, now
):
    rows = [_activity(case, now, minutes) for minutes in range(200)]
    Activity.objects.bulk_create(rows)
    for number in range(8):
        make_party(case, "specialist", name=f"S{number}")
        make_followup(case)
    for client in (nora_client, susan_client):
        _page(client, case)
        with CaptureQueriesContext(connection) as asked:
            assert _page(client, case).status_code == 200
        assert len(asked) <= 20
        assert not [one for one in asked if "OFFSET" in one["sql"].upper()]


def _activity(case, now, minutes):
    started = now - timedelta(minutes=minutes)
    return Activity(
        case=case, staff=case.assigned_to, started_at=started, recorded_at=now, kind="call", summary="x"
    )


def test_older_entries_follow_without_a_gap_or_a_double(case, nora, now):
    Activity.objects.bulk_create([_activity(case, now, minutes // 3) for minutes in range(120)])
    seen, after = [], ""
    while True:
        _, page = queries.journal_page(nora, case.pk, after=after)
        seen += [one.pk for one in page.entries]
        after = page.next_key
        if not after:
            break
    assert len(seen) == len(set(seen)) == 122


def test_a_page_key_that_was_tampered_with_shows_the_latest(case, nora):
    _, page = queries.journal_page(nora, case.pk, after="nonsense")
    assert len(page.entries) == 2


def test_it_hides_the_case_from_a_colleague_without_sight(case, olive_client):
    for name in (
        "case",
        "journal",
        "history",
        "as_of",
        "call_sheet",
        "visit_sheet",
        "handoff_sheet",
        "close",
    ):
        assert _page(olive_client, case, name).status_code == 404


def test_whoever_broke_the_glass_sees_it_and_is_told_that_it_is_logged(case, cast, olive_client, now):
    GlassBreak.objects.create(
        staff=cast.olive, case_id=case.pk, reason="x", opened_at=now, expires_at=now + timedelta(days=3650)
    )
    page = _page(olive_client, case).content.decode()
    assert "your sight is logged" in page
    assert "Threatened a caller" not in page


def test_restricted_safety_notes_are_for_the_assigned_and_supervisors(case, nora, susan, audrey, now):
    def shown(viewer):
        return {one.audience for one in queries.case_file(viewer, case.pk, now=now).safety_notes}

    assert shown(nora) == shown(susan) == {"caseload", "restricted"}
    assert SafetyNote.Audience.RESTRICTED not in shown(audrey)


def test_an_auditor_reads_and_finds_nothing_to_change(case, cast):
    client = Client()
    client.force_login(cast.audrey)
    page = _page(client, case).content.decode()
    assert "/new" not in page.split('id="main"')[1].split("</main>")[0]


def test_offices_say_whether_they_are_open(case, nora, now):
    parties = queries.case_file(nora, case.pk, now=now).parties
    states = {one.role: getattr(one, "open_state", None) for one in parties}
    assert states["physician"].css == "ver"
    assert states["adjuster"] is None


def test_the_file_says_what_is_missing_and_what_is_open(case, nora, now):
    file = queries.case_file(nora, case.pk, now=now)
    assert file.number == "WC-44-17"
    assert len(file.open_first_contacts) == 4
    bare = make_case(case.assigned_to)
    assert queries.case_file(nora, bare.pk, now=now).number == ""


def test_cases_of_an_office_are_those_in_sight(case, nora, olive, office, nora_client):
    found = queries.cases_of_office(nora, office.pk)
    assert [one.pk for one, _ in found] == [case.pk]
    assert queries.cases_of_office(olive, office.pk) == []
    url = reverse("casefile:cases_of_office", args=[office.pk])
    assert "Treating physician" in nora_client.get(url).content.decode()
    nobody_there = reverse("casefile:cases_of_office", args=[make_office(name="Quiet Clinic").pk])
    assert "No open case" in nora_client.get(nobody_there).content.decode()
    assert nora_client.get(reverse("casefile:cases_of_office", args=[new_id()])).status_code == 404


def test_the_lists_next_column_is_an_appointment_else_a_to_do(case, nora, now, nora_client):
    todo = make_case(case.assigned_to)
    make_followup(todo, text="Write to the adjuster")
    nothing = make_case(case.assigned_to)
    make_followup(nothing, due_on=None)
    make_appointment(None, staff=case.assigned_to)
    found = queries.next_column(nora, now, [case.pk, todo.pk, nothing.pk])
    assert {pk: one.text for pk, one in found.items()} == {
        case.pk: "Orthopedic follow-up",
        todo.pk: "Write to the adjuster",
    }
    page = nora_client.get(reverse("cases:list")).content.decode()
    assert "Write to the adjuster" in page


def test_the_history_tells_changes_in_words_and_pages_by_sequence(case, nora, now, nora_client):
    for number in range(60):
        cases.update_case(actor=nora, now=now, case_id=case.pk, occupation=f"Roofer {number}")
    _, lines, last = queries.history_of(nora, case.pk)
    assert lines[0].changes == ["Occupation: Roofer 58 to Roofer 59"]
    _, older, end = queries.history_of(nora, case.pk, before=last)
    assert older[-1].words == "Case opened"
    assert end is None
    assert "Roofer 59" in _page(nora_client, case, "history").content.decode()
    fragment = nora_client.get(reverse("casefile:history", args=[case.pk]), {"before": "3"}, headers=HTMX)
    assert "<html" not in fragment.content.decode()
    assert _page(nora_client, case, "history", before="x").status_code == 200


def test_the_case_is_shown_as_it_stood_on_a_day(case, nora, now, nora_client):
    cases.add_party(actor=nora, now=now, case_id=case.pk, role="adjuster", name="Lee Park")
    cases.change_stage(actor=nora, now=now, case_id=case.pk, stage="active")
    identifier = queries.case_file(nora, case.pk, now=now).identifiers[0]
    cases.retire_identifier(actor=nora, now=now, identifier_id=identifier.pk)
    before = queries.stood_on(nora, case.pk, on=(now - timedelta(days=1)).date())
    today = queries.stood_on(nora, case.pk, on=now.date())
    assert dict(before.facts)["Stage"] == "Referral"
    assert dict(today.facts)["Stage"] == "Active treatment"
    assert dict(before.facts)["Assigned to"] == "Nora Field"
    then = dict(before.groups)
    assert len(then["Parties"]) == 2
    assert then["Numbers"] == ["Claim number: WC-44-17"]
    assert dict(today.groups)["Numbers"] == ["Claim number: WC-44-17 (no longer used)"]
    assert len(dict(today.groups)["Parties"]) == 3
    assert queries.stood_on(nora, case.pk, on=(now - timedelta(days=30)).date()).is_empty
    assert "Referral" in _page(nora_client, case, "as_of", on="2026-03-01").content.decode()


@pytest.mark.parametrize("on", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_any_date_is_answered(case, nora_client, on):
    assert _page(nora_client, case, "as_of", on=on).status_code == 200


def test_keys_of_pages_lead_back(now):
    row = new_id()
    assert read_key(write_key(now, row)) == (now, row)
    for broken in ("", "AAAA", "é", write_key(now, row)[:-6]):
        assert read_key(broken) is None or broken


def test_changes_are_told_in_words():
    fields = {
        "stage": ["referral", "active"],
        "name_key": ["a", "b"],
        "is_retired": [False, True],
        "assigned_to_id": ["x", "y"],
        "closed_at": [None, "2026-03-02T14:00:00+00:00"],
        "seen_at": ["nonsense", None],
    }
    assert change_words(fields) == [
        "Stage: referral to active",
        "Is retired: no to yes",
        "Assigned to: another entry to another entry",
        "Closed: nothing to 03/02/2026 14:00 UTC",
        "Seen: nonsense to nothing",
    ]
    assert fact_words({"number": "26-1", "person_id": "x", "note": "", "name_key": "k"}) == [
        ("Number", "26-1")
    ]
    assert verb_words("party_added") == "Party added"


def test_an_unknown_case_is_not_found(nora, now):
    with pytest.raises(NotFound):
        queries.case_file(nora, new_id(), now=now)


def test_entries_that_were_voided_say_why(case, nora_client, now):
    make_activity(case, voided_at=now, void_reason="Wrong case")
    assert "voided: Wrong case" in _page(nora_client, case).content.decode()


def test_what_other_apps_recorded_on_the_case_stood_there_too(case, nora, now):
    promise_followup(actor=nora, now=now, text="Call the pharmacy", case_id=case.pk)
    stood = queries.stood_on(nora, case.pk, on=now.date())
    assert dict(stood.groups)["To-dos"] == ["Call the pharmacy"]


def test_older_entries_are_a_page_of_their_own_without_htmx(case, nora_client):
    assert "<html" in _page(nora_client, case, "journal").content.decode()
    fragment = nora_client.get(reverse("casefile:journal", args=[case.pk]), headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "Goals agreed." in fragment
