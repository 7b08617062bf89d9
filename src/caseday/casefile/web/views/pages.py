"""Pages of the case file: the one page, journal, history, sheets, closing."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.careplans.queries import outcomes_of
from caseday.casefile import actions, queries
from caseday.casefile.web.forms import ClosingForm
from caseday.cases.permissions import can_hand_off, can_work_on
from caseday.cases.queries import get_case, pack_of
from caseday.directory.queries import get_office
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

_UNPROCESSABLE = 422


@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    now = clock.now()
    file = queries.case_file(request.viewer, case_id, now=now)
    return render(request, "casefile/case.html", _context(request, file, now))


def _context(request: HttpRequest, file: Any, now: datetime) -> dict[str, Any]:
    may_work = can_work_on(request.viewer, file.case)
    return {
        "file": file,
        "case": file.case,
        "pack": file.pack,
        "now": now,
        "can_work": may_work,
        "can_change": may_work and file.case.status != "closed",
        "can_hand_off": can_hand_off(request.viewer, file.case),
        **{
            name: getattr(file, name)
            for name in (
                "parties",
                "identifiers",
                "conditions",
                "key_dates",
                "goals",
                "first_contacts",
                "wrong_holders",
            )
        },
    }


@require_GET
def journal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Older entries; a page of their own without htmx."""
    found, page = queries.journal_page(request.viewer, case_id, after=request.GET.get("after", ""))
    template = "casefile/_entries.html" if request.htmx else "casefile/journal.html"
    return render(request, template, {"case": found, "page": page})


@require_GET
def history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    found, lines, last = queries.history_of(request.viewer, case_id, before=before)
    template = "casefile/_history.html" if request.htmx else "casefile/history.html"
    return render(
        request, template, {"case": found, "lines": lines, "last": last, "is_first": before is None}
    )


@require_GET
def as_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    today = clock.now().astimezone(request.viewer.time_zone).date()
    on = _day(request.GET.get("on", ""), today)
    found = queries.stood_on(request.viewer, case_id, on=on)
    return render(request, "casefile/as_of.html", {"stood": found, "case": found.case, "today": today})


def _day(text: str, today: date) -> date:
    """The date typed; yesterday where none could be read. A far date is brought near."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = today - timedelta(days=1)
    return min(max(on, date(1990, 1, 1)), today)


@require_GET
def call_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    party_id = parse_id(request.GET.get("party"))
    return _sheet(request, queries.call_sheet(request.viewer, case_id, now=clock.now(), party_id=party_id))


@require_GET
def visit_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    appointment_id = parse_id(request.GET.get("appointment"))
    now = clock.now()
    return _sheet(
        request, queries.visit_sheet(request.viewer, case_id, now=now, appointment_id=appointment_id)
    )


@require_GET
def handoff_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _sheet(request, queries.handoff_sheet(request.viewer, case_id, now=clock.now()))


def _sheet(request: HttpRequest, sheet: Any) -> HttpResponse:
    context = {
        "sheet": sheet,
        "file": sheet.file,
        "case": sheet.file.case,
        "pack": sheet.file.pack,
        "can_work": can_work_on(request.viewer, sheet.file.case),
    }
    return render(request, "casefile/sheet.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    now = clock.now()
    found = get_case(request.viewer, case_id)
    items = queries.open_items_of(found, now=now)
    form = ClosingForm(request.POST if request.method == "POST" else None, pack=pack_of(found), items=items)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(
                actor=request.viewer,
                now=now,
                case_id=case_id,
                reason=form.cleaned_data["reason"],
                outcome=form.cleaned_data["outcome"],
                note=form.cleaned_data["note"],
                settlements=form.settlements(),
            )
            say(request, f"Case {found.number} closed.")
            return redirect("casefile:case", case_id)
        except Invalid as error:
            form.show_problems(error)
    status = _UNPROCESSABLE if form.is_bound and form.errors else 200
    context = {
        "form": form, "case": found, "rows": form.rows(), "pack": pack_of(found),
        "outcomes": outcomes_of(request.viewer, found),
    }  # fmt: skip
    return render(request, "casefile/close.html", context, status=status)


@require_GET
def cases_of_office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    get_office(request.viewer, office_id)
    found = queries.cases_of_office(request.viewer, office_id)
    return render(request, "casefile/_cases_of_office.html", {"found": found})
