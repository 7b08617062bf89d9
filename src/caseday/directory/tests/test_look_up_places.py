from __future__ import annotations

from pathlib import Path

import pytest
import zipcodes

from caseday.directory.data import __main__ as build
from caseday.directory.rules import places
from caseday.directory.rules.doubles import OfficeFacts, match_offices, name_key
from caseday.directory.rules.numbers import BadNumber, check_npi, normalize_phone, phone_link, show_phone


@pytest.mark.parametrize("code", ["78701", "10001", "99801", "96813", "00501", "85001", "79901"])
def test_the_table_says_what_the_library_says(code: str) -> None:
    place, library = places.place_of(code), zipcodes.matching(code)[0]
    assert place == places.Place(
        code, float(library["lat"]), float(library["long"]), library["state"], library["timezone"]
    )


def test_what_is_no_postal_code_is_nowhere() -> None:
    for wrong in ("", "abc", "99999", "123456", "00000", "٧٨٧٠١"):
        assert places.place_of(wrong) is None
    assert places.place_of(" 78701-1234 ") == places.place_of("78701")


def test_the_zone_is_guessed_from_the_nearest_that_is_known() -> None:
    assert places.guess_time_zone("79901", "TX", "UTC") == "America/Denver"
    assert places.guess_time_zone("", "tx", "UTC") == "America/Chicago"
    assert places.guess_time_zone("nope", "", "America/Boise") == "America/Boise"
    assert not places.is_time_zone("Mars/Olympus")
    assert not places.is_time_zone("../etc")


def test_distance_in_miles() -> None:
    assert 180 < places.miles_between((30.27, -97.74), (32.78, -96.80)) < 185
    assert places.miles_between((30, -97), (30, -97)) == 0


@pytest.mark.parametrize(
    ("typed", "number", "extension"),
    [
        ("(512) 555-0123", "+15125550123", ""),
        ("512.555.0123 x44", "+15125550123", "44"),
        ("1-512-555-0123, ext. 9", "+15125550123", "9"),
        ("+44 20 7946 0018", "+442079460018", ""),
    ],
)
def test_phones_are_read_as_people_write_them(typed: str, number: str, extension: str) -> None:
    assert normalize_phone(typed) == (number, extension)


@pytest.mark.parametrize("typed", ["", "555-0123", "call me", "12", "5125550123456789", "1" * 60])
def test_what_is_no_phone_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(BadNumber, match="512 555 0123|digits"):
        normalize_phone(typed)


def test_phones_are_shown_and_dialed() -> None:
    assert show_phone("+15125550123", "4") == "(512) 555-0123 ext. 4"
    assert show_phone("+442079460018") == "+442079460018"
    assert phone_link("+15125550123", "4") == "tel:+15125550123,4"
    assert phone_link("+15125550123") == "tel:+15125550123"


def test_an_npi_is_checked() -> None:
    assert check_npi("123-456 7893") == "1234567893"
    for wrong in ("1234567890", "12345", "3234567893", "12345678９3"):
        with pytest.raises(BadNumber):
            check_npi(wrong)


RIDGEVIEW = OfficeFacts("Ridgeview Orthopedics", frozenset({"+15125550123"}), "100 Main St Ste 210", "78701")


@pytest.mark.parametrize(
    ("other", "is_likely"),
    [
        (OfficeFacts("Ridgeview Orthopaedics, PLLC"), True),
        (OfficeFacts("Orthopedics Ridgeview", frozenset({"+15125550123"})), True),
        (OfficeFacts("Ridgview Orthopedics", frozenset({"+15125550123"})), True),
        (OfficeFacts("Ridgeview Ortho", frozenset(), "100 Main Street, Suite 300", "78701"), True),
        (OfficeFacts("Ridgeview Orthopedics Surgery", frozenset(), "100 main street", "78701"), True),
        (OfficeFacts("Ridgeview Orthopedics", frozenset({"+15125550199"}), "9 Elm Ave", "78660"), False),
        (OfficeFacts("Lakeside Imaging", frozenset({"+15125550123"})), False),
        (OfficeFacts("Lakeside Imaging", frozenset(), "100 Main St", "78701"), False),
        (OfficeFacts("Ridgeview Pharmacy"), False),
        (OfficeFacts("Ridgeview Orthopedics", frozenset({"+15125550150"}), "200 Main St", "78701"), False),
    ],
)
def test_an_office_already_known_is_noticed(other: OfficeFacts, is_likely: bool) -> None:
    assert match_offices(RIDGEVIEW, other).is_likely is is_likely
    assert match_offices(other, RIDGEVIEW).is_likely is is_likely


def test_the_reasons_are_said() -> None:
    match = match_offices(RIDGEVIEW, RIDGEVIEW)
    assert match.reasons == ("same name", "same address", "same phone")
    assert name_key("") == ""


def test_the_table_is_that_of_the_library_installed(tmp_path: Path) -> None:
    build.write_postal_codes(tmp_path / "codes")
    assert (tmp_path / "codes").read_bytes() == places.TABLE.read_bytes()
