"""A request becomes one of another kind, where its case's program words its kinds anew."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.followups.actions.requests import changing
from caseday.followups.models import Request


def give_kind(*, actor: Viewer, now: datetime, request_id: UUID, kind: str) -> Request:
    """Whether `kind` knows the steps taken is for the move to check. Everything said and told stays."""
    summary = f"Of another kind: {kind.replace('_', ' ')}"
    with changing("request_kind_changed", actor=actor, now=now, request_id=request_id, summary=summary) as (
        record,
        one,
    ):
        return record.update(one.row, kind=kind)
