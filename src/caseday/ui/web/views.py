"""The style page: every component in every state, for whoever builds pages."""

from datetime import timedelta

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caseday.kernel import clock
from caseday.kernel.errors import NotFound
from caseday.ui import forms
from caseday.ui.toasts import say


class SampleForm(forms.Form):
    name = django_forms.CharField(help_text="As on the insurance card.")
    phone = forms.PhoneField(required=False)
    visit_on = forms.DateField(label="Visit on", required=False)
    visit_at = forms.TimeField(label="At", required=False)
    kind = django_forms.ChoiceField(choices=[("call", "Call"), ("visit", "Visit"), ("meeting", "Meeting")])
    language = django_forms.ChoiceField(
        choices=[("en", "English"), ("es", "Spanish"), ("vi", "Vietnamese")], widget=django_forms.RadioSelect
    )
    consents = django_forms.MultipleChoiceField(
        choices=[("text", "Text"), ("email", "Email")],
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    needs_interpreter = django_forms.BooleanField(label="Needs an interpreter", required=False)
    note = django_forms.CharField(widget=django_forms.Textarea, required=False)


def style(request: HttpRequest) -> HttpResponse:
    """Only where no real people are kept: while developing, and in a demonstration."""
    if not (settings.DEBUG or getattr(settings, "SHOWS_STYLE_PAGE", False)):
        raise NotFound
    if request.method == "POST":
        return _taken(request)
    now = clock.now()
    context = {
        "form": SampleForm(initial={"name": "Ana Lee", "language": "en"}),
        "bad_form": SampleForm(
            {"name": "", "phone": "12", "id": "", "kind": "call"}, prefix=None, auto_id="bad_%s"
        ),
        "now": now,
        "earlier": now - timedelta(minutes=40),
        "since": now - timedelta(minutes=12, seconds=5),
        "later": now + timedelta(hours=3),
        "today": now.date(),
    }
    return render(request, "ui/style.html", context)


def _taken(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST)
    if not form.is_valid():
        return render(request, "ui/_sample_form.html", {"form": form}, status=422)
    say(request, f"Saved {form.cleaned_data['name']}.", undo_url=request.path)
    return render(request, "ui/_sample_form.html", {"form": SampleForm()})
