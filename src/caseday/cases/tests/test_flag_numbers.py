"""Numbers in a text that are nearly ours or another case's; silence about dates, phones, amounts and codes."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseday.cases import queries
from caseday.cases.models import Identifier
from caseday.cases.rules import Known, misfiled, near_misses, number_spellings, numbers, pattern_of, stands_in
from caseday.cases.rules.read_back import LOOK_ALIKES
from caseday.kernel.errors import NotFound
from caseday.testing.make import make_case, make_person

OWN = [Known("claim number", "WC-44-17"), Known("medical record number", "88120347"), Known("short", "4417")]
CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def flagged(text: str) -> list[tuple[str, str]]:
    return [(one.found.text, one.known.value) for one in near_misses(text, OWN)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The claim is WC-44-71, they say.", "WC-44-71"),
        ("they have wc 44 11 on file", "wc 44 11"),
        ("WC4418", "WC4418"),
        ("WC-444-17.", "WC-444-17"),
        ("(WC-44-7)", "WC-44-7"),
        ("Claim#VC-44-17", "VC-44-17"),
        ("WC/44/I7 as printed", "WC/44/I7"),
        ("MRN 88120374", "88120374"),
        ("MRN 8812-0348", "8812-0348"),
        ("WC\u201144\u201171, as Word sets it", "WC\u201144\u201171"),
        ("WC\u00a044\u201318", "WC\u00a044\u201318"),
        ("MRN BBl2O347 off a scan", "BBl2O347"),
    ],
)
def test_a_number_one_edit_away_is_found(text: str, number: str) -> None:
    assert [found for found, _ in flagged(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Claim WC-44-17 is right, so are wc4417 and WC 44 17.",
        "Claim WC\u201344\u201117, printed",
        "WC-44-17 3 pages",
        "A WC-44-17",
        "Seen on 03/02/2026, 2026-03-02 and 3.2.26 at 14:35.",
        "Call (512) 555-0123, 512-555-0123 or +15125550123.",
        "Paid $4,417.00 of 44,170.",
        "S83.242A and M75.121",
        "rosa88120348@example.com https://example.com/WC-44-18",
        "CPT 99213, room 4418, unit 12",
        "4418",
        "WC-55-27",
        "",
    ],
)
def test_it_does_not_cry_wolf(text: str) -> None:
    assert flagged(text) == []


@given(st.from_regex(r"\A[A-Z]{2}[0-9]{7,10}\Z"), st.data())
def test_any_characters_taken_for_their_look_alikes_are_found(own: str, data: st.DataObject) -> None:
    like = {char: group for group in LOOK_ALIKES for char in group}
    taken = "".join(data.draw(st.sampled_from(like.get(char, char))) for char in own)
    assume(taken != own and any(char.isdigit() for char in taken))
    (found,) = near_misses(f"Number {taken}, as read.", [Known("claim number", own)])
    assert found.found.text == taken
    assert found.comparison.words != "another number altogether"


@given(st.data())
def test_every_single_edit_of_a_number_is_found(data: st.DataObject) -> None:
    own = data.draw(st.from_regex(r"\A[A-Z]{2}[0-9]{6,10}\Z"))
    place = data.draw(st.integers(2, len(own) - 2))
    char = data.draw(st.sampled_from(CHARACTERS))
    other = data.draw(
        st.sampled_from(
            [
                own[:place] + char + own[place + 1 :],
                own[:place] + own[place + 1 :],
                own[:place] + char + own[place:],
                own[:place] + own[place + 1] + own[place] + own[place + 2 :],
            ]
        )
    )
    assume(other != own)
    found = near_misses(f"Number {other}, as read.", [Known("claim number", own)])
    assert [one.found.text for one in found] == [other]
    assert len(found[0].comparison.differences) == 1


def test_of_thousands_of_numbers_only_what_may_be_near_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: nearly all of them share a prefix and a year, and none of that makes two of them alike."""
    looked_at: list[str] = []
    is_long = numbers._is_long_enough
    monkeypatch.setattr(numbers, "_is_long_enough", lambda one: looked_at.append(one) or is_long(one))
    own = [Known("claim number", f"WC-2026-{7 * place:06d}") for place in range(5000)]
    found = near_misses("First WC-2026-000008, then WC-2026-034968 and 0001477.", own)
    assert [one.found.text for one in found] == ["WC-2026-000008", "WC-2026-034968"]
    assert len(looked_at) < 500


def test_the_nearest_of_several_numbers_is_named_once() -> None:
    own = [Known("claim number", "WC-44-17"), Known("claim number", "WC-44-19")]
    assert len(near_misses("WC-44-18", own)) == 1


def test_what_is_shared_by_shortened_numbers_is_found() -> None:
    own = [Known("one", "ABC1234"), Known("two", "ABC1235"), Known("three", "ABC1245")]
    assert {one.known.word for one in near_misses("x ABC123 y", own)} <= {"one", "two"}


def test_another_case_s_number_is_found_exactly() -> None:
    others = {"WC4501": "26-00001", "88120348": "26-00002"}
    found = misfiled("88-12-03-48, then wc 45-01 and WC-45-010", others)
    assert [(one.found.text, one.case_number) for one in found] == [
        ("88-12-03-48", "26-00002"),
        ("wc 45-01", "26-00001"),
    ]


def test_what_may_be_a_number_is_listed_to_be_looked_up() -> None:
    assert "WC4417" in number_spellings("claim WC-44-17 of 03/02/2026")
    assert number_spellings("no number here, only words") == set()


def test_a_number_stands_by_itself_however_it_is_separated() -> None:
    found = stands_in("claim wc 44-17.", "WC-44-17")
    assert found and (found.text, found.start, found.end) == ("wc 44-17", 6, 14)
    assert stands_in("claim WC\u201344\u201117", "WC-44-17")
    assert stands_in("AWC44170", "WC-44-17") is None
    assert stands_in("anything", "--") is None
    assert re.fullmatch(pattern_of("a1"), "A-1") and not re.fullmatch(pattern_of("a1"), "A_1")


@pytest.fixture
def other(cast):
    other = make_case(cast.nora, person=make_person(given_name="Luis", family_name="Ortega"))
    Identifier.objects.create(case=other, kind="claim_number", value="WC-45-01", normalized="WC4501")
    return other


@pytest.mark.django_db
def test_flags_say_what_to_check(nora, case, other) -> None:
    text = "They have WC-44-71. Report of WC 45 01. The right knee is swollen."
    near, elsewhere, side = queries.number_flags(nora, case.pk, text)
    assert near.sentence == (
        "WC-44-71 differs from the claim number WC-44-17: the 5th and 6th characters are swapped: "
        "they have 71, ours is 17"
    )
    assert near.identifier == case.identifiers.get()
    assert elsewhere.case == other and "Luis Ortega" in elsewhere.words
    assert side.words == "is not the side of this case: the knee is the left one"


@pytest.mark.django_db
def test_a_case_out_of_sight_is_not_named(cast, nora, olive, case) -> None:
    hidden = make_case(cast.olive)
    Identifier.objects.create(
        case=hidden, kind="medical_record_number", value="WC-44-18", normalized="WC4418"
    )
    (flag,) = queries.number_flags(nora, case.pk, "number WC-44-18")
    assert flag.case is None
    assert flag.words == "is the medical record number of another case. Does this belong here?"
    with pytest.raises(NotFound):
        queries.number_flags(olive, case.pk, "WC-44-18")


@pytest.mark.django_db
def test_retired_numbers_are_ours_no_more_and_many_spellings_are_looked_up(nora, case, other) -> None:
    case.identifiers.update(is_retired=True)
    text = " ".join(f"ZZ-{place:05d}," for place in range(700)) + " WC-45-01, WC-44-71"
    assert [one.text for one in queries.number_flags(nora, case.pk, text)] == ["WC-45-01"]


@pytest.mark.django_db
def test_several_texts_cost_as_much_as_one(nora, case, other, django_assert_max_num_queries) -> None:
    texts = {str(place): f"entry {place} of WC-45-01" for place in range(20)} | {
        "none": "nothing",
        "empty": "",
    }
    with django_assert_max_num_queries(4):
        found = queries.flags_in(nora, case, texts)
    assert set(found) == {str(place) for place in range(20)}


@pytest.mark.django_db
def test_an_abbreviation_keeps_its_capitals(nora, case) -> None:
    case.identifiers.update(kind="MRN")
    (flag,) = queries.number_flags(nora, case.pk, "WC-44-18")
    assert "differs from the mrn" in flag.words.lower()
