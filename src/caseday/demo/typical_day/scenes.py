"""What the scenes of one person are made of: each is played at its moment, by the actions that a page would call."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from caseday.demo.clients import Told
from caseday.demo.typical_day.day import Day
from caseday.demo.typical_day.filing import moment
from caseday.directory.models import Office
from caseday.documents.actions import say_received, send_document
from caseday.documents.models import Delivery
from caseday.documents.queries import sent_of
from caseday.followups.actions import Chase, Said, claim_step, promise_followup, stop_clock, tell
from caseday.followups.models import FollowUp, Request, StepClaim
from caseday.journal.models import Activity

Scene = Callable[[datetime], object]
Timed = tuple[datetime, Scene]


class Scenes:
    """The scenes of one person. `key` is theirs in the story."""

    key: ClassVar[str]

    def __init__(self, day: Day) -> None:
        self.day = day
        self.told: Told = day.told[self.key]
        self.case = self.told.case
        self.claim_number = self.told.numbers["claim_number"]

    def scenes(self) -> Iterable[Timed]:
        raise NotImplementedError

    def ago(self, days: int, hour: float) -> datetime:
        return moment(self.day, -days, hour)

    def office(self, name: str) -> Office:
        return self.day.world.offices[name]

    def by(self, now: datetime) -> dict[str, Any]:
        return {"actor": self.told.viewer, "now": now}

    def claim(
        self, now: datetime, request: Request, step: str, said: Said, outcome: str = "", **more: Any
    ) -> StepClaim:
        return claim_step(
            **self.by(now),
            request_id=request.pk,
            step=step,
            said=said,
            outcome=outcome,
            also_skipped=True,
            **more,
        )

    def said(
        self, by: str, role: str, office: str = "", channel: str = "phone", entry: str = "", **more: Any
    ) -> Said:
        return Said(
            by=by, role=role, office_id=self.office(office).pk if office else None, channel=channel,
            activity_id=self.entry(entry), **more,
        )  # fmt: skip

    def entry(self, key: str) -> UUID | None:
        found: Activity | None = self.day.entries.get(key)
        return found.pk if found else None

    def tell(self, now: datetime, request: Request, *roles: str, channel: str = "phone", **more: Any) -> None:
        for role in roles:
            tell(**self.by(now), request_id=request.pk, role=role, channel=channel, **more)

    def stops_the_clock(self, now: datetime, request: Request, reason: str) -> None:
        """The ones that no step stops: what they wait for is here."""
        for run in request.clocks.filter(stopped_at=None).exclude(clock="appeal"):
            stop_clock(**self.by(now), clock_id=run.pk, reason=reason)

    def send(self, now: datetime, paper: str, office: str, how: str, proof: str = "") -> Delivery:
        document = self.day.papers[paper]
        return send_document(
            **self.by(now), document_id=document.pk, how=how, office_id=self.office(office).pk, proof=proof
        )

    def they_say_they_have_it(self, now: datetime, delivery: Delivery, by: str) -> None:
        say_received(**self.by(now), delivery_id=delivery.pk, seen=sent_of(delivery).mark, by=by)

    def chase(
        self, now: datetime, text: str, chase: Chase, *, office: str = "", role: str = "", **more: Any
    ) -> FollowUp:
        return promise_followup(
            **self.by(now), text=text, case_id=self.case.pk, chase=chase, reach_role=role,
            office_id=self.office(office).pk if office else None, **more,
        )  # fmt: skip

    def in_days(self, days: int) -> Any:
        return (self.day.today + timedelta(days=days)).date()
