"""A draft as a whole: what is in it, how it reads, what it changes, and putting it in force."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.programs import actions, queries
from caseday.programs.concerned import count_open_cases
from caseday.programs.permissions import can_publish_packs, can_word_packs
from caseday.programs.queries import PackDraft
from caseday.programs.rules.versions import spelled_out
from caseday.programs.rules.writing import write_pack
from caseday.programs.web.sections import groups_of
from caseday.programs.web.views.reading import reads_like
from caseday.ui.forms import DateField, PlainForm
from caseday.ui.toasts import say, warn

_MOST_SHOWN = 200


class PublishForm(PlainForm):
    effective_from = DateField(label="From", help_text="For cases referred on this day or later")
    effective_to = DateField(label="Until", required=False, help_text="Leave empty: until the next version")
    note = forms.CharField(label="What changed, and why", max_length=300, required=False)


class TextForm(PlainForm):
    text = forms.CharField(
        label="The program as a file",
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "file"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8)


def _page(
    request: HttpRequest, draft: PackDraft, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    checked = queries.checked_draft(draft, on=clock.now().date())
    initial = {"effective_from": clock.now().date(), "note": draft.note}
    context = {
        "draft": draft,
        "groups": groups_of(draft, checked),
        "problems": checked.problems[:_MOST_SHOWN],
        "changes": len(checked.differences),
        "counts": _counts(draft),
        "form": form or PublishForm(initial=initial),
        "can_word": can_word_packs(request.viewer),
        "can_publish": can_publish_packs(request.viewer),
    }
    return render(request, "programs/draft.html", context, status=status)


def _counts(draft: PackDraft) -> dict[str, int]:
    """Open cases of the program; none of them changes by publishing."""
    return {"open": sum(count for key, count in count_open_cases(draft.slug).items())}


@require_GET
def draft(request: HttpRequest, pack_draft_id: UUID) -> HttpResponse:
    return _page(request, queries.get_draft(request.viewer, pack_draft_id))


@require_GET
def preview(request: HttpRequest, pack_draft_id: UUID) -> HttpResponse:
    """What it reads like, and what differs from what is in force."""
    found = queries.get_draft(request.viewer, pack_draft_id)
    checked = queries.checked_draft(found, on=clock.now().date())
    context: dict[str, Any] = {
        "draft": found,
        "problems": checked.problems[:_MOST_SHOWN],
        "differences": checked.differences[:_MOST_SHOWN],
        "more": max(len(checked.differences) - _MOST_SHOWN, 0),
        "is_new": not checked.before,
        "counts": _counts(found),
        "can_word": can_word_packs(request.viewer),
    }
    if checked.pack:
        context |= reads_like(checked.pack)
    return render(request, "programs/preview.html", context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, pack_draft_id: UUID) -> HttpResponse:
    """The draft as a pack file: to read, to keep, and to change by those who like it so."""
    found = queries.get_draft(request.viewer, pack_draft_id)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        initial={"text": write_pack(found.values), "revision": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_text(
                actor=request.viewer,
                now=clock.now(),
                draft_id=found.pk,
                text=form.cleaned_data["text"].replace("\r\n", "\n"),
                revision=form.cleaned_data["revision"],
            )
            say(request, "Kept in the draft.")
            return redirect("programs:draft", found.pk)
        except Invalid as error:
            for name, said in error.problems.items():
                for line in said.splitlines():
                    form.add_error(name if name in form.fields else None, line)
    context = {
        "draft": found,
        "form": form,
        "can_word": can_word_packs(request.viewer) and not found.is_overlay,
    }
    return render(request, "programs/text.html", context, status=422 if form.is_bound else 200)


@require_POST
def publish(request: HttpRequest, pack_draft_id: UUID) -> HttpResponse:
    require(can_publish_packs(request.viewer), actions.ONLY_ADMINISTRATORS)
    found = queries.get_draft(request.viewer, pack_draft_id)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            version = actions.publish_version(
                actor=request.viewer, now=clock.now(), draft_id=pack_draft_id, **form.cleaned_data
            )
            say(request, f"In force: {version}. Open cases keep what they have until they are moved.")
            return redirect("programs:version", version.pk)
        except Invalid as error:
            form.show_problems(error)
    return _page(request, found, form, status=422)


@require_POST
def withdraw(request: HttpRequest, pack_version_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\0", "")
    try:
        version = actions.withdraw_version(
            actor=request.viewer, now=clock.now(), version_id=pack_version_id, reason=reason
        )
        say(request, f"Out of force: {spelled_out(str(version))}.")
    except Invalid as error:
        warn(request, str(error))
    return redirect("programs:version", pack_version_id)
