"""Papers of a case on which something else may stand."""

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.documents.queries import documents_of_case
from caseday.kernel.words import date_in_short
from caseday.programs.rules import word_of


def papers_to_stand_on(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """For a work status, by id: those that are one come first, each group the latest first."""
    kinds = pack_of(case).document_kinds
    first = {one.slug for one in kinds if one.is_work_status}
    papers = sorted(documents_of_case(viewer, case.pk), key=lambda one: one.kind not in first)
    said = [
        (one, word_of(kinds, one.kind) if one.kind else "", one.service_on or one.received_at.date())
        for one in papers
    ]
    return [
        (str(one.pk), ", ".join(part for part in (one.title, word, date_in_short(on)) if part))
        for one, word, on in said
    ]
