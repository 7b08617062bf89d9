"""The referrer's update covers what happened since the last one, is kept while edited, and is told once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from caseday.access.actions import LicenseDetails, add_license
from caseday.access.queries import events_of_chain, signature_for, viewer_for
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case, DutyOffer, Identifier, WorkStatus
from caseday.correspondence.actions.updates import discard_update, save_update, tell_update
from caseday.correspondence.models import Message, Update
from caseday.correspondence.queries.updates import get_update, told_updates, update_of
from caseday.correspondence.rules.updates import HAPPENED, NEXT, QUESTIONS, REQUESTS, WORK
from caseday.correspondence.tests.made import make_account
from caseday.followups import actions as followups
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity, Note
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_followup,
    make_office,
    make_party,
    make_professional,
)

NOON = MONDAY_8 + timedelta(hours=4)


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora)
    office = make_office(email="claims@example.com", preferred_channel="email")
    make_party(case, "adjuster", name="Dana Whitfield", office=office)
    return case


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return viewer_for(cast.nora, now=MONDAY_8)


def tell(nora: Viewer, case: Case, **given: Any) -> Update:
    typed = {"happened": "Seen."} if "sections" not in given else given.pop("sections")
    asked = {"form": "call_notes", "drawn_at": NOON, "now": NOON, **given}
    return tell_update(actor=nora, case_id=case.pk, sections=typed, **asked)


def test_it_covers_what_happened_with_others_since_the_last_one(nora: Viewer, case: Case) -> None:
    visit = make_activity(case, kind="visit", with_name="Dr. Farouk", summary="In short.")
    Note.objects.create(
        activity=visit, case=case, text="Stays on modified duty.", author_id=nora.staff_id, signed_by="N",
        signed_at=MONDAY_8, hash="",
    )  # fmt: skip
    make_activity(case, with_role="adjuster", summary="Spoke with Dana.")
    make_activity(case, kind="travel", summary="Drove.")
    drawn = update_of(nora, case.pk, now=NOON)
    assert "Stays on modified duty." in drawn.sections[HAPPENED]
    assert "Dana" not in drawn.sections[HAPPENED] and "Drove" not in drawn.sections[HAPPENED]
    assert drawn.covered == [["activity", str(visit.pk)]]
    assert drawn.since is None
    told = tell(nora, case)
    assert told.covered == drawn.covered and told.covers_until == NOON
    again = update_of(nora, case.pk, now=NOON + timedelta(hours=1))
    assert again.sections[HAPPENED] == "" and again.since == NOON and again.last == told
    late = make_activity(
        case, started_at=MONDAY_8, summary="Remembered.", recorded_at=NOON + timedelta(minutes=5)
    )
    assert update_of(nora, case.pk, now=NOON + timedelta(hours=1)).covered == [["activity", str(late.pk)]]


def test_work_status_requests_and_next_steps_are_drawn_from_the_file(nora: Viewer, case: Case) -> None:
    physician = make_professional(name="Amina Farouk")
    WorkStatus.objects.create(
        case=case, kind="modified", from_on=date(2026, 3, 1), until_on=date(2026, 4, 1), professional=physician,
        restrictions=[{"kind": "lift", "amount": "20", "unit": "lb", "note": ""}], recorded_at=MONDAY_8,
        staff_id=nora.staff_id,
    )  # fmt: skip
    offer = {"case": case, "offered_on": date(2026, 3, 1), "text": "Desk work"}
    DutyOffer.objects.create(**offer, offered_by="Lee")
    request = followups.open_request(
        actor=nora,
        now=MONDAY_8,
        case_id=case.pk,
        kind="prescription",
        details=RequestDetails(title="Meloxicam"),
    )
    said = Said(by="Kim", role="pharmacy", channel="phone")
    followups.claim_step(
        actor=nora,
        now=MONDAY_8,
        request_id=request.pk,
        step="received_by_pharmacy",
        said=said,
        also_skipped=True,
    )
    make_appointment(case, title="Orthopedic visit", starts_at=MONDAY_8 + timedelta(days=2))
    make_followup(case, text="Chase the report", due_on=date(2026, 3, 3))
    make_followup(case, text="Is therapy certified?", reach_role="adjuster")
    make_followup(case, text="Send the update", reach_role="adjuster", promised_to="adjuster")
    sections = update_of(nora, case.pk, now=NOON).sections
    assert "Farouk" in sections[WORK] and "20 lb" in sections[WORK]
    assert "Offered by Lee: Desk work (no answer yet)" in sections[WORK]
    assert "Meloxicam: " in sections[REQUESTS] and "not verified" in sections[REQUESTS]
    assert "Mar 3: Chase the report" in sections[NEXT] and "Orthopedic visit" in sections[NEXT]
    assert "Is therapy certified?" in sections[QUESTIONS] and "certified" not in sections[NEXT]
    assert "Send the update" not in sections[QUESTIONS], "promised to them"


def test_blocked_and_contradicted_requests_are_told_as_such(nora: Viewer, case: Case) -> None:
    def opened(title: str) -> Any:
        details = RequestDetails(title=title, office_id=make_office(name="Hillside").pk)
        return followups.open_request(
            actor=nora, now=MONDAY_8, case_id=case.pk, kind="prescription", details=details
        )

    def claims(request: Any, step: str, hours: int, by: str, **fields: Any) -> None:
        said = Said(by=by, role="pharmacy", channel="phone")
        at = MONDAY_8 + timedelta(hours=hours)
        followups.claim_step(
            actor=nora, now=at, request_id=request.pk, step=step, said=said, also_skipped=True, **fields
        )

    torn, stuck, done = opened("Gabapentin"), opened("Meloxicam"), opened("Naproxen")
    claims(torn, "received_by_pharmacy", 1, "Kim")
    denied = Said(by="Pat", role="pharmacy", channel="phone")
    at = MONDAY_8 + timedelta(hours=2)
    followups.deny_step(actor=nora, now=at, request_id=torn.pk, step="received_by_pharmacy", said=denied)
    claims(stuck, "covered", 1, "Kim", outcome="rejected", reason="claim number wrong")
    claims(done, "received_by_pharmacy", 1, "Kim", verified_how="portal")
    lines = update_of(nora, case.pk, now=NOON).sections[REQUESTS]
    assert "Gabapentin (Hillside): received by the pharmacy said and denied" in lines
    assert "blocked" in lines and "claim number wrong" in lines
    assert any("Naproxen" in line and line.endswith("verified") for line in lines.splitlines())


def test_it_goes_in_the_way_that_this_adjuster_wants(nora: Viewer, cast: Cast) -> None:
    def form_of(**office: Any) -> str:
        case = make_case(cast.nora)
        make_party(case, "adjuster", office=make_office(**office))
        return update_of(nora, case.pk, now=NOON).form

    assert form_of(preferred_channel="fax", fax="+15125550199") == "fax"
    assert form_of(preferred_channel="portal") == "portal_text"
    assert form_of(preferred_channel="phone") == "call_notes"
    assert form_of(email="claims@example.com") == "email"
    assert form_of() == "call_notes"
    numbered = make_case(cast.nora)
    assert update_of(nora, numbered.pk, now=NOON).subject == f"Update, {numbered.number}"
    Identifier.objects.create(case=numbered, kind="claim_number", value="WC-1", normalized="WC1")
    assert update_of(nora, numbered.pk, now=NOON).subject == "Update, claim WC-1"
    nobody = update_of(nora, make_case(cast.nora).pk, now=NOON)
    assert nobody.form == "email" and nobody.addressee is None and nobody.whom == nobody.role_word


def test_a_draft_is_kept_once_something_was_typed(nora: Viewer, case: Case) -> None:
    asked = {"actor": nora, "case_id": case.pk, "form": "email", "drawn_at": NOON}
    draft = save_update(**asked, now=NOON, sections={"happened": "Typed."})
    assert update_of(nora, case.pk, now=NOON + timedelta(hours=1)).sections[HAPPENED] == "Typed."
    saved = save_update(**asked, now=NOON, sections={"happened": "More."}, base_version=draft.version)
    assert saved.pk == draft.pk and saved.version == 2
    with pytest.raises(Invalid, match="another window"):
        save_update(**asked, now=NOON, sections={"happened": "Lost?"}, base_version=1)
    told = tell(nora, case, sections={"happened": "More."})
    assert told.pk == draft.pk and told.state == "told"
    with pytest.raises(Invalid, match="told already"):
        discard_update(actor=nora, now=NOON, update_id=told.pk)
    again = save_update(**asked, now=NOON, sections={"happened": "Next."})
    discard_update(actor=nora, now=NOON, update_id=again.pk)
    assert update_of(nora, case.pk, now=NOON).draft is None


def test_told_by_phone_it_is_an_entry_of_the_journal(nora: Viewer, case: Case) -> None:
    asked = make_followup(case, text="Update Dana", reach_role="adjuster")
    told_id = new_id()
    told = tell(nora, case, kept=[asked.pk], id=told_id)
    entry = Activity.objects.get(pk=told.activity_id)
    assert (entry.kind, entry.with_role, entry.with_name) == ("call", "adjuster", "Dana Whitfield")
    assert not entry.needs_note
    assert FollowUp.objects.get(pk=asked.pk).state == "done"
    assert tell(nora, case, id=told_id) == told
    assert [one.pk for one in told_updates(case.pk)] == [told.pk]
    pasted = tell(nora, case, form="portal_text")
    assert Activity.objects.get(pk=pasted.activity_id).kind == "message"
    verbs = [one.verb for one in events_of_chain(case.pk)]
    assert verbs.count("update_told") == 2


def test_by_mail_it_is_queued_and_requests_know_that_they_were_told(nora: Viewer, case: Case) -> None:
    request = followups.open_request(
        actor=nora,
        now=MONDAY_8,
        case_id=case.pk,
        kind="authorization",
        details=RequestDetails(title="Therapy"),
    )
    said = Said(by="Kim", role="physician", channel="phone")
    followups.claim_step(
        actor=nora, now=MONDAY_8, request_id=request.pk, step="requested", said=said, verified_how="receiver"
    )
    make_account(smtp_host="127.0.0.1", smtp_security="none")
    drawn = update_of(nora, case.pk, now=NOON)
    told = tell(nora, case, form="email", confirmed=frozenset({"consent", "address", "unknown_address"}))
    message = Message.objects.get(pk=told.message_id)
    assert message.state == "queued" and not message.is_incoming
    assert "Seen." in message.body.text and message.body.text.startswith("Hello Dana,")
    assert bool(drawn.to_tell) == bool(request.told.count())
    assert update_of(nora, case.pk, now=NOON + timedelta(minutes=1)).to_tell == []


def test_what_cannot_be_told_says_what_to_do(nora: Viewer, case: Case, cast: Cast) -> None:
    with pytest.raises(Invalid, match="nothing to tell"):
        tell(nora, case, sections={})
    with pytest.raises(Invalid, match="no fax number of Dana"):
        tell(nora, case, form="fax")
    with pytest.raises(Invalid, match="Choose how"):
        tell(nora, case, form="pigeon")
    with pytest.raises(Invalid, match="too long"):
        tell(nora, case, sections={"happened": "x" * 20_001})
    bare = make_case(cast.nora)
    with pytest.raises(Invalid, match="no email address"):
        tell(nora, bare, form="email")
    with pytest.raises(Refused):
        tell(viewer_for(cast.audrey, now=NOON), case)
    for outsider in (viewer_for(cast.olive, now=NOON),):
        with pytest.raises(NotFound):
            update_of(outsider, case.pk, now=NOON)
        with pytest.raises(NotFound):
            get_update(outsider, tell(nora, case).pk)
    with pytest.raises(NotFound):
        get_update(nora, new_id())


def test_the_pages_keep_what_was_typed(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(cast.nora)
    make_activity(case, kind="visit", summary="Walks without a cane.")
    url = f"/messages/update/{case.pk}/"
    assert b"Walks without a cane." in client.get(url).content
    typed = {"section-happened": "My words.", "form": "fax", "drawn_at": NOON.isoformat(), "version": "0"}
    saved = client.post(url + "save", typed)
    assert saved.status_code == 200 and b"Draft saved" in saved.content
    assert client.post(url + "save", typed).status_code == 422
    refused = client.post(url + "tell", typed)
    assert (
        refused.status_code == 422 and b"My words." in refused.content and b"no fax number" in refused.content
    )
    odd = {**typed, "form": "call_notes", "drawn_at": "soon", "version": "x" * 20}
    assert client.post(url + "tell", odd).status_code == 302
    told = Update.objects.get(state="told")
    assert b"My words." in client.get(f"/messages/updates/{told.pk}/").content
    naive = {**typed, "form": "call_notes", "drawn_at": "2026-03-02T10:00:00"}
    assert client.post(url + "save", naive).status_code == 200
    draft = Update.objects.get(state="draft")
    assert client.post(f"/messages/updates/{draft.pk}/discard").status_code == 302
    assert client.post(url + "tell", {"do": "draw", "form": "email"}).status_code == 302


def test_it_asks_a_bounded_number_of_queries(
    nora: Viewer, case: Case, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_activity(case, kind="visit")
        make_followup(case)
    with django_assert_max_num_queries(24):
        update_of(nora, case.pk, now=NOON)


def test_it_is_signed_with_the_credentials_that_hold_on_the_day(nora: Viewer, case: Case) -> None:
    add_license(
        actor=nora, now=NOON, staff_id=nora.staff_id,
        details=LicenseDetails(kind="ccm", number="1", expires_on=date(2026, 3, 31)),
    )  # fmt: skip
    assert update_of(nora, case.pk, now=NOON).text(nora, NOON).endswith("Nora Field, RN, CCM")
    later = NOON + timedelta(days=60)
    assert update_of(nora, case.pk, now=later).text(nora, later).endswith("Nora Field, RN")
    assert signature_for(system_viewer("Clock"), NOON) == "Clock"
