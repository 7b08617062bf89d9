"""A request is opened, claimed, denied, verified, withdrawn, ended; said is kept apart from verified throughout."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import Request, StepClaim
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

LATER = MONDAY_8 + timedelta(hours=3)
BY_PHONE = Said(by="Kim", role="pharmacy", channel="phone")


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, onset_on=date(2026, 1, 12))


def opened(actor: Viewer, case: Case, kind: str = "prescription", **fields: object) -> Request:
    details = RequestDetails(**{"title": "Hydrocodone", **fields})  # type: ignore[arg-type]
    return actions.open_request(actor=actor, now=MONDAY_8, case_id=case.pk, kind=kind, details=details)


def claim(
    actor: Viewer, request: Request, step: str, *, said: Said = BY_PHONE, **fields: object
) -> StepClaim:
    at = fields.pop("now", LATER)
    return actions.claim_step(actor=actor, now=at, request_id=request.pk, step=step, said=said, **fields)  # type: ignore[arg-type]


def states(viewer: Viewer, request: Request) -> dict[str, str]:
    standing = queries.get_followed(viewer, request.pk).standing
    return {one.rung.slug: str(one.state) for one in standing.steps if one.state != "not_yet"}


@pytest.mark.django_db
def test_a_request_sent_twice_is_stored_once(case: Case, nora: Viewer) -> None:
    wanted = new_id()
    for title in ("Hydrocodone", "Changed"):
        found = actions.open_request(
            actor=nora, now=MONDAY_8, case_id=case.pk, kind="prescription",
            details=RequestDetails(title=title), id=wanted,
        )  # fmt: skip
        assert (found.pk, found.title) == (wanted, "Hydrocodone")


@pytest.mark.django_db
def test_without_a_title_it_is_named_as_its_kind(case: Case, nora: Viewer) -> None:
    assert opened(nora, case, title=" ").title == "Prescription"
    assert [one.summary for one in events_of_chain(case.pk)] == ["Prescription"]


@pytest.mark.django_db
def test_bad_details_say_what_to_do(case: Case, nora: Viewer) -> None:
    with pytest.raises(Invalid, match="Choose what is asked for"):
        opened(nora, case, "wish")
    with pytest.raises(Invalid) as error:
        opened(nora, case, needed_by=datetime(2025, 3, 2, tzinfo=UTC), expires_on=date(2024, 1, 1))
    assert set(error.value.problems) == {"needed_by", "expires_on"}
    for name in ("office_id", "professional_id", "appointment_id", "part_of_id"):
        with pytest.raises(Invalid, match="Choose again"):
            opened(nora, case, **{name: new_id()})
    other = make_appointment(make_case(case.assigned_to))
    with pytest.raises(Invalid, match="Choose again"):
        opened(nora, case, appointment_id=other.pk)


@pytest.mark.django_db
def test_change_keeps_the_title_where_none_is_given(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    office = make_office()
    details = RequestDetails(office_id=office.pk, side="left", reference="RX 1", needed_by=LATER)
    changed = actions.change_request(actor=nora, now=LATER, request_id=request.pk, details=details)
    assert (changed.title, changed.office_id, changed.side) == ("Hydrocodone", office.pk, "left")


@pytest.mark.django_db
def test_said_is_not_verified_and_verifying_is_a_second_step(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    said = claim(
        nora, request, "prescribed", said=Said(by="Dr. Farouk", role="physician", channel="in_person")
    )
    assert states(nora, request) == {"prescribed": "said"}
    for _ in range(2):
        seen = actions.verify_step(actor=nora, now=LATER, claim_id=said.pk, how="receiver")
    assert (seen.verified_how, seen.verified_by_id) == ("receiver", nora.staff_id)
    assert states(nora, request) == {"prescribed": "verified"}
    verbs = [one.verb for one in events_of_chain(case.pk)]
    assert verbs == ["request_opened", "step_claimed", "step_verified"]


@pytest.mark.django_db
def test_verifying_needs_a_way_and_a_claim_that_counts(case: Case, nora: Viewer) -> None:
    said = claim(nora, opened(nora, case), "prescribed")
    with pytest.raises(Invalid, match="Say how you know it"):
        actions.verify_step(actor=nora, now=LATER, claim_id=said.pk, how="guess")
    with pytest.raises(Invalid, match="Say why it does not count"):
        actions.withdraw_claim(actor=nora, now=LATER, claim_id=said.pk, reason=" ")
    for _ in range(2):
        actions.withdraw_claim(actor=nora, now=LATER, claim_id=said.pk, reason="Other patient")
    with pytest.raises(Invalid, match="withdrawn"):
        actions.verify_step(actor=nora, now=LATER, claim_id=said.pk, how="portal")
    assert StepClaim.objects.get().withdrawn_reason == "Other patient"


@pytest.mark.django_db
def test_a_step_that_skips_mandatory_ones_is_refused_and_offers_to_claim_them_along(
    case: Case, nora: Viewer
) -> None:
    request = opened(nora, case)
    with pytest.raises(Invalid) as error:
        claim(nora, request, "covered", outcome="covered")
    assert error.value.problems["also_skipped"].startswith(
        "“Prescribed” and “Received by the pharmacy” come before"
    )
    claim(nora, request, "received_by_pharmacy", also_skipped=True)
    assert states(nora, request) == {"prescribed": "said", "received_by_pharmacy": "said"}
    with pytest.raises(Invalid, match="“Covered” comes before"):
        claim(nora, request, "filled", outcome="filled")
    claim(nora, request, "filled", outcome="filled", also_skipped=True)
    assert StepClaim.objects.get(step="covered").outcome == "covered"


@pytest.mark.django_db
def test_bad_claims_say_what_to_do_and_store_nothing(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    with pytest.raises(Invalid, match="before the injury"):
        claim(nora, request, "prescribed", said=Said(happened_on=date(2025, 12, 31)))
    with pytest.raises(Invalid, match="not come yet"):
        claim(nora, request, "prescribed", said=Said(happened_on=date(2026, 3, 3)))
    with pytest.raises(Invalid) as error:
        claim(nora, request, "prescribed", said=Said(
            at=LATER + timedelta(1), channel="smoke", office_id=new_id(), document_id=new_id(),
        ))  # fmt: skip
    assert set(error.value.problems) == {"at", "channel", "office", "document"}
    with pytest.raises(Invalid, match="does not know the step"):
        claim(nora, request, "teleported")
    with pytest.raises(Invalid, match="Say how it ended: covered, rejected"):
        claim(nora, request, "covered", also_skipped=True)
    with pytest.raises(Invalid, match="no outcomes"):
        claim(nora, request, "prescribed", outcome="covered")
    with pytest.raises(Invalid, match="needs the reason"):
        claim(nora, request, "covered", outcome="rejected", also_skipped=True)
    with pytest.raises(Invalid, match="Say how you know it"):
        claim(nora, request, "prescribed", verified_how="guess")
    assert not StepClaim.objects.exists()


@pytest.mark.django_db
def test_rejected_blocks_and_covered_clears_it(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    claim(nora, request, "covered", outcome="rejected", reason="Claim number unknown", also_skipped=True)
    request.refresh_from_db()
    assert (request.state, request.blocked_reason) == ("blocked", "Rejected: Claim number unknown")
    assert request.blocked_at == LATER
    assert queries.get_followed(nora, request.pk).who_answers == ["Pharmacy", "Adjuster"]
    claim(nora, request, "covered", outcome="covered", now=LATER + timedelta(hours=1))
    request.refresh_from_db()
    assert (request.state, request.blocked_reason, request.blocked_at) == ("open", "", None)


@pytest.mark.django_db
def test_nothing_here_beside_definitely_put_in_keeps_both(case: Case, nora: Viewer, cast: Cast) -> None:
    request = opened(nora, case, "specialist_referral", title="")
    claim(nora, request, "ordered", said=Said(by="Dr. Farouk", role="physician", channel="in_person"))
    wanted = new_id()
    for _ in range(2):
        actions.deny_step(
            actor=nora, now=LATER, request_id=request.pk, step="ordered", id=wanted,
            said=Said(by="Front desk", role="physician", channel="phone"),
        )  # fmt: skip
    assert states(nora, request) == {"ordered": "contradicted"}
    assert StepClaim.objects.count() == 2
    (found,) = queries.open_requests(nora)
    assert [one.rung.slug for one in found.standing.contradicted] == ["ordered"]


@pytest.mark.django_db
def test_verifying_the_last_step_ends_it_and_withdrawing_opens_it_again(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    last = claim(nora, request, "picked_up", also_skipped=True, verified_how="has_it")
    request.refresh_from_db()
    assert (request.state, request.end_reason, request.ended_at) == ("done", "Picked up", LATER)
    assert actions.reopen_request(actor=nora, now=LATER, request_id=request.pk).state == "done"
    actions.withdraw_claim(actor=nora, now=LATER, claim_id=last.pk, reason="It was another bag")
    request.refresh_from_db()
    assert (request.state, request.ended_at) == ("open", None)


@pytest.mark.django_db
def test_a_final_outcome_ends_it(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    said = claim(nora, request, "covered", outcome="replaced", reason="Another pill", also_skipped=True)
    actions.verify_step(actor=nora, now=LATER + timedelta(hours=1), claim_id=said.pk, how="portal")
    request.refresh_from_db()
    assert request.ended_at == LATER
    assert (request.state, request.end_reason) == ("done", "Replaced by another prescription: Another pill")


@pytest.mark.django_db
def test_finished_by_hand_stays_so_whatever_is_said_later(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    with pytest.raises(Invalid, match="Say how it ended"):
        actions.finish_request(actor=nora, now=LATER, request_id=request.pk, result=" ")
    for _ in range(2):
        actions.finish_request(actor=nora, now=LATER, request_id=request.pk, result="Not needed")
    claim(nora, request, "prescribed")
    request.refresh_from_db()
    assert (request.state, request.end_reason) == ("done", "Not needed")
    assert actions.reopen_request(actor=nora, now=LATER, request_id=request.pk).state == "open"
    assert actions.reopen_request(actor=nora, now=LATER, request_id=request.pk).state == "open"


@pytest.mark.django_db
def test_dropping_needs_a_reason_and_can_be_undone(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    with pytest.raises(Invalid, match="Say why"):
        actions.drop_request(actor=nora, now=LATER, request_id=request.pk, reason="")
    actions.drop_request(actor=nora, now=LATER, request_id=request.pk, reason="Allergic")
    with pytest.raises(Invalid, match="dropped"):
        claim(nora, request, "prescribed")
    with pytest.raises(Invalid, match="ended already"):
        actions.drop_request(actor=nora, now=LATER, request_id=request.pk, reason="Again")
    assert actions.reopen_request(actor=nora, now=LATER, request_id=request.pk).state == "open"


@pytest.mark.django_db
def test_what_was_dropped_stays_dropped_when_an_old_claim_is_verified(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    said = claim(nora, request, "prescribed")
    actions.drop_request(actor=nora, now=LATER, request_id=request.pk, reason="Allergic")
    actions.verify_step(actor=nora, now=LATER, claim_id=said.pk, how="portal")
    request.refresh_from_db()
    assert request.state == "dropped"


@pytest.mark.django_db
def test_units_are_counted_once_and_never_above_what_was_approved(case: Case, nora: Viewer) -> None:
    request = opened(nora, case, "therapy", units_approved=12, unit_word="visits")

    def use(units: int, expected: int | None = None) -> int:
        return actions.use_units(
            actor=nora, now=LATER, request_id=request.pk, units=units, expected=expected
        ).units_used

    assert use(10, expected=0) == 10
    with pytest.raises(Invalid, match="Meanwhile 10"):
        use(10, expected=0)
    with pytest.raises(Invalid, match="Only 2 of 12 visits are left"):
        use(3)
    with pytest.raises(Invalid, match="how many visits"):
        use(0)
    with pytest.raises(Invalid, match="how many visits"):
        use(-11)
    assert use(-1) == 9
    free = opened(nora, case, "therapy")
    assert actions.use_units(actor=nora, now=LATER, request_id=free.pk, units=40).units_used == 40


@pytest.mark.django_db
def test_who_comes_second_sees_what_the_other_recorded(case: Case, nora: Viewer, carl: Viewer) -> None:
    request = opened(nora, case)
    seen = queries.get_followed(nora, request.pk).version
    mine = claim(
        carl, request, "prescribed", said=Said(by="Kim", role="pharmacy", channel="phone"), expected=seen
    )
    with pytest.raises(
        Invalid, match=r"Meanwhile Carl Cover wrote down: Prescribed, said Kim \(pharmacy\), phone"
    ):
        claim(nora, request, "prescribed", expected=seen)
    actions.verify_step(actor=carl, now=LATER, claim_id=mine.pk, how="portal", expected=seen + 1)
    with pytest.raises(Invalid, match="Meanwhile Carl Cover verified: Prescribed"):
        actions.deny_step(
            actor=nora, now=LATER, request_id=request.pk, step="prescribed", said=Said(), expected=seen
        )
    with pytest.raises(Invalid, match="Meanwhile"):
        actions.withdraw_claim(actor=nora, now=LATER, claim_id=mine.pk, reason="x", expected=seen)
    actions.withdraw_claim(actor=carl, now=LATER, claim_id=mine.pk, reason="Wrong name")
    with pytest.raises(Invalid, match="was withdrawn: Wrong name"):
        claim(nora, request, "prescribed", expected=seen)
    actions.deny_step(actor=nora, now=LATER, request_id=request.pk, step="prescribed", said=Said())
    with pytest.raises(Invalid, match="not Prescribed, said somebody"):
        claim(nora, request, "prescribed", expected=seen, now=LATER + timedelta(hours=1))
    assert StepClaim.objects.count() == 2


@pytest.mark.django_db
def test_a_claim_retried_is_stored_once_though_the_version_has_moved(case: Case, nora: Viewer) -> None:
    request, wanted = opened(nora, case), new_id()
    for _ in range(2):
        assert claim(nora, request, "prescribed", id=wanted, expected=0).pk == wanted
    assert StepClaim.objects.count() == 1
    with pytest.raises(Invalid, match="older than what you tapped last"):
        claim(nora, request, "received_by_pharmacy", id=wanted)


@pytest.mark.django_db
def test_a_kind_that_the_pack_has_dropped_is_still_shown(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    claim(nora, request, "prescribed")
    Request.objects.filter(pk=request.pk).update(kind="carrier_pigeon")
    one = queries.get_followed(nora, request.pk)
    assert (one.kind_word, one.matrix.rows, one.standing.steps[0].rung.word) == (
        "Carrier pigeon",
        (),
        "Prescribed",
    )
    with pytest.raises(Invalid, match="does not know"):
        claim(nora, request, "prescribed")


@pytest.mark.django_db
def test_sight_follows_the_case_and_auditors_change_nothing(
    case: Case,
    cast: Cast,
    nora: Viewer,
    carl: Viewer,
    susan: Viewer,
    olive: Viewer,
    adam: Viewer,
    audrey: Viewer,
) -> None:
    request = opened(nora, case)
    said = claim(nora, request, "prescribed")
    for viewer in (nora, carl, susan, audrey):
        assert queries.get_followed(viewer, request.pk).row == request
        assert queries.get_claim(viewer, said.pk) == said
    for viewer in (olive, adam):
        for read in (lambda v: queries.get_followed(v, request.pk), lambda v: queries.get_claim(v, said.pk)):
            with pytest.raises(NotFound):
                read(viewer)
        with pytest.raises(NotFound):
            queries.requests_of_case(viewer, case.pk)
    for act in (lambda: claim(audrey, request, "prescribed"), lambda: opened(audrey, case)):
        with pytest.raises(Refused, match="follow requests"):
            act()
    with pytest.raises(NotFound):
        claim(olive, request, "prescribed")
    with pytest.raises(Refused, match="yourself"):
        actions.open_request(
            actor=nora, now=MONDAY_8, case_id=case.pk, kind="therapy",
            details=RequestDetails(), staff_id=cast.olive.pk,
        )  # fmt: skip


@pytest.mark.django_db
def test_the_program_itself_writes_in_the_name_of_who_follows_it(case: Case, cast: Cast) -> None:
    system = system_viewer()
    request = actions.open_request(
        actor=system, now=MONDAY_8, case_id=case.pk, kind="therapy", details=RequestDetails(),
        staff_id=cast.nora.pk,
    )  # fmt: skip
    assert claim(system, request, "ordered").staff_id == cast.nora.pk
