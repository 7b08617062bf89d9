"""Darnell Hughes: a report six weeks old that nobody has written, refused injections, and a visit called off."""

from collections.abc import Iterable
from datetime import datetime

from caseday.demo.typical_day.scenes import Scenes, Timed
from caseday.followups.actions import Chase, RequestDetails, count_attempt, deny_step, open_request
from caseday.followups.models import FollowUp, Request

CLINIC, ASSISTANT = "Colorado River Spine Clinic", "Mona Ellis"
REVIEW = "Harbor Point Administrators"
_ANSWERS = (
    ("no_answer", ""),
    ("left_word", "Left word with the service"),
    ("reached", "Dictated, waits for signature"),
    ("closed", ""),
)


class Darnell(Scenes):
    key = "darnell"
    report: Request
    injections: Request
    ask_for_it: FollowUp

    def scenes(self) -> Iterable[Timed]:
        at, ago = self.day.at, self.ago
        daily = [(ago(days, 15.2), self.is_asked_again) for days in range(11, 1, -1)]
        return (
            (ago(25, 10), self.report_is_asked_for),
            (ago(16, 9), self.injections_are_asked_for),
            (ago(14, 14), self.it_is_dictated),
            (ago(12, 9), self.is_chased_daily),
            *daily,
            (ago(6, 16.2), self.injections_are_refused),
            (at(13.65), self.gets_a_new_date),
            (at(13.7), self.refusal_is_handed_over),
        )

    def report_is_asked_for(self, now: datetime) -> None:
        visit = self.day.appointments["six weeks ago"]
        details = RequestDetails(
            title="Report of the visit six weeks ago", body_part="low back", office_id=self.office(CLINIC).pk,
            appointment_id=visit.pk,
        )  # fmt: skip
        self.report = open_request(**self.by(now), case_id=self.case.pk, kind="records", details=details)
        was_there = self.said("Maya Torres", "case_manager", happened_on=visit.starts_at.date())
        self.claim(now, self.report, "visit_took_place", was_there, verified_how="has_it")
        self.stops_the_clock(now, self.report, "The work status was given at the visit")
        self.tell(now, self.report, "adjuster", "physician")

    def it_is_dictated(self, now: datetime) -> None:
        self.claim(now, self.report, "dictated", self.said(ASSISTANT, "physician", CLINIC))

    def is_chased_daily(self, now: datetime) -> None:
        until = Chase(
            cadence="daily", until="document", until_document_kind="visit_report", request_id=self.report.pk,
            until_appointment_id=self.day.appointments["six weeks ago"].pk,
        )  # fmt: skip
        text = "Ask for the dictated report of the visit six weeks ago"
        self.ask_for_it = self.chase(now, text, until, office=CLINIC, role="physician")

    def is_asked_again(self, now: datetime) -> None:
        result, said = _ANSWERS[now.toordinal() % len(_ANSWERS)]
        count_attempt(**self.by(now), followup_id=self.ask_for_it.pk, result=result, said=said)

    def injections_are_asked_for(self, now: datetime) -> None:
        details = RequestDetails(
            title="Lumbar injections, series of three", body_part="low back", office_id=self.office(REVIEW).pk
        )
        self.injections = open_request(
            **self.by(now), case_id=self.case.pk, kind="authorization", details=details
        )
        self.claim(now, self.injections, "requested", self.said(ASSISTANT, "physician", CLINIC))
        review = self.said("Intake desk", "utilization_review", REVIEW)
        self.claim(now, self.injections, "received_by_review", review, verified_how="receiver")

    def injections_are_refused(self, now: datetime) -> None:
        paper = self.day.papers["injections_denied"]
        said = self.said("", "utilization_review", REVIEW, "fax", document_id=paper.pk)
        self.claim(
            now, self.injections, "decided", said, "non_certified",
            reason="The report of the last specialist visit was not among the records", verified_how="saw_paper",
        )  # fmt: skip
        self.stops_the_clock(now, self.injections, "The letter is here")
        self.tell(now, self.injections, "client", "adjuster")

    def gets_a_new_date(self, now: datetime) -> None:
        visit = self.day.appointments["darnell"]
        details = RequestDetails(
            title="New date with Dr. Lindqvist", office_id=self.office(CLINIC).pk, appointment_id=visit.pk
        )
        asked = open_request(**self.by(now), case_id=self.case.pk, kind="new_date", details=details)
        self.claim(now, asked, "asked", self.said("Maya Torres", "case_manager", CLINIC, "in_person"))
        until = Chase(cadence="daily", until="new_date", until_appointment_id=visit.pk, request_id=asked.pk)
        self.chase(
            now, "Ask for the new date of the spine clinic visit", until, office=CLINIC, role="physician"
        )
        said = self.said(ASSISTANT, "physician", CLINIC, "in_person", "cancelled")
        deny_step(
            **self.by(now), request_id=self.report.pk, step="ready", said=said, reason="Still not signed"
        )

    def refusal_is_handed_over(self, now: datetime) -> None:
        self.send(now, "injections_denied", CLINIC, "hand", f"handed to {ASSISTANT}")
        self.tell(now, self.injections, "physician", channel="in_person", name=ASSISTANT)
