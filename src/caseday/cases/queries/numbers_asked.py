"""Whose Social Security number the programs of their cases ask for."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.queries.one import cases_seen_by, pack_of


def client_is_asked_for_ssn(viewer: Viewer, person_id: UUID) -> bool:
    """One query."""
    return any(pack_of(case).asks_for_ssn for case in cases_seen_by(viewer).filter(person=person_id))
