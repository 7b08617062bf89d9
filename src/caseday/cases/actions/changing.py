"""What every action on a case begins with: the case in sight, the right to change it, and its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import models

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, HasId, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.kernel.errors import Invalid, Refused

Stored = TypeVar("Stored", bound=models.Model)


def case_to_change(actor: Viewer, case_id: UUID) -> Case:
    """The open case. Raises NotFound outside sight, Refused for readers and for a closed case."""
    case = get_case(actor, case_id)
    check_may_change(actor, case)
    return case


def check_may_change(actor: Viewer, case: Case) -> None:
    require(can_work_on(actor, case), "Only case managers and supervisors change cases.")
    if case.status == Status.CLOSED:
        raise Refused("This case is closed. Reopen it to change it.")


def who_writes(actor: Viewer) -> UUID:
    """Whose hand it is written by; Refused for the system, which hears nobody."""
    if actor.staff_id is None:
        raise Refused("Only a person writes this down. Sign in first.")
    return actor.staff_id


@contextmanager
def on_case(
    verb: str, case: Case, *, actor: Viewer, now: datetime, subject: HasId, summary: str
) -> Iterator[ChangeRecord]:
    with change(
        verb, actor=actor, now=now, chain=case_chain(case.pk), subject=subject, summary=summary[:300]
    ) as record:
        yield record


def already(model: type[Stored], item_id: UUID | None, case: Case) -> Stored | None:
    """What a retried request has stored before. Raises Invalid where the id belongs to another case."""
    found = model._default_manager.filter(pk=item_id).first() if item_id else None
    if found is not None and getattr(found, "case_id", None) != case.pk:
        raise Invalid("This entry belongs to another case. Reload the page and try again.")
    return found
