"""What HUD's files need: the project of a fund, and what a client answered at a point of the enrollment."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, agency_chain, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.funding.models import Fund, HmisAffiliation, HmisAnswers, HmisProject
from caseday.funding.permissions import ONLY_LEADS, ONLY_WORKERS, can_charge, can_set_up
from caseday.funding.queries import get_fund
from caseday.funding.queries.hmis_project import residential_projects
from caseday.funding.queries.household import Asked, asked_of, get_enrolled
from caseday.funding.rules.hmis import CE_SERVICES, RAPID_REHOUSING, fy2026, has_affiliation
from caseday.funding.rules.hmis.answers import problem_of
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_IN_HMIS = 1
_COC = re.compile(r"^[A-Z]{2}-[0-9]{3}$")


@dataclass(frozen=True)
class ProjectTerms:
    organization_name: str
    project_name: str
    project_type: int
    operating_from: date
    coc_code: str
    funder_code: int
    is_victim_service_provider: bool = False
    is_continuum_project: bool = True
    rrh_sub_type: int | None = None
    housing_type: int | None = None
    participation: int = 1
    participation_from: date | None = None
    entry_from: date | None = None
    entry_services: str = ""
    receives_referrals: bool = False


def set_hmis_project(
    *,
    actor: Viewer,
    now: datetime,
    fund_id: UUID,
    terms: ProjectTerms,
    affiliated_with: Collection[UUID] = (),
) -> HmisProject:
    """Made or changed. `affiliated_with` are residential projects of other funds. Raises Invalid by field."""
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    _check(fund, terms, affiliated_with)
    found = HmisProject.objects.filter(fund=fund).first()
    project = found or HmisProject(fund=fund, **asdict(terms))
    with change(
        "hmis_project_set", actor=actor, now=now, chain=agency_chain(), subject=project, summary=fund.name
    ) as record:
        if found:
            record.update(project, **asdict(terms))
        else:
            record.add(project)
        _affiliate(record, project, set(affiliated_with))
    return project


def _affiliate(record: ChangeRecord, project: HmisProject, wanted: set[UUID]) -> None:
    present = {one.residential_id: one for one in HmisAffiliation.objects.filter(project=project)}
    for residential_id in present.keys() - wanted:
        record.remove(present[residential_id])
    for residential_id in sorted(wanted - present.keys()):
        record.add(HmisAffiliation(id=new_id(), project=project, residential_id=residential_id))


def _check(fund: Fund, terms: ProjectTerms, affiliated_with: Collection[UUID]) -> None:
    problems = {**_unlisted(terms), **_unfit(terms)}
    if affiliated_with and not has_affiliation(terms.project_type, terms.rrh_sub_type):
        problems["affiliated_with"] = "Only projects of services alone go with a residential project."
    elif set(affiliated_with) - {one.pk for one in residential_projects(fund)}:
        problems["affiliated_with"] = "Choose residential projects of the agency's other funds."
    if problems:
        raise Invalid(problems)


def _unfit(terms: ProjectTerms) -> dict[str, str]:
    """What does not go together."""
    problems = {}
    if terms.is_victim_service_provider and terms.participation == _IN_HMIS:
        problems["participation"] = (
            "A provider for victims enters nothing into an HMIS: choose a comparable database."
        )
    if terms.participation_from and terms.participation_from < terms.operating_from:
        problems["participation_from"] = "The project did not operate yet on this day."
    if terms.entry_from is None and (terms.entry_services or terms.receives_referrals):
        problems["entry_from"] = "Say since when it takes part in coordinated entry."
    if set(filter(None, terms.entry_services.split(","))) - set(CE_SERVICES):
        problems["entry_services"] = "Choose from the list."
    return problems


def _unlisted(terms: ProjectTerms) -> dict[str, str]:
    lists, problems = fy2026().lists, {}
    if terms.project_type not in lists["ProjectType"]:
        problems["project_type"] = "Choose a project type of the list."
    if (terms.project_type == RAPID_REHOUSING) != (terms.rrh_sub_type in lists["RRHSubType"]):
        problems["rrh_sub_type"] = "Say it of a rapid re-housing project, and of no other."
    if terms.funder_code not in lists["FundingSource"]:
        problems["funder_code"] = "Choose a funding source of the list."
    if not _COC.match(terms.coc_code):
        problems["coc_code"] = "Two capital letters, a dash and three digits, as TX-503."
    for name in ("organization_name", "project_name"):
        if not getattr(terms, name).strip():
            problems[name] = "Give its name as HUD knows it."
    if terms.housing_type is not None and terms.housing_type not in lists["HousingType"]:
        problems["housing_type"] = "Choose a type of housing of the list."
    if terms.participation not in lists["HMISParticipationType"]:
        problems["participation"] = "Choose how it takes part."
    return problems


def keep_hmis_answers(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    stage: int,
    on: date,
    answers: Mapping[str, str],
    enrolled_id: UUID | None = None,
    id: UUID | None = None,
) -> HmisAnswers:
    """The client's, or those of a member of the household who is enrolled with the client. New, or changed where the
    id is one of theirs. Raises Invalid by question."""
    case = get_case(actor, case_id)
    require(can_charge(actor) and can_work_on(actor, case), ONLY_WORKERS)
    whose = get_enrolled(actor, case, enrolled_id) if enrolled_id else None
    questions = asked_of(actor, whose, stage)
    given = _checked(stage, on, answers, now.astimezone(actor.time_zone).date(), questions)
    found = HmisAnswers.objects.filter(pk=id, case=case, enrolled=whose).first() if id else None
    row = found or HmisAnswers(
        id=id or new_id(), case=case, enrolled=whose, stage=stage, on=on, answers=given, staff_id=actor.staff_id,
        recorded_at=now, changed_at=now,
    )  # fmt: skip
    with change(
        "hmis_answers_kept", actor=actor, now=now, chain=case_chain(case.pk), subject=row, summary=str(row)
    ) as record:
        if found is None:
            record.add(row)
        elif (found.stage, found.on, found.answers) != (stage, on, given):
            record.update(row, stage=stage, on=on, answers=given, changed_at=now)
    return row


def _checked(stage: int, on: date, answers: Mapping[str, str], today: date, asked: Asked) -> dict[str, str]:
    problems: dict[str, str] = {}
    if stage not in HmisAnswers.Stage.values:
        problems["stage"] = "Choose when it was asked."
    if on > today:
        problems["on"] = "This day is in the future. Give the day on which it was asked."
    spec = fy2026()
    given: dict[str, str] = {}
    for _, questions in asked:
        for one in questions:
            text = answers.get(one.key, "").strip()
            if problem := problem_of(one, text, spec):
                problems[one.key] = problem
            elif text:
                given[one.key] = text
    if problems:
        raise Invalid(problems)
    return given
