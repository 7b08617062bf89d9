"""Whom to tell that their visit comes at another hour, or by somebody else, and by which way they agreed to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import prefetch_related_objects

from caseday.access.viewer import Viewer
from caseday.correspondence.queries.reminders import way_of
from caseday.dayplan.queries.team.day import TeamDay
from caseday.followups.models import FollowUp
from caseday.people.rules.contact import LANGUAGES
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN

TEMPLATE = "visit_moved"


@dataclass(frozen=True)
class Telling:
    """`channel` is "" where the client agreed to neither text nor email: they are called, at `phone`."""

    followup: FollowUp
    appointment: Appointment
    channel: str
    phone: str

    @property
    def language(self) -> str:
        assert self.appointment.case is not None
        return language_named(self.appointment.case.person.language)


def language_named(code: str) -> str:
    """As it is called in English; of a message, what there is templates in."""
    return LANGUAGES.get((code or "en").split("-")[0], code)


def telling_id(one: Appointment) -> UUID:
    """The same for one hour and one worker of a visit."""
    return uuid5(NAMESPACE_OID, f"{one.pk}:{one.starts_at.isoformat()}:{one.staff_id}:told")


def tellings_of(viewer: Viewer, found: TeamDay) -> list[Telling]:
    """Of that day's visits, by hour; one query, and two more where there is somebody to tell, with one for each."""
    visits = {telling_id(one): one for one in found.appointments.values() if one.case_id}
    rows = {row.pk: row for row in _open(visits)} if visits else {}
    to_tell = sorted((visits[pk] for pk in rows), key=lambda one: (one.starts_at, one.pk))
    prefetch_related_objects(to_tell, "case__person__contact_points")
    return [Telling(rows[telling_id(one)], one, way_of(one)[0], _phone(one)) for one in to_tell]


def _open(ids: Iterable[UUID]) -> list[FollowUp]:
    return list(FollowUp.objects.filter(pk__in=list(ids), state=FollowUp.State.OPEN))


def _phone(one: Appointment) -> str:
    assert one.case is not None
    points = (point for point in one.case.person.contact_points.all() if not point.is_retired)
    return next((p.value for p in points if p.system == "phone" and p.call_consent != "declined"), "")


def untold_of_case(case_id: UUID, now: datetime) -> list[FollowUp]:
    """What is to be told of visits of the case that are ahead; two queries."""
    visits = Appointment.objects.filter(case=case_id, state__in=OPEN, starts_at__gt=now)
    return _open(telling_id(one) for one in visits)
