"""Open requests of cases, for whoever moves a case to another wording of its program. `followups` keeps them and
tells of them in its `AppConfig.ready`; this app knows only what a move needs."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.rules.moving_requests import OpenRequest

Tell = Callable[[Collection[UUID]], dict[UUID, list[OpenRequest]]]


class Become(Protocol):
    def __call__(self, *, actor: Viewer, now: datetime, request_id: UUID, kind: str) -> object: ...


_tellers: list[tuple[Tell, Become]] = []


def register_requests(tell: Tell, become: Become) -> None:
    """`tell(case_ids)` in at most two queries, for cases in sight; `become` gives a request another kind, with an
    event of its own, in the transaction of the move."""
    _tellers[:] = [(tell, become)]


def open_requests_of(case_ids: Collection[UUID]) -> dict[UUID, list[OpenRequest]]:
    return {pk: found for tell, _ in _tellers for pk, found in tell(case_ids).items()}


def give_kind(*, actor: Viewer, now: datetime, request_id: UUID, kind: str) -> None:
    for _, become in _tellers:
        become(actor=actor, now=now, request_id=request_id, kind=kind)
