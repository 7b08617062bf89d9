"""What in a text tells of health."""

import pytest

from caseday.correspondence.rules.details import details_in


@pytest.mark.parametrize(
    "text", ["Your knee MRI is back", "su rodilla", "Gabapentin is approved", "Surgery is at 7"]
)
def test_parts_of_the_body_diagnoses_and_medication_are_found(text):
    assert details_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "You have a visit on Monday at 9:00",
        "Su cita es el lunes",
        "Call me when you can",
        "Bring your ID",
        "",
    ],
)
def test_plain_arrangements_tell_nothing(text):
    assert details_in(text) == ()


def test_what_the_case_is_about_counts_too():
    assert details_in("Your Zolpidem came", ["Zolpidem 5 mg tablets"]) == ("Zolpidem",)
    assert details_in("The other tablets", ["Zolpidem 5 mg tablets, other"]) == ()


def test_each_word_is_said_once():
    assert details_in("knee, Knee, KNEE") == ("KNEE",)
