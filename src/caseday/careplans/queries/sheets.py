"""What the prints of a plan say."""

from dataclasses import dataclass
from datetime import datetime

from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer
from caseday.careplans.models import CarePlan, PlanReview, PlanSignature, PlanVersion
from caseday.careplans.queries.content import Standing, standing_of
from caseday.careplans.queries.plans import WholePlan, reviews_of, whole_plan
from caseday.careplans.queries.practice import practice_of
from caseday.cases.queries import pack_of
from caseday.directory.rules.numbers import show_phone
from caseday.programs.rules.spanish import Tables


@dataclass(frozen=True)
class Sheet:
    agency: str
    phone: str
    paper: str
    client: str
    number: str
    worker: str
    language: str
    now: datetime
    whole: WholePlan
    standing: Standing
    reviews: list[PlanReview]
    spanish: Tables
    """The program's own words in Spanish."""

    @property
    def version(self) -> PlanVersion | None:
        """That with what stands there now; None where it was changed since, or never signed."""
        return None if self.standing.is_changed else self.standing.version

    @property
    def signatures(self) -> tuple[PlanSignature, ...]:
        return self.standing.signatures if self.version else ()


def sheet_of(viewer: Viewer, plan: CarePlan, *, now: datetime, language: str) -> Sheet:
    """Fourteen queries. `language` is en or es: the fixed texts; what was written stays as it is."""
    agency, local = get_agency(), now.astimezone(viewer.time_zone)
    person, worker = plan.case.person, plan.case.assigned_to
    return Sheet(
        agency=agency.name,
        phone=show_phone(agency.phone),
        paper=agency.paper_size,
        client=person.full_name,
        number=plan.case.number,
        worker=worker.name if worker else "",
        language=language,
        now=local,
        whole=whole_plan(plan),
        standing=standing_of(plan, practice_of(plan.case, local.date(), viewer.time_zone)),
        reviews=reviews_of(plan),
        spanish=pack_of(plan.case).spanish,
    )
