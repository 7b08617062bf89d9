"""A case whose program owes reports, and one of them signed."""

from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.models import ProgramReport
from caseday.compliance.tests.reporting import make_reported_case, signed
from caseday.testing.fixtures import Cast


@pytest.fixture
def case(cast: Cast, settings: Any, tmp_path: Any) -> Case:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_reported_case(cast)


@pytest.fixture
def report(case: Case, nora: Viewer) -> ProgramReport:
    return signed(nora, case)
