"""A Spanish plan has every fixed word in Spanish; what was written freely stays, and a line says so."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from caseday.careplans.models import Intervention, PlanNeed, State
from caseday.careplans.printing import HERE, _done
from caseday.careplans.rules import role_word
from caseday.careplans.rules.words import (
    IN_THE_RECORD,
    LEGAL_TEXT,
    PRINTED,
    SOURCES,
    STATES,
    day_in,
    doer_in,
    often_in,
    printed_words,
)


def test_no_fixed_word_lacks_its_spanish():
    assert LEGAL_TEXT.keys() == {"en", "es"}
    for table in (PRINTED, IN_THE_RECORD, SOURCES, STATES):
        assert table["en"].keys() == table["es"].keys()
        assert all(table["es"].values())
        assert not {key for key, word in table["es"].items() if word == table["en"][key]}


@pytest.mark.parametrize("is_record", [True, False])
def test_the_paper_takes_its_words_from_the_tables_and_has_none_of_its_own(is_record):
    drawn = (HERE / "plan.typ").read_text()
    assert set(re.findall(r"\bw\.(\w+)", drawn)) <= printed_words("es", is_record=is_record).keys()
    assert not re.findall(r"\[[A-Z][a-z]+ [a-z]", drawn)


def test_every_choice_of_a_plan_has_a_word():
    for language in ("en", "es"):
        assert set(PRINTED[language]) >= set(Intervention.Who.values)
        assert STATES[language].keys() == set(State.values)
        assert SOURCES[language].keys() == set(PlanNeed.Source.values)


def test_roles_and_how_often_are_said_in_the_language_of_the_reader():
    one = SimpleNamespace(who="family", who_name="daughter", text="Walks with her", how_often="twice a week")
    spanish, english = (SimpleNamespace(language=one, spanish={}) for one in ("es", "en"))
    assert _done(one, PRINTED["es"], spanish) == {
        "who": "hija", "text": "Walks with her", "often": "dos veces por semana",
    }  # fmt: skip
    assert _done(one, PRINTED["en"], english)["who"] == "daughter" and often_in("daily", "en") == "daily"
    nobody = SimpleNamespace(who="worker", who_name="", text="Calls", how_often="")
    assert _done(nobody, PRINTED["es"], spanish)["who"] == "Coordinador de casos"
    assert doer_in("Lucia", "es") == "Lucia"


def test_who_signs_is_named_in_spanish_whatever_the_program_calls_them():
    assert (role_word("parent", "es"), role_word("provider", "es")) == ("Madre o padre", "Proveedor")
    assert (role_word("parent"), role_word("client", "es")) == ("Parent", "Cliente")
    assert (role_word("worker"), role_word("worker", "es")) == ("Case manager", "Coordinador de casos")


def test_days_are_written_in_spanish():
    assert day_in(date(2026, 3, 2), "es") == "2 de marzo de 2026"
