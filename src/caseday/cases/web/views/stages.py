"""Where a case stands, the board of all of them, and which version of its program a case has."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.cases import actions, queries
from caseday.cases.permissions import can_work_on
from caseday.cases.web.forms import kinds_of
from caseday.cases.web.views.answers import UNPROCESSABLE, answer, case_context, done
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.programs.queries import pack_for_new
from caseday.ui.forms import PlainForm
from caseday.ui.toasts import say, warn


class StageForm(PlainForm):
    stage = forms.CharField(label="Next stage", max_length=40)
    reason = forms.CharField(
        label="Why it goes on although something is missing",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoveForm(PlainForm):
    """Asks only what the move needs: a stage, and what a request becomes, where the new version does not know it."""

    stage = forms.ChoiceField(label="Its stage from now on")

    def __init__(self, data: Any, *, move: queries.Move) -> None:
        super().__init__(data, initial={"stage": move.case.stage})
        if move.target.pack.stage(move.case.stage) is None:
            self.fields["stage"].choices = kinds_of(move.target.pack.stages)
        else:
            del self.fields["stage"]
        self._asked = {
            actions.kind_field(one.request.id): one.request.id for one in move.requests if one.choices
        }
        for one in move.requests:
            if one.choices:
                self.fields[actions.kind_field(one.request.id)] = forms.ChoiceField(
                    label=f"“{one.request.title}” becomes", choices=[("", "Choose"), *one.choices]
                )

    def decided(self) -> dict[str, Any]:
        kinds = {pk: self.cleaned_data[name] for name, pk in self._asked.items()}
        return {"stage": self.cleaned_data.get("stage", ""), "kinds": kinds}


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The stages that may follow, what is missing before each, and going on."""
    case = queries.get_case(request.viewer, case_id)
    form = StageForm(
        request.POST if request.method == "POST" else None, prefix="", use_required_attribute=False
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_stage(actor=request.viewer, now=clock.now(), case_id=case_id, **form.cleaned_data)
            return done(request, reverse("cases:facts", args=[case_id]), case_id, "facts")
        except Invalid as error:
            form.show_problems(error)
    context = case_context(request, case, queries.pack_of(case)) | {
        "form": form,
        "action": request.path,
        "chosen": form.data.get("stage", "") if form.is_bound else "",
        "ways": queries.ways_on(request.viewer, case_id, clock.now()),
        "stays": queries.stage_history(request.viewer, case_id, clock.now()),
    }
    return answer(request, "cases/_stage.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_GET
def stages(request: HttpRequest) -> HttpResponse:
    """The board: every open case in sight by program and stage."""
    worker = parse_id(request.GET.get("worker", ""))
    context = {
        "programs": queries.stage_board(request.viewer, clock.now(), worker_id=worker),
        "workers": [(str(one.pk), one.name) for one in queries.possible_workers()],
        "worker": str(worker or ""),
    }
    return render(request, "cases/board.html", context)


@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a move to the version in force would change for one case."""
    move = queries.move_of(request.viewer, case_id, _today(request))
    form = MoveForm(request.POST if request.method == "POST" else None, move=move)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_case(actor=request.viewer, now=clock.now(), case_id=case_id, **form.decided())
            say(request, "The case has the version that is in force.")
            return redirect("casefile:case", case_id)
        except Invalid as error:
            form.show_problems(error)
    context: dict[str, Any] = case_context(request, move.case, queries.pack_of(move.case))
    context |= {"move": move, "form": form}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "cases/version.html", context, status=status)


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, program: str) -> HttpResponse:
    """The open cases in sight that do not have what is in force; those that are ticked are moved."""
    today = _today(request)
    pack = pack_for_new(program, on=today)
    if request.method == "POST":
        chosen = [one for one in map(parse_id, request.POST.getlist("case")[:500]) if one]
        moved = actions.move_cases(actor=request.viewer, now=clock.now(), case_ids=chosen)
        if moved.count:
            say(
                request,
                f"{moved.count} {'case has' if moved.count == 1 else 'cases have'} the version in force.",
            )
        for _, why in moved.left[:5]:
            warn(request, f"One stayed as it was. {why}")
        if not chosen:
            warn(request, "Tick the cases to move.")
        return redirect("cases:versions", program)
    moves = queries.moves_of_program(request.viewer, program, today)
    context = {
        "pack": pack,
        "moves": moves,
        "can_change": bool(moves) and can_work_on(request.viewer, moves[0].case),
    }
    return render(request, "cases/versions.html", context)


def _today(request: HttpRequest) -> Any:
    return clock.now().astimezone(request.viewer.time_zone).date()
