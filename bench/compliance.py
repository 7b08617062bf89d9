"""How long documentation rules take over many cases with years of history (bench/README.md).

python -m bench.compliance --cases 1000 --years 5
"""

import argparse
import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.speed import plain_loop

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_EACH_MONTH = 8
_PROGRAMS = ("family_services", "mental_health", "workers_compensation", "homeless", "medical")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CASEDAY_DATA_DIR": folder, "CASEDAY_SECRET_KEY": "bench-" * 10}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _generate(asked.cases, asked.years * 12)
        _measure()


def _generate(count: int, months: int) -> None:
    """Visits and calls with their notes, a few late or missing; papers and plan versions now and then."""
    from caseday.access.models import Agency, Staff
    from caseday.programs.queries import packs_on

    draw = random.Random(11)
    Agency.objects.create(name="Bench", time_zone="America/Chicago")
    staff = Staff.objects.create_user(
        "bench@example.com", "bench", name="Nora Bench", time_zone="America/Chicago"
    )
    known = {pack.slug: pack for pack in packs_on(NOW.date())}
    programs = [slug for slug in _PROGRAMS if slug in known]
    for number in range(count):
        _case(draw, staff, known[programs[number % len(programs)]], number, months)


def _case(draw: random.Random, staff: Any, pack: Any, number: int, months: int) -> None:
    from caseday.cases.models import Case
    from caseday.documents.models import Document
    from caseday.journal.models import Activity
    from caseday.people.models import Person

    begun = NOW - timedelta(days=30 * months)
    case = Case.objects.create(
        number=f"B-{number:05d}", person=Person.objects.create(family_name=f"Bench{number}"), program=pack.slug,
        case_type=pack.case_types[0].slug, stage=pack.stages[0].slug, assigned_to=staff, referred_at=begun,
    )  # fmt: skip
    entries = []
    for turn in range(months * _EACH_MONTH):
        at = begun + timedelta(days=turn * 30 / _EACH_MONTH, hours=draw.randrange(8))
        late = timedelta(hours=draw.choice((2, 20, 30, 40, 46, 90)))
        entries.append(
            Activity(
                staff=staff, case=case, kind="visit" if turn % 4 == 0 else "call", with_role="client", minutes=25,
                place="at home" if turn % 8 == 0 else "", result="reached", started_at=at, recorded_at=at,
                noted_at=at + late if at + late < NOW and draw.random() < 0.98 else None,
            )
        )  # fmt: skip
    Activity.objects.bulk_create(entries, batch_size=500)
    kinds = [one.slug for one in pack.document_kinds] or ["letter"]
    Document.objects.bulk_create(
        Document(
            case=case,
            staff=staff,
            kind=draw.choice(kinds),
            title="Paper",
            received_at=begun + timedelta(days=90 * quarter),
        )
        for quarter in range(months // 3)
    )


def _measure() -> None:
    from caseday.cases.models import Case
    from caseday.compliance.actions import reckon_case, reckon_stale
    from caseday.compliance.models import RuleStanding
    from caseday.journal.models import Activity

    print(
        f"{Case.objects.count()} cases, {Activity.objects.count()} entries; speed of the machine: {plain_loop():.2f} s"
    )
    for name, act in (("all cases, nothing kept", reckon_stale), ("all cases again", _all_again)):
        began, spent = time.perf_counter(), time.process_time()
        done = act(now=NOW)
        print(
            f"{name}: {done} cases, {time.perf_counter() - began:.1f} s, CPU {time.process_time() - spent:.1f} s"
        )
    print(
        f"{RuleStanding.objects.count()} results, {RuleStanding.objects.filter(standing='missed').count()} missed"
    )
    each = []
    for case_id in Case.objects.values_list("pk", flat=True)[:40]:
        began, spent = time.perf_counter(), time.process_time()
        reckon_case(case_id, now=NOW)
        each.append(((time.process_time() - spent) * 1000, (time.perf_counter() - began) * 1000))
    each.sort()
    cpu, wall = each[len(each) // 2]
    print(f"one case after a change: CPU {cpu:.0f} ms p50, {each[-2][0]:.0f} ms p95; wall {wall:.0f} ms")


def _all_again(*, now: datetime) -> int:
    from caseday.compliance.actions import reckon_stale
    from caseday.compliance.models import CaseStanding

    CaseStanding.objects.update(is_stale=True)
    return reckon_stale(now=now)


if __name__ == "__main__":
    main()
