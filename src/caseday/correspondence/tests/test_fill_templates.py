"""Templates: filled from values, never with a brace left, never silently empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.rules.reading_grade import TARGET, grade_of
from caseday.correspondence.rules.shipped_words import shipped_wordings, wordings_in
from caseday.correspondence.rules.templates import (
    FIELDS,
    Wording,
    best_wording,
    fields_in,
    fill,
    problems_of,
    unfilled,
    with_examples,
)

SLUGS = {
    "appointment_reminder", "confirm_question", "early_appointment", "running_late", "visit_summary", "could_not_reach",
    "medication_ready", "new_appointment_date", "request_for_records", "request_status", "imaging_report",
    "adjuster_update", "introduction_client", "introduction_employer", "introduction_physician", "records_release",
    "education_hand_over", "closing", "visit_moved",
}  # fmt: skip


def test_every_template_is_there_in_english_and_spanish_alike():
    found = {(one.slug, one.channel, one.language) for one in shipped_wordings()}
    assert {slug for slug, _, _ in found} >= SLUGS
    for slug, channel, _ in found:
        assert {(slug, channel, "en"), (slug, channel, "es")} <= found


@pytest.mark.parametrize(
    "one", shipped_wordings(), ids=lambda one: f"{one.slug}-{one.channel}-{one.language}"
)
def test_a_shipped_wording_is_right_and_plain(one):
    assert problems_of(one.body) == problems_of(one.subject) == []
    assert one.title and one.body and bool(one.subject) == (one.channel != "text")
    assert set(one.needs) <= {"appointment", "request", "documents"}
    if one.is_for_clients:
        assert grade_of(with_examples(one.body), one.language) <= TARGET


def test_both_languages_of_a_wording_use_the_same_fields():
    by_key = {(one.slug, one.channel, one.language): one for one in shipped_wordings()}
    for (slug, channel, language), one in by_key.items():
        other = by_key[slug, channel, "es" if language == "en" else "en"]
        assert set(fields_in(one.body + one.subject)) == set(fields_in(other.body + other.subject)), (
            slug,
            channel,
        )


VALUES = st.fixed_dictionaries({name: st.text(max_size=40) for name in FIELDS})


@given(VALUES, st.sampled_from(shipped_wordings()))
def test_whatever_the_values_no_brace_is_left_but_of_fields_that_are_empty(values, one):
    filled = fill(one.body, values)
    writes = {name for name in fields_in(one.body) if name.startswith("write.")}
    known = {name for name in FIELDS if values[name].translate(str.maketrans("{}", "()")).split()}
    assert set(filled.empty) <= (set(FIELDS) - known) | writes
    assert {name.strip("{}") for name in unfilled(filled.text)} == set(filled.empty)
    rest = filled.text
    for name in filled.empty:
        rest = rest.replace(f"{{{name}}}", "")
    assert "{" not in rest and "}" not in rest


@given(st.text(max_size=200))
def test_any_text_at_all_is_judged_and_filled_without_fault(text):
    problems_of(text)
    assert fill(text, {}).text == fill(fill(text, {}).text, {}).text or "[[" in text


def test_an_unknown_field_is_an_error_that_names_the_right_one():
    assert problems_of("Hi {client.firstname}") == [
        "There is no field {client.firstname}. Did you mean {client.first_name}?"
    ]
    assert "The list beside" in problems_of("{zzzz}")[0]
    assert problems_of("{write.What}") and problems_of("{write.}") and not problems_of("{write.what}")


@pytest.mark.parametrize("text", ["{client", "client}", "[[Park", "Park]]", "{a\nb}"])
def test_what_does_not_close_is_an_error(text):
    assert problems_of(text)


def test_what_may_be_left_out_goes_with_its_empty_field():
    text = "Come.[[ Park: {appointment.arrival_note}.]]\n\n[[Phone: {office.phone}\n]]\nBye"
    assert fill(text, {}).text == "Come.\n\nBye"
    assert fill(text, {"office.phone": "1"}).text == "Come.\n\nPhone: 1\n\nBye"


def test_a_value_never_looks_like_a_field_or_breaks_a_line():
    assert fill("{client.first_name}", {"client.first_name": "{x}\n[[y]]"}).text == "(x) [y]"


def test_the_best_wording_is_in_their_language_else_in_english():
    english, spanish = (Wording("a", "text", one, "A", "b") for one in ("en", "es"))

    def best(*known, language="es-MX"):
        return best_wording(known, slug="a", channel="text", language=language)

    assert best(english, spanish) is spanish
    assert best(english) is english
    assert best(english, spanish, language="es") is spanish
    assert best() is None


def test_a_wording_knows_its_key_and_for_whom_it_is():
    one = wordings_in(
        'slug = "a"\naudience = "office"\n[[wording]]\nchannel = "fax"\nlanguage = "en"\ntitle = "A"\nbody = "b"'
    )[0]
    assert (one.key, one.is_for_clients, one.tells_health, one.needs) == ("a:0", False, False, ())
