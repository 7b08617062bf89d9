"""The page on which a note is written, and what helps while writing."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.access.queries import signature_for
from caseday.access.sight import log_sight
from caseday.cases.queries import (
    first_contacts_of,
    get_case,
    goals_of,
    identifiers_of,
    key_dates_of,
    pack_of,
    parties_of,
)
from caseday.journal.actions.drafts import ONLY_WRITERS
from caseday.journal.permissions import can_record, can_write_note
from caseday.journal.queries import (
    entries_of_seen_case,
    facts_of,
    facts_of_appointment,
    format_for,
    formats_for,
    get_activity,
    get_format,
    get_note,
    open_conflicts,
    open_draft_of,
    open_promises_of_case,
    section_words,
    with_words,
)
from caseday.journal.queries.entries import activities_of_appointment
from caseday.journal.rules.notes import first_text, switched
from caseday.journal.rules.wording import marks, statements
from caseday.journal.rules.words import NOTE, NOTE_KINDS
from caseday.journal.web.sections import sections_of, to_write
from caseday.kernel import clock
from caseday.kernel.ids import new_id, parse_id
from caseday.schedule.queries import get_appointment

_KINDS = {"addendum": "addendum", "amendment": "amendment", "late-entry": "late_entry"}


@require_GET
def write_up(request: HttpRequest) -> HttpResponse:
    """?activity=ID or ?appointment=ID. Nothing is stored before something is typed."""
    require(can_record(request.viewer), ONLY_WRITERS)
    activity_id, appointment_id = (
        parse_id(request.GET.get("activity")),
        parse_id(request.GET.get("appointment")),
    )
    if activity_id is None and appointment_id:
        return _write_up_appointment(request, appointment_id)
    if activity_id is None:
        raise Http404
    activity = get_activity(request.viewer, activity_id)
    require(can_write_note(request.viewer, activity), ONLY_WRITERS)
    if activity.noted_at or activity.voided_at:
        return redirect("journal:activity", activity.pk)
    return _editor(request, activity=activity)


def _write_up_appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = get_appointment(request.viewer, appointment_id)
    present = [one for one in activities_of_appointment(appointment.pk) if one.kind not in ("travel", "wait")]
    if present:
        return redirect(f"{reverse('journal:write_up')}?activity={present[0].pk}")
    return _editor(request, appointment=appointment)


@require_GET
def add_to_note(request: HttpRequest, note_id: UUID, kind: str) -> HttpResponse:
    """Addendum, amendment or late entry to a signed note."""
    if kind not in _KINDS:
        raise Http404
    note = get_note(request.viewer, note_id)
    activity = get_activity(request.viewer, note.activity_id)
    require(can_write_note(request.viewer, activity), ONLY_WRITERS)
    return _editor(request, activity=activity, kind=_KINDS[kind], amends=note)


def _editor(
    request: HttpRequest,
    *,
    activity: Any = None,
    appointment: Any = None,
    kind: str = NOTE,
    amends: Any = None,
) -> HttpResponse:
    case = activity.case if activity else appointment.case if appointment else None
    log_sight(request, case.pk if case else None)
    draft = open_draft_of(request.viewer, activity.pk, kind) if activity else None
    form, texts = _texts(request, activity, appointment, kind, draft)
    context: dict[str, Any] = {
        "activity": activity, "appointment": appointment, "case": case, "draft": draft, "kind": kind, "amends": amends,
        "kind_word": NOTE_KINDS[kind], "formats": formats_for(case), "format": form.slug,
        "sections": to_write(case, form, texts), "id": draft.pk if draft else new_id(),
        "version": draft.version if draft else 0, "reason": draft.reason if draft else "",
        "conflicts": open_conflicts(draft) if draft else [],
        "with_words": with_words(activity) if activity else (case.person.full_name if case else ""),
        "original": sections_of(amends) if amends else [],
        "draft_key": f"{activity.pk if activity else appointment.pk if appointment else ''}:{kind}",
        "next": _safe_next(request), "signature": signature_for(request.viewer, clock.now()),
    }  # fmt: skip
    return render(request, "journal/write.html", context)


def _safe_next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if wanted in ("today", "open", "close") else ""


def _texts(
    request: HttpRequest,
    activity: Any,
    appointment: Any,
    kind: str,
    draft: Any,
) -> tuple[Any, dict[str, str]]:
    if draft:
        return get_format(draft.activity.case, draft.format), draft.sections
    if kind != NOTE:
        return get_format(activity.case if activity else None, "narrative"), {}
    if activity:
        form = format_for(activity)
        return form, first_text(facts_of(request.viewer, activity), [one.slug for one in form.sections])
    assert appointment is not None
    facts = facts_of_appointment(request.viewer, appointment)
    form = pack_of(appointment.case).note_format_for(facts.kind) if appointment.case else get_format(None, "")
    return form, first_text(facts, [one.slug for one in form.sections])


@require_POST
def switch_format(request: HttpRequest) -> JsonResponse:
    """The typed text in another format; nothing is stored."""
    texts = _sent_sections(request)
    case_id = parse_id(request.POST.get("case"))
    case = get_case(request.viewer, case_id) if case_id else None
    form = get_format(case, request.POST.get("to", ""))
    moved = switched(_short(texts), [section.slug for section in form.sections], section_words())
    return JsonResponse({"format": form.slug, "sections": to_write(case, form, moved)})


def _sent_sections(request: HttpRequest) -> dict[str, str]:
    sent = request.POST.dict()
    return {
        key.removeprefix("section-"): str(text) for key, text in sent.items() if key.startswith("section-")
    }


def _short(texts: Mapping[str, str]) -> dict[str, str]:
    return {key[:40]: value[:40_000] for key, value in list(texts.items())[:12]}


@require_POST
def wording(request: HttpRequest) -> JsonResponse:
    """Marks for each section of the note being written, by UTF-16 offsets as scripts count them."""
    texts = _short(_sent_sections(request))
    whole, starts = _joined(texts)
    found: dict[str, list[dict[str, Any]]] = {slug: [] for slug in texts}
    for mark in marks(whole):
        slug, offset = _section_at(starts, mark.start)
        text = texts[slug]
        found[slug].append(
            {"start": _utf16(text, mark.start - offset), "end": _utf16(text, mark.end - offset), "kind": mark.kind,
             "word": mark.word, "message": mark.message, "suggestions": list(mark.suggestions)}
        )  # fmt: skip
    counted = [one.certainty for one in statements(whole) if one.certainty]
    certainty = {name: counted.count(name) for name in ("fact", "report", "opinion")}
    return JsonResponse({"marks": found, "certainty": certainty})


def _joined(texts: Mapping[str, str]) -> tuple[str, list[tuple[int, str]]]:
    """The sections as one text, for a verb is overused in the note and not in a section."""
    whole, starts = "", []
    for slug, text in texts.items():
        starts.append((len(whole), slug))
        whole += text + "\n\n"
    return whole, starts


def _section_at(starts: list[tuple[int, str]], place: int) -> tuple[str, int]:
    start, slug = [one for one in starts if one[0] <= place][-1]
    return slug, start


def _utf16(text: str, offset: int) -> int:
    return offset + sum(ord(char) > 0xFFFF for char in text[:offset])


@require_GET
def facts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The file's facts beside the note."""
    case = get_case(request.viewer, case_id)
    context = {
        "case": case,
        "pack": pack_of(case),
        "identifiers": [one for one in identifiers_of(case) if not one.is_retired],
        "key_dates": key_dates_of(case),
        "parties": [one for one in parties_of(case) if one.to_on is None],
        "goals": [one for one in goals_of(case) if one.state == "open"],
        "first_contacts": [
            one for one in first_contacts_of(case) if not one.met_at and not one.waived_reason
        ],
        "followups": open_promises_of_case(case.pk),
        "entries": entries_of_seen_case(case.pk, limit=4),
        "now": clock.now(),
    }
    return render(request, "journal/_facts.html", context)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """A JSON body; anything else is an empty one, which the actions refuse by field."""
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, UnicodeDecodeError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
