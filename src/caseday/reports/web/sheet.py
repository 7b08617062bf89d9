"""Trips as rows of a spreadsheet: one row a case and trip, so that either can be summed."""

import csv
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse

from caseday.kernel.spreadsheets import safe_cell
from caseday.kernel.words import clock_words

HEADINGS = (
    "date", "set off", "who drove", "from", "to", "what for", "case", "client", "miles of the trip",
    "miles of the case", "how known", "before correction", "odometer start", "odometer end", "why corrected",
    "corrected by", "corrected at", "minutes driven", "minutes waited", "cents a mile", "amount", "counts",
)  # fmt: skip


def as_csv(miles: Any, name: str) -> HttpResponse:
    """With a byte order mark: without it spreadsheets take it for another encoding."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(HEADINGS)
    for row in miles.rows:
        writer.writerows([_cell(value) for value in cells] for cells in _rows_of(row))
    return answer


def _rows_of(row: Any) -> Iterator[list[Any]]:
    trip, drive = row.trip, row.trip.drive
    at = drive.set_off_at.astimezone(ZoneInfo(row.staff.time_zone))
    for case, share in row.shares:
        yield [
            drive.on.isoformat(), clock_words(at), row.staff.name, row.start, row.end, row.words, case.number,
            case.name, trip.miles, share.miles if trip.miles is not None else None, trip.how.value,
            *_correction_of(row), share.driven_minutes, share.waited_minutes,
            share.rate.cents_a_mile if share.rate else None, share.amount, share.why_not or "yes",
        ]  # fmt: skip


def _correction_of(row: Any) -> list[Any]:
    if not row.trip.corrections:
        return [None] * 6
    latest = row.trip.corrections[-1]
    zone = ZoneInfo(row.staff.time_zone)
    at = latest.at.astimezone(zone)
    return [
        row.trip.original_miles, latest.odometer_start, latest.odometer_end, latest.why, latest.by,
        f"{at.date().isoformat()} {clock_words(at)}",
    ]  # fmt: skip


def _cell(value: Any) -> str:
    return "" if value is None else safe_cell(str(value))
