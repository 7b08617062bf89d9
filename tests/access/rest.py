"""The rarer things that addresses ask for; a new kind of address adds its thing here."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from caseday.access.models import ContinuingEducation, Coverage, GlassBreak, License, Team
from caseday.access.queries import viewer_for
from caseday.advocacy.tests.made import make_decision, make_effort
from caseday.assessments.models import Alert, Answer, Assessment, ClientLink, HeldInstrument
from caseday.careplans.models import CarePlan, GoalMeasure, OutcomeValue, PlanGoal, PlanVersion
from caseday.cases.models import Assignment, Case, DutyOffer, Goal, Identifier, SavedFilter, WorkStatus
from caseday.compliance.tests.reporting import drafted
from caseday.correspondence.models import HandOut, SafetyPhrase, Update
from caseday.correspondence.tests.made import file_on, keep_original, make_account, make_message
from caseday.directory.models import OfficePhone, Organization, ResourceFact, ResourceNote, Service
from caseday.documents.actions import Arrival, put_in_document
from caseday.documents.keeping import the_store
from caseday.documents.models import Delivery, Document, Packet, PacketItem
from caseday.exchange.models import ImportRun
from caseday.followups.models import ClockRun, FollowUp, ReadinessLine, Request, StepClaim
from caseday.funding.models import Charge, Fund, FundCase, FundUnit, Spending
from caseday.intake.models import Referral
from caseday.journal.models import Draft, Note
from caseday.meetings.actions import raise_disagreement
from caseday.meetings.tests.made import make_meeting
from caseday.people.models import Address, ContactPoint, HouseholdMember, PersonMerge, SafetyNote
from caseday.programs.models import PackDraft, PackVersion
from caseday.programs.queries import get_pack
from caseday.programs.rules.versions import plain_values
from caseday.schedule.models import CalendarFeed
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

CASELOAD = Path(__file__).parents[2] / "src/caseday/exchange/tests/lists/caseload.csv"

_PLAIN: dict[str, Any] = {
    "slug": "workers_compensation",
    "jurisdiction": "TX",
    "session_id": 1,
    "on": date(2026, 3, 2).isoformat(),
    "uidb36": "x",
    "key": "x-y",
    "provider": "none",
    "pk": 1,
}
_WORDING = {"wording": "closing", "channel": "email", "language": "en"}


def make_rest(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """Parameter name -> value."""
    coverage = Coverage.objects.get(absent=cast.nora)
    return {
        "team_id": Team.objects.get().pk,
        "coverage_id": coverage.pk,
        "glass_id": _glass(cast, made["case_id"]),
        **_mailbox(cast),
        "sending_key": UUID(int=7),
        **_PLAIN,
        **_WORDING,
        **_of_the_case(cast, made),
        **_of_the_person(cast, made["person_id"]),
        **_written(cast, made),
        **_asked_of_others(cast, made["case_id"]),
        "drive_id": make_activity(None, staff=cast.nora, kind="travel", miles=6).pk,
        "rule": "activity_without_note",
        "subject_id": made["activity_id"],
        "phone_id": OfficePhone.objects.get().pk,
        "filter_id": SavedFilter.objects.create(staff=cast.nora, name="Mine", query="stage=active").pk,
        "referral_id": Referral.objects.create(
            program="workers_compensation", received_at=MONDAY_8, taken_by=cast.nora, family_name="Ito"
        ).pk,
        "feed_id": CalendarFeed.objects.create(staff=cast.nora, token_hash="0" * 64, made_at=MONDAY_8).pk,
        "token": "nobodys-secret",
        "signed": "nobodys-signature",
        "run_id": _import_of(cast).pk,
        **_sent(cast, made),
        **_of_work(cast, made["case_id"]),
        "number": 1,
        "position": 0,
        **_of_messages(cast, made["case_id"]),
        **_of_teams(cast, made["case_id"]),
        **_of_plan(made),
        **_assessed(cast, made["case_id"]),
        **_resource(cast, made["case_id"]),
        **_licensed(cast),
        **_worded(),
        **_funded(made),
    }


def _funded(made: dict[str, Any]) -> dict[str, Any]:
    """A fund that pays for anything; one entry of the case is on it."""
    since = {"from_on": date(2026, 1, 1)}
    fund = Fund.objects.create(name="County", funder="Travis County", **since)
    unit = FundUnit.objects.create(fund=fund, word="Case management")
    on_it = FundCase.objects.create(fund=fund, case_id=made["case_id"], **since)
    case = Case.objects.get(pk=made["case_id"])
    charge = Charge.objects.create(
        fund=fund, unit=unit, case=case, activity=make_activity(case, minutes=30), on=MONDAY_8.date(), minutes=30,
        units=2, charged_at=MONDAY_8,
    )  # fmt: skip
    spending = Spending.objects.create(
        fund=fund, case=case, on=MONDAY_8.date(), amount=20, what="Bus pass", needs_approval=True, staff=case.assigned_to,
        recorded_at=MONDAY_8,
    )  # fmt: skip
    return {
        "fund_id": fund.pk, "fund_unit_id": unit.pk, "fund_case_id": on_it.pk, "charge_id": charge.pk,
        "spending_id": spending.pk,
    }  # fmt: skip


def _worded() -> dict[str, Any]:
    """A program of the agency's own: one version in force, and a draft."""
    pack = get_pack("workers_compensation", on=MONDAY_8.date())
    kept = {"slug": pack.slug, "word": pack.word, "values": plain_values(pack)}
    draft = PackDraft.objects.create(created_at=MONDAY_8, changed_at=MONDAY_8, **kept)
    version = PackVersion.objects.create(
        number=1, effective_from=date(2099, 1, 1), published_at=MONDAY_8, **kept
    )
    return {
        "pack_draft_id": draft.pk,
        "pack_version_id": version.pk,
        "program": pack.slug,
        "programs:draft_section/section": "goals",
        "programs:draft_entry/section": "goals",
        "programs:draft_entry/place": 1,
    }


def _resource(cast: Cast, case_id: Any) -> dict[str, Any]:
    """One that was offered, and of which somebody learned something."""
    neighbors = Organization.objects.create(name="Eastside Neighbors")
    service = Service.objects.create(organization=neighbors, name="Food Pantry")
    kept = {"service": service, "staff": cast.nora}
    note = ResourceNote.objects.create(kind="full", learned_at=MONDAY_8, **kept)
    fact = ResourceFact.objects.create(
        fact="cost", value="Free", learned_at=MONDAY_8, source_values={"columns": {}, "rows": []}, **kept
    )
    offered = Request.objects.create(
        case_id=case_id, kind="community_resource", title="Food Pantry", opened_at=MONDAY_8, **kept
    )
    return {
        "resource_id": service.pk,
        "resource_note_id": note.pk,
        "resource_fact_id": fact.pk,
        "followups:resource_step/request_id": offered.pk,
    }


def _licensed(cast: Cast) -> dict[str, Any]:
    license_ = License.objects.create(staff=cast.nora, kind="ccm", expires_on=date(2027, 3, 1))
    entry = ContinuingEducation.objects.create(
        staff=cast.nora, taken_on=date(2026, 2, 1), hours=2, title="A course"
    )
    return {"license_id": license_.pk, "education_id": entry.pk}


def _assessed(cast: Cast, case_id: Any) -> dict[str, Any]:
    """One that is being given, with an alert and a link."""
    row = Assessment.objects.create(
        case_id=case_id, staff=cast.nora, instrument="phq9", version="1", begun_at=MONDAY_8
    )
    kept = {"assessment": row, "staff": cast.nora, "answered_at": MONDAY_8}
    Answer.objects.create(item="9", value="1", **kept)
    alert = Alert.objects.create(assessment=row, rule="self_harm", raised_at=MONDAY_8)
    link = ClientLink.objects.create(
        assessment=row, token_hash="2" * 64, made_by=cast.nora, made_at=MONDAY_8, expires_at=MONDAY_8
    )
    held = HeldInstrument.objects.create(
        slug="audit_c", version="1", title="AUDIT-C", license_holder="WHO", license_text="A clinic, no fee",
        confirmed_by=cast.adam, confirmed_at=MONDAY_8,
    )  # fmt: skip
    return {
        "assessment_id": row.pk,
        "alert_id": alert.pk,
        "client_link_id": link.pk,
        "held_instrument_id": held.pk,
        "assessments:instrument/instrument": "phq9",
        "assessments:questionnaire/instrument": "phq9",
    }


def _of_plan(made: dict[str, Any]) -> dict[str, Any]:
    case_id = made["case_id"]
    dates = {"added_at": MONDAY_8, "changed_at": MONDAY_8}
    plan = CarePlan.objects.create(case_id=case_id, started_at=MONDAY_8, changed_at=MONDAY_8)
    goal = PlanGoal.objects.create(plan=plan, case_id=case_id, text="Walks to the bus stop", **dates)
    version = PlanVersion.objects.create(
        plan=plan, case_id=case_id, number=1, hash="0" * 64, made_at=MONDAY_8, made_by_name="Nora Field",
        content_json='{"needs": [], "goals": [], "interventions": [], "barriers": []}',
    )  # fmt: skip
    measure = GoalMeasure.objects.create(
        case_id=case_id, goal=goal, on=date(2026, 3, 2), value=3, recorded_at=MONDAY_8
    )
    outcome = OutcomeValue.objects.create(
        case_id=case_id, measure="days_off_work", point="start", on=date(2026, 3, 2), value=3,
        recorded_at=MONDAY_8,
    )  # fmt: skip
    return {
        "outcome_id": outcome.pk,
        "care_plan_id": plan.pk,
        "plan_part_id": goal.pk,
        "plan_version_id": version.pk,
        "measure_id": measure.pk,
        "member_id": HouseholdMember.objects.get(person_id=made["person_id"]).pk,
        "careplans:print/which": "client",
    }


def _mailbox(cast: Cast) -> dict[str, Any]:
    return {"account_id": make_account(staff=cast.nora, address="nora@example.com").pk, "position": 0}


def _message(case_id: UUID) -> UUID:
    message = make_message(make_account(), html="<p>How is he?</p>")
    keep_original(message, b"Subject: Claim\n\nHow is he?")
    file_on(message, Case.objects.get(pk=case_id))
    return message.pk


def _sent(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """A paper, a sending of it, and a packet with it that was not handed over."""
    paper, sent = _paper_of(cast, made["case_id"]), {"case_id": made["case_id"], "staff": cast.nora}
    delivery = Delivery.objects.create(document=paper, to_name="Ann", how="fax", sent_at=MONDAY_8, **sent)
    packet = Packet.objects.create(title="For Ann", to_name="Ann", dated_on=date(2026, 3, 2), **sent)
    PacketItem.objects.create(packet=packet, document=paper, position=0)
    return {"document_id": paper.pk, "delivery_id": delivery.pk, "packet_id": packet.pk}


def _of_work(cast: Cast, case_id: Any) -> dict[str, Any]:
    status = WorkStatus.objects.create(
        case_id=case_id, kind="off", from_on=date(2026, 3, 1), recorded_at=MONDAY_8, staff=cast.nora
    )
    offer = DutyOffer.objects.create(case_id=case_id, offered_on=date(2026, 3, 2), text="Desk work")
    number = Identifier.objects.create(
        case_id=case_id, kind="claim_number", value="WC-44-17", normalized="WC4417"
    )
    return {
        "work_status_id": status.pk,
        "cases:answer_duty/offer_id": offer.pk,
        "identifier_id": number.pk,
    }


def _paper_of(cast: Cast, case_id: Any) -> Document:
    arrival = the_store().new_arrival()
    arrival.write_bytes(b"Seen on Monday. Walks well.")
    return put_in_document(
        actor=viewer_for(cast.nora, now=MONDAY_8),
        now=MONDAY_8,
        case_id=case_id,
        files=[Arrival(arrival, "a.txt")],
    )


def _asked_of_others(cast: Cast, case_id: Any) -> dict[str, Any]:
    """With a step that is verified, so that somebody has to be told; with units, and a chase."""
    asked = Request.objects.create(
        case_id=case_id,
        staff=cast.nora,
        kind="therapy",
        title="Therapy",
        opened_at=MONDAY_8,
        units_approved=6,
    )
    claim = StepClaim.objects.create(request=asked, step="received", said_at=MONDAY_8, staff=cast.nora)
    StepClaim.objects.create(
        request=asked, step="ordered", said_at=MONDAY_8, staff=cast.nora, verified_at=MONDAY_8
    )
    FollowUp.objects.create(
        case_id=case_id, staff=cast.nora, text="Ask", promised_at=MONDAY_8, due_on=date(2026, 3, 2),
        cadence="daily", request=asked,
    )  # fmt: skip
    clock = ClockRun.objects.create(
        request=asked, clock="appeal", jurisdiction="TX", words="within 30 days", started_at=MONDAY_8
    )
    line = ReadinessLine.objects.create(request=asked, word="Ride", position=0)
    return {
        "line_id": line.pk,
        "request_id": asked.pk,
        "claim_id": claim.pk,
        "clock_id": clock.pk,
        "rung": "received",
        "what": "stop",
    }


def _import_of(cast: Cast) -> ImportRun:
    return ImportRun.objects.create(
        staff=cast.nora, kind="cases", file_name="caseload.csv", content=CASELOAD.read_bytes(),
        started_at=MONDAY_8, total_rows=3,
    )  # fmt: skip


def _of_the_case(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """The part is the goals; the offer is one to Carl."""
    case_id = made["case_id"]
    support = Assignment.objects.create(
        case_id=case_id, staff=cast.susan, kind="support", from_at=MONDAY_8 - timedelta(days=2)
    )
    offer = Assignment.objects.create(case_id=case_id, staff=cast.carl, kind="offered", from_at=MONDAY_8)
    return {
        "part": "goals",
        "item_id": Goal.objects.create(case_id=case_id, text="Back to full duty").pk,
        "ending": "end",
        "step": "hold",
        "assignment_id": support.pk,
        "reply": "accept",
        "cases:answer_offer/assignment_id": offer.pk,
    }


def _of_the_person(cast: Cast, person_id: Any) -> dict[str, Any]:
    other = make_person(given_name="Rosalia", family_name="Alvarez")
    make_case(cast.nora, person=other)
    home = Address.objects.create(person_id=person_id, line1="1 Elm Street", city="Austin")
    member = HouseholdMember.objects.create(person_id=person_id, name="Luis", relation="husband")
    safety = SafetyNote.objects.create(person_id=person_id, text="Dog", noted_by=cast.nora, noted_at=MONDAY_8)
    contact = ContactPoint.objects.get(person_id=person_id)
    merge = PersonMerge.objects.create(
        kept_id=person_id, merged=make_person(), merged_by=cast.nora, merged_at=MONDAY_8
    )
    parts = {"contact": contact, "addresses": home, "household": member, "safety": safety}
    ids = {f"people:{verb}_{name}/part_id": row.pk for name, row in parts.items() for verb in ("edit", "end")}
    return {**ids, "other_id": other.pk, "merge_id": merge.pk, "address_id": home.pk}


def _written(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    activity_id, case_id = made["activity_id"], made["case_id"]
    note = Note.objects.create(
        activity_id=activity_id, case_id=case_id, author=cast.nora, signed_by="Nora Field, RN, CCM",
        signed_at=MONDAY_8, text="Called.", sections={"narrative": "Called."}, hash="0" * 64,
    )  # fmt: skip
    draft = Draft.objects.create(
        activity_id=activity_id, author=cast.nora, started_at=MONDAY_8, saved_at=MONDAY_8,
        kind="addendum", amends=note,
    )  # fmt: skip
    return {"note_id": note.pk, "draft_id": draft.pk, "kind": "addendum"}


def _glass(cast: Cast, case_id: Any) -> Any:
    """Broken by Nora, so that opening the case does not widen anybody's sight."""
    opened_at, expires_at = MONDAY_8 - timedelta(hours=9), MONDAY_8 - timedelta(hours=5)
    glass = GlassBreak.objects.create(
        staff=cast.nora, case_id=case_id, reason="Patient called", opened_at=opened_at, expires_at=expires_at
    )
    return glass.pk


def _of_messages(cast: Cast, case_id: UUID) -> dict[str, Any]:
    return {
        "message_id": _message(case_id),
        "hand_out_id": HandOut.objects.create(
            case_id=case_id, staff=cast.nora, title="Crutches", how="hand", given_at=MONDAY_8
        ).pk,
        "update_id": Update.objects.create(
            case_id=case_id, staff=cast.nora, covers_until=MONDAY_8, begun_at=MONDAY_8
        ).pk,
        "phrase_id": SafetyPhrase.objects.create(phrase="so sad", staff=cast.susan, at=MONDAY_8).pk,
    }


def _of_teams(cast: Cast, case_id: UUID) -> dict[str, Any]:
    """A decision, an effort, a report that is being written, and a meeting with one of everything."""
    actor, case = viewer_for(cast.nora, now=MONDAY_8), Case.objects.get(pk=case_id)
    meeting = make_meeting(actor, case)
    differ = raise_disagreement(actor=actor, now=MONDAY_8, meeting_id=meeting.pk, topic="When")
    return {
        "decision_id": make_decision(actor, case).pk,
        "effort_id": make_effort(actor, case).pk,
        "meeting_id": meeting.pk,
        "disagreement_id": differ.pk,
        "participant_id": meeting.participants.all()[0].pk,
        "agenda_item_id": meeting.agenda.all()[0].pk,
        "program_report_id": drafted(actor, case).pk,
    }
