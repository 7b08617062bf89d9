"""The facts of the case itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import case_to_change, on_case
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.kernel.errors import Invalid
from caseday.programs.rules import find_kind

_FACTS = frozenset(
    {
        "case_type",
        "acuity",
        "jurisdiction",
        "referred_by",
        "referral_reason",
        "onset_on",
        "summary",
        "occupation",
        "visit_skills",
    }
)


def update_case(*, actor: Viewer, now: datetime, case_id: UUID, **facts: Any) -> Case:
    """Change any of case_type, acuity, jurisdiction, referred_by, referral_reason, onset_on, summary, occupation,
    visit_skills."""
    if unknown := facts.keys() - _FACTS:
        raise TypeError(f"no facts of a case: {', '.join(sorted(unknown))}")
    case = case_to_change(actor, case_id)
    _check(case, facts)
    with on_case("case_changed", case, actor=actor, now=now, subject=case, summary="Facts changed") as record:
        record.update(case, **facts)
    return case


def _check(case: Case, facts: dict[str, Any]) -> None:
    pack = pack_of(case)
    if "acuity" in facts and pack.acuity(facts["acuity"]) is None:
        raise Invalid({"acuity": "Choose one of the program's acuities."})
    if facts.get("case_type") and find_kind(pack.case_types, facts["case_type"]) is None:
        raise Invalid({"case_type": "Choose one of the program's case types."})
