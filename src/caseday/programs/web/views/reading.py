"""Pages of programs that everybody reads: what a pack asks for, its versions, deadlines, diagnoses."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.kernel import clock
from caseday.programs import queries
from caseday.programs.concerned import count_open_cases
from caseday.programs.permissions import can_publish_packs, can_word_packs
from caseday.programs.rules import Pack
from caseday.programs.rules.versions import plain_values, said, spelled_out, title_of


@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    shown = {
        "packs": queries.packs_on(clock.now().date()),
        "clock_files": queries.clock_files(),
        "drafts": queries.drafts(request.viewer),
        "can_word": can_word_packs(request.viewer),
    }
    return render(request, "programs/packs.html", shown)


@require_GET
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """What is in force today, every version that was, and drafts for those who may read them."""
    found = queries.pack_for_new(slug, on=clock.now().date())
    versions = queries.versions_of(request.viewer, slug)
    shown = reads_like(found) | {
        "versions": [one for one in versions if not one.is_overlay],
        "payers": [one for one in versions if one.is_overlay],
        "drafts": queries.drafts(request.viewer, slug),
        "can_word": can_word_packs(request.viewer),
        "counts": count_open_cases(slug),
    }
    return render(request, "programs/pack.html", shown)


@require_GET
def version(request: HttpRequest, pack_version_id: UUID) -> HttpResponse:
    found = queries.get_version(request.viewer, pack_version_id)
    read = queries.pack_of_version(request.viewer, pack_version_id, on=clock.now().date())
    shown = reads_like(read) | {
        "version": found,
        "can_publish": can_publish_packs(request.viewer),
        "changed": [(spelled_out(name), said(one)) for name, one in found.values.items()]
        if found.is_overlay
        else [],
    }
    return render(request, "programs/version.html", shown)


# Drawn by a card of their own.
_DRAWN = frozenset(
    {
        "slug", "word", "effective_from", "effective_to", "request_kinds", "first_contacts", "acuities", "stages",
        "simultaneous_copies", "mileage_rates", "mileage_rules", "checklists", "activity_kinds", "closure_reasons",
        "outcomes", "document_kinds", "restriction_kinds", "citations", "followup_practice",
    }
)  # fmt: skip


def reads_like(found: Pack) -> dict[str, Any]:
    """The pack as a person reads it; what has no card of its own is listed section by section."""
    values = plain_values(found)
    return {
        "pack": found,
        "contacts": [(contact, found.describe(contact)) for contact in found.first_contacts],
        "practice": found.followup_practice.figures(),
        "others": [
            (spelled_out(name), _entries(one)) for name, one in values.items() if name not in _DRAWN and one
        ],
    }


def _entries(value: Any) -> list[tuple[str, str]]:
    """Each entry by its name, with everything else that it says."""
    if isinstance(value, dict):
        return [(spelled_out(name), said(one)) for name, one in value.items()]
    if not isinstance(value, list):
        return [("", said(value))]
    return [(title_of(one), _rest(one)) for one in value]


def _rest(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    return "; ".join(
        f"{spelled_out(name)}: {said(one)}"
        for name, one in entry.items()
        if name not in ("slug", "word") and said(one)
    )


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
