"""Names, sizes and states of papers in words, and to which case they seem to belong."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.documents.rules import (
    Candidate,
    Reason,
    best,
    by_name,
    clean_name,
    joined,
    numbers_in,
    pages_of,
    pages_to_read,
    size_words,
    text_words,
    title_for,
)

MARCH = date(2026, 3, 2)
ONE, TWO = UUID(int=1), UUID(int=2)


def plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).upper()


@pytest.mark.parametrize(
    ("names", "kind", "title"),
    [
        (["MRI_right_knee.pdf"], "", "MRI right knee"),
        (["IMG_2041.jpg"], "", "Paper of Mar 2"),
        (["20260302_101500.jpg"], "", "Paper of Mar 2"),
        ([".pdf"], "", ".pdf"),
        ([], "", "Paper of Mar 2"),
        (["a.jpg", "b.jpg"], "", "Photos of Mar 2"),
        (["IMG_1.jpg"], "Work status", "Work status"),
    ],
)
def test_a_paper_has_a_title_though_nobody_said_one(names: list[str], kind: str, title: str) -> None:
    assert title_for(names, kind_word=kind, on=MARCH) == title


@given(st.text(max_size=400))
def test_a_name_has_no_folder_and_no_control_character(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 200 and clean.isprintable() and "/" not in clean and "\\" not in clean


def test_sizes_are_told_in_words() -> None:
    assert [size_words(n) for n in (9, 2048, 3 * 1024 * 1024)] == ["9 bytes", "2 KB", "3.0 MB"]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_pages_are_joined_and_parted_again(pages: list[str]) -> None:
    parted = pages_of(joined(pages))
    assert len(parted) == len(pages) or not any(pages)


def test_pages_with_next_to_no_text_are_to_be_read() -> None:
    assert pages_to_read(["Words enough to be a page", "FAX 1/3", ""], 4) == [1, 2, 3]
    assert pages_to_read([], 0) == []


@pytest.mark.parametrize(
    ("state", "has_text", "can_read", "words"),
    [
        ("waiting", False, True, "Being read: 1 of 3 pages"),
        ("failed", False, True, "Its text could not be read"),
        ("none", False, True, "No text yet"),
        ("none", False, False, "No text: OCR is not installed"),
        ("none", True, False, ""),
        ("read", True, True, ""),
    ],
)
def test_how_its_text_stands(state: str, has_text: bool, can_read: bool, words: str) -> None:
    assert text_words(state, 1, 3, has_text=has_text, can_read=can_read) == words


def test_numbers_are_found_however_they_are_written() -> None:
    text = "Claim WC-77431-02, policy 88 412 907, born 1981. Call (512) 555-0123; knee."
    assert {"WC7743102", "88412907"} <= numbers_in(text, plain)
    assert "KNEE" not in numbers_in(text, plain) and numbers_in("a1 b2", plain) == set()
    assert "WC7743102" in numbers_in("Claim WC\u201177\u201343102", plain)
    assert len(numbers_in(" ".join(f"x{n}y{n}-x" for n in range(5000)), plain)) < 5000


def test_names_in_the_text_suggest_and_numbers_weigh_more() -> None:
    people = [Candidate(ONE, "rosa", "quintanilla"), Candidate(TWO, "", "voss"), Candidate(TWO, "x", "")]
    reasons = by_name(people, {"rosa", "quintanilla", "voss"})
    assert [(one.case_id, one.weight) for one in reasons] == [(ONE, 2), (TWO, 1)]
    number = Reason(TWO, 3, "claim number stands in it")
    assert [one.weight for one in best([*reasons, number])] == [3, 2]
    assert best([Reason(TWO, 1, "family name")])[0].case_id == TWO
    assert best([]) == [] and best([number, Reason(TWO, 1, "family name")]) == [number]
