"""What was given and explained to a client, and the plain words for it."""

from typing import Any
from uuid import UUID

from django import forms as fields
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import can_work_on_cases
from caseday.access.sight import log_sight
from caseday.correspondence.actions.hand_outs import HOW, Given, ask_back, give_hand_out
from caseday.correspondence.queries import get_message
from caseday.correspondence.queries.hand_outs import hand_outs_of
from caseday.correspondence.rules.plain_words import look_up, words_in
from caseday.documents.queries import documents_of_case
from caseday.journal.queries import get_note
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.people.rules.contact import LANGUAGES
from caseday.ui import forms
from caseday.ui.toasts import say

UNDERSTOOD = [
    ("not_asked", "Not asked"),
    ("yes", "Said it back right"),
    ("partly", "Said back a part"),
    ("no", "Not yet"),
]


class HandOutForm(forms.Form):
    title = fields.CharField(
        label="What", max_length=200, help_text="Care of the wound, how to use crutches ..."
    )
    how = fields.ChoiceField(label="How", choices=list(HOW.items()))
    language = fields.ChoiceField(label="In which language")
    document = fields.ChoiceField(label="The paper, if it is here", required=False)
    understood = fields.ChoiceField(
        label="Teach-back", choices=UNDERSTOOD, help_text="Ask them to say it in their own words."
    )
    minutes = fields.IntegerField(label="Minutes", required=False, min_value=1, max_value=600)
    note = fields.CharField(label="Note", max_length=300, required=False)

    def __init__(self, *args: Any, papers: list[Any], language: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"language": language}, **kwargs)
        known = dict(LANGUAGES)
        codes = [code for code in dict.fromkeys([language, "en", "es"]) if code in known]
        self.fields["language"].choices = [(code, known[code]) for code in codes]
        self.fields["document"].choices = [("", "No paper"), *((str(one.pk), one.title) for one in papers)]


@require_http_methods(["GET", "POST"])
def hand_outs(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case, given = hand_outs_of(request.viewer, case_id)
    form = HandOutForm(
        request.POST or None,
        papers=documents_of_case(request.viewer, case_id),
        language=case.person.language or "en",
    )
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, case_id, form.cleaned_data)
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "Written down.")
            return redirect("correspondence:hand_outs", case_id)
    context = {
        "case": case, "given": given, "form": form, "understood": UNDERSTOOD[1:],
        "may_write": can_work_on_cases(request.viewer),
    }  # fmt: skip
    return render(request, "correspondence/hand_outs.html", context, status=422 if form.errors else 200)


def _give(request: HttpRequest, case_id: UUID, typed: dict[str, Any]) -> None:
    given = Given(
        title=typed["title"],
        how=typed["how"],
        language=typed["language"],
        understood=typed["understood"],
        note=typed["note"],
        minutes=typed["minutes"],
        document_id=UUID(typed["document"]) if typed["document"] else None,
    )
    give_hand_out(actor=request.viewer, now=clock.now(), case_id=case_id, given=given, id=typed["id"])


@require_POST
def taught_back(request: HttpRequest, hand_out_id: UUID) -> HttpResponse:
    one = ask_back(
        actor=request.viewer,
        now=clock.now(),
        hand_out_id=hand_out_id,
        understood=request.POST.get("understood", ""),
        note=request.POST.get("note", ""),
    )
    say(request, "Teach-back written down.")
    return redirect("correspondence:hand_outs", one.case_id)


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """A word in plain words; as one types."""
    asked = request.GET.get("q", "")[:80]
    template = "correspondence/_words.html" if request.htmx else "correspondence/words.html"
    return render(request, template, {"words": look_up(asked), "asked": asked})


@require_GET
def words_of_message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = get_message(request.viewer, message_id)
    return _of_text(request, f"{message.subject}\n{message.body.text}\n{message.body.quoted}")


@require_GET
def words_of_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    note = get_note(request.viewer, note_id)
    log_sight(request, note.case_id)
    return _of_text(request, note.text)


def _of_text(request: HttpRequest, text: str) -> HttpResponse:
    template = "correspondence/_words.html" if request.htmx else "correspondence/words.html"
    return render(request, template, {"words": words_in(text), "is_of_text": True})
