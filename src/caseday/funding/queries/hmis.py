"""HUD's files of a fund: made of clients, enrollments, answers and charges in sight, and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.funding.models import (
    Charge,
    EnrolledMember,
    Fund,
    FundCase,
    HmisAnswers,
    HmisProject,
    Spending,
)
from caseday.funding.queries.hmis_project import Files, Made, Row, describe, export_row, project_of
from caseday.funding.queries.household import Who, about_of, household_of, together, who_of
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
from caseday.people.queries import kept_ssns

__all__ = ["HmisExport", "answers_of", "hmis_export", "project_of"]
_NOT_COLLECTED, _NO_EXIT_INTERVIEW = 99, 30
_FULL, _PARTIAL = 1, 2


@dataclass(frozen=True)
class HmisExport:
    """`left_out` payments are not in Services: they wait for approval, or have no type of HUD's list."""

    files: Files
    problems: list[Problem]
    left_out: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(name, len(rows)) for name, rows in self.files.items()]


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
    """Of cases in sight that were on the fund on any of these days. At most fourteen queries, whatever their number."""
    spec = fy2026()
    made = Made(export_id.hex, now, (viewer.staff_id or fund.pk).hex)
    on_it = FundCase.objects.filter(fund=fund, case__in=cases_seen_by(viewer), from_on__lte=last)
    rows = on_it.exclude(to_on__lt=first).select_related("case__person").order_by("from_on", "pk")
    latest = list({row.case_id: row for row in rows}.values())
    files: Files = {name: [] for name in spec.files}
    files["Export"].append(export_row(made, first, last, spec))
    describe(files, made, viewer, project)
    stays = [
        stay
        for stay in _all_stays(viewer, latest, last)
        if stay.from_on <= last and not (stay.to_on and stay.to_on < first)
    ]
    known = about_of(viewer, [stay.who.id for stay in stays], last)
    numbers = kept_ssns([stay.who.person for stay in stays if stay.who.person])
    for who_id, stay in _by_person(stays).items():
        row = _client(stay.who, known.get(who_id, {}), numbers, spec)
        files["Client"].append(made.signed(row, created=stay.case.referred_at, updated=now))
    for stay in stays:
        _enroll(files, made, stay, project, last, spec)
    case_ids = [row.case_id for row in latest]
    _serve(files, made, fund, case_ids, first, last)
    left_out = _assist(files, made, project, stays, first, last, spec)
    return HmisExport(files, problems_of(files, spec), left_out)


def _all_stays(viewer: Viewer, rows: Sequence[FundCase], last: date) -> list[_Stay]:
    answers = _answers([row.case_id for row in rows], last)
    households = household_of(viewer, [row.pk for row in rows])
    return [stay for row in rows for stay in _stays(row, households.get(row.pk, []), answers)]


def _by_person(stays: Sequence[_Stay]) -> dict[UUID, _Stay]:
    """A person once, however many enrollments: the first."""
    found: dict[UUID, _Stay] = {}
    for stay in stays:
        found.setdefault(stay.who.id, stay)
    return found


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
) -> Iterator[_Stay]:
    """The client first. Whoever of the household does not leave before leaves with the client."""
    case = row.case
    ended = row.to_on or (case.closed_at.date() if case.closed_at else None)
    left = max(ended, row.from_on) if ended else None
    said = answers.get(case.pk, [])
    relationship = int(together(said).get(RELATIONSHIP, HEAD))
    yield _Stay(case.pk, row.pk, case, who_of(case.person), relationship, row.from_on, left, said)
    for one, who in household:
        gone = min((day for day in (one.to_on, left) if day), default=None)
        gone = max(gone, one.from_on) if gone else None
        yield _Stay(one.pk, one.pk, case, who, one.relationship, one.from_on, gone, answers.get(one.pk, []))


def _enroll(files: Files, made: Made, stay: _Stay, project: HmisProject, last: date, spec: Spec) -> None:
    """The enrollment, and what was answered in it."""
    case, known = stay.case, together(stay.answers)
    ids = {"EnrollmentID": stay.enrollment_id.hex, "PersonalID": stay.who.id.hex}
    opened = case.referred_at
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


def _client(who: Who, known: dict[str, str], numbers: dict[UUID, str], spec: Spec) -> Row:
    is_whole = bool(who.given_name and who.family_name)
    has_part = bool(who.given_name or who.family_name)
    return {
        "PersonalID": who.id.hex,
        "FirstName": allowed_text(who.given_name, 50),
        "MiddleName": allowed_text(who.middle_name, 50),
        "LastName": allowed_text(who.family_name, 50),
        "NameSuffix": allowed_text(who.suffix, 50),
        "NameDataQuality": _FULL if is_whole else _PARTIAL if has_part else _NOT_COLLECTED,
        **_ssn(who.person, numbers),
        "DOB": who.birth_date,
        "DOBDataQuality": _FULL if who.birth_date else _NOT_COLLECTED,
        **client_values(spec, known),
    }


def _ssn(person: Person | None, numbers: dict[UUID, str]) -> Row:
    """What is sealed with another key goes out as far as it is known: its end."""
    if person is None:
        return ssn_values("", "")
    return ssn_values(numbers[person.pk] or person.ssn_last4, person.ssn)


def _answered(files: Files, made: Made, one: HmisAnswers, ids: Row, spec: Spec) -> None:
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


def _serve(files: Files, made: Made, fund: Fund, case_ids: Sequence[UUID], first: date, last: date) -> None:
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


def _assist(
    files: Files,
    made: Made,
    project: HmisProject,
    stays: Sequence[_Stay],
    first: date,
    last: date,
    spec: Spec,
) -> int:
    """Money that was paid, with its amount, where the funding source reports it; how many payments stay out.

    Each payment once for a household, with its head (VA: V3 is entered for the head of household alone).
    """
    asked = spec.assistance_of(project.funder_code, project.project_type)
    if asked is None:
        return 0
    of_case: dict[UUID, list[_Stay]] = defaultdict(list)
    for stay in stays:
        of_case[stay.case.pk].append(stay)
    rows = Spending.objects.filter(
        fund=project.fund_id, case__in=of_case, on__gte=first, on__lte=last, voided_at=None
    )
    found = list(rows.order_by("on", "pk"))
    told = [one for one in found if not one.waits and one.assistance in spec.lists[asked.codes]]
    for one in told:
        stay = _paid_for(of_case[one.case_id], one.on)
        row = {
            "ServicesID": one.pk.hex,
            "EnrollmentID": stay.enrollment_id.hex,
            "PersonalID": stay.who.id.hex,
            "DateProvided": one.on,
            "RecordType": asked.record_type,
            "TypeProvided": one.assistance,
            "FAAmount": one.amount,
        }
        if asked.has_period:
            row |= {"FAStartDate": one.covers_from or one.on, "FAEndDate": one.covers_to}
        files["Services"].append(made.signed(row, created=one.recorded_at))
    return len(found) - len(told)


def _paid_for(stays: Sequence[_Stay], on: date) -> _Stay:
    """The head of the household on that day; without one, whoever was enrolled then."""
    return min(
        stays,
        key=lambda one: (one.from_on > on or (one.to_on or on) < on, one.relationship != HEAD),
    )
