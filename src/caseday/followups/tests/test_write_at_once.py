"""Two people at one step in the same second: one is told what the other wrote, and nothing of either is lost.

On PostgreSQL the second waits for the request's row; SQLite lets the second writer wait before it begins.
"""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from caseday.access.models import CaseEvent
from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.actions import requests as request_actions
from caseday.followups.models import Request, StepClaim
from caseday.kernel.errors import Invalid
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY_8 + timedelta(hours=1)


@pytest.fixture
def asked(cast: Cast) -> Request:
    """Of Nora's, for whom Carl stands in; prescribed, as they say."""
    nora = viewer_for(cast.nora, now=MONDAY_8)
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=make_case(cast.nora).pk, kind="prescription",
        details=RequestDetails(title="Hydrocodone"),
        first=actions.FirstSaid("prescribed", Said(by="Dr. Lee", role="physician")),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _both_have_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has read waits for the other to have read, too: without the lock, both would then write."""
    both, read = threading.Barrier(2), request_actions.get_followed

    def read_and_wait(viewer: Viewer, request_id: UUID) -> Any:
        one = read(viewer, request_id)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return one

    monkeypatch.setattr(request_actions, "get_followed", read_and_wait)


def at_once(cast: Cast, act: Callable[[Viewer], object]) -> list[str]:
    """What each of the two is told; "" for whom it went well."""

    def as_one_of_them(viewer: Viewer) -> str:
        try:
            act(viewer)
        except Invalid as problem:
            return str(problem)
        finally:
            connections.close_all()
        return ""

    viewers = [viewer_for(staff, now=LATER) for staff in (cast.nora, cast.carl)]
    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(as_one_of_them, viewers))


def claim(viewer: Viewer, asked: Request, version: int) -> StepClaim:
    said = Said(by=f"Told to {viewer.name}", role="pharmacy", channel="phone")
    return actions.claim_step(
        actor=viewer, now=LATER, request_id=asked.pk, step="received_by_pharmacy", said=said, expected=version
    )


def is_whole(asked: Request) -> bool:
    found = CaseEvent.objects.filter(chain_id=asked.case_id).order_by("sequence")
    sequences = list(found.values_list("sequence", flat=True))
    return sequences == list(range(1, len(sequences) + 1))


def test_who_comes_second_is_told_what_the_first_wrote_down(cast: Cast, asked: Request) -> None:
    nora = viewer_for(cast.nora, now=LATER)
    version = queries.get_followed(nora, asked.pk).version
    told = at_once(cast, lambda viewer: claim(viewer, asked, version))
    kept = StepClaim.objects.get(request=asked, step="received_by_pharmacy")
    assert told[0] == ""
    assert told[1].startswith(
        f"Meanwhile {kept.staff.name} wrote down: Received by the pharmacy, said Told to {kept.staff.name}"
    )
    other = next(staff for staff in (cast.nora, cast.carl) if staff != kept.staff)
    seen = queries.get_followed(nora, asked.pk).version
    claim(viewer_for(other, now=LATER), asked, seen)
    names = StepClaim.objects.filter(request=asked, step="received_by_pharmacy").values_list(
        "said_by", flat=True
    )
    assert sorted(names) == ["Told to Carl Cover", "Told to Nora Field"]
    assert is_whole(asked)


def test_one_verifies_while_the_other_withdraws(cast: Cast, asked: Request) -> None:
    prescribed = StepClaim.objects.get(request=asked)
    version = queries.get_followed(viewer_for(cast.nora, now=LATER), asked.pk).version

    def act(viewer: Viewer) -> None:
        if viewer.name == "Nora Field":
            actions.verify_step(
                actor=viewer, now=LATER, claim_id=prescribed.pk, how="portal", expected=version
            )
        else:
            actions.withdraw_claim(
                actor=viewer, now=LATER, claim_id=prescribed.pk, reason="Another request", expected=version
            )

    told = at_once(cast, act)
    assert told[0] == "" and told[1].startswith(("Meanwhile Nora Field verified", "Meanwhile “Prescribed"))
    kept = StepClaim.objects.get(pk=prescribed.pk)
    assert (kept.verified_at is None) != (kept.withdrawn_at is None)
    assert is_whole(asked)
