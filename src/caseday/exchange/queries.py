"""What an import is matched with, viewer first."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch

from caseday.access.viewer import Viewer
from caseday.cases.models import Identifier
from caseday.cases.queries import cases_seen_by
from caseday.directory.models import Office, OfficePhone
from caseday.exchange.models import ImportRun
from caseday.exchange.rules.matching import ClientFacts, OfficeFacts
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment


def clients_to_match(viewer: Viewer) -> list[ClientFacts]:
    """Clients of the open cases in the viewer's sight, with their numbers. Two queries."""
    numbers = Prefetch("identifiers", Identifier.objects.filter(is_retired=False), to_attr="shown_numbers")
    cases = cases_seen_by(viewer).exclude(status="closed").select_related("person").prefetch_related(numbers)
    return [
        ClientFacts(
            case.id,
            case.person.given_name,
            case.person.family_name,
            case.person.preferred_name,
            (re.sub(r"[^0-9A-Za-z]", "", case.number), *(one.normalized for one in case.shown_numbers)),
        )
        for case in cases
    ]


def offices_to_match() -> list[OfficeFacts]:
    phones = Prefetch("phones", OfficePhone.objects.filter(is_retired=False), to_attr="shown_phones")
    return [
        OfficeFacts(
            office.id, office.name, office.line1, office.city, tuple(p.number for p in office.shown_phones)
        )
        for office in Office.objects.filter(retired_at=None).prefetch_related(phones)
    ]


def imported_appointments(staff_id: UUID, keys: Iterable[str]) -> dict[str, Appointment]:
    wanted = Appointment.objects.filter(staff=staff_id).exclude(source_uid="")
    known = set(keys)
    return {one.source_uid: one for one in wanted if one.source_uid in known}


def get_run(viewer: Viewer, run_id: UUID) -> ImportRun:
    """One's own import only; NotFound otherwise."""
    run = ImportRun.objects.filter(pk=run_id, staff=viewer.staff_id).first()
    if run is None:
        raise NotFound
    return run


def recent_runs(viewer: Viewer) -> list[ImportRun]:
    return list(ImportRun.objects.filter(staff=viewer.staff_id).defer("content")[:20])
