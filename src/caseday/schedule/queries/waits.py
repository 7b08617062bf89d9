"""How long one waits at an office, by every visit of the agency. Waits carry no client: every viewer may know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from caseday.access.spelled import Spelled
from caseday.directory.models import Office
from caseday.schedule.models import Appointment
from caseday.schedule.rules import UsualWait, expected_wait

# Older waits say little about how an office works today.
_SINCE = timedelta(days=730)
_PEERS = 12
"""Offices of the same kinds that are looked at as well: all of them cost 30 ms in a large agency."""
_MOST = 300


def usual_waits(office_ids: Collection[UUID], *, now: datetime) -> dict[UUID, UsualWait]:
    """Where anybody of the agency has waited; one query."""
    found = expected_waits(office_ids, now=now, kinds={})
    return {office_id: wait for office_id, wait in found.items() if wait.visits}


def expected_waits(
    office_ids: Collection[UUID], *, now: datetime, kinds: dict[UUID, str] | None = None
) -> dict[UUID, UsualWait]:
    """For each of these offices, also where nobody has waited yet; one query, two where `kinds` is not given.

    `kinds`: the kinds of those offices, where the caller has them.
    """
    if not office_ids:
        return {}
    wanted = set(office_ids)
    kind_of = Office.objects.filter(pk__in=wanted).values_list("id", "kind") if kinds is None else kinds
    known = dict(kind_of)
    own: dict[UUID, list[int]] = defaultdict(list)
    of_kind: dict[str, list[int]] = defaultdict(list)
    for office_id, kind, waited in _WAITED.rows(office_ids=wanted, since=now - _SINCE):
        of_kind[kind].append(waited)
        if office_id in wanted:
            own[office_id].append(waited)
            known[office_id] = kind
    return {
        office_id: expected_wait(own[office_id], of_kind[known.get(office_id, "")]) for office_id in wanted
    }


def _waited(office_ids: Collection[UUID], since: datetime) -> QuerySet[Appointment, Any]:
    """Office, its kind and minutes: of the offices themselves first, then of some others of their kinds."""
    kinds = Office.objects.filter(pk__in=office_ids).values("kind")
    own_first = Case(When(pk__in=office_ids, then=Value(0)), default=Value(1), output_field=IntegerField())
    alike = Office.objects.filter(kind__in=kinds).order_by(own_first, "id").values("pk")
    waits = Appointment.objects.filter(
        office__in=alike[: len(office_ids) + _PEERS],
        waited_minutes__isnull=False,
        starts_at__gte=since,
    )
    is_own = Case(When(office__in=office_ids, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = waits.order_by(is_own, "-starts_at").values_list("office_id", "office__kind", "waited_minutes")
    return rows[:_MOST]


_WAITED = Spelled(_waited, is_planned_anew=True)
