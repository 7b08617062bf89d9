"""An audit: a sample that can be drawn again, or given cases, held against their rules over some days."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.compliance.queries.evidence import Named
from caseday.compliance.queries.results import CaseResults, agency_zone, results_of
from caseday.compliance.rules.sampling import MOST_CASES, draw


@dataclass(frozen=True)
class Audit:
    """`drawn_from`: how many cases there were to draw from."""

    first: date
    last: date
    results: tuple[CaseResults, ...]
    drawn_from: int
    named: Named
    zone: ZoneInfo


@dataclass(frozen=True)
class Listed:
    """Cases of a list that somebody typed or pasted, and what of it is no case in sight."""

    case_ids: tuple[UUID, ...]
    unknown: tuple[str, ...]


def sample_audit(
    viewer: Viewer, *, first: date, last: date, program: str, size: int, seed: int, now: datetime
) -> Audit:
    """Of the cases in sight that were open on any of these days; the same seed draws the same cases."""
    open_then = _open_between(viewer, first, last)
    if program:
        open_then = open_then.filter(program=program)
    ids = list(open_then.values_list("pk", flat=True))
    return _audit(viewer, draw(ids, min(size, MOST_CASES), seed), first, last, len(ids), now)


def list_audit(
    viewer: Viewer, *, case_ids: Collection[UUID], first: date, last: date, now: datetime
) -> Audit:
    """Of given cases; one outside the viewer's sight is not there."""
    wanted = list(dict.fromkeys(case_ids))[:MOST_CASES]
    return _audit(viewer, wanted, first, last, len(wanted), now)


def _audit(
    viewer: Viewer, case_ids: list[UUID], first: date, last: date, drawn_from: int, now: datetime
) -> Audit:
    zone = agency_zone()
    seen = cases_seen_by(viewer).filter(pk__in=case_ids).select_related("person", "assigned_to")
    by_id = {one.pk: one for one in seen}
    cases = [by_id[one] for one in case_ids if one in by_id]
    results = tuple(results_of(cases, now=now, first=first, last=last, zone=zone))
    return Audit(first, last, results, drawn_from, Named(results), zone)


def _open_between(viewer: Viewer, first: date, last: date) -> QuerySet[Case]:
    not_closed_before = Q(closed_at=None) | Q(closed_at__date__gte=first)
    return cases_seen_by(viewer).filter(not_closed_before, referred_at__date__lte=last)


def cases_listed(viewer: Viewer, text: str) -> Listed:
    """Case numbers, one a line or by commas; two queries at most."""
    words = list(dict.fromkeys(one.strip() for one in re.split(r"[\n,;]+", text) if one.strip()))
    known = {
        number.casefold(): pk
        for pk, number in cases_seen_by(viewer)
        .filter(number__in=[form for one in words for form in (one, one.upper())][: 2 * MOST_CASES])
        .values_list("pk", "number")
    }
    found = tuple(known[one.casefold()] for one in words if one.casefold() in known)
    return Listed(found, tuple(one[:40] for one in words if one.casefold() not in known))
