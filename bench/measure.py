"""One client, one request at a time: wall time at the client, and the CPU time of server and database together."""

import http.client
import os
import re
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from bench.as_data import measure_as_data
from bench.generate import NOW
from bench.messages import add_messages
from tests.server.running import Serving

WARM_UP = 15


@dataclass
class Operation:
    name: str
    p50: float
    p95: float
    cpu: float
    queries: int
    size: float


@dataclass
class Figures:
    engine: str
    first_answer: float
    pss: float = 0.0
    """MiB of the web processes and the job process, after all that was measured."""
    pss_first: float = 0.0
    as_data: list[tuple[str, float, int]] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)


@dataclass
class Request:
    """`make` gives method, path and body of the n-th request."""

    name: str
    make: Callable[[int], tuple[str, str, dict[str, str]]]
    is_fragment: bool = False
    prepare: Callable[[], None] | None = None


def measure(folder: Path, count: int) -> Figures:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    import django

    django.setup()
    from django.db import connection

    from caseday.access.models import Staff
    from caseday.kernel import clock

    maya = Staff.objects.get(email="maya@caseday.example")
    cookies = _signed_in(maya)
    clock.shift_to(NOW)
    version = "SQLite" if connection.vendor == "sqlite" else f"PostgreSQL {connection.pg_version}"
    with Serving(folder, _kept(), [sys.executable, "-m", "bench.serve"]) as server:
        figures = Figures(version, server.first_answer_seconds)
        _settle(server.process.pid)
        processes = _processes(server.process.pid)
        for request in _requests(maya):
            figures.operations.append(_run(request, server.port, cookies, processes, count))
        talk = add_messages(maya, NOW)
        for request in _of_messages(talk):
            figures.operations.append(_run(request, server.port, cookies, processes, count))
        first, *others = [p.memory_full_info().pss / 2**20 for p in _tree(server.process.pid)]
        figures.pss, figures.pss_first = sum(others), first
    if connection.vendor == "sqlite":
        figures.as_data = measure_as_data(maya)
    return figures


def _settle(pid: int) -> None:
    """What the jobs do at a start on an old copy (days of turns at once) is done first."""
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < 4:
        time.sleep(0.1)
        if any(process.children() for process in psutil.Process(pid).children()):
            quiet_since = time.monotonic()


def _kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("CASEDAY_DATABASE_URL",)}


def _signed_in(staff) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: "b" * 32}


def _requests(maya) -> Iterator[Request]:
    from caseday.access.queries import viewer_for
    from caseday.cases.models import Case
    from caseday.journal.queries import without_note

    cases = list(Case.objects.filter(assigned_to=maya).order_by("pk").select_related("person")[:50])
    viewer = viewer_for(maya, now=NOW)
    case = partial(_nth, cases)
    open_ids = [str(pk) for pk in without_note(viewer).values_list("pk", flat=True)]
    made: list[str] = []

    def captured(n: int) -> tuple[str, str, dict[str, str]]:
        made.append(str(uuid.uuid4()))
        line = f"called {case(n).person.family_name} 10 min, reports less pain, call back tomorrow"
        return "POST", "/journal/capture", {"id": made[-1], "line": line}

    def note_added(n: int) -> tuple[str, str, dict[str, str]]:
        activity = made[n % len(made)] if made else open_ids[0]
        body = {
            "activity": activity,
            "id": str(uuid.uuid4()),
            "format": "narrative",
            "section-text": "Reports less pain.",
        }
        return "POST", "/journal/drafts/sign", body

    yield Request("Today, whole page", lambda n: ("GET", "/", {}))
    yield Request("Loose ends page", _open_work)
    yield Request("due items of a worker (fragment)", _open_work, is_fragment=True)
    yield Request("case, whole page, last 50 entries", lambda n: ("GET", f"/case/{case(n).pk}/", {}))
    yield Request(
        "case journal, fragment", lambda n: ("GET", f"/case/{case(n).pk}/journal", {}), is_fragment=True
    )
    yield Request(
        "client by part of a name (fragment)", lambda n: _search(case(n).person.family_name[:4]), True
    )
    yield Request("words of the journal (fragment)", lambda n: _search(_nth(_WORDS, n)), is_fragment=True)
    yield Request("capture a line, durable", captured, is_fragment=True)
    yield Request("add a note: save and sign", note_added)
    yield Request("case list, first page", lambda n: ("GET", "/cases/", {}))


def _of_messages(talk: uuid.UUID) -> Iterator[Request]:
    """With 5,000 in the inbox, which the rest is measured without."""
    yield Request("inbox of 5,000, first page", lambda n: ("GET", "/messages/", {}))
    yield Request("conversation of 500", lambda n: ("GET", f"/messages/{talk}/", {}))


_WORDS = ["reports pain", "therapy", "adjuster auth", "swell"]


def _open_work(n: int) -> tuple[str, str, dict[str, str]]:
    return "GET", "/loose-ends/", {}


def _nth(things: list[Any], n: int) -> Any:
    return things[n % len(things)]


def _search(text: str) -> tuple[str, str, dict[str, str]]:
    return "GET", "/search/?" + urlencode({"q": text}), {}


def _run(
    request: Request, port: int, cookies: dict[str, str], processes: list[psutil.Process], count: int
) -> Operation:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for n in range(WARM_UP):
        _send(connection, request, n, cookies)
    times, size = [], 0
    before = _cpu(processes)
    for n in range(WARM_UP, WARM_UP + count):
        began = time.perf_counter()
        size = _send(connection, request, n, cookies)
        times.append((time.perf_counter() - began) * 1000)
    time.sleep(0.4)
    cpu = (_cpu(processes) - before) / count * 1000
    connection.close()
    queries = _queries(request, WARM_UP + count, cookies)
    print(f"{request.name}: measured", file=sys.stderr)
    p95 = statistics.quantiles(times, n=20)[-1]
    return Operation(request.name, statistics.median(times), p95, cpu, queries, size / 1000)


def _send(connection: http.client.HTTPConnection, request: Request, n: int, cookies: dict[str, str]) -> int:
    method, path, body = request.make(n)
    headers = {
        "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
    }
    if request.is_fragment:
        headers["HX-Request"] = "true"
    data = urlencode(body) if method == "POST" else None
    if data:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, data, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in (200, 201, 204, 302):
        said = re.sub(r"<[^>]+>|\s+", " ", content.decode(errors="replace"))[:300]
        raise SystemExit(f"{method} {path} answered {answer.status}: {said}")
    return len(content)


def _queries(request: Request, n: int, cookies: dict[str, str]) -> int:
    """How many statements the same request costs, counted in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    method, path, body = request.make(n)
    client = Client(SERVER_NAME="localhost", headers={"HX-Request": "true"} if request.is_fragment else {})
    client.cookies.load(cookies)
    with CaptureQueriesContext(connection) as captured:
        client.post(path, body) if method == "POST" else client.get(path)
    return len([q for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])


def _tree(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _processes(pid: int) -> list[psutil.Process]:
    """The server's processes and, on PostgreSQL, every backend."""
    return [*_tree(pid), *(p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres")]


def _cpu(processes: list[psutil.Process]) -> float:
    used = 0.0
    known = {p.pid: p for p in processes}
    for process in list(known.values()):
        for child in _safe_children(process):
            known.setdefault(child.pid, child)
    for process in known.values():
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system
    return used


def _safe_children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
