"""An agency of any size, for measuring: `python -m bench.generate --entries 200000`.

One case manager with `--own` open cases and as many colleagues as it takes for the rest. Each case has parties,
identifiers, goals, appointments, to-dos, and open work (`bench/open_work.py`); the journal is spread evenly, with a
signed note for every entry.
Names, hours and words are those of the demonstration agency. The search index is made as the actions make it.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bench.open_work import LOADS, Load, add_open_work

SLICE = 40
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""Monday, 8:00 in Austin."""
_LATELY = timedelta(days=20)


@dataclass(frozen=True)
class Size:
    cases: int
    entries: int
    own: int
    load: str = "usual"

    @property
    def workers(self) -> int:
        return 1 + max(0, -(-(self.cases - self.own) // 60))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--own", type=int, default=60)
    parser.add_argument("--load", choices=LOADS, default="usual", help="how much of it is open")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    import django

    django.setup()
    began = time.monotonic()
    generate(Size(asked.cases, asked.entries, asked.own, asked.load))
    print(f"generated in {time.monotonic() - began:.0f} s", file=sys.stderr)


def generate(size: Size) -> None:
    from django.core.management import call_command

    from caseday.demo.ledger import Ledger
    from caseday.demo.world import build_world

    call_command("migrate", verbosity=0)
    world = build_world(Random(7), Ledger(), NOW)
    keys = _hire(world, size)
    _flush(world)
    for place, key in enumerate(_owners(size, keys)):
        if place % SLICE == 0:
            _flush(world)
            print(f"\r{place} of {size.cases} cases", end="", file=sys.stderr)
        _one_case(world, key, size)
    _flush(world)
    _finish()


def _hire(world, size: Size) -> list[str]:
    from caseday.access.models import Role, Staff
    from caseday.access.queries import viewer_for

    keys = ["maya"]
    for number in range(size.workers - 1):
        key = f"worker{number}"
        world.staff[key] = Staff.objects.create(
            email=f"{key}@caseday.example", name=f"Worker {number}", role=Role.CASE_MANAGER, password="!"
        )
        world.viewers[key] = viewer_for(world.staff[key], now=NOW)
        keys.append(key)
    return keys


def _owners(size: Size, keys: list[str]) -> Iterator[str]:
    yield from ["maya"] * min(size.own, size.cases)
    for number in range(size.cases - size.own):
        yield keys[1 + number % (len(keys) - 1)]


def _one_case(world, key: str, size: Size) -> None:
    from caseday.demo.clients import open_case
    from caseday.demo.history import at_hour, record_entry

    each = size.entries / size.cases
    count = int(each) + (world.random.random() < each % 1)
    days = 700
    told = open_case(world, key, NOW - timedelta(days=days + 2))
    step = days / max(count, 1)
    for number in range(count):
        at = at_hour(NOW - timedelta(days=days - number * step), 9 + number % 8)
        is_late = number == count - 1 or NOW - at < _LATELY
        entry = _entry(world, told, number, load=LOADS[size.load], is_late=is_late)
        if number == count - 1 and LOADS[size.load].is_in_touch:
            at = NOW - timedelta(days=world.random.randrange(1, 9))
        record_entry(world, told, min(at, NOW - timedelta(hours=3)), **entry)
    _open_work(world, told, LOADS[size.load])


def _entry(world, told, number: int, *, load: Load, is_late: bool):
    from caseday.demo.history import _anything, _call

    if number < 4:
        role = ("adjuster", "client", "employer", "physician")[number]
        return _call(world, told, role, is_reached=load.is_in_touch)
    if is_late and load.is_in_touch:
        return _call(world, told, "client", is_reached=True)
    return _anything(world, told)


def _open_work(world, told, load: Load) -> None:
    """What Today works on: a to-do, now and then an appointment this week, and an entry without a note."""
    from caseday.demo.history import record_entry

    _promise(world, told, load)
    add_open_work(world, told, NOW, load)
    if world.random.random() < 0.2:
        _plan(world, told)
    if world.random.random() < load.unwritten:
        fields = {
            "kind": "call",
            "with_role": "client",
            "minutes": 5,
            "result": "reached",
            "summary": "Called.",
        }
        record_entry(world, told, NOW - timedelta(hours=20), is_noted=False, **fields)


def _promise(world, told, load: Load) -> None:
    from caseday.access.record import case_chain
    from caseday.followups.models import FollowUp

    todo = FollowUp(
        staff=told.staff,
        case=told.case,
        text="Ask the office for the report",
        due_on=(NOW + timedelta(days=world.random.randrange(*load.todo_days))).date(),
        promised_at=NOW,
        office=told.parties["physician"].office,
        reach_role="physician",
    )
    at = NOW - timedelta(hours=2)
    world.ledger.add(case_chain(told.case.id), "followup_promised", told.viewer, at, todo)


def _plan(world, told) -> None:
    from caseday.access.record import case_chain
    from caseday.demo.history import at_hour
    from caseday.schedule.models import Appointment

    random = world.random
    starts = at_hour(NOW + timedelta(days=random.randrange(0, 5)), random.randrange(17, 33) / 2)
    visit = Appointment(
        staff=told.staff,
        case=told.case,
        kind="physician_visit",
        title="Follow-up",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=45),
        time_zone="America/Chicago",
        office=told.parties["physician"].office,
    )
    at = NOW - timedelta(hours=1)
    world.ledger.add(case_chain(told.case.id), "appointment_planned", told.viewer, at, visit)


def _flush(world) -> None:
    from caseday.demo.ledger import Ledger

    ledger = world.ledger
    world.ledger = Ledger()
    if not ledger.is_empty:
        ledger.write()


def _finish() -> None:
    from django.db import connection

    from caseday.search.actions import rebuild_index

    rebuild_index(lambda done: print(f"\r{done} search entries", end="", file=sys.stderr))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
