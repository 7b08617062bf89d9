"""Lists of requests go by indexes: what one worker follows costs alike, however many requests the agency has had."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseday.access.viewer import Viewer
from caseday.followups import queries
from caseday.followups.models import Request
from caseday.followups.queries.open_work import open_work_of_requests
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_staff

MONDAY = date(2026, 3, 2)


def open_work(viewer: Viewer) -> object:
    assert viewer.staff_id
    return open_work_of_requests(viewer, [viewer.staff_id], now=MONDAY_8, today=MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("read", [open_work, queries.open_requests])
def test_no_list_looks_at_every_request(cast: Cast, nora: Viewer, read: Callable[[Viewer], object]) -> None:
    make_case(cast.nora)
    cases = [make_case(cast.olive) for _ in range(30)]
    others = [make_staff(f"Other {place}") for place in range(20)]
    Request.objects.bulk_create(
        Request(
            case=cases[place % 30], staff=others[place % 20], kind="therapy", title="Therapy", opened_at=MONDAY_8,
            state="done", expires_on=MONDAY + timedelta(days=10 - place % 700), units_approved=12,
        )
        for place in range(4000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as asked:
            read(nora)
        plan = ""
        for one in asked.captured_queries:
            word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            cursor.execute(f"{word} {one['sql']}")
            plan += "\n".join(str(row) for row in cursor.fetchall())
    assert "followups_request" in plan
    assert "Seq Scan on followups_request " not in plan and "SCAN followups_request" not in plan
