"""Two people whose actions touch the same two chains in opposite order: both succeed, and nothing is kept twice."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from caseday.access.models import CaseEvent, Team
from caseday.access.record import case_chain, change
from caseday.access.viewer import system_viewer
from caseday.config import urls
from caseday.kernel import clock
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db(transaction=True)

_both_have_one = threading.Barrier(2)
_runs: list[str] = []


def _append(case_id: UUID, now: datetime) -> None:
    team = Team(name=str(new_id()))
    with change("x", actor=system_viewer(), now=now, chain=case_chain(case_id), subject=team) as record:
        record.add(team)


def touch_both(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    _runs.append(str(first))
    now = clock.now()
    with transaction.atomic():
        _append(first, now)
        # SQLite lets the second writer wait before it begins.
        with contextlib.suppress(threading.BrokenBarrierError):
            _both_have_one.wait(timeout=2)
        _append(second, now)
    return HttpResponse("done")


class _GivenUp(Exception):
    sqlstate = "40P01"


def give_up(request: HttpRequest, after: str) -> HttpResponse:
    _runs.append(after)
    if after == "keeping":
        _append(new_id(), clock.now())
    if after == "reading" and len(_runs) > 1:
        return HttpResponse(request.FILES["paper"].read())
    if after == "going" and len(_runs) > 1:
        raise NotFound
    if "paper" in request.FILES:
        request.FILES["paper"].read()
    raise OperationalError from _GivenUp()


urlpatterns = [
    *urls.urlpatterns,
    path("both/<uuid:first>/<uuid:second>/", touch_both, name="touch_both"),
    path("give-up/<slug:after>/", give_up, name="give_up"),
]


@pytest.fixture(autouse=True)
def _with_these_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    _runs.clear()
    _both_have_one.reset()


def test_two_who_wait_for_each_other_both_get_through(cast: Cast) -> None:
    one, other = new_id(), new_id()
    for case_id in (one, other):  # the heads are there: it is their rows that are waited for
        _append(case_id, clock.now())
    clients = []
    for staff in (cast.nora, cast.carl):
        client = Client()
        client.force_login(staff)
        clients.append(client)

    def post(asked: tuple[Client, UUID, UUID]) -> int:
        try:
            client, first, second = asked
            return client.post(f"/both/{first}/{second}/").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, [(clients[0], one, other), (clients[1], other, one)]))
    assert answers == [200, 200]
    for case_id in (one, other):
        events = CaseEvent.objects.filter(chain_id=case_id).order_by("sequence")
        assert list(events.values_list("sequence", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("after", "runs", "status"), [("nothing", 2, 500), ("keeping", 1, 500), ("going", 2, 404)]
)
def test_it_runs_again_once_and_only_where_nothing_was_kept(
    nora_client: Client, after: str, runs: int, status: int
) -> None:
    nora_client.raise_request_exception = False
    assert nora_client.post(f"/give-up/{after}/").status_code == status
    assert len(_runs) == runs


def test_an_upload_is_read_from_its_beginning_again(nora_client: Client) -> None:
    answer = nora_client.post("/give-up/reading/", {"paper": SimpleUploadedFile("a.txt", b"whole")})
    assert answer.content == b"whole"
