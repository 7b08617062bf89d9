"""Drafts are saved as one types, shown side by side where two were typed, signed, thrown away, brought back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.sight import log_sight
from caseday.cases.queries import number_flags
from caseday.journal.actions import (
    Saved,
    Typed,
    bring_back_draft,
    discard_draft,
    settle_conflict,
    sign_as_known,
    sign_note,
)
from caseday.journal.actions import (
    save_draft as store_draft,
)
from caseday.journal.queries import get_activity, get_draft, get_format, open_conflicts, section_words
from caseday.journal.rules.notes import switched
from caseday.journal.rules.words import NOTE
from caseday.journal.web.sections import texts_from, to_write
from caseday.journal.web.views.notes import body_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say, warn


@require_POST
def save_draft(request: HttpRequest) -> JsonResponse:
    """JSON in and out: {"state": "stored", "version"} or, with 409, {"state": "differs", "versions": address}."""
    body = body_of(request)
    try:
        saved = store_draft(
            actor=request.viewer,
            now=clock.now(),
            typed=_typed(body),
            id=_id(body, "id"),
            activity_id=_id(body, "activity"),
            appointment_id=_id(body, "appointment"),
        )
    except Invalid as error:
        return JsonResponse({"state": "refused", "problems": error.problems}, status=422)
    return _answer(saved, _checks(request, saved))


def _checks(request: HttpRequest, saved: Saved) -> list[str]:
    """What in the draft contradicts its case: a number nearly ours, one of another case, the other side."""
    case_id = saved.draft.activity.case_id
    if case_id is None:
        return []
    text = "\n".join(str(one) for one in saved.draft.sections.values())
    return [f"Check: {one.sentence}" for one in number_flags(request.viewer, case_id, text)]


def _answer(saved: Saved, checks: list[str]) -> JsonResponse:
    draft = saved.draft
    answer: dict[str, Any] = {
        "id": str(draft.pk),
        "activity": str(draft.activity_id),
        "version": draft.version,
    }
    if saved.conflict:
        versions = reverse("journal:versions", args=[draft.pk])
        return JsonResponse({**answer, "state": "differs", "versions": versions}, status=409)
    return JsonResponse(
        {
            **answer,
            "state": "stored",
            "saved_at": draft.saved_at.isoformat(timespec="seconds"),
            "checks": checks,
        }
    )


def _id(body: dict[str, Any], name: str) -> UUID | None:
    value = body.get(name)
    return parse_id(value) if isinstance(value, str) else None


def _typed(body: dict[str, Any]) -> Typed:
    version = body.get("version")
    sections = body.get("sections")
    return Typed(
        format=str(body.get("format", ""))[:12],
        sections=sections if isinstance(sections, dict) else {},
        base_version=version if isinstance(version, int) and 0 <= version < 2**31 else 0,
        kind=str(body.get("kind") or NOTE),
        amends_id=_id(body, "amends"),
        reason=str(body.get("reason") or ""),
    )


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Saves what the page holds and signs it, in one step; a form, so that it works without scripts."""
    activity_id, appointment_id = (
        parse_id(request.POST.get("activity")),
        parse_id(request.POST.get("appointment")),
    )
    try:
        saved = store_draft(
            actor=request.viewer, now=clock.now(), typed=_typed_in_form(request, activity_id),
            id=parse_id(request.POST.get("id")), activity_id=activity_id, appointment_id=appointment_id,
        )  # fmt: skip
        if saved.conflict:
            warn(request, "This note was also changed in another tab. Choose, then sign.")
            return redirect("journal:versions", saved.draft.pk)
        note = sign_note(actor=request.viewer, now=clock.now(), draft_id=saved.draft.pk)
    except Invalid as error:
        return _not_signed(request, error)
    say(request, f"Signed as {note.signed_by}." + (" Labelled as a late entry." if note.is_late else ""))
    return redirect(_after_signing(request, note))


def _typed_in_form(request: HttpRequest, activity_id: UUID | None) -> Typed:
    values = request.POST
    case = get_activity(request.viewer, activity_id).case if activity_id else None
    version = values.get("version", "")
    return Typed(
        format=values.get("format", "")[:12],
        sections=texts_from(values, case, values.get("format", "")),
        base_version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        kind=values.get("kind") or NOTE,
        amends_id=parse_id(values.get("amends")),
        reason=values.get("reason", ""),
    )


def _not_signed(request: HttpRequest, error: Invalid) -> HttpResponse:
    """The typed text stands in the draft that was saved; the page that sent it is shown again with the reason."""
    for text in error.problems.values():
        warn(request, text)
    return render(request, "422.html", {"problems": error.problems}, status=422)


_AFTER = {"today": "today:today", "open": "journal:open", "close": "today:close"}


def _after_signing(request: HttpRequest, note: Any) -> str:
    if page := _AFTER.get(request.POST.get("next", "")):
        return reverse(page)
    return reverse("journal:activity", args=[note.activity_id])


@require_POST
def sign_as_is(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    try:
        note = sign_as_known(actor=request.viewer, now=clock.now(), activity_id=activity_id)
        say(request, f"Signed as {note.signed_by}.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
        return redirect(f"{reverse('journal:write_up')}?activity={activity_id}")
    return redirect(_after_signing(request, note))


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Both versions side by side; either is taken with one button, or they are merged by hand."""
    draft = get_draft(request.viewer, draft_id)
    log_sight(request, draft.activity.case_id)
    if request.method == "POST":
        return _settle(request, draft)
    conflicts = open_conflicts(draft)
    if not conflicts:
        return redirect(f"{reverse('journal:write_up')}?activity={draft.activity_id}")
    return render(request, "journal/versions.html", _side_by_side(draft))


def _side_by_side(draft: Any, texts: dict[str, str] | None = None) -> dict[str, Any]:
    case = draft.activity.case
    form = get_format(case, draft.format)
    slugs = [section.slug for section in form.sections]
    conflicts = open_conflicts(draft)
    other = conflicts[-1] if conflicts else None
    theirs = switched(other.sections, slugs, section_words()) if other else {}
    kept = texts or draft.sections
    rows = [
        {**mine, "other": theirs.get(mine["slug"], ""), "merged": kept.get(mine["slug"], "")}
        for mine in to_write(case, form, draft.sections)
    ]
    return {"draft": draft, "other": other, "rows": rows, "format": form.slug}


def _settle(request: HttpRequest, draft: Any) -> HttpResponse:
    format = request.POST.get("format", draft.format)
    texts = texts_from(request.POST, draft.activity.case, format)
    version = request.POST.get("version", "")
    try:
        settle_conflict(
            actor=request.viewer, now=clock.now(), draft_id=draft.pk, format=format, sections=texts,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        )  # fmt: skip
    except Invalid as error:
        context = _side_by_side(get_draft(request.viewer, draft.pk), texts)
        return render(request, "journal/versions.html", {**context, "problems": error.problems}, status=422)
    say(request, "One version again.")
    return redirect(f"{reverse('journal:write_up')}?activity={draft.activity_id}")


@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        discard_draft(actor=request.viewer, now=clock.now(), draft_id=draft_id)
        say(request, "Draft thrown away.", undo_url=reverse("journal:bring_back", args=[draft_id]))
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect("journal:open")


@require_POST
def bring_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = get_draft(request.viewer, draft_id)
    try:
        bring_back_draft(actor=request.viewer, now=clock.now(), draft_id=draft_id)
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect(f"{reverse('journal:write_up')}?activity={draft.activity_id}")
