"""Bring a caseload and a calendar in, look first, and take everything out."""

import tempfile
import zipfile
from pathlib import Path
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import can_edit_directory, can_manage_staff, can_work_on_cases, require
from caseday.access.sight import log_sight
from caseday.exchange.actions import export_agency, numbers, runs
from caseday.exchange.jobs import import_in_background
from caseday.exchange.queries import cases_of_sealed, count_sealed, get_run, recent_runs
from caseday.exchange.rules.columns import FACTS
from caseday.exchange.web.forms import CalendarForm, CasesForm, ExportForm, ResourcesForm, UploadForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_FORMS: dict[str, type[UploadForm]] = {
    "cases": CasesForm,
    "calendar": CalendarForm,
    "resources": ResourcesForm,
}


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    forms = _upload_forms()
    if request.method == "POST":
        kind = next((one for one in _FORMS if f"{one}-kind" in request.POST), "cases")
        form = forms[kind] = _FORMS[kind](request.POST, request.FILES, prefix=kind)
        if form.is_valid():
            try:
                return _begin(request, kind, form)
            except Invalid as error:
                form.show_problems(error)
    return _home(request, forms, ExportForm())


def _home(request: HttpRequest, forms: dict[str, UploadForm], export_form: ExportForm) -> HttpResponse:
    viewer = request.viewer
    can_export = can_manage_staff(viewer)
    context = {
        "forms": forms,
        "export_form": export_form,
        "runs": recent_runs(viewer),
        "can_import": can_work_on_cases(viewer),
        "can_keep_directory": can_edit_directory(viewer),
        "can_export": can_export,
        "sealed": numbers(count) if can_export and (count := count_sealed()) else "",
    }
    has_errors = any(form.errors for form in (*forms.values(), export_form) if form.is_bound)
    return render(request, "exchange/home.html", context, status=_UNPROCESSABLE if has_errors else 200)


def _upload_forms() -> dict[str, UploadForm]:
    return {kind: form(initial={"kind": kind}, prefix=kind) for kind, form in _FORMS.items()}


def _begin(request: HttpRequest, kind: str, form: UploadForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    if upload.size > runs.LARGEST:
        raise Invalid({"file": f"The file is larger than {runs.LARGEST // 1024 // 1024} MB. Split it."})
    run = runs.begin_import(
        actor=request.viewer,
        now=clock.now(),
        kind=kind,
        name=upload.name,
        data=upload.read(),
        id=form.cleaned_data["id"],
    )
    return redirect("exchange:run", run.pk)


@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    found = get_run(request.viewer, run_id)
    context: dict[str, object] = {"run": found, "report": found.report, "facts": _fact_choices()}
    if found.state == "preview":
        context["report"] = runs.preview(actor=request.viewer, now=clock.now(), run=found)
    template = "exchange/_running.html" if request.htmx and found.state == "running" else "exchange/run.html"
    answer = render(request, template, context)
    if request.htmx and found.state != "running":
        answer["HX-Refresh"] = "true"
    return answer


def _fact_choices() -> list[tuple[str, str]]:
    return [(fact, fact.replace("_", " ").capitalize().replace("Icd10", "ICD-10-CM")) for fact in FACTS]


@require_POST
def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The select of each column is named by its place; its heading comes along."""
    headings = request.POST.getlist("heading")
    facts = request.POST.getlist("fact")
    mapping = dict(zip(headings, facts, strict=False))
    runs.map_columns(actor=request.viewer, run_id=run_id, mapping=mapping)
    say(request, "Looked again with your columns.")
    return redirect("exchange:run", run_id)


@require_POST
def start(request: HttpRequest, run_id: UUID) -> HttpResponse:
    found = runs.start_import(actor=request.viewer, run_id=run_id)
    if found.total_rows > runs.AT_ONCE:
        import_in_background.enqueue(str(found.pk))
    else:
        runs.finish_import(actor=request.viewer, now=clock.now(), run_id=found.pk)
    return redirect("exchange:run", run_id)


@require_POST
def give_up(request: HttpRequest, run_id: UUID) -> HttpResponse:
    runs.give_up_import(actor=request.viewer, run_id=run_id)
    say(request, "Nothing was imported; the file is gone from here.")
    return redirect("exchange:home")


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the headings that need no mapping."""
    headings = [names[0].title() for fact, names in FACTS.items() if fact != "full_name"]
    answer = HttpResponse(",".join(headings) + "\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="caseday-cases.csv"'
    return answer


def _scratch() -> IO[bytes]:
    """Closed by the response that sends it, and gone then."""
    return tempfile.TemporaryFile()


@require_POST
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """Everything of the agency as one ZIP; who took it out, and whose sealed numbers, is in the access log."""
    require(can_manage_staff(request.viewer), "Only administrators take the whole agency out. Ask yours.")
    form = ExportForm(request.POST)
    if form.is_valid():
        try:
            return _zip(request, form.cleaned_data["passphrase"])
        except Invalid as error:
            form.show_problems(error)
    return _home(request, _upload_forms(), form)


def _zip(request: HttpRequest, passphrase: str) -> FileResponse:
    log_sight(request, None)
    now = clock.now()
    with tempfile.TemporaryDirectory() as folder:
        moved = export_agency(Path(folder) / "agency", now=now, passphrase=passphrase)
        stream = _scratch()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((Path(folder) / "agency").rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(Path(folder) / "agency"))
    if moved.sealed.inside:
        for case_id in cases_of_sealed():
            log_sight(request, case_id, page="exchange:sealed_numbers")
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"caseday-{now:%Y-%m-%d}.zip")
