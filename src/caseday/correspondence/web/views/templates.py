"""Templates: what there is, one with its versions, its reading grade and a preview with a real case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.cases.queries import cases_seen_by, get_case
from caseday.correspondence.actions.templates import restore_shipped, retire_template, save_template
from caseday.correspondence.permissions import can_change_templates
from caseday.correspondence.queries.drawing import About, values_for
from caseday.correspondence.queries.ways import receivers_of
from caseday.correspondence.queries.wordings import (
    all_wordings,
    get_wording,
    versions_of,
    versions_with_authors,
)
from caseday.correspondence.rules.reading_grade import TARGET, grade_of
from caseday.correspondence.rules.templates import FIELDS, Wording, fill, with_examples
from caseday.correspondence.web.writing import CHANNELS
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.people.rules.contact import LANGUAGES
from caseday.schedule.queries import next_appointments
from caseday.ui.toasts import say, warn

_AUDIENCES = {"client": "To clients", "office": "To offices", "payer": "To adjusters", "anyone": "To anybody"}


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """By whom they are for; each with its channels, languages and grade."""
    groups: dict[str, dict[str, list[Any]]] = {word: {} for word in _AUDIENCES.values()}
    for one in all_wordings(has_retired=can_change_templates(request.viewer)):
        row = {
            "one": one,
            "grade": _grade(one),
            "is_plain": _grade(one) <= TARGET,
            "language": _language(one.language),
        }
        groups[_AUDIENCES[one.audience]].setdefault(one.slug, []).append(row)
    shown = [
        (word, [(_title(rows), rows) for rows in found.values()]) for word, found in groups.items() if found
    ]
    context = {"groups": shown, "may_change": can_change_templates(request.viewer), "target": TARGET}
    return render(request, "correspondence/templates.html", context)


def _title(rows: list[Any]) -> str:
    """In English where there is one."""
    return str(next((row["one"].title for row in rows if row["one"].language == "en"), rows[0]["one"].title))


def _grade(one: Wording) -> float:
    return grade_of(with_examples(one.body), one.language)


def _language(code: str) -> str:
    return LANGUAGES.get(code.split("-")[0], code)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, wording: str, channel: str, language: str) -> HttpResponse:
    """One wording: read, tried with a case, changed. An older version by `?version=`."""
    version = request.GET.get("version", "")
    one = get_wording(
        wording, channel, language, int(version) if version.isdigit() and len(version) < 9 else None
    )
    typed = {"title": one.title, "subject": one.subject, "body": one.body}
    if request.method == "GET":
        return _shown(request, one, typed)
    typed = {name: request.POST.get(name, "") for name in typed}
    if request.POST.get("do") == "preview":
        return _shown(request, one, typed, status=200 if request.htmx else 422)
    based_on = request.POST.get("based_on", "")
    try:
        save_template(
            actor=request.viewer, now=clock.now(), slug=wording, channel=channel, language=language,
            based_on=int(based_on) if based_on.isdigit() and len(based_on) < 9 else None, **typed,
        )  # fmt: skip
    except Invalid as problem:
        return _shown(request, one, typed, problems=problem.problems, status=422)
    say(request, "Saved. It is used from now on.")
    return redirect("correspondence:template", wording, channel, language)


def _shown(
    request: HttpRequest,
    one: Wording,
    typed: dict[str, str],
    *,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    case_id = parse_id(request.POST.get("case") or request.GET.get("case"))
    cases = list(
        cases_seen_by(request.viewer).exclude(status="closed").select_related("person").order_by("-pk")[:60]
    )
    values = _values(request, case_id, one.language) if case_id else {}
    filled = fill(typed["body"], values) if case_id else None
    grade = grade_of(with_examples(typed["body"]), one.language)
    context = {
        "one": one,
        "typed": typed,
        "problems": problems or {},
        "fields": sorted(FIELDS.items()),
        "versions": versions_with_authors(one.slug, one.channel, one.language),
        "is_newest": versions_of(one.slug, one.channel, one.language)[0].version == one.version,
        "has_shipped": versions_of(one.slug, one.channel, one.language)[-1].version == 0,
        "may_change": can_change_templates(request.viewer),
        "cases": cases,
        "case_id": case_id,
        "filled": filled,
        "subject": fill(typed["subject"], values).text if case_id else with_examples(typed["subject"]),
        "example": with_examples(typed["body"]),
        "grade": grade,
        "is_plain": grade <= TARGET,
        "target": TARGET,
        "language": _language(one.language),
        "channel_word": dict(CHANNELS).get(one.channel, one.channel),
    }
    name = "correspondence/_template_preview.html" if request.htmx else "correspondence/template.html"
    return render(request, name, context, status=status)


def _values(request: HttpRequest, case_id: Any, language: str) -> dict[str, str]:
    """The case's next appointment stands for the one that it would be about."""
    now = clock.now()
    case = get_case(request.viewer, case_id)
    receiver = receivers_of(request.viewer, case, on=now.date())[0]
    coming = next_appointments(request.viewer, [case.pk], now=now)
    about = About(case, coming.get(case.pk), None, receiver)
    return values_for(request.viewer, about, now=now, language=language)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A template of the agency's own, or a known one in another language or channel."""
    names = ("slug", "channel", "language", "title", "subject", "body")
    typed = {name: (request.POST or request.GET).get(name, "") for name in names}
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            one = save_template(actor=request.viewer, now=clock.now(), based_on=0, **typed)
        except Invalid as problem:
            problems = problem.problems
        else:
            say(request, "Saved. It can be chosen from now on.")
            return redirect("correspondence:template", one.slug, one.channel, one.language)
    context = {
        "typed": typed, "problems": problems, "channels": CHANNELS, "languages": sorted(LANGUAGES.items()),
        "fields": sorted(FIELDS.items()), "may_change": can_change_templates(request.viewer),
    }  # fmt: skip
    return render(request, "correspondence/template_new.html", context, status=422 if problems else 200)


@require_POST
def retire(request: HttpRequest, wording: str, channel: str, language: str) -> HttpResponse:
    retire_template(actor=request.viewer, now=clock.now(), slug=wording, channel=channel, language=language)
    say(request, "It is offered no more.")
    return redirect(reverse("correspondence:templates"))


@require_POST
def restore(request: HttpRequest, wording: str, channel: str, language: str) -> HttpResponse:
    try:
        restore_shipped(
            actor=request.viewer, now=clock.now(), slug=wording, channel=channel, language=language
        )
        say(request, "As shipped again, from now on.")
    except Invalid as problem:
        warn(request, str(problem))
    return redirect("correspondence:template", wording, channel, language)
