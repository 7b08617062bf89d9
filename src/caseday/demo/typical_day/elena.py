"""Elena Vasquez: surgery tomorrow, and a medication that the pharmacy will not fill: one digit of the claim is off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from caseday.cases.actions import record_readback
from caseday.demo.typical_day.filing import AUTHORIZATION, one_digit_off
from caseday.demo.typical_day.scenes import Scenes, Timed
from caseday.followups.actions import (
    Chase,
    RequestDetails,
    confirm_line,
    count_attempt,
    finish_followup,
    open_request,
    start_checklist,
    verify_line,
)
from caseday.followups.models import FollowUp, ReadinessLine, Request

SURGEON, COORDINATOR = "Balcones Shoulder and Sports", "Joan Pruitt"
PHARMACY, PHARMACIST = "Barton Springs Pharmacy", "Quentin Moss"
CENTER, SUPPLIER = "Hill Country Surgery Center", "Capitol Medical Equipment"
REVIEW = "Granite Mutual Claims"


class Elena(Scenes):
    key = "elena"
    surgery: Request
    medication: Request
    lines: dict[str, ReadinessLine]
    ask_pharmacy: FollowUp
    call_her: FollowUp
    get_it_filled: FollowUp
    tell_her: FollowUp

    def scenes(self) -> Iterable[Timed]:
        at, ago = self.day.at, self.ago
        evening = self.day.yesterday.replace(hour=16, minute=45)
        return (
            (ago(12, 10), self.surgery_is_asked_for),
            (ago(8, 11.3), self.surgery_is_certified),
            (ago(6, 9), self.a_day_is_set),
            (ago(2, 15), self.supplier_reads_the_number),
            (evening, self.coordinator_says),
            (at(8.76), self.center_says),
            (at(11.6), self.she_asks),
            (at(11.8), self.coordinator_says_more),
            (at(12), self.pharmacy_has_it),
            (at(12.1), self.is_called_back),
            (at(13.86), self.pharmacy_will_not_fill),
            (at(14.1), self.waits_on_hold),
            (at(14.36), self.adjuster_is_away),
            (at(14.65), self.one_digit_is_off),
            (at(14.8), self.the_number_is_right),
            (at(14.9), self.is_told_when_to_come),
        )

    def surgery_is_asked_for(self, now: datetime) -> None:
        visit = self.day.appointments["elena"]
        details = RequestDetails(
            title="Rotator cuff repair, right shoulder", side="right", body_part="shoulder",
            office_id=self.office(SURGEON).pk, appointment_id=visit.pk, needed_by=visit.starts_at,
            reference=AUTHORIZATION, expires_on=self.in_days(24),
        )  # fmt: skip
        self.surgery = open_request(**self.by(now), case_id=self.case.pk, kind="surgery", details=details)
        self.claim(now, self.surgery, "requested", self.said(COORDINATOR, "surgery_coordinator", SURGEON))
        review = self.said("Intake desk", "utilization_review", REVIEW)
        self.claim(now, self.surgery, "received_by_review", review, verified_how="receiver")

    def surgery_is_certified(self, now: datetime) -> None:
        paper = self.day.papers["certified"]
        said = self.said("", "utilization_review", REVIEW, "fax", document_id=paper.pk)
        self.claim(now, self.surgery, "decided", said, "certified", verified_how="saw_paper")
        self.stops_the_clock(now, self.surgery, "The letter is here")

    def a_day_is_set(self, now: datetime) -> None:
        said = self.said(COORDINATOR, "surgery_coordinator", SURGEON)
        self.claim(now, self.surgery, "scheduled", said)
        self.tell(now, self.surgery, "client", "adjuster", "employer", "surgery_coordinator", "physician")
        begun = start_checklist(**self.by(now), request_id=self.surgery.pk)
        self.lines = {one.slug: one for one in begun}
        self._verified(now, "authorization", "Saw the letter: right shoulder, this place, valid until then")
        self._says(now, "equipment", "Front desk", "equipment", "Sling and cold pack are at her home")
        self._verified(now, "equipment", "Elena Vasquez has both")

    def supplier_reads_the_number(self, now: datetime) -> None:
        """They have it from the surgeon's office, and wrong: as the pharmacy will."""
        self._reads(now, SUPPLIER, "Front desk", one_digit_off(self.claim_number.value))
        until = Chase(cadence="weekly", until="read_back", until_identifier_id=self.claim_number.pk)
        self.chase(
            now, f"Ask {SUPPLIER} to correct the claim number", until, office=SUPPLIER, role="equipment"
        )

    def coordinator_says(self, now: datetime) -> None:
        said = self.said(COORDINATOR, "surgery_coordinator", SURGEON, entry="yesterday elena")
        self.claim(now, self.surgery, "cleared", said, "cleared")
        self._says(
            now, "clearance", COORDINATOR, "surgery_coordinator", "Letter of the family physician came in"
        )
        self._says(now, "date_and_time", COORDINATOR, "surgery_coordinator", "Arrive 6:15, surgery 7:45")
        details = RequestDetails(
            title="Medication after surgery, five days", side="right", body_part="shoulder",
            office_id=self.office(PHARMACY).pk, part_of_id=self.surgery.pk, needed_by=self.day.at(18),
        )  # fmt: skip
        self.medication = open_request(
            **self.by(now), case_id=self.case.pk, kind="prescription", details=details
        )
        self.claim(now, self.medication, "prescribed", said)
        self._order_of_calls(now)

    def _order_of_calls(self, now: datetime) -> None:
        """Pharmacy before patient."""
        until = Chase(
            cadence="daily", until="step", until_step="received_by_pharmacy", request_id=self.medication.pk
        )
        self.ask_pharmacy = self.chase(
            now, "Ask the pharmacy whether the post-op prescription came", until, office=PHARMACY,
            role="pharmacy", due_at=self.day.at(12),
        )  # fmt: skip
        after = Chase(waits_for_id=self.ask_pharmacy.pk, request_id=self.medication.pk)
        self.call_her = self.chase(
            now, "Call Elena Vasquez back about the prescription", after, role="client",
            promised_to="Elena Vasquez", person_id=self.told.person.pk, due_at=self.day.at(12.25),
        )  # fmt: skip

    def center_says(self, now: datetime) -> None:
        self._says(
            now,
            "place",
            "Pre-admission nurse",
            "hospital",
            "Main entrance; bring the sling",
        )
        self._verified(now, "date_and_time", "The surgery center confirmed 6:15")

    def she_asks(self, now: datetime) -> None:
        self._says(
            now, "at_home", "Elena Vasquez", "client", "Her sister stays until Thursday", entry="elena asks"
        )

    def coordinator_says_more(self, now: datetime) -> None:
        for line, detail in (
            ("fasting", "Nothing to eat after midnight, clear fluids until 4:00"),
            (
                "medication_before",
                "Blood pressure tablet with a sip of water; no anti-inflammatory since Thursday",
            ),
            ("follow_up_visit", "In ten days, 9:30"),
        ):
            self._says(now, line, COORDINATOR, "surgery_coordinator", detail, entry="coordinator")

    def pharmacy_has_it(self, now: datetime) -> None:
        said = self.said(PHARMACIST, "pharmacy", PHARMACY, entry="pharmacy")
        self.claim(now, self.medication, "received_by_pharmacy", said, verified_how="receiver")

    def is_called_back(self, now: datetime) -> None:
        finish_followup(
            **self.by(now), followup_id=self.call_her.pk, result="The pharmacy has it and is checking"
        )
        self.tell(now, self.medication, "client", name="Elena Vasquez")

    def pharmacy_will_not_fill(self, now: datetime) -> None:
        said = self.said("Elena Vasquez", "client", entry="elena alarmed")
        reason = "Medications not approved, the pharmacy will not fill"
        self.claim(now, self.medication, "covered", said, "rejected", reason=reason)
        until = Chase(cadence="daily", until="step", until_step="covered", request_id=self.medication.pk)
        self.get_it_filled = self.chase(
            now, "Find out why the pharmacy will not fill", until, office=PHARMACY, role="pharmacy",
            due_at=self.day.at(14),
        )  # fmt: skip
        after = Chase(waits_for_id=self.get_it_filled.pk, request_id=self.medication.pk)
        self.tell_her = self.chase(
            now, "Tell Elena Vasquez when to come for the medication", after, role="client",
            promised_to="Elena Vasquez", person_id=self.told.person.pk, due_on=self.in_days(0),
        )  # fmt: skip

    def waits_on_hold(self, now: datetime) -> None:
        self._tries(now, "on_hold", "Workers' compensation desk, gave up", "on hold", hold_minutes=14)

    def adjuster_is_away(self, now: datetime) -> None:
        self._tries(now, "left_word", "Dana Whitfield is out until three; left word", "adjuster away")

    def one_digit_is_off(self, now: datetime) -> None:
        self._reads(now, PHARMACY, PHARMACIST, one_digit_off(self.claim_number.value), "digit off")
        self._tries(now, "reached", "They have the claim number one digit off", "digit off")

    def the_number_is_right(self, now: datetime) -> None:
        self._reads(now, PHARMACY, PHARMACIST, self.claim_number.value, "digit off")
        said = self.said(PHARMACIST, "pharmacy", PHARMACY, entry="digit off")
        self.claim(now, self.medication, "covered", said, "covered", verified_how="receiver")
        self._says(now, "medication_after", PHARMACIST, "pharmacy", "Ready at 5 pm", entry="digit off")

    def is_told_when_to_come(self, now: datetime) -> None:
        finish_followup(
            **self.by(now), followup_id=self.tell_her.pk, result="Ready at 5 pm; her sister fetches it"
        )
        self.tell(now, self.medication, "client", name="Elena Vasquez", proof="Ready at 5 pm")

    def _says(self, now: datetime, line: str, by: str, role: str, detail: str, entry: str = "") -> None:
        confirm_line(
            **self.by(now), line_id=self.lines[line].pk, by=by, role=role, channel="phone", detail=detail,
            activity_id=self.entry(entry),
        )  # fmt: skip

    def _verified(self, now: datetime, line: str, how: str) -> None:
        verify_line(**self.by(now), line_id=self.lines[line].pk, how=how)

    def _reads(self, now: datetime, office: str, who: str, heard: str, entry: str = "") -> None:
        record_readback(
            **self.by(now), identifier_id=self.claim_number.pk, heard=heard, office_id=self.office(office).pk,
            with_name=who, source_office_id=self.office(SURGEON).pk, activity_id=self.entry(entry),
        )  # fmt: skip

    def _tries(self, now: datetime, result: str, said: str, entry: str, **more: Any) -> None:
        count_attempt(
            **self.by(now), followup_id=self.get_it_filled.pk, result=result, said=said,
            activity_id=self.entry(entry), **more,
        )  # fmt: skip
