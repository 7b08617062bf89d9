"""Pages of programs: what a pack asks for, and the type-ahead for diagnoses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.kernel import clock
from caseday.programs import queries


@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    shown = {"packs": queries.packs_on(clock.now().date()), "clock_files": queries.clock_files()}
    return render(request, "programs/packs.html", shown)


@require_GET
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.get_pack(slug, on=clock.now().date())
    contacts = [(contact, found.describe(contact)) for contact in found.first_contacts]
    practice = found.followup_practice.figures()
    return render(request, "programs/pack.html", {"pack": found, "contacts": contacts, "practice": practice})


@require_GET
def deadlines(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    found = queries.get_clock_file(jurisdiction)
    today = clock.now().date()
    now = [one for one in found.clocks if one.is_effective(today)]
    shown = {
        "file": found,
        "now": now,
        "other": [one for one in found.clocks if one not in now],
        "roles": [role for pack in queries.packs_on(today) for role in pack.party_roles],
    }
    return render(request, "programs/deadlines.html", shown)


@require_GET
def diagnoses(request: HttpRequest) -> HttpResponse:
    typed = next(iter(request.GET.values()), "").replace("\0", "")[:120]  # named as whichever field asks
    found = queries.find_diagnoses(typed) if len(typed.strip()) > 1 else []
    return render(request, "programs/_diagnoses.html", {"found": found, "typed": typed.strip()})
