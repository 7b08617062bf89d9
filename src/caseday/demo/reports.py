"""A program report of a story: drawn from its file, written to the end, signed, and put into somebody's portal."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import draft_report, note_receipt, sign_report


def write_report(actor: Viewer, case: Case, at: datetime, event: dict[str, Any], *, name: str) -> None:
    by: dict[str, Any] = {"actor": actor, "now": at}
    report = draft_report(**by, case_id=case.pk, report_type=event["kind"])
    done: dict[str, Any] = {"actor": actor, "now": at + timedelta(minutes=20), "report_id": report.pk}
    sign_report(**done, texts=event["said"])
    note_receipt(**done, role=event["role"], name=name, how="portal", proof=event["proof"])
