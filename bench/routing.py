"""Published instances of one person's tours: read, put as the day's problem, solved, checked, compared.

    python -m bench.routing FOLDER --family dumas         also gendreau, ohlmann, solomon-op, cordeau-op
    python -m bench.routing --generated dumas             made here, against ten times as many rounds; also solomon-op

FOLDER has the instances as they are published and `best-known.txt`: a name and a value a line. With windows for all
visits (dumas, gendreau, ohlmann) the value is the length of the tour, for orienteering (op) the points collected.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.instances import OPTIONAL, READERS, Instance, dumas_like, solomon_like
from caseday.dayplan.engines.routing import RoutingLimits, route_for
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan

BEST = "best-known.txt"
LIMITS = {False: RoutingLimits(1500, 2.0), True: RoutingLimits(3000, 8.0)}


def solved(instance: Instance, limits: RoutingLimits | None = None) -> int | None:
    """The value that was reached; None where a visit that has to be made is not. Raises where a rule is broken."""
    limits = limits or LIMITS[instance.is_optional]
    plan = constructive_plan(instance.problem, route=route_for(instance.problem, limits))
    objections = objections_to(instance.problem, plan)
    if objections:
        raise AssertionError(f"{instance.name}: {objections[0]}")
    return instance.value(plan)


def gap_of(instance: Instance, value: int, best: float) -> float:
    """Percent worse than `best`; below zero: better."""
    worse = best - value if instance.is_optional else value - best
    return 100 * worse / max(1.0, best)


def best_known(folder: Path) -> dict[str, float]:
    file = folder / BEST
    rows = (line.split() for line in file.read_text().splitlines()) if file.exists() else ()
    return {row[0]: float(row[1]) for row in rows if len(row) > 1 and not row[0].startswith("#")}


def published(folder: Path, family: str) -> Iterator[tuple[Instance, float | None]]:
    known = best_known(folder)
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.name != BEST:
            instance = READERS[family](file)
            best = known.get(file.name, known.get(file.stem))
            yield instance, None if best is None else best * instance.scale_of_value


def generated(family: str) -> Iterator[tuple[Instance, float | None]]:
    """Against the same engine with ten times as many rounds."""
    make = solomon_like if family in OPTIONAL else dumas_like
    sizes = (
        [(100, 100), (100, 600)]
        if family in OPTIONAL
        else [(n, w) for n in (20, 40, 60, 100) for w in (20, 60, 100)]
    )
    for count, width in sizes:
        for seed in (1, 2):
            instance = make(count, width, seed)
            limits = LIMITS[instance.is_optional]
            longer = replace(limits, rounds=10 * limits.rounds, seconds=10 * limits.seconds)
            yield instance, solved(instance, longer)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path, nargs="?")
    asked.add_argument("--family", choices=sorted(READERS), default="dumas")
    asked.add_argument("--generated", choices=("dumas", "solomon-op"))
    given = asked.parse_args()
    if not given.folder and not given.generated:
        asked.error("Name the folder with the instances, or say --generated.")
    gaps, took = [], []
    for instance, best in (
        generated(given.generated) if given.generated else published(given.folder, given.family)
    ):
        began = time.perf_counter()
        value = solved(instance)
        took.append(time.perf_counter() - began)
        if value is not None and best is not None:
            gaps.append(gap_of(instance, value, best))
        compared = (
            f"best {best:g}, gap {gaps[-1]:.2f} %"
            if value is not None and best is not None
            else "no best known"
        )
        print(
            f"{instance.name}: {'not all visits' if value is None else value}, {compared}, {took[-1]:.1f} s",
            flush=True,
        )
    if gaps:
        reached = sum(gap <= 0 for gap in gaps)
        print(
            f"{reached} of {len(gaps)} at least as good; "
            f"average gap {sum(gaps) / len(gaps):.2f} %; longest {max(took):.1f} s"
        )


if __name__ == "__main__":
    main()
