"""Marcus Bell: a report sent twice that nobody has, a refusal, and a transfer of care that was "put in today"."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from caseday.cases.actions import NewWorkStatus, Restriction, answer_offer, offer_duty, record_work_status
from caseday.demo.typical_day.scenes import Scenes, Timed
from caseday.documents.actions import (
    Facts,
    build_packet,
    deny_delivery,
    hand_over_packet,
    move_thing,
    put_in_thing,
)
from caseday.documents.models import Delivery, Document, Packet
from caseday.documents.queries import get_delivery, sent_of
from caseday.followups.actions import Chase, RequestDetails, open_request
from caseday.followups.models import Request

CLINIC, FRONT_DESK = "Ridgeview Orthopedics", "Tasha Greene"
PHYSICIAN = "Helen Marchetti, MD"


class Marcus(Scenes):
    key = "marcus"
    therapy: Request
    fax: Delivery
    mail: Delivery
    packet: Packet
    disc: Document

    def scenes(self) -> Iterable[Timed]:
        at, ago = self.day.at, self.ago
        return (
            (ago(20, 14), self.works_sitting),
            (ago(18, 9), self.accepts_the_offer),
            (ago(10, 11), self.asks_for_therapy),
            (ago(9, 10), self.review_has_it),
            (ago(4, 15.6), self.therapy_is_refused),
            (ago(4, 16), self.faxes_the_report),
            (ago(3, 10), self.they_say_it_came),
            (ago(2, 14), self.mails_the_report),
            (at(8.3), self.makes_the_packet),
            (at(10.1), self.not_in_the_chart),
            (at(10.65), self.brings_the_disc),
            (at(11.1), self.hands_it_over),
            (at(11.3), self.stays_on_modified_duty),
            (at(11.35), self.transfer_was_put_in),
        )

    def works_sitting(self, now: datetime) -> None:
        day = now.date()
        new = NewWorkStatus(
            kind="modified", from_on=day, until_on=self.in_days(0), by_name=PHYSICIAN,
            restrictions=(Restriction("lift", "10"), Restriction("stand", "2")),
        )  # fmt: skip
        self.status = record_work_status(**self.by(now), case_id=self.case.pk, new=new)

    def accepts_the_offer(self, now: datetime) -> None:
        offer = offer_duty(
            **self.by(now), case_id=self.case.pk, offered_on=now.date(), work_status_id=self.status.pk,
            text="Inspection table, seated, first shift, 6 hours a day",
            offered_by=self.told.parties["employer"].shown_name,
        )  # fmt: skip
        answer_offer(**self.by(now + timedelta(hours=2)), offer_id=offer.pk, answer="accepted")

    def asks_for_therapy(self, now: datetime) -> None:
        details = RequestDetails(
            title="Therapy visits 13 to 18", side="left", body_part="knee", units_approved=None, unit_word="visits",
            office_id=self.office("Granite Mutual Claims").pk,
        )  # fmt: skip
        self.therapy = open_request(
            **self.by(now), case_id=self.case.pk, kind="authorization", details=details
        )
        said = self.said("Front desk", "therapist", "Motion Works Physical Therapy")
        self.claim(now, self.therapy, "requested", said)

    def review_has_it(self, now: datetime) -> None:
        said = self.said("Intake desk", "utilization_review", "Granite Mutual Claims")
        self.claim(now, self.therapy, "received_by_review", said, verified_how="receiver")

    def therapy_is_refused(self, now: datetime) -> None:
        paper = self.day.papers["therapy_denied"]
        said = self.said("", "utilization_review", "Granite Mutual Claims", "fax", document_id=paper.pk)
        self.claim(
            now, self.therapy, "decided", said, "non_certified",
            reason="A home program is described as enough", verified_how="saw_paper",
        )  # fmt: skip
        self.stops_the_clock(now, self.therapy, "The letter is here")
        self.tell(now, self.therapy, "client", "adjuster")

    def faxes_the_report(self, now: datetime) -> None:
        self.fax = self.send(now, "mri", CLINIC, "fax", "Fax confirmation 0412, 2 pages, OK")

    def they_say_it_came(self, now: datetime) -> None:
        self.they_say_they_have_it(now, self.fax, FRONT_DESK)

    def mails_the_report(self, now: datetime) -> None:
        self.mail = self.send(now, "mri", CLINIC, "email", "Sent to the records desk, no answer")

    def makes_the_packet(self, now: datetime) -> None:
        papers = [self.day.papers[key].pk for key in ("mri", "therapy_denied")]
        self.packet = build_packet(
            **self.by(now), case_id=self.case.pk, document_ids=papers,
            appointment_id=self.day.appointments["marcus"].pk,
            ask="Please put both into the chart before the visit. What is the next step after the refusal?",
        )  # fmt: skip

    def not_in_the_chart(self, now: datetime) -> None:
        for one in (self.fax, self.mail):
            seen = sent_of(get_delivery(self.told.viewer, one.pk)).mark
            deny_delivery(**self.by(now), delivery_id=one.pk, seen=seen, by=FRONT_DESK)

    def brings_the_disc(self, now: datetime) -> None:
        facts = Facts(
            kind="imaging_media", title="MRI of the left knee on CD", from_name="Lakeside Imaging",
            from_office_id=self.office("Lakeside Imaging").pk, received_how="hand",
            whereabouts="Brought by Marcus Bell",
            appointment_id=self.day.appointments["marcus"].pk, service_on=self.day.papers["mri"].service_on,
        )  # fmt: skip
        self.disc = put_in_thing(**self.by(now), facts=facts, case_id=self.case.pk)

    def hands_it_over(self, now: datetime) -> None:
        hand_over_packet(**self.by(now), packet_id=self.packet.pk, taken_by=PHYSICIAN)
        move_thing(
            **self.by(now),
            document_id=self.disc.pk,
            whereabouts=f"With {PHYSICIAN}, until the next visit",
        )
        self.tell(now, self.therapy, "physician", channel="in_person", name=PHYSICIAN)

    def stays_on_modified_duty(self, now: datetime) -> None:
        new = NewWorkStatus(
            kind="modified", from_on=self.in_days(1), until_on=self.in_days(28), by_name=PHYSICIAN,
            professional_id=self.day.world.professionals[CLINIC][0].pk,
            restrictions=(Restriction("lift", "15"), Restriction("stand", "4"), Restriction("kneel", "0")),
            document_id=self.day.papers["work_status"].pk, activity_id=self.entry("visit"),
        )  # fmt: skip
        record_work_status(**self.by(now), case_id=self.case.pk, new=new)

    def transfer_was_put_in(self, now: datetime) -> None:
        """Said, not verified: chased over one to two weeks, until the receiving office has it."""
        details = RequestDetails(title="Transfer of care, surgical opinion", side="left", body_part="knee")
        care = open_request(**self.by(now), case_id=self.case.pk, kind="transfer_of_care", details=details)
        ordered = self.said(PHYSICIAN, "physician", CLINIC, "in_person", "visit")
        self.claim(now, care, "ordered", ordered, verified_how="receiver")
        said = self.said(FRONT_DESK, "physician", CLINIC, "in_person", "visit", happened_on=now.date())
        self.claim(now, care, "sent", said, reason="“Definitely put in today”")
        self.tell(now, care, "client", channel="in_person", name="Marcus Bell")
        window = Chase(
            cadence="window", window_from=self.in_days(7), window_until=self.in_days(14), until="step",
            until_step="received", request_id=care.pk,
        )  # fmt: skip
        text = "Ask whether the transfer of care arrived at the receiving office"
        self.chase(now, text, window, office=CLINIC, role="physician")
