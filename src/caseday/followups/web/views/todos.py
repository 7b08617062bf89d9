"""Pages of to-dos."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.cases.queries import get_case
from caseday.followups import actions, queries
from caseday.followups.rules import due_words, group_of
from caseday.followups.web.forms import DropForm, MoveForm, TodoForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

_UNPROCESSABLE = 422


@require_GET
def todo_list(request: HttpRequest) -> HttpResponse:
    now, zone = clock.now(), request.viewer.time_zone
    groups: dict[str, list[tuple[object, str]]] = {}
    for one in queries.open_todos(request.viewer):
        due = queries.due_of(one)
        groups.setdefault(group_of(due, now, zone), []).append((one, due_words(due, now, zone)))
    order = ("Overdue", "Today", "Tomorrow", "This week", "Later", "Without a date")
    context = {"groups": [(name, groups[name]) for name in order if name in groups]}
    return render(request, "followups/list.html", context | {"ended": queries.recently_ended(request.viewer)})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    case_id = parse_id(request.POST.get("case") or request.GET.get("case"))
    case = get_case(viewer, case_id) if case_id else None
    initial = {"due_on": now.astimezone(viewer.time_zone).date(), "case": case_id}
    form = TodoForm(request.POST or None, viewer=viewer, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.promise_followup(
                actor=viewer, now=now, id=said["id"], text=said["text"], case_id=said["case"],
                due_on=said["due_on"], due_at=said["due_at"], promised_to=said["promised_to"],
            )  # fmt: skip
            say(request, "Written down.")
            return redirect(back_or(request, reverse("followups:list")))
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "case": case, "back": back_or(request, reverse("followups:list"))}
    return render(request, "followups/form.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def todo(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = queries.get_todo(viewer, followup_id)
    due_time = one.due_at.astimezone(viewer.time_zone).time() if one.due_at else None
    initial = {
        "id": one.pk,
        "text": one.text,
        "due_on": one.due_on,
        "due_time": due_time,
        "promised_to": one.promised_to,
    }
    form = TodoForm(request.POST or None, viewer=viewer, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_followup(
                actor=viewer, now=clock.now(), followup_id=one.pk, text=said["text"],
                due_on=said["due_on"], due_at=said["due_at"], promised_to=said["promised_to"],
            )  # fmt: skip
            say(request, "Changed.")
            return redirect(back_or(request, reverse("followups:list")))
        except Invalid as error:
            form.show_problems(error)
    words = due_words(queries.due_of(one), clock.now(), viewer.time_zone)
    context = {
        "form": form,
        "todo": one,
        "case": one.case,
        "due": words,
        "drop": DropForm(),
        "move": MoveForm(),
    }
    context["back"] = back_or(request, reverse("followups:list"))
    return render(request, "followups/todo.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_POST
def done(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    one = actions.finish_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id)
    return _after(request, "Done.", reverse("followups:reopen", args=[one.pk]))


@require_POST
def drop(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    form = DropForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.drop_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id, reason=reason)
    return _after(request, "Dropped.", reverse("followups:reopen", args=[followup_id]))


@require_POST
def move(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid({"due_on": "Choose the day to which it moves."})
    day = form.cleaned_data["due_on"]
    actions.move_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id, due_on=day)
    return _after(request, f"Moved to {day:%A}.", "")


@require_POST
def reopen(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    actions.reopen_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id)
    return _after(request, "Open again.", "")


def _after(request: HttpRequest, said: str, undo_url: str) -> HttpResponse:
    say(request, said, undo_url=undo_url)
    return redirect(back_or(request, reverse("followups:list")))
