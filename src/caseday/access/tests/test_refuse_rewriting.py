"""The database itself refuses to rewrite case events, on both engines."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from caseday.access import append_only
from caseday.access.models import CaseEvent, ChainHead
from caseday.access.tests.test_verify_chains import CHAIN, write_history
from caseday.access.viewer import Viewer

pytestmark = pytest.mark.django_db

REWRITES: list[tuple[str, Callable[[], object]]] = [
    ("update of an event", lambda: CaseEvent.objects.update(summary="other")),
    ("delete of an event", lambda: CaseEvent.objects.filter(sequence=2).delete()),
    ("turning a head back", lambda: ChainHead.objects.filter(chain_id=CHAIN.id).update(sequence=1)),
    ("delete of a head", lambda: ChainHead.objects.filter(chain_id=CHAIN.id).delete()),
]


@pytest.mark.parametrize("rewrite", [r[1] for r in REWRITES], ids=[r[0] for r in REWRITES])
def test_the_database_refuses(rewrite: Callable[[], object], nora: Viewer, now: datetime) -> None:
    write_history(nora, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rewrite()
    assert CaseEvent.objects.filter(chain_id=CHAIN.id).count() == 5


@pytest.mark.parametrize("table", [append_only.EVENTS, append_only.HEADS])
def test_postgresql_refuses_to_truncate(table: str, nora: Viewer, now: datetime) -> None:
    write_history(nora, now)
    if connection.vendor == "postgresql":
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table}")
    assert CaseEvent.objects.filter(chain_id=CHAIN.id).count() == 5


def test_the_triggers_can_be_installed_twice(db: None) -> None:
    append_only.install(connection)
    append_only.install(connection)
