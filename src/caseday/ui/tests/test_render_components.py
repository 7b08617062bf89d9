from types import SimpleNamespace
from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from caseday.kernel.errors import Invalid
from caseday.ui import forms


class HoursForm(forms.Form):
    day = forms.DateField(help_text="A working day.")
    line = forms.PhoneField(required=False)
    kind = django_forms.ChoiceField(choices=[("a", "Open"), ("b", "Closed")], widget=django_forms.RadioSelect)


def a_request() -> HttpRequest:
    request = RequestFactory().get("/cases/1/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    request._messages = []  # type: ignore[attr-defined]
    request.viewer = SimpleNamespace(
        name="Nora Field", role="case manager", staff_id="7", is_case_manager=True
    )  # type: ignore[attr-defined]
    return request


def render(text: str, **context: object) -> str:
    return engines["django"].from_string(CottonCompiler().process(text)).render(context, a_request())


def test_a_card_has_a_heading_and_a_named_way_to_more() -> None:
    html = render('<c-card title="Loose ends" more="all" more_url="/x">body</c-card>')
    assert '<section class="card " aria-label="Loose ends"' in html
    assert "<h2>Loose ends</h2>" in html
    assert '<a href="/x">all<span class="sr">: Loose ends</span></a>' in html


def test_a_chip_carries_its_word() -> None:
    assert '<span class="chip ver" >verified</span>' in render('<c-chip kind="verified">verified</c-chip>')


def test_component_text_is_escaped() -> None:
    assert "<script>" not in render('<c-card title="{{ name }}">{{ name }}</c-card>', name="<script>")


def test_a_field_names_its_help_and_its_errors() -> None:
    html = render('<c-field :field="form.day" />', form=HoursForm({"day": "never"}))
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_day_error"' in html
    assert 'value="never"' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = render('<c-field :field="form.kind" />', form=HoursForm())
    assert "<legend>Kind</legend>" in html


def test_a_form_carries_token_id_and_the_key_of_what_is_kept() -> None:
    html = render(
        '<c-form action="/x" submit="Save" keep="hours:1" version="4" :form="form" hx-post="/y" />',
        form=HoursForm(),
    )
    assert 'data-keep="hours:1" data-version="4" hx-post="/y"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="id" value="' in html
    assert html.index('name="day"') < html.index(">Save</button>")


def test_what_an_action_refused_stands_in_the_summary_and_beside_the_field() -> None:
    form = HoursForm({"day": "2026-03-02", "kind": "a", "line": ""})
    assert form.is_valid()
    form.show_problems(
        Invalid({"day": "That is a holiday.", "elsewhere": "Too many lines.", "": "Try later."})
    )
    html = render('<c-form :form="form" />', form=form)
    assert '<a href="#id_day">Day</a>: That is a holiday.' in html
    assert "Too many lines." in html
    assert "Try later." in html
    assert html.count("That is a holiday.") == 2


def test_a_form_drawn_by_itself_looks_the_same() -> None:
    assert '<div class="field"><label for="id_day">Day</label>' in str(HoursForm())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("512 555 0123", "+15125550123"), ("(512) 555-0123 x3", "+15125550123;ext=3"), ("", "")],
)
def test_a_phone_field_takes_numbers_as_people_write_them(typed: str, stored: str) -> None:
    assert forms.PhoneField(required=False).clean(typed) == stored


@pytest.mark.parametrize("typed", ["12", "call the desk", "+1"])
def test_a_phone_field_says_what_to_write(typed: str) -> None:
    with pytest.raises(django_forms.ValidationError, match="area code"):
        forms.PhoneField().clean(typed)


def test_the_time_widgets_are_the_phones_own() -> None:
    assert 'type="time"' in str(forms.TimeInput().render("at", None))
    assert 'type="datetime-local"' in str(forms.DateTimeInput().render("at", None))


def test_every_form_has_a_new_id() -> None:
    assert HoursForm()["id"].value() != HoursForm()["id"].value()


def test_the_frame_names_the_reader_and_has_no_inline_code(settings: Any) -> None:
    settings.ROOT_URLCONF = ()
    html = render_to_string("ui/page.html", {}, a_request())
    assert "Nora Field" in html
    assert 'data-person="7"' in html
    for refused in ("<style", " style=", "onclick=", "hx-on", "javascript:"):
        assert refused not in html
    assert html.count("<script") == html.count("<script src=") + html.count('<script type="module" src=')


@pytest.mark.parametrize(
    "page", ["400.html", "403.html", "403_csrf.html", "404.html", "422.html", "500.html"]
)
def test_error_pages_need_nothing_and_say_what_to_do(page: str) -> None:
    html = render_to_string(page, {"problems": {"day": "Choose a day."}})
    assert "<h1>" in html
    assert 'href="/"' in html
