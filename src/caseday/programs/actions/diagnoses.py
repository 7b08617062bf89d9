"""Diagnosis codes: only reference data, so no case event is appended."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import transaction

from caseday.programs.models import DiagnosisCode

_BATCH = 1000


def load_diagnosis_codes(*, progress: Callable[[int], None] = lambda done: None) -> int:
    """Fill the ICD-10-CM table from the installed release; returns how many codes it holds.

    The library needs 200 MB while it reads, so a process of its own does, and ends. Runs again
    change what changed; a code that left the release leaves the table (cases keep what they recorded).
    `progress` is told how many codes are in so far. Everything is read before the first row is written,
    so that nobody who writes something down waits for the reading. The release names some codes twice.
    """
    lines = {line.partition("\t")[0]: line for line in _released().splitlines()}
    seen: set[str] = set()
    with transaction.atomic():
        for batch in _batches(map(_code, lines.values())):
            DiagnosisCode.objects.bulk_create(
                batch,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["description", "is_billable"],
            )
            seen.update(one.code for one in batch)
            progress(len(seen))
        _forget(set(DiagnosisCode.objects.values_list("code", flat=True)) - seen)
    return len(seen)


def _released() -> str:
    """A code a line: code, 1 if billable, description, by tabs."""
    command = [sys.executable, "-m", "caseday.programs.icd10cm"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"the ICD-10-CM release could not be read (exit code {done.returncode})")
    return done.stdout


def _code(line: str) -> DiagnosisCode:
    code, billable, description = line.split("\t", 2)
    return DiagnosisCode(code=code, is_billable=billable == "1", description=description[:300])


def _batches(codes: Iterator[DiagnosisCode]) -> Iterator[list[DiagnosisCode]]:
    while batch := list(islice(codes, _BATCH)):
        yield batch


def _forget(codes: set[str]) -> None:
    gone = iter(codes)
    while batch := list(islice(gone, 500)):
        DiagnosisCode.objects.filter(code__in=batch).delete()
