"""Papers come in by drag, picker and camera, or as a thing in hand."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.cases.queries import get_case
from caseday.documents import actions
from caseday.documents.actions import Arrival, SameAgain
from caseday.documents.actions.putting_in import ONLY_WORKERS
from caseday.documents.files.kinds import ACCEPT
from caseday.documents.permissions import can_put_in
from caseday.documents.web.arrivals import IntoStore, TooMuch, largest_words, stop_reading
from caseday.documents.web.forms import PutInForm, ThingForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The token is checked by `_add`: before that, where the upload goes must be set."""
    require(can_put_in(request.viewer), ONLY_WORKERS)
    arriving = IntoStore(request)
    if request.method == "POST":
        request.upload_handlers = [arriving]
    request.arriving = arriving
    try:
        return _add(request)
    except TooMuch as problem:
        return _refused_unread(request, str(problem))
    finally:
        arriving.drop_all()


@csrf_protect
def _add(request: HttpRequest) -> HttpResponse:
    case = _case_of(request)
    initial = {"case": case.pk if case else "", "appointment": request.GET.get("appointment", ""),
               "kind": request.GET.get("kind", "")}  # fmt: skip
    form = PutInForm(_posted(request), viewer=request.viewer, case=case, initial=initial)
    same: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, list(_put_in(request, form)))
        except SameAgain as problem:
            same = problem.documents
            form.show_problems(problem)
        except Invalid as problem:
            form.show_problems(problem)
    return _shown(request, {"form": form, "case": case, "same": same})


def _posted(request: HttpRequest) -> Any:
    """What was posted, though it may be a file and nothing else."""
    return request.POST if request.method == "POST" else None


def _case_of(request: HttpRequest) -> Any:
    case_id = parse_id(request.POST.get("case") if request.method == "POST" else request.GET.get("case"))
    return get_case(request.viewer, case_id) if case_id else None


def _put_in(request: HttpRequest, form: PutInForm) -> Iterator[Any]:
    """Photos as one paper; other files each as one, with ids that follow from the form's own."""
    said, now = form.cleaned_data, clock.now()
    first = said["id"] or new_id()
    facts = form.facts(appointment_id=said["appointment"])
    for place, files in enumerate(_papers(request.arriving.check(), said["is_one_paper"])):
        yield actions.put_in_document(
            actor=request.viewer,
            now=now,
            files=files,
            case_id=parse_id(said["case"]),
            facts=facts,
            allows_same=said["allows_same"],
            id=UUID(int=(first.int + place) % 2**128),
        )


def _papers(files: list[Arrival], is_one: bool) -> list[list[Arrival]]:
    if not files or (is_one and all(one.name.lower().endswith(_PICTURES) for one in files)):
        return [files]
    return [[one] for one in files]


def _done(request: HttpRequest, documents: list[Any]) -> HttpResponse:
    if len(documents) == 1:
        url = reverse("documents:document", args=[documents[0].pk])
        say(request, "Stored. Say what it is, if you know it.")
    else:
        case_id = documents[0].case_id
        url = reverse("documents:case", args=[case_id]) if case_id else reverse("documents:list")
        say(request, f"{len(documents)} papers stored.")
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """To htmx only what is wrong, so that the chosen files stay in the page."""
    form = context["form"]
    status = _UNPROCESSABLE if form.errors else 200
    more = {"accept": ACCEPT, "largest": largest_words(), "largest_bytes": settings.MAX_UPLOAD_BYTES}
    template = "documents/_problems.html" if request.htmx and form.is_bound else "documents/add.html"
    return render(request, template, context | more, status=status)


def _refused_unread(request: HttpRequest, problem: str) -> HttpResponse:
    """Nothing of the request was read, so neither was what was typed: the page's own script kept it."""
    stop_reading(request)
    form = PutInForm({}, viewer=request.viewer)
    form.is_valid()
    form.add_error(None, problem)
    return _shown(request, {"form": form, "case": None, "same": []})


@require_http_methods(["GET", "POST"])
def add_thing(request: HttpRequest) -> HttpResponse:
    require(can_put_in(request.viewer), ONLY_WORKERS)
    case = _case_of(request)
    form = ThingForm(
        _posted(request), viewer=request.viewer, case=case, initial={"case": case.pk if case else ""}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            thing = actions.put_in_thing(
                actor=request.viewer,
                now=clock.now(),
                facts=form.facts(whereabouts=said["whereabouts"]),
                case_id=parse_id(said["case"]),
                id=said["id"],
            )
            say(request, "Written down.")
            return redirect("documents:document", thing.pk)
        except Invalid as problem:
            form.show_problems(problem)
    context = {"form": form, "case": case}
    return render(request, "documents/add_thing.html", context, status=_UNPROCESSABLE if form.errors else 200)
