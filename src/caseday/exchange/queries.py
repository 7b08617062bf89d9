"""What an import is matched with, viewer first."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Prefetch, Q

from caseday.access.queries import active_staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier
from caseday.cases.queries import cases_seen_by
from caseday.directory.models import Office, OfficePhone
from caseday.exchange.archive import SEALED
from caseday.exchange.models import ImportRun
from caseday.exchange.rules.matching import ClientFacts, OfficeFacts, fold
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


class KnownCases:
    """By what a row of a list is recognized: case number, claim number, or name with birth or onset date."""

    def __init__(self, numbers: set[str], people: set[tuple[str, str, str]]) -> None:
        self._numbers, self._people = numbers, people

    def has(self, facts: dict[str, Any]) -> bool:
        return bool(self._numbers & _numbers_of(facts)) or (
            not _numbers_of(facts) and bool(self._people & _people_of(facts))
        )

    def remember(self, facts: dict[str, Any]) -> None:
        self._numbers |= _numbers_of(facts)
        self._people |= _people_of(facts)


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _numbers_of(facts: dict[str, Any]) -> set[str]:
    pairs = (("case", facts.get("case_number", "")), ("claim", facts.get("claim_number", "")))
    return {f"{kind}:{_plain(number)}" for kind, number in pairs if _plain(number)}


def _people_of(facts: dict[str, Any]) -> set[tuple[str, str, str]]:
    name = fold(f"{facts.get('given_name', '')} {facts.get('family_name', '')}")
    dates = (("born", facts.get("birth_date")), ("onset", facts.get("onset_on")))
    return {(name, kind, str(day)) for kind, day in dates if name and day} or (
        {(name, "", "")} if name else set()
    )


def known_cases(viewer: Viewer) -> KnownCases:
    """Of all cases in sight, closed ones too. Two queries."""
    seen = cases_seen_by(viewer)
    numbers = {f"case:{_plain(number)}" for number in seen.values_list("number", flat=True)}
    claims = Identifier.objects.filter(case__in=seen.values("pk"), kind="claim_number")
    numbers |= {f"claim:{value}" for value in claims.values_list("normalized", flat=True)}
    people: set[tuple[str, str, str]] = set()
    names = ("person__given_name", "person__family_name", "person__birth_date", "onset_on")
    for given, family, born, onset in seen.values_list(*names):
        facts = {"given_name": given, "family_name": family, "birth_date": born, "onset_on": onset}
        people |= _people_of(facts) | {(fold(f"{given} {family}"), "", "")}
    return KnownCases(numbers, people)


def workers_by_name(viewer: Viewer) -> dict[str, UUID]:
    """Whose cases the viewer may add, by name and email in lower case."""
    staff = [one for one in active_staff() if viewer.is_system or one.pk in viewer.caseload_staff_ids]
    return {key.casefold(): one.pk for one in staff for key in (one.name, one.email)}


def sealed_rows() -> Iterator[tuple[str, str, str, str]]:
    """Table, column, id and what is kept there, of every value that is sealed with the installation's key."""
    for label, names in SEALED.items():
        model = apps.get_model(label)
        for name in names:
            rows = model._base_manager.exclude(**{name: ""}).order_by("pk").values_list("pk", name)
            yield from ((label, name, str(row_id), text) for row_id, text in rows.iterator())


def count_sealed() -> int:
    return sum(1 for _ in sealed_rows())


def cases_of_sealed() -> list[UUID]:
    """For the access log: of clients whose Social Security number is kept, also with a record joined to theirs."""
    is_kept = Q(person__sealed_ssn__gt="") | Q(person__merged__sealed_ssn__gt="")
    return list(Case.objects.filter(is_kept).order_by("pk").values_list("pk", flat=True).distinct())
