"""Packets: of an appointment in one tap, or of any purpose; in the chosen order; printed; handed over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import can_work_on_cases, require
from caseday.cases.queries import get_case
from caseday.documents import actions, queries
from caseday.documents.queries.receivers import receiver_key, receivers_for
from caseday.documents.rules.packets import moved
from caseday.documents.web.sending import PacketForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say, warn

_INLINE = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_NOTED = "Handed over: {} noted. They stay open until somebody saw them in the chart."


@require_http_methods(["GET", "POST"])
def appointment_papers(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Each paper with its whole history at this office; what is ticked becomes the packet, printed in one tap."""
    viewer = request.viewer
    shown = queries.papers_for_appointment(viewer, appointment_id)
    problem = ""
    if request.method == "POST":
        try:
            packet = actions.packet_of_appointment(
                actor=viewer, now=clock.now(), appointment_id=appointment_id,
                document_ids=_ids(request, "paper"), id=parse_id(request.POST.get("id")),
            )  # fmt: skip
            target = "documents:packet" if "edit" in request.POST else "documents:packet_pdf"
            return redirect(target, packet.pk)
        except Invalid as error:
            problem = _sentence(error)
    context = {"shown": shown, "appointment": shown.appointment, "id": new_id(), "problem": problem}
    context |= {"may_change": can_work_on_cases(viewer), "is_to_hand": _is_to_hand(shown)}
    context["unprintable"] = queries.unprintable_words_of(shown)
    return render(request, "documents/appointment_papers.html", context, status=422 if problem else 200)


def _is_to_hand(shown: queries.AppointmentPapers) -> bool:
    return shown.packet is not None and shown.packet.handed_over_at is None


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The card of visit mode: what is ticked is handed over, now, in one tap."""
    viewer, problem = request.viewer, ""
    shown = queries.papers_for_appointment(viewer, appointment_id)
    if request.method == "POST":
        try:
            handed = actions.hand_over_papers(
                actor=viewer, now=clock.now(), appointment_id=appointment_id, document_ids=_ids(request, "paper"),
                taken_by=request.POST.get("taken_by", ""), id=parse_id(request.POST.get("id")),
            )  # fmt: skip
        except Invalid as error:
            problem = _sentence(error)
            if not request.htmx:
                warn(request, problem)
        else:
            say(request, _NOTED.format(_papers(len(handed))))
            shown = queries.papers_for_appointment(viewer, appointment_id)
        if not request.htmx:
            return redirect("schedule:visit", appointment_id)
    context = {"shown": shown, "appointment": shown.appointment, "id": new_id(), "problem": problem}
    context |= {"may_change": can_work_on_cases(viewer), "typed": request.POST if problem else {}}
    return render(request, "documents/_hand_over.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def new_packet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    case = get_case(viewer, case_id)
    require(
        can_work_on_cases(viewer),
        "Only case managers and supervisors make packets. Ask the case's case manager.",
    )
    papers = queries.documents_of_case(viewer, case_id)
    rows = [(one, is_chosen, why) for one, is_chosen, why in queries.suggested_order(case, papers)]
    initial = {"dated_on": now.astimezone(viewer.time_zone).date()}
    form = _form(request, case, initial)
    if request.method == "POST" and not _is_reordering(request) and form.is_valid():
        try:
            packet = actions.build_packet(
                actor=viewer, now=now, case_id=case_id, document_ids=_ids(request, "paper"), **_given(form)
            )
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "The packet is ready.")
            return redirect("documents:packet", packet.pk)
    context = {"case": case, "form": form, "rows": _as_typed(request, rows)}
    return render(request, "documents/packet_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def packet(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = queries.get_packet(viewer, packet_id)
    if one.handed_over_at or not can_work_on_cases(viewer):
        return _closed(request, one)
    form = _form(request, one.case, _initial(one))
    if request.method == "POST" and not _is_reordering(request) and form.is_valid():
        given = _given(form)
        del given["id"]
        try:
            actions.change_packet(
                actor=viewer,
                now=clock.now(),
                packet_id=packet_id,
                document_ids=_ids(request, "paper"),
                **given,
            )
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "Saved.")
            return redirect("documents:packet", packet_id)
    context = _shown(request, one) | {"form": form, "rows": _as_typed(request, _rows(request, one))}
    return render(request, "documents/packet.html", context, status=_status(form))


def _closed(request: HttpRequest, one: Any) -> HttpResponse:
    """To read only: the action says why it cannot be changed."""
    problem = ""
    if request.method == "POST":
        try:
            actions.change_packet(actor=request.viewer, now=clock.now(), packet_id=one.pk)
        except Invalid as error:
            problem = _sentence(error)
    return render(
        request, "documents/packet.html", _shown(request, one, problem), status=422 if problem else 200
    )


def _shown(request: HttpRequest, one: Any, problem: str = "") -> dict[str, Any]:
    papers = queries.papers_in(one)
    return {
        "packet": one,
        "case": one.case,
        "papers": papers,
        "to": one.to_name or str(one.professional or one.office),
        "problem": problem,
        "unprintable": queries.unprintable_words(one),
        "may_change": can_work_on_cases(request.viewer),
        "pages": sum(paper.pages or 0 for paper in papers),
        "handed": queries.rows_of(queries.deliveries_of_packet(one)),
    }


def _rows(request: HttpRequest, one: Any) -> list[tuple[Any, bool, str]]:
    """What is in it, in its order, then what the case has besides."""
    inside = queries.papers_in(one)
    known = {paper.pk for paper in inside}
    others = [p for p in queries.documents_of_case(request.viewer, one.case_id) if p.pk not in known]
    return [(paper, True, "") for paper in inside] + [(paper, False, "") for paper in others]


def _form(request: HttpRequest, case: Any, initial: dict[str, Any]) -> PacketForm:
    receivers = receivers_for(request.viewer, case)
    if _is_reordering(request):
        typed = {name: request.POST[name] for name in PacketForm.base_fields if name in request.POST}
        return PacketForm(receivers=receivers, initial={**initial, **typed})
    return PacketForm(request.POST or None, receivers=receivers, initial=initial)


def _initial(one: Any) -> dict[str, Any]:
    key, label = receiver_key(one)
    names = ("to_name", "title", "ask", "is_double_sided", "dated_on")
    return {"to": key, "to_label": label, **{name: getattr(one, name) for name in names}}


def _given(form: PacketForm) -> dict[str, Any]:
    names = ("title", "ask", "is_double_sided", "dated_on", "id")
    return {**{name: form.cleaned_data[name] for name in names}, **form.receiver()}


def _is_reordering(request: HttpRequest) -> bool:
    return "up" in request.POST or "down" in request.POST


def _as_typed(request: HttpRequest, rows: list[tuple[Any, bool, str]]) -> list[tuple[Any, bool, str]]:
    """Order and ticks as they were sent, with one paper a place up or down where that was asked."""
    if request.method != "POST":
        return rows
    order, ticked = _ids(request, "order"), set(_ids(request, "paper"))
    for name, step in (("up", -1), ("down", 1)):
        if paper := parse_id(request.POST.get(name)):
            order = moved(order, paper, step)
    places = {paper: at for at, paper in enumerate(order)}
    found = sorted(rows, key=lambda row: places.get(row[0].pk, len(places)))
    return [(paper, paper.pk in ticked, why) for paper, _, why in found]


@require_GET
def packet_pdf(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    """To look at and print; `?save` to keep."""
    try:
        drawn = queries.draw(request.viewer, packet_id)
    except Invalid as problem:
        one = queries.get_packet(request.viewer, packet_id)
        context = _shown(request, one, _sentence(problem))
        return render(request, "documents/packet.html", context, status=422)
    response = HttpResponse(drawn.pdf, content_type="application/pdf")
    how = "attachment" if "save" in request.GET else "inline"
    response["Content-Disposition"] = f'{how}; filename="{drawn.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _INLINE
    return response


@require_POST
def hand_over_packet(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    one = queries.get_packet(request.viewer, packet_id)
    try:
        handed = actions.hand_over_packet(
            actor=request.viewer,
            now=clock.now(),
            packet_id=packet_id,
            taken_by=request.POST.get("taken_by", ""),
        )
    except Invalid as problem:
        return render(request, "documents/packet.html", _shown(request, one, _sentence(problem)), status=422)
    say(request, _NOTED.format(_papers(len(handed))))
    return redirect(reverse("documents:packet", args=[packet_id]))


def _papers(count: int) -> str:
    return "1 paper is" if count == 1 else f"{count} papers are"


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    return [found for one in request.POST.getlist(name) if (found := parse_id(one))]


def _sentence(problem: Invalid) -> str:
    return " ".join(problem.problems.values())


def _status(form: PacketForm) -> int:
    return 422 if form.is_bound and form.errors else 200
