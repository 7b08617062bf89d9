"""What a funder asks for: counts, and the unit report."""

import csv
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.funding import queries
from caseday.funding.queries.medicaid import unit_report
from caseday.funding.queries.spending import spendings_of
from caseday.funding.web.periods import period_of
from caseday.funding.web.views.funds import today
from caseday.kernel.spreadsheets import safe_cell

UNIT_HEADINGS = (
    "client", "case", "date", "code", "minutes", "units", "what", "with", "place", "goal", "who", "note signed",
    "counted as", "left out because",
)  # fmt: skip
SPENT_HEADINGS = (
    "client", "case", "date", "dollars", "what for", "paid to", "receipt", "recorded by", "approved by", "approved on",
    "helps from", "helps to",
)  # fmt: skip


def as_csv(name: str, headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """With a byte order mark: without it spreadsheets take it for another encoding."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(["" if value is None else safe_cell(str(value)) for value in row])
    return answer


@require_GET
def counts_csv(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Sums alone: nobody is named in it."""
    fund = queries.get_fund(fund_id)
    period = period_of(request.GET, today(request))
    counts = queries.counts_of(request.viewer, fund, period.first, period.last)
    head = [fund.name, fund.funder, fund.reference, period.first, period.last]
    rows: list[list[Any]] = [
        [*head, "unduplicated clients", "", counts.clients],
        [*head, "of these new", "", counts.new_clients],
        [*head, "cases", "", counts.cases],
        [*head, "services", "", counts.services],
        [*head, "payments for clients", "", counts.payments],
        [*head, "dollars spent on clients", "", f"{counts.paid:.2f}"],
    ]
    for unit, services, units, amount in counts.units:
        rows += [
            [*head, "services", unit.word, services],
            [*head, "units", unit.word, units],
            [*head, "dollars", unit.word, amount],
        ]
    rows += [[*head, "outcome", outcome or "not given", number] for outcome, number in counts.outcomes]
    for one in counts.measures:
        rows += [
            [*head, f"cases {word} than at the start", one.measure.word, number]
            for word, number in (("better", one.tally.better), ("worse", one.tally.worse))
        ]
        rows.append([*head, "cases the same as at the start", one.measure.word, one.tally.same])
    headings = ("fund", "funder", "reference", "from", "to", "what", "of", "count")
    return as_csv(f"counts-{period.first}-to-{period.last}.csv", headings, rows)


@require_GET
def spent_csv(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Money spent on clients in sight, by name."""
    fund = queries.get_fund(fund_id)
    period = period_of(request.GET, today(request))
    found = spendings_of(request.viewer, fund, period.first, period.last)
    log_sight(request, None)
    for case_id in {one.case_id for one in found}:
        log_sight(request, case_id)
    return as_csv(f"spent-{period.first}-to-{period.last}.csv", SPENT_HEADINGS, map(_spent_row, found))


def _spent_row(one: Any) -> list[Any]:
    approved = one.approved_by.name if one.approved_by else "waits" if one.waits else ""
    return [
        one.case.person.full_name, one.case.number, one.on, one.amount, one.what, one.paid_to,
        one.document.title if one.document else "", one.staff.name if one.staff else "", approved,
        one.approved_at.date() if one.approved_at else "", one.covers_from or "", one.covers_to or "",
    ]  # fmt: skip


@require_GET
def units(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    fund = queries.get_fund(fund_id)
    period = period_of(request.GET, today(request))
    report = unit_report(request.viewer, fund, period.first, period.last)
    log_sight(request, None)
    return render(request, "funding/units.html", {"fund": fund, "period": period, "report": report})


@require_GET
def units_csv(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    fund = queries.get_fund(fund_id)
    period = period_of(request.GET, today(request))
    report = unit_report(request.viewer, fund, period.first, period.last)
    log_sight(request, None)
    for case_id in {one.case.pk for one in (*report.rows, *report.left_out)}:
        log_sight(request, case_id)
    rows = [_unit_row(one) for one in (*report.rows, *report.left_out)]
    return as_csv(f"units-{period.first}-to-{period.last}.csv", UNIT_HEADINGS, rows)


def _unit_row(one: Any) -> list[Any]:
    activity = one.activity
    return [
        one.case.person.full_name, one.case.number, one.on, one.code, activity.minutes, one.units,
        activity.get_kind_display(), activity.with_name or activity.with_role.replace("_", " "), one.place,
        "; ".join(one.goals), activity.staff.name, activity.noted_at.date() if activity.noted_at else "no",
        one.counted_as, one.left_out,
    ]  # fmt: skip
