"""The codes of the demonstration's injuries say what their words say."""

import pytest
import simple_icd_10_cm

from caseday.demo.voices import INJURIES, Injury

SIDES = ("left", "right")


@pytest.mark.parametrize("injury", INJURIES, ids=lambda one: one.code)
def test_the_code_is_of_the_side_that_the_words_name(injury: Injury) -> None:
    described = simple_icd_10_cm.get_description(injury.code).lower()
    said = [side for side in SIDES if side in injury.words.lower()]
    assert [side for side in SIDES if f"{side} " in f"{described} ".replace(",", " ")] == said
