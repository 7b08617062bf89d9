"""How cases are documented: one case, a caseload, an audit; and what a note lacks while it is written."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.access.queries import get_agency
from caseday.access.sight import log_sight
from caseday.cases.queries import get_case
from caseday.compliance.actions import reckon_in_sight
from caseday.compliance.permissions import can_audit
from caseday.compliance.queries import (
    agency_zone,
    caseload_cases,
    kept_for,
    results_of,
    standing_choices,
    sums_of,
)
from caseday.compliance.queries.audits import Audit, cases_listed, list_audit, sample_audit
from caseday.compliance.queries.evidence import Named
from caseday.compliance.queries.notes import note_checks, note_checks_of_appointment
from caseday.compliance.rules.sampling import MOST_CASES
from caseday.compliance.web.asked import AskedAudit, asked_audit, days_of
from caseday.compliance.web.sheets import audit_as_csv, audit_as_pdf
from caseday.kernel import clock
from caseday.kernel.ids import parse_id
from caseday.programs.queries import packs_on
from caseday.ui.toasts import warn

ONLY_WORKERS = "Only case managers, supervisors and auditors look at how cases are documented."
MOST_ROWS = 300


@require_GET
def caseload(request: HttpRequest) -> HttpResponse:
    """Open cases in sight: sums by rule, and the cases behind the one that is chosen."""
    require(can_audit(request.viewer), ONLY_WORKERS)
    log_sight(request, None)
    now = clock.now()
    every = caseload_cases(request.viewer)
    staff_id = parse_id(request.GET.get("who"))
    cases = [one for one in every if staff_id in (None, one.assigned_to_id)]
    reckon_in_sight(request.viewer, cases, now=now)
    rows = kept_for(cases, now)
    rule = request.GET.get("rule", "")
    standing = request.GET.get("standing", "missed" if not rule else "")
    shown = [row for row in rows if any(_fits(one, rule, standing) for one in row.rules)]
    context = {
        "sums": sums_of(rows),
        "rows": [
            (row, [one for one in row.rules if _fits(one, rule, standing)]) for row in shown[:MOST_ROWS]
        ],
        "more": max(0, len(shown) - MOST_ROWS),
        "waiting": sum(not row.is_fresh for row in rows),
        "rule": rule,
        "standing": standing,
        "standings": standing_choices(),
        "workers": _workers(every),
        "who": str(staff_id) if staff_id else "",
        "count": len(cases),
    }
    return render(request, "compliance/caseload.html", context)


def _fits(one: Any, rule: str, standing: str) -> bool:
    return (not rule or one.word == rule) and (not standing or one.standing == standing)


def _workers(cases: Any) -> list[Any]:
    found = {one.assigned_to_id: one.assigned_to for one in cases if one.assigned_to}
    return sorted(found.values(), key=lambda one: one.name)


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    log_sight(request, case.pk)
    now, zone = clock.now(), agency_zone()
    first, last, problem = days_of(request.GET, now.astimezone(zone).date())
    (found,) = results_of([case], now=now, first=first, last=last, zone=zone)
    named = Named([found])
    context = {
        "case": case, "first": first, "last": last, "problem": problem, "zone": zone,
        "rules": [
            (one, [(check, named.of_check(check.check)) for check in one.checks]) for one in found.rules if one.checks
        ],
        "not_asked": [one for one in found.rules if not one.checks],
        "query": _days_query(case, first, last),
        "can_audit": can_audit(request.viewer),
    }  # fmt: skip
    return render(request, "compliance/case.html", context)


def _days_query(case: Any, first: date, last: date) -> str:
    return AskedAudit(first, last, "", 1, 1, (case.pk,), True).query


@require_GET
def of_note(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    found = note_checks(request.viewer, activity_id, now=clock.now())
    return render(request, "compliance/_note.html", {"checks": found, "activity_id": activity_id})


@require_GET
def of_visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    found = note_checks_of_appointment(request.viewer, appointment_id, now=clock.now())
    return render(request, "compliance/_note.html", {"checks": found})


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    require(can_audit(request.viewer), ONLY_WORKERS)
    asked = asked_audit(request.GET, _today())
    found = _audited(request, asked) if asked.is_asked else None
    context = {
        "asked": asked,
        "audit": found,
        "cases": _shown(found) if found else [],
        "packs": packs_on(_today()),
        "most": MOST_CASES,
        "other": replace(asked, seed=asked.seed % 999_999 + 1).query,
    }
    return render(request, "compliance/audit.html", context)


@require_POST
def list_cases(request: HttpRequest) -> HttpResponse:
    """Numbers come in a form and go on as ids: an address must not tell of cases."""
    require(can_audit(request.viewer), ONLY_WORKERS)
    asked = asked_audit(request.POST, _today())
    listed = cases_listed(request.viewer, request.POST.get("numbers", "")[:20_000])
    if listed.unknown:
        warn(request, f"No case in your sight has this number: {', '.join(listed.unknown[:5])}.")
    if not listed.case_ids:
        context = {
            "asked": asked, "packs": packs_on(_today()), "most": MOST_CASES, "audit": None,
            "numbers": request.POST.get("numbers", "")[:20_000],
            "problem": "Type the numbers of the cases as they stand on their pages, one a line.",
        }  # fmt: skip
        return render(request, "compliance/audit.html", context, status=422)
    chosen = replace(asked, case_ids=listed.case_ids[:MOST_CASES])
    return redirect(f"{reverse('compliance:audit')}?{chosen.query}")


list_cases.only_reads = True


@require_GET
def audit_csv(request: HttpRequest) -> HttpResponse:
    require(can_audit(request.viewer), ONLY_WORKERS)
    asked = asked_audit(request.GET, _today())
    return audit_as_csv(_audited(request, asked), _name(asked, "csv"))


@require_GET
def audit_pdf(request: HttpRequest) -> HttpResponse:
    require(can_audit(request.viewer), ONLY_WORKERS)
    asked = asked_audit(request.GET, _today())
    data = audit_as_pdf(
        _audited(request, asked), agency=get_agency(), by=request.viewer.name,
        how=how_chosen(asked), now=clock.now(),
    )  # fmt: skip
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_name(asked, "pdf")}"'
    return answer


def how_chosen(asked: AskedAudit) -> str:
    if asked.case_ids:
        return "Cases that were given"
    return f"Random sample of {asked.size}, seed {asked.seed}"


def _audited(request: HttpRequest, asked: AskedAudit) -> Audit:
    days: dict[str, Any] = {"first": asked.first, "last": asked.last, "now": clock.now()}
    if asked.case_ids:
        found = list_audit(request.viewer, case_ids=asked.case_ids, **days)
    else:
        found = sample_audit(request.viewer, program=asked.program, size=asked.size, seed=asked.seed, **days)
    log_sight(request, None)
    for one in found.results:
        log_sight(request, one.case.pk)
    return found


def _shown(found: Audit) -> list[Any]:
    """Each case, and of each rule what needs something; met checks are only counted."""
    return [(one, [(rule, rule.checks[:3]) for rule in one.rules]) for one in found.results]


def _name(asked: AskedAudit, ending: str) -> str:
    return f"documentation-{asked.first.isoformat()}-to-{asked.last.isoformat()}.{ending}"


def _today() -> date:
    return clock.now().astimezone(agency_zone()).date()
