"""A case with people who get its reports, as tests need it."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import draft_report, sign_report
from caseday.compliance.models import ProgramReport
from caseday.correspondence.tests.outgoing_made import make_mailbox
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_party, make_person

DANA = "dana@example.org"
DAY = timedelta(days=1)


def make_reported_case(cast: Cast, **fields: Any) -> Case:
    """Referred 30 days ago, with an adjuster who has an email address; a mailbox of Nora's."""
    person = make_person(given_name="Rosa", family_name="Delgado")
    case = make_case(cast.nora, **{"person": person, "case_type": "field", **fields})
    make_party(case, name="Dana Whitfield", email=DANA)
    make_mailbox(cast.nora)
    return case


def drafted(
    actor: Viewer, case: Case, kind: str = "progress", *, now: datetime = MONDAY_8, **more: Any
) -> ProgramReport:
    return draft_report(actor=actor, now=now, case_id=case.pk, report_type=kind, **more)


def signed(actor: Viewer, case: Case, kind: str = "progress", *, now: datetime = MONDAY_8) -> ProgramReport:
    report = drafted(actor, case, kind, now=now)
    texts = {report.sections[0]["slug"]: "She walks again."}
    return sign_report(actor=actor, now=now, report_id=report.pk, texts=texts)
