"""What stands on further cases: a work status that ran out, therapy visits that are nearly used up."""

from collections.abc import Iterable
from datetime import datetime

from caseday.cases.actions import NewWorkStatus, Restriction, record_work_status
from caseday.demo.typical_day.scenes import Scenes, Timed
from caseday.followups.actions import RequestDetails, open_request, use_units


class Sofia(Scenes):
    key = "sofia"

    def scenes(self) -> Iterable[Timed]:
        return (
            (self.ago(15, 10), self.is_off_work),
            (self.ago(6, 11), self.therapy_is_approved),
            (self.ago(1, 11), self.visits_are_used),
        )

    def is_off_work(self, now: datetime) -> None:
        """It ended yesterday; what holds now stands in the fax that nobody has filed."""
        new = NewWorkStatus(
            kind="modified", from_on=now.date(), until_on=self.in_days(-1), by_name="Occupational health",
            restrictions=(Restriction("grip", "0"), Restriction("lift", "5")),
        )  # fmt: skip
        record_work_status(**self.by(now), case_id=self.case.pk, new=new)

    def therapy_is_approved(self, now: datetime) -> None:
        details = RequestDetails(
            title="Wound care supplies and visits", side="right", body_part="hand", units_approved=6,
            unit_word="visits", expires_on=self.in_days(5), reference="AUTH-77120-31",
            office_id=self.office("Onion Creek Occupational Health").pk,
        )  # fmt: skip
        self.visits = open_request(
            **self.by(now), case_id=self.case.pk, kind="authorization", details=details
        )
        adjuster = self.told.parties["adjuster"]
        said = self.said(adjuster.shown_name, "adjuster", channel="email")
        self.claim(now, self.visits, "decided", said, "certified", verified_how="portal")
        self.stops_the_clock(now, self.visits, "Seen in the portal")

    def visits_are_used(self, now: datetime) -> None:
        use_units(**self.by(now), request_id=self.visits.pk, units=5)
