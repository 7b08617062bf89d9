"""HUD's files of a fund: made of clients, enrollments, answers and charges in sight, and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from typing import Any
from uuid import UUID

from caseday.access.models import Agency, Staff
from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.funding.models import Charge, EnrolledMember, Fund, FundCase, HmisAnswers, HmisProject
from caseday.funding.queries.household import Who, household_of, who_of
from caseday.funding.rules.hmis import HEAD, Problem, Spec, allowed_text, fy2026, problems_of
from caseday.funding.rules.hmis.answers import (
    RELATIONSHIP,
    client_values,
    disabilities_in,
    income_values,
    ssn_values,
    values_in,
)
from caseday.people.models import Person
from caseday.people.queries import kept_ssn

Row = dict[str, Any]
Files = dict[str, list[Row]]
_NOT_COLLECTED, _NO_EXIT_INTERVIEW = 99, 30
_FULL, _PARTIAL = 1, 2
_OF_AN_AGENCY, _REPORTING_PERIOD, _FULL_REFRESH, _UNHASHED, _LOCAL_OR_OTHER = 2, 3, 2, 1, 46


@dataclass(frozen=True)
class HmisExport:
    files: Files
    problems: list[Problem]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(name, len(rows)) for name, rows in self.files.items()]


@dataclass(frozen=True)
class _Made:
    """What every row of an export carries."""

    export_id: str
    at: datetime
    user_id: str

    def signed(self, row: Row, *, created: datetime, updated: datetime | None = None) -> Row:
        return {
            **row,
            "DateCreated": created.replace(tzinfo=None),
            "DateUpdated": (updated or created).replace(tzinfo=None),
            "UserID": self.user_id,
            "ExportID": self.export_id,
        }


def project_of(fund: Fund) -> HmisProject | None:
    return HmisProject.objects.filter(fund=fund).first()


def answers_of(case: Case, enrolled: EnrolledMember | None = None) -> list[HmisAnswers]:
    """The client's or a member's, of a case that `get_case` has authorized, latest first."""
    return list(case.hmis_answers.filter(enrolled=enrolled).order_by("-on", "-pk"))


def hmis_export(
    viewer: Viewer,
    fund: Fund,
    project: HmisProject,
    first: date,
    last: date,
    *,
    export_id: UUID,
    now: datetime,
) -> HmisExport:
    """Of cases in sight that were on the fund on any of these days. Eight queries."""
    spec = fy2026()
    made = _Made(export_id.hex, now, (viewer.staff_id or fund.pk).hex)
    on_it = FundCase.objects.filter(fund=fund, case__in=cases_seen_by(viewer), from_on__lte=last)
    rows = on_it.exclude(to_on__lt=first).select_related("case__person").order_by("from_on", "pk")
    latest = list({row.case_id: row for row in rows}.values())
    answers = _answers([row.case_id for row in latest], last)
    files: Files = {name: [] for name in spec.files}
    _describe(files, made, viewer, fund, project, first, last, spec)
    households = household_of(viewer, [row.pk for row in latest])
    for row in latest:
        for stay in _stays(row, households.get(row.pk, []), answers, last):
            if stay.from_on <= last and not (stay.to_on and stay.to_on < first):
                _enroll(files, made, stay, project, last, spec)
    _serve(files, made, fund, [row.case_id for row in latest], first, last)
    return HmisExport(files, problems_of(files, spec))


def _answers(case_ids: Sequence[UUID], last: date) -> dict[UUID, list[HmisAnswers]]:
    """By case, and a member's by enrollment. Earliest first: later answers replace earlier ones."""
    found: dict[UUID, list[HmisAnswers]] = defaultdict(list)
    for one in HmisAnswers.objects.filter(case__in=case_ids, on__lte=last).order_by("on", "pk"):
        found[one.enrolled_id or one.case_id].append(one)
    return found


@dataclass(frozen=True)
class _Stay:
    """One enrollment of HUD's files: the client's, or that of a member of the household."""

    enrollment_id: UUID
    exit_id: UUID
    case: Case
    who: Who
    relationship: int
    from_on: date
    to_on: date | None
    answers: Sequence[HmisAnswers]


def _stays(
    row: FundCase,
    household: Sequence[tuple[EnrolledMember, Who]],
    answers: dict[UUID, list[HmisAnswers]],
    last: date,
) -> Iterator[_Stay]:
    """The client first. Whoever of the household does not leave before leaves with the client."""
    case = row.case
    ended = row.to_on or (case.closed_at.date() if case.closed_at else None)
    left = max(ended, row.from_on) if ended else None
    said = answers.get(case.pk, [])
    relationship = int(_together(said).get(RELATIONSHIP, HEAD))
    yield _Stay(case.pk, row.pk, case, who_of(case.person), relationship, row.from_on, left, said)
    for one, who in household:
        gone = min((day for day in (one.to_on, left) if day), default=None)
        gone = max(gone, one.from_on) if gone else None
        yield _Stay(one.pk, one.pk, case, who, one.relationship, one.from_on, gone, answers.get(one.pk, []))


def _describe(
    files: Files,
    made: _Made,
    viewer: Viewer,
    fund: Fund,
    project: HmisProject,
    first: date,
    last: date,
    spec: Spec,
) -> None:
    agency = get_agency()
    created = datetime.combine(fund.from_on, time(12), UTC)
    files["Export"].append(_export(made, agency, first, last, spec))
    organization = {
        "OrganizationID": agency.pk.hex,
        "OrganizationName": allowed_text(project.organization_name, 200),
        "VictimServiceProvider": int(project.is_victim_service_provider),
    }
    files["Organization"].append(made.signed(organization, created=created))
    files["User"].append(_user(made, viewer, created))
    told = {
        "ProjectID": project.pk.hex,
        "OrganizationID": agency.pk.hex,
        "ProjectName": allowed_text(project.project_name, 200),
        "OperatingStartDate": project.operating_from,
        "ContinuumProject": int(project.is_continuum_project),
        "ProjectType": project.project_type,
        "RRHSubType": project.rrh_sub_type,
    }
    files["Project"].append(made.signed(told, created=created))
    files["Funder"].append(made.signed(_funder(fund, project), created=created))
    where = {"ProjectCoCID": project.pk.hex, "ProjectID": project.pk.hex, "CoCCode": project.coc_code}
    files["ProjectCoC"].append(made.signed(where, created=created))


def _export(made: _Made, agency: Agency, first: date, last: date, spec: Spec) -> Row:
    return {
        "ExportID": made.export_id,
        "SourceType": _OF_AN_AGENCY,
        "SourceName": allowed_text(agency.name, 50),
        "ExportDate": made.at.replace(tzinfo=None),
        "ExportStartDate": first,
        "ExportEndDate": last,
        "SoftwareName": "Caseday",
        "SoftwareVersion": version("caseday")[:50],
        "CSVVersion": spec.csv_version,
        "ExportPeriodType": _REPORTING_PERIOD,
        "ExportDirective": _FULL_REFRESH,
        "HashStatus": _UNHASHED,
        "ImplementationID": agency.pk.hex,
    }


def _funder(fund: Fund, project: HmisProject) -> Row:
    is_other = project.funder_code == _LOCAL_OR_OTHER
    return {
        "FunderID": fund.pk.hex,
        "ProjectID": project.pk.hex,
        "Funder": project.funder_code,
        "OtherFunder": allowed_text(fund.funder, 100) if is_other else None,
        "GrantID": allowed_text(fund.reference or fund.name, 100),
        "StartDate": fund.from_on,
        "EndDate": fund.to_on,
    }


def _user(made: _Made, viewer: Viewer, created: datetime) -> Row:
    staff = Staff.objects.filter(pk=viewer.staff_id).first() if viewer.staff_id else None
    given, _, family = viewer.name.rpartition(" ")
    return made.signed(
        {
            "UserID": made.user_id,
            "UserFirstName": allowed_text(given, 50),
            "UserLastName": allowed_text(family, 50),
            "UserEmail": staff.email if staff else None,
        },
        created=created,
    )


def _enroll(files: Files, made: _Made, stay: _Stay, project: HmisProject, last: date, spec: Spec) -> None:
    """A person once, however many enrollments; the enrollment, and what was answered in it."""
    case, known = stay.case, _together(stay.answers)
    ids = {"EnrollmentID": stay.enrollment_id.hex, "PersonalID": stay.who.id.hex}
    opened = case.referred_at
    if all(one["PersonalID"] != ids["PersonalID"] for one in files["Client"]):
        files["Client"].append(made.signed(_client(stay.who, known, spec), created=opened, updated=made.at))
    enrollment = {
        **ids,
        "ProjectID": project.pk.hex,
        "EntryDate": stay.from_on,
        "HouseholdID": case.pk.hex,
        "EnrollmentCoC": project.coc_code,
        "DisablingCondition": _NOT_COLLECTED,
        **values_in(spec, "Enrollment", known),
        "RelationshipToHoH": stay.relationship,
    }
    files["Enrollment"].append(made.signed(enrollment, created=opened, updated=made.at))
    if stay.to_on is not None and stay.to_on <= last:
        left = {
            "ExitID": stay.exit_id.hex,
            **ids,
            "ExitDate": stay.to_on,
            "Destination": _NO_EXIT_INTERVIEW,
        }
        files["Exit"].append(made.signed({**left, **values_in(spec, "Exit", known)}, created=made.at))
    for one in stay.answers:
        _answered(files, made, one, ids, spec)


def _together(answers: Iterable[HmisAnswers]) -> dict[str, str]:
    known: dict[str, str] = {}
    for one in answers:
        known.update({key: value for key, value in one.answers.items() if value})
    return known


def _client(who: Who, known: dict[str, str], spec: Spec) -> Row:
    is_whole = bool(who.given_name and who.family_name)
    has_part = bool(who.given_name or who.family_name)
    return {
        "PersonalID": who.id.hex,
        "FirstName": allowed_text(who.given_name, 50),
        "MiddleName": allowed_text(who.middle_name, 50),
        "LastName": allowed_text(who.family_name, 50),
        "NameSuffix": allowed_text(who.suffix, 50),
        "NameDataQuality": _FULL if is_whole else _PARTIAL if has_part else _NOT_COLLECTED,
        **_ssn(who.person),
        "DOB": who.birth_date,
        "DOBDataQuality": _FULL if who.birth_date else _NOT_COLLECTED,
        **client_values(spec, known),
    }


def _ssn(person: Person | None) -> Row:
    """What is sealed with another key goes out as far as it is known: its end."""
    if person is None:
        return ssn_values("", "")
    places = kept_ssn(person) or person.ssn_last4
    return ssn_values(places, person.ssn)


def _answered(files: Files, made: _Made, one: HmisAnswers, ids: Row, spec: Spec) -> None:
    """A row in each file that something was answered for; ids stay the same from export to export."""
    head = {**ids, "InformationDate": one.on}
    stage = {"DataCollectionStage": one.stage}

    def add(file: str, row: Row) -> None:
        files[file].append(made.signed(row, created=one.recorded_at, updated=one.changed_at))

    living = values_in(spec, "CurrentLivingSituation", one.answers)
    if "CurrentLivingSituation" in living:
        add("CurrentLivingSituation", {"CurrentLivingSitID": one.pk.hex, **head, **living})
    if health := values_in(spec, "HealthAndDV", one.answers):
        add("HealthAndDV", {"HealthAndDVID": one.pk.hex, **head, **stage, **health})
    if income := income_values(spec, one.answers):
        add("IncomeBenefits", {"IncomeBenefitsID": one.pk.hex, **head, **stage, **income})
    for kind, response in disabilities_in(spec, one.answers):
        row_id = f"{one.pk.hex[:30]}{kind:02d}"
        row = {
            "DisabilitiesID": row_id,
            **head,
            **stage,
            "DisabilityType": kind,
            "DisabilityResponse": response,
        }
        add("Disabilities", row)


def _serve(files: Files, made: _Made, fund: Fund, case_ids: Sequence[UUID], first: date, last: date) -> None:
    """Charges whose billing code is a record type and a type of service of HUD's lists, as 141:6."""
    rows = Charge.objects.filter(fund=fund, case__in=case_ids, on__gte=first, on__lte=last, voided_at=None)
    for one in rows.select_related("unit", "case").order_by("on", "pk"):
        record_type, _, type_provided = one.unit.code.partition(":")
        if record_type.isdigit() and type_provided.isdigit():
            row = {
                "ServicesID": one.pk.hex,
                "EnrollmentID": one.case_id.hex,
                "PersonalID": one.case.person_id.hex,
                "DateProvided": one.on,
                "RecordType": int(record_type),
                "TypeProvided": int(type_provided),
            }
            files["Services"].append(made.signed(row, created=one.charged_at))
