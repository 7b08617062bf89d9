"""Diagnosis codes: loaded from the release, found by code or words."""

import sys

import pytest

from caseday.programs import actions, jobs, queries
from caseday.programs.actions import diagnoses
from caseday.programs.models import DiagnosisCode
from caseday.programs.rules import normalize_diagnosis_code, search_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(db):
    DiagnosisCode.objects.bulk_create(
        [
            DiagnosisCode(code="S832", description="Tear of meniscus, current injury", is_billable=False),
            DiagnosisCode(
                code="S83241A", description="Other tear of medial meniscus, right knee, initial encounter"
            ),
            DiagnosisCode(
                code="S83242A", description="Other tear of medial meniscus, left knee, initial encounter"
            ),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("s83241a", "S83.241A"),
        (" S83.241A ", "S83.241A"),
        ("M54", "M54"),
        ("Z3A.00", "Z3A.00"),
        ("knee", ""),
        ("S8", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert normalize_diagnosis_code(typed) == code


def test_words_are_few_and_plain():
    assert search_words("Left KNEE; a b medial x1 y2 z3 q4") == ["left", "knee", "medial", "x1", "y2", "z3"]


def test_it_finds_by_the_beginning_of_a_code_billable_first(codes):
    assert [one.pointed for one in queries.find_diagnoses("s83.2")] == ["S83.241A", "S83.242A", "S83.2"]


def test_it_finds_by_words_in_any_order(codes):
    assert [one.pointed for one in queries.find_diagnoses("left meniscus")] == ["S83.242A"]


def test_it_finds_nothing_for_nothing(codes):
    assert queries.find_diagnoses(" - ") == []


def test_it_gets_one_code_with_or_without_its_point(codes):
    assert queries.get_diagnosis("s83241a").description.startswith("Other tear")
    assert queries.get_diagnosis("S99.999") is None
    assert queries.get_diagnosis("a knee") is None


def test_the_whole_release_is_loaded_by_a_process_of_its_own_and_again_without_change():
    told = []
    count = actions.load_diagnosis_codes(progress=told.append)
    assert count > 70_000
    assert told[-1] == count
    assert "simple_icd_10_cm" not in sys.modules
    assert queries.has_diagnosis_codes()
    assert queries.get_diagnosis("S83.241A").is_billable
    assert not queries.get_diagnosis("S83").is_billable


def _released(*lines):
    return lambda: "\n".join(f"{code}\t1\t{words}" for code, words in lines)


def test_a_new_release_changes_what_changed_and_drops_what_left(codes, monkeypatch):
    monkeypatch.setattr(diagnoses, "_released", _released(("S83241A", "New words"), ("A000", "Cholera")))
    assert actions.load_diagnosis_codes() == 2
    left = dict(DiagnosisCode.objects.values_list("code", "description"))
    assert left == {"S83241A": "New words", "A000": "Cholera"}


def test_a_release_that_cannot_be_read_changes_nothing(codes, monkeypatch):
    monkeypatch.setattr(diagnoses.sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="could not be read"):
        actions.load_diagnosis_codes()
    assert DiagnosisCode.objects.count() == 3


def test_a_code_that_the_release_names_twice_is_kept_once(monkeypatch):
    monkeypatch.setattr(diagnoses, "_released", _released(("A000", "Cholera"), ("A000", "Cholera, again")))
    assert actions.load_diagnosis_codes() == 1


def test_an_empty_table_is_filled_once_by_a_job(monkeypatch):
    monkeypatch.setattr(diagnoses, "_released", _released(("A000", "Cholera")))
    jobs.load_codes.func()
    jobs.load_codes.func()
    assert [one.code for one in DiagnosisCode.objects.all()] == ["A000"]
