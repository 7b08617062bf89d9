"""Who saw which case: logged with every page of a case, without making the page wait."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, resolve

from caseday.access import sight
from caseday.access.lookups import case_labels, find_case_exactly, register_subject, subject_in
from caseday.access.models import AccessEntry, Staff
from caseday.access.queries import LogFilter, access_log
from caseday.access.queries.log import PAGE_SIZE
from caseday.access.rules import fields_shown_on
from caseday.access.viewer import Viewer, system_viewer
from caseday.kernel.errors import Refused
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

CASE, OTHER = UUID(int=1), UUID(int=2)


def entry(
    staff: Staff, case_id: UUID | None = CASE, minutes: int = 0, page: str = "casefile:case"
) -> AccessEntry:
    return AccessEntry(
        staff_id=staff.pk, case_id=case_id, page=page, seen_at=MONDAY_8 + timedelta(minutes=minutes)
    )


def request_of(viewer: Viewer | None, address: str = "/access/staff/", method: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), method)(address)
    request.viewer = viewer
    request.resolver_match = resolve(address)
    return request


@pytest.mark.django_db
def test_a_sight_says_who_what_when_and_on_which_page(nora: Viewer) -> None:
    request = request_of(nora)
    sight.log_sight(request, CASE)
    sight.log_sight(request, CASE)
    sight.log_sight(request, OTHER, page="cases:list")
    first, second = AccessEntry.objects.order_by("id")
    assert (first.staff_id, first.case_id, first.page, first.is_write) == (
        nora.staff_id,
        CASE,
        "access:staff",
        False,
    )
    assert (second.case_id, second.page) == (OTHER, "cases:list")
    assert str(first).startswith("access:staff at")


@pytest.mark.django_db
def test_a_change_is_logged_as_one(nora: Viewer) -> None:
    sight.log_sight(request_of(nora, method="post"), CASE)
    assert AccessEntry.objects.get().is_write


@pytest.mark.django_db
def test_nobody_and_the_system_are_not_logged() -> None:
    sight.log_sight(request_of(None), CASE)
    sight.log_sight(request_of(system_viewer()), CASE)
    assert not AccessEntry.objects.exists()


@pytest.mark.django_db
def test_a_page_of_something_else_is_logged_under_its_cases(
    nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.access.lookups._subjects", {})
    cases = {UUID(int=7): [CASE, OTHER], UUID(int=8): []}
    register_subject("thing_id", cases.__getitem__)
    assert subject_in({"thing_id": "no id"}) is None and subject_in({"other_id": UUID(int=7)}) is None
    sight.log_subject(request_of(nora), "thing_id", UUID(int=7))
    assert set(AccessEntry.objects.values_list("case_id", flat=True)) == {CASE, OTHER}
    sight.log_subject(request_of(nora), "thing_id", UUID(int=8))
    assert AccessEntry.objects.filter(case_id=None).count() == 1


def a_page_of_a_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return HttpResponse(status=404 if case_id == OTHER else 200)


urlpatterns = [path("case/<uuid:case_id>/", a_page_of_a_case, name="page_of_a_case")]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_every_page_whose_address_names_a_case_is_logged_by_itself(nora_client: Client, cast: Cast) -> None:
    assert nora_client.get(f"/case/{CASE}/").status_code == 200
    assert nora_client.get(f"/case/{OTHER}/").status_code == 404
    logged = AccessEntry.objects.get()
    assert (logged.case_id, logged.page, logged.staff_id) == (CASE, "page_of_a_case", cast.nora.pk)


def test_each_page_has_its_groups_of_fields() -> None:
    assert "notes" in fields_shown_on("casefile:case")
    assert fields_shown_on("journal:entry") == ("identifiers", "notes")
    assert fields_shown_on("exchange:sealed_numbers") == ("identifiers", "Social Security number")
    assert fields_shown_on("unknown:page") == ("everything on the case",)


@pytest.mark.django_db
class TestReading:
    @pytest.fixture(autouse=True)
    def _log(self, cast: Cast) -> None:
        rows = [entry(cast.nora), entry(cast.carl, minutes=1), entry(cast.olive, OTHER, minutes=2)]
        rows.append(entry(cast.nora, None, minutes=60 * 24))
        AccessEntry.objects.bulk_create(rows)

    def test_the_latest_come_first_with_what_was_shown(self, adam: Viewer) -> None:
        page = access_log(adam, LogFilter())
        assert [row.staff_name for row in page.rows] == [
            "Nora Field",
            "Olive Other",
            "Carl Cover",
            "Nora Field",
        ]
        assert page.rows[-1].fields == fields_shown_on("casefile:case")
        assert page.next_before is None

    def test_it_is_filtered_by_case_person_and_day(self, audrey: Viewer, cast: Cast) -> None:
        def count(**wanted: Any) -> int:
            return len(access_log(audrey, LogFilter(**wanted)).rows)

        assert count(case_id=CASE) == 2
        assert count(staff_id=cast.nora.pk) == 2
        assert count(on=date(2026, 3, 2)) == 3
        assert count(on=date(2026, 3, 3), staff_id=cast.nora.pk) == 1

    def test_the_day_is_that_of_the_reader(self, audrey: Viewer, cast: Cast) -> None:
        late = entry(cast.nora, OTHER)
        late.seen_at = datetime(2026, 3, 3, 5, 59, tzinfo=UTC)
        late.save()
        assert len(access_log(audrey, LogFilter(on=date(2026, 3, 2))).rows) == 4

    def test_a_supervisor_reads_the_log_of_the_own_staff(self, susan: Viewer) -> None:
        assert {row.staff_name for row in access_log(susan, LogFilter()).rows} == {"Nora Field", "Carl Cover"}

    def test_a_case_manager_does_not_read_it(self, nora: Viewer) -> None:
        with pytest.raises(Refused, match="Ask one of them"):
            access_log(nora, LogFilter())

    def test_it_pages_by_key_and_costs_three_queries(
        self, adam: Viewer, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        AccessEntry.objects.bulk_create([entry(cast.nora, minutes=-(i // 3)) for i in range(2 * PAGE_SIZE)])
        seen, before = [], None
        while True:
            with django_assert_max_num_queries(3):
                page = access_log(adam, LogFilter(before=before))
            seen += page.rows
            before = page.next_before
            if before is None:
                break
        assert len(seen) == 2 * PAGE_SIZE + 4
        assert [row.seen_at for row in seen] == sorted((row.seen_at for row in seen), reverse=True)

    def test_a_former_staff_member_and_an_unknown_case_have_words(self, adam: Viewer) -> None:
        AccessEntry.objects.create(staff_id=UUID(int=9), case_id=UUID(int=8), page="x", seen_at=MONDAY_8)
        rows = access_log(adam, LogFilter(case_id=UUID(int=8))).rows
        assert (rows[0].staff_name, rows[0].case_label) == ("former staff", str(UUID(int=8)))

    def test_cases_are_named_by_their_number(self, adam: Viewer, cast: Cast) -> None:
        case = make_case(cast.nora, number="CD-1234")
        assert case_labels([case.pk]) == {case.pk: "CD-1234"}
        assert find_case_exactly("CD-1234") == case.pk
        assert case_labels([]) == {} and find_case_exactly("  ") is None


class Store:
    """Stands for the database behind the writing thread."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[list[AccessEntry]] = []
        self.failures = failures

    def bulk_create(self, batch: list[AccessEntry]) -> None:
        if self.failures:
            self.failures -= 1
            raise DatabaseError
        self.batches.append(batch)

    @property
    def rows(self) -> int:
        return sum(len(batch) for batch in self.batches)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store()
    monkeypatch.setattr(AccessEntry, "objects", made)
    monkeypatch.setattr(sight.connections, "close_all", lambda: None)
    monkeypatch.setattr(sight.connection, "close", lambda: None)
    return made


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[sight.Writer]:
    monkeypatch.setattr(sight, "FLUSH_EVERY", 0.05)
    made = sight.Writer(size=500)
    yield made
    made.stop()


def someone() -> AccessEntry:
    return AccessEntry(staff_id=UUID(int=5), page="x", seen_at=MONDAY_8)


def test_entries_are_written_together_within_a_moment(store: Store, writer: sight.Writer) -> None:
    for _ in range(5):
        assert writer.take(someone())
    until = time.monotonic() + 3
    while store.rows < 5 and time.monotonic() < until:
        time.sleep(0.01)
    assert [len(batch) for batch in store.batches] == [5]


def test_a_full_batch_does_not_wait(
    store: Store, writer: sight.Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "FLUSH_EVERY", 30)
    for _ in range(sight.BATCH):
        writer.take(someone())
    until = time.monotonic() + 3
    while not store.batches and time.monotonic() < until:
        time.sleep(0.01)
    assert store.rows == sight.BATCH


def test_a_stop_writes_what_waits_and_then_takes_no_more(store: Store, writer: sight.Writer) -> None:
    for _ in range(150):
        writer.take(someone())
    writer.stop()
    writer.stop()
    assert store.rows == 150
    assert not writer.take(someone())


def test_a_full_queue_is_said_so_that_the_page_writes_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = sight.Writer(size=1)
    monkeypatch.setattr(small, "_start", lambda: None)
    assert [small.take(someone()) for _ in range(2)] == [True, False]


def test_what_the_queue_does_not_take_is_written_at_once(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    saved: list[AccessEntry] = []
    monkeypatch.setattr(AccessEntry, "save", lambda self, **kwargs: saved.append(self))
    monkeypatch.setattr(sight.writer, "take", lambda entry: False)
    settings.ACCESS_LOG_BATCHES = True
    sight.keep(someone())
    assert len(saved) == 1


def test_the_database_may_be_away_for_a_moment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "FLUSH_EVERY", 0)
    store.failures = 2
    sight.write([someone()])
    assert store.rows == 1


def test_a_loss_is_in_the_log_with_its_number_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sight, "FLUSH_EVERY", 0)
    store.failures = 99
    sight.write([someone()] * 3)
    assert [record.getMessage() for record in caplog.records] == [
        "The access log could not be written: 3 entries are lost."
    ]


_PROCESS = """
import os, sys, time, signal, multiprocessing
os.environ["DJANGO_SETTINGS_MODULE"] = "caseday.config.settings"
import django
django.setup()
from caseday.access import sight
from caseday.access.models import AccessEntry
from caseday.kernel.clock import now
from caseday.kernel.ids import new_id

def serve():
    for _ in range(30):
        sight.keep(AccessEntry(staff_id=new_id(), page="x", seen_at=now()))
    if sys.argv[1] == "sigterm":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

if sys.argv[1] == "child":
    child = multiprocessing.get_context("fork").Process(target=serve)
    child.start(); child.join()
    print(AccessEntry.objects.count())
else:
    serve()
"""


@pytest.mark.server
@pytest.mark.parametrize("way", ["exit", "sigterm", "child"])
def test_a_process_that_ends_writes_first(way: str, tmp_path: Path, migrated_database: Path) -> None:
    """At exit, on SIGTERM, and as a child of multiprocessing, which leaves without atexit."""
    shutil.copy(migrated_database, tmp_path)
    environment = {**os.environ, "CASEDAY_DATA_DIR": str(tmp_path), "CASEDAY_SECRET_KEY": "x" * 50}
    environment.pop("CASEDAY_DATABASE_URL", None)
    ended = subprocess.run(
        [sys.executable, "-c", _PROCESS, way], env=environment, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    rows = (
        sqlite3.connect(tmp_path / "caseday.sqlite3")
        .execute("SELECT count(*) FROM access_accessentry")
        .fetchone()
    )
    assert rows == (30,)
