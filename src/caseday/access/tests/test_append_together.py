"""Several people (or processes) append to one chain at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from caseday.access.models import CaseEvent, Team
from caseday.access.queries import verify_chains
from caseday.access.record import case_chain, change
from caseday.access.viewer import system_viewer
from caseday.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 10


def test_a_chain_that_four_append_to_has_no_gap_and_no_fork(now: datetime) -> None:
    case_id = new_id()

    def append(worker: int) -> None:
        try:
            for step in range(EACH):
                team = Team(name=f"{worker} {step}")
                with change(
                    "x", actor=system_viewer(), now=now, chain=case_chain(case_id), subject=team
                ) as record:
                    record.add(team)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(append, range(4)))
    places = (
        CaseEvent.objects.filter(chain_id=case_id).order_by("sequence").values_list("sequence", flat=True)
    )
    assert list(places) == list(range(1, 4 * EACH + 1))
    assert verify_chains().holds


def test_a_test_database_can_be_emptied_although_events_stay(db: None) -> None:
    assert not CaseEvent.objects.exists()
