"""How two wordings of a pack differ, what a payer changes, how problems read, how values are written as a file."""

from datetime import date
from typing import Any

import pytest

from caseday.programs.rules import read_pack
from caseday.programs.rules.versions import (
    Problem,
    check_values,
    differences,
    overlaid,
    overlaid_values,
    plain_values,
    said,
    slug_of,
    title_of,
)
from caseday.programs.rules.writing import write_pack

FIGURE = {"basis": "contract", "verified": False}


def pack(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "slug": "pilot",
        "word": "Pilot",
        "effective_from": "2026-01-01",
        "words": {"client": "c", "clients": "cs", "referrer": "r", "payer": "p", "case": "f", "visit": "v"},
        "working_time": {
            "days": ["mon"], "opens": "08:00:00", "closes": "17:00:00", "holidays": "none", **FIGURE,
        },
        "case_types": [{"slug": "field", "word": "Field"}],
        "stages": [
            {"slug": "a", "word": "A", "next": ["b"]},
            {"slug": "b", "word": "B", "is_closing": True},
        ],
        "party_roles": [],
        "identifier_kinds": [],
        "key_date_kinds": [],
        "first_contacts": [],
        "acuities": [{"slug": "low", "word": "Low", "level": 1, "contact_every": 30, "unit": "days", **FIGURE}],
        "note_formats": [{"slug": "free", "word": "Free", "sections": [{"slug": "text", "word": "Text"}]}],
        "activity_kinds": [],
        "closure_reasons": [{"slug": "met", "word": "Goals met"}],
        "outcomes": [{"slug": "home", "word": "At home"}],
        "citations": [{"slug": "contract", "source": "Contract"}],
    }  # fmt: skip
    return {**values, **changed}


def test_values_go_through_a_pack_and_a_file_and_come_back() -> None:
    found, problems = check_values(pack(), clocks=set())
    assert problems == []
    assert found is not None
    assert plain_values(found) == pack()
    text = write_pack(plain_values(found))
    assert "opens = 08:00:00" in text
    assert "effective_from = 2026-01-01" in text
    assert read_pack(text, name="pilot") == found


def test_a_file_has_every_kind_of_value() -> None:
    text = write_pack(
        {
            "word": 'He said "yes"\n',
            "left_out": None,
            "count": 3,
            "opens": "08:00",
            "words": {"en": "a", "odd key": True},
            "rules": [
                {"steps": [{"slug": "x", "none": None}], "tags": ["a", "b"], "legal_text": {"es": "hola"}}
            ],
        }
    )
    assert 'word = "He said \\"yes\\"\\n"' in text
    assert "left_out" not in text
    assert "opens = 08:00:00" in text
    assert '"odd key" = true' in text
    assert 'steps = [\n  { slug = "x" },\n]' in text
    assert 'legal_text = { es = "hola" }' in text


def test_each_difference_names_its_place() -> None:
    after = pack(
        word="Pilot 2",
        words={**pack()["words"], "client": "resident"},
        stages=[{"slug": "b", "word": "B", "is_closing": True}, {"slug": "a", "word": "A", "next": ["b"]}],
        closure_reasons=[{"slug": "met", "word": "Met"}, {"slug": "moved", "word": "Moved"}],
        case_types=[],
        note_signing={"within_hours": 24, **FIGURE},
    )
    found = {one.title: (one.word, one.before, one.after) for one in differences(pack(), after)}
    assert found["Word"] == ("changed", "Pilot", "Pilot 2")
    assert found["Words, Client"] == ("changed", "c", "resident")
    assert found["Stages, order"] == ("changed", "A, B", "B, A")
    assert found["Closure reasons, Goals met, Word"] == ("changed", "Goals met", "Met")
    assert found["Closure reasons, Moved"][0] == "new"
    assert found["Case types, Field"][0] == "gone"
    assert found["Note signing"][0] == "new"
    assert "Within hours: 24" in found["Note signing"][2]
    assert differences(pack(), pack()) == []


def test_entries_of_one_name_are_told_apart_by_number() -> None:
    rates = [{"activity_code": "x", "kind": "flat"}, {"activity_code": "x", "kind": "units"}]
    after = [rates[0], {**rates[1], "unit_minutes": 15}]
    [one] = differences({"rates": rates}, {"rates": after})
    assert (one.title, one.before, one.after) == ("Rates, x, Unit minutes", "nothing", "15")


def test_a_payers_section_stands_in_place_of_the_packs() -> None:
    base, _ = check_values(pack())
    assert base is not None
    own = {"acuities": [{**pack()["acuities"][0], "contact_every": 7, "basis": "lsm"}]}
    assert overlaid(base, own) is None
    cited = own | {"citations": [{"slug": "lsm", "source": "Lone Star handbook"}], "stages": []}
    found = overlaid(base, cited)
    assert found is not None
    assert found.acuities[0].contact_every == 7
    assert [one.slug for one in found.citations] == ["contract", "lsm"]
    assert len(found.stages) == 2
    again = overlaid_values(pack(), {"citations": [{"slug": "contract", "source": "Theirs"}]})
    assert [one["source"] for one in again["citations"]] == ["Theirs"]


@pytest.mark.parametrize(
    ("changed", "where", "said_so"),
    [
        (
            {"stages": [{"slug": "a", "word": "", "is_closing": True}]},
            "Stages, line 1, Word",
            "Fill this in.",
        ),
        ({"words": {}}, "Words, Client", "Fill this in."),
        ({"nonsense": 1}, "Nonsense", "Extra inputs are not permitted."),
        ({"effective_to": "2025-01-01"}, "Effective to", "Must not be before effective_from."),
    ],
)
def test_problems_name_their_place_in_words(changed: dict[str, Any], where: str, said_so: str) -> None:
    found, problems = check_values(pack(**changed))
    assert found is None
    assert (problems[0].where, problems[0].said) == (where, said_so)


def test_a_problem_of_the_whole_says_so() -> None:
    one = Problem((), "is wrong")
    assert (one.where, one.section, one.place, str(one)) == ("The whole", "", None, "The whole: Is wrong")


def test_any_value_reads_in_one_line() -> None:
    assert said(None) == ""
    assert said(True) == "yes"
    assert said(False) == "no"
    assert said(["a", {"word": "B"}]) == "a, B"
    assert said({"every": 3, "unit": ""}) == "Every: 3"
    assert title_of("plain") == "plain"
    assert title_of({"every": 3}) == "Every: 3"
    assert said(date(2026, 1, 1)) == "2026-01-01"


@pytest.mark.parametrize(
    ("word", "slug"),
    [("Housing first (pilot)", "housing_first_pilot"), ("Año 2", "ano"), ("12", ""), ("x" * 60, "x" * 40)],
)
def test_a_slug_is_made_of_a_name(word: str, slug: str) -> None:
    assert slug_of(word) == slug
