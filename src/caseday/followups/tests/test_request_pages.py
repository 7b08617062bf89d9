"""The pages of a request: three taps from the visit, one tap at a step, nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.documents.models import Document
from caseday.followups import actions, queries
from caseday.followups.actions import FirstSaid, RequestDetails, Said
from caseday.followups.models import ClockRun, FollowUp, Request, StepClaim
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_office,
    make_party,
    make_professional,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, onset_on=date(2026, 1, 12))


@pytest.fixture
def asked(case: Case, nora: Viewer) -> Request:
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="prescription", details=RequestDetails(title="Ibuprofen"),
        first=FirstSaid("prescribed", Said(by="Dr. Farouk", role="physician", channel="in_person")),
    )  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"followups:{name}", args=args)


def version(asked: Request, viewer: Viewer) -> int:
    return queries.get_followed(viewer, asked.pk).version


@pytest.mark.django_db
def test_at_the_visit_the_referral_is_taken_down_in_three_taps(case: Case, nora_client: Client) -> None:
    office = make_office()
    farouk = make_professional(office=office)
    party = make_party(case, "physician", professional=farouk, office=office, name="")
    visit = make_appointment(case, office=office)
    kinds = nora_client.get(f"{url('new_request')}?case={case.pk}&at_appointment={visit.pk}")
    step = "kind=specialist_referral&amp;at_appointment="
    assert step in kinds.content.decode()
    page = nora_client.get(
        f"{url('new_request')}?case={case.pk}&kind=specialist_referral&at_appointment={visit.pk}"
    )
    said = page.context["said"]
    assert (said["speaker"].value(), said["channel"].value()) == (str(party.pk), "in_person")
    form = {
        "case": case.pk, "kind": "specialist_referral", "at_appointment": visit.pk, "appointment": visit.pk,
        "speaker": party.pk, "channel": "in_person", "said_step": "ordered", "id": new_id(),
    }  # fmt: skip
    for _ in range(2):
        answer = nora_client.post(url("new_request"), form)
    request = Request.objects.get()
    assert answer.headers["Location"] == url("request", request.pk)
    claim = StepClaim.objects.get()
    assert (claim.said_by, claim.said_role, claim.channel, claim.office_id, claim.verified_at) == (
        "Amina Farouk, MD", "physician", "in_person", office.pk, None,
    )  # fmt: skip
    shown = nora_client.get(answer.headers["Location"])
    assert "said Amina Farouk, MD" in shown.content.decode()


@pytest.mark.django_db
def test_from_a_call_a_request_is_only_followed(case: Case, nora_client: Client, nora: Viewer) -> None:
    activity = new_id()
    kinds = nora_client.get(f"{url('new_request')}?case={case.pk}&activity={activity}")
    assert f"activity={activity}" in kinds.content.decode()
    form = {"case": case.pk, "kind": "therapy", "title": "Knee", "activity": activity, "units_approved": "12"}
    nora_client.post(url("new_request"), form)
    request = Request.objects.get()
    assert (request.title, request.source_activity_id, request.units_approved) == ("Knee", activity, 12)
    more = f"{url('new_request')}?case={case.pk}&kind=therapy&renews={request.pk}"
    assert "goes on from" in nora_client.get(more).content.decode()
    nora_client.post(url("new_request"), {"case": case.pk, "kind": "therapy", "renews": request.pk})
    assert Request.objects.exclude(pk=request.pk).get().part_of_id == request.pk


@pytest.mark.django_db
def test_what_is_wrong_in_a_new_request_keeps_what_was_typed(case: Case, nora_client: Client) -> None:
    page = nora_client.post(url("new_request"), {
        "case": case.pk, "kind": "imaging", "title": "MRI", "whom": "Nobody", "needed_by": "2025-01-01T10:00",
    })  # fmt: skip
    body = page.content.decode()
    assert page.status_code == 422 and "not in the directory" in body and 'value="MRI"' in body
    early = nora_client.post(
        url("new_request"), {"case": case.pk, "kind": "imaging", "needed_by": "2025-01-01T10:00"}
    )
    assert early.status_code == 422 and b"before the injury" in early.content
    late = nora_client.post(url("new_request"), {
        "case": case.pk, "kind": "imaging", "said_step": "ordered", "happened_on": "2025-01-01",
    })  # fmt: skip
    assert late.status_code == 422 and b"before the injury" in late.content
    assert not Request.objects.exists()


@pytest.mark.django_db
def test_without_a_case_one_chooses_it(case: Case, nora_client: Client) -> None:
    assert case.number in nora_client.get(url("new_request")).content.decode()


@pytest.mark.django_db
def test_one_tap_says_one_tap_verifies_one_tap_denies(
    asked: Request, nora_client: Client, nora: Viewer
) -> None:
    same = {"channel": "phone", "how": "receiver", "name": "Kim"}
    say = nora_client.post(
        url("claim_step", asked.pk, "received_by_pharmacy"),
        same | {"version": version(asked, nora)},
        headers=HTMX,
    )
    assert say.status_code == 200 and b'id="request"' in say.content and b"<html" not in say.content
    claim = StepClaim.objects.get(step="received_by_pharmacy")
    assert (claim.said_by, claim.verified_at) == ("Kim", None)
    nora_client.post(url("verify_step", claim.pk), same | {"version": version(asked, nora)}, headers=HTMX)
    claim.refresh_from_db()
    assert claim.verified_how == "receiver"
    denied = nora_client.post(url("deny_step", asked.pk, "received_by_pharmacy"), same | {"name": "Pat"})
    assert denied.status_code == 302
    page = nora_client.get(url("request", asked.pk)).content.decode()
    assert "they contradict each other" in page and "Nothing here, they say" in page


@pytest.mark.django_db
def test_seen_and_verified_is_one_tap_too(asked: Request, nora_client: Client) -> None:
    form = {"channel": "portal", "how": "portal", "verified": "1"}
    nora_client.post(url("claim_step", asked.pk, "received_by_pharmacy"), form)
    assert StepClaim.objects.get(step="received_by_pharmacy").verified_how == "portal"


@pytest.mark.django_db
def test_a_tap_that_lacks_something_asks_for_it_and_keeps_the_rest(
    asked: Request, nora_client: Client
) -> None:
    tap = {"channel": "phone", "how": "receiver", "name": "Kim", "outcome": "rejected"}
    page = nora_client.post(url("claim_step", asked.pk, "covered"), tap, headers=HTMX)
    assert page.status_code == 422 and b"needs the reason" in page.content
    form = page.context["form"]
    assert (form["name"].value(), form["outcome"].value(), form["how"].value()) == ("Kim", "rejected", "")
    whole = tap | {"reason": "Claim number unknown", "at": "", "how": ""}
    page = nora_client.post(url("claim_step", asked.pk, "covered"), whole)
    assert page.status_code == 422 and "“Received by the pharmacy” comes before" in page.content.decode()
    assert b"also_skipped" in page.content
    nora_client.post(url("claim_step", asked.pk, "covered"), whole | {"also_skipped": "on"})
    asked.refresh_from_db()
    assert asked.state == "blocked" and StepClaim.objects.count() == 3
    page = nora_client.get(url("request", asked.pk)).content.decode()
    assert "Rejected: Claim number unknown" in page and "They say: covered" in page


@pytest.mark.django_db
def test_the_second_of_two_people_sees_the_first_and_can_send_again(
    asked: Request, nora_client: Client, carl: Viewer, nora: Viewer
) -> None:
    seen = version(asked, nora)
    said = Said(by="Kim", channel="phone")
    now = clock.now()
    actions.claim_step(actor=carl, now=now, request_id=asked.pk, step="received_by_pharmacy", said=said)
    tap = {"name": "Pat", "channel": "phone", "version": seen}
    page = nora_client.post(url("claim_step", asked.pk, "received_by_pharmacy"), tap)
    assert page.status_code == 422 and b"Meanwhile Carl Cover wrote down" in page.content
    again = tap | {"version": page.context["form"]["version"].value()}
    assert nora_client.post(url("claim_step", asked.pk, "received_by_pharmacy"), again).status_code == 302
    mine = StepClaim.objects.get(said_by="Pat")
    stale = nora_client.post(url("verify_step", mine.pk), {"how": "portal", "version": seen}, headers=HTMX)
    assert stale.status_code == 422 and b"Meanwhile" in stale.content
    assert nora_client.post(url("verify_step", mine.pk), {"how": "", "version": "x"}).status_code == 422


@pytest.mark.django_db
def test_the_step_pages_and_withdrawing(asked: Request, nora_client: Client, nora: Viewer) -> None:
    for name in ("claim_step", "deny_step"):
        page = nora_client.get(url(name, asked.pk, "covered"))
        assert page.status_code == 200 and b"Write it down" in page.content
        assert nora_client.get(url(name, asked.pk, "teleported")).status_code == 404
    claim = StepClaim.objects.get()
    assert nora_client.get(url("withdraw_claim", claim.pk)).status_code == 200
    assert nora_client.post(url("withdraw_claim", claim.pk), {"reason": ""}).status_code == 422
    assert nora_client.post(url("withdraw_claim", claim.pk), {"reason": "x" * 201}).status_code == 422
    nora_client.post(url("withdraw_claim", claim.pk), {"reason": "Other patient"})
    page = nora_client.get(url("request", asked.pk)).content.decode()
    assert "1 set aside" in page and "Other patient" in page


@pytest.mark.django_db
def test_told_papers_units_and_clocks_are_one_tap_each(
    asked: Request, case: Case, nora_client: Client, nora: Viewer
) -> None:
    claim = StepClaim.objects.get()
    actions.verify_step(actor=nora, now=MONDAY_8, claim_id=claim.pk, how="saw_paper")
    assert "to be told" in nora_client.get(url("request", asked.pk)).content.decode()
    cell = {
        "role": "client",
        "claim": claim.pk,
        "channel": "phone",
        "id": new_id(),
        "proof": "She repeated it",
    }
    for _ in range(2):
        nora_client.post(url("tell", asked.pk), cell, headers=HTMX)
    assert asked.told.count() == 1
    assert " · She repeated it" in nora_client.get(url("request", asked.pk)).content.decode()
    assert nora_client.post(url("tell", asked.pk), {"role": ""}).status_code == 422
    paper = Document.objects.create(case=case, staff=case.assigned_to, title="Script", received_at=MONDAY_8)
    assert "Script" in nora_client.get(url("request", asked.pk)).content.decode()
    nora_client.post(url("file_paper", asked.pk), {"document": paper.pk})
    assert nora_client.post(url("file_paper", asked.pk), {"document": ""}).status_code == 422
    assert nora_client.post(url("file_paper", asked.pk), {"document": new_id()}).status_code == 422
    nora_client.post(url("use_units", asked.pk), {"units": "1", "expected": "0"})
    assert nora_client.post(url("use_units", asked.pk), {"units": "1", "expected": "0"}).status_code == 422
    assert nora_client.post(url("use_units", asked.pk), {"units": "many"}).status_code == 422
    actions.use_units(actor=nora, now=MONDAY_8, request_id=asked.pk, units=-1)
    run = ClockRun.objects.create(
        request=asked, clock="appeal", jurisdiction="TX", words="within 30 days", started_at=MONDAY_8,
        due_at=MONDAY_8 + timedelta(days=30),
    )  # fmt: skip
    assert "within 30 days" in nora_client.get(url("request", asked.pk)).content.decode()
    assert nora_client.post(url("change_clock", run.pk, "pause")).status_code == 422
    assert nora_client.post(url("change_clock", run.pk, "resume")).status_code == 302
    assert nora_client.post(url("change_clock", run.pk, "explode")).status_code == 404
    nora_client.post(url("change_clock", run.pk, "stop"), {"reason": "Settled"})
    assert "stopped" in nora_client.get(url("request", asked.pk)).content.decode()


@pytest.mark.django_db
def test_a_request_is_edited_finished_dropped_and_opened_again(
    asked: Request, case: Case, nora_client: Client
) -> None:
    farouk = make_professional(office=make_office())
    visit = make_appointment(case)
    edit = url("change_request", asked.pk)
    assert nora_client.get(edit).status_code == 200
    nora_client.post(
        edit, {"title": "Naproxen", "whom": "Amina Farouk", "appointment": visit.pk, "side": "left"}
    )
    asked.refresh_from_db()
    assert (asked.title, asked.professional_id, asked.appointment_id) == ("Naproxen", farouk.pk, visit.pk)
    office = make_office()
    nora_client.post(edit, {"whom": office.name, "appointment": ""})
    Request.objects.filter(pk=asked.pk).update(appointment=make_appointment(make_case(case.assigned_to)))
    assert office.name in nora_client.get(edit).content.decode()
    Request.objects.filter(pk=asked.pk).update(professional=farouk, appointment=visit)
    assert f"Amina Farouk, MD · {farouk.office.name}" in nora_client.get(edit).content.decode()
    assert nora_client.post(edit, {"needed_by": "2020-01-01T10:00"}).status_code == 422
    assert nora_client.get(url("finish_request", asked.pk)).status_code == 200
    assert nora_client.post(url("finish_request", asked.pk), {"reason": ""}).status_code == 422
    nora_client.post(url("finish_request", asked.pk), {"reason": "Not needed"})
    assert "Not needed" in nora_client.get(url("request", asked.pk)).content.decode()
    assert nora_client.post(url("drop_request", asked.pk), {"reason": "Again"}).status_code == 422
    nora_client.post(url("reopen_request", asked.pk))
    nora_client.post(url("drop_request", asked.pk), {"reason": "Allergic"})
    assert "Dropped" in nora_client.get(url("request", asked.pk)).content.decode()


@pytest.mark.django_db
def test_the_lists_show_how_far_each_is(
    asked: Request, case: Case, nora_client: Client, nora: Viewer
) -> None:
    actions.open_request(actor=nora, now=MONDAY_8, case_id=case.pk, kind="therapy", details=RequestDetails())
    for path in (url("requests"), url("requests_of_case", case.pk)):
        body = nora_client.get(path).content.decode()
        assert "said: prescribed" in body and "nothing said yet" in body
    card = nora_client.get(url("requests_of_case", case.pk), headers=HTMX).content.decode()
    assert 'id="requests"' in card and "<html" not in card


@pytest.mark.django_db
def test_the_page_costs_a_bounded_number_of_queries(
    asked: Request, case: Case, nora_client: Client, nora: Viewer, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        make_party(case)
        FollowUp.objects.create(
            case=case, staff=case.assigned_to, request=asked, text="Call", promised_at=MONDAY_8
        )
    nora_client.get(url("request", asked.pk))
    with django_assert_max_num_queries(24):
        assert nora_client.get(url("request", asked.pk)).status_code == 200
