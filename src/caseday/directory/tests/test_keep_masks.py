"""The shapes of the numbers that an office issues: learned, set, warned of."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.models import CaseEvent
from caseday.directory.actions import forget_mask, set_mask
from caseday.directory.queries import masks_of
from caseday.directory.rules.masks import fits, mask_from, mask_problem, shape_of
from caseday.kernel.errors import Invalid, Refused
from caseday.testing.make import make_office

NUMBERS = st.from_regex(r"\A[A-Z]{1,3}-[0-9]{2,4}-[0-9]{1,4}\Z")


@pytest.mark.parametrize(
    ("mask", "value", "does"),
    [
        ("WC-99-99", "wc 44 17", True),
        ("WC-99-99", "VC-44-17", False),
        ("AA9X", "QX4K", True),
        ("AA9X", "QX47", True),
        ("AA9X", "Q447", False),
        ("AA99", "AA9", False),
        ("999", "12O", False),
    ],
)
def test_separators_and_case_do_not_count(mask: str, value: str, does: bool) -> None:
    assert fits(mask, value) is does


def test_a_mask_is_learned_from_three_numbers_of_one_shape() -> None:
    assert mask_from(["WC-44-17", "wc-44-18", "WC-45-20"]) == "WC-99-99"
    assert mask_from(["AB-44", "AB-45", "AB-46"]) == "AB-99"
    assert mask_from(["AX-44", "BX-45", "CX-46"]) == "AA-99"


def test_two_numbers_or_two_shapes_make_no_mask() -> None:
    assert mask_from(["WC-44-17", "WC-44-18", "WC-44-17"]) == ""
    assert mask_from(["WC-44-17", "WC-44-18", "WC-44-190"]) == ""


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_every_number_fits_the_mask_learned_from_it(values: list[str]) -> None:
    mask = mask_from(values)
    assert not mask or all(fits(mask, value) for value in values)


@given(NUMBERS)
def test_a_number_fits_its_own_shape(value: str) -> None:
    assert fits(shape_of(value), value)


def test_a_mask_without_letters_and_digits_or_too_long_is_refused() -> None:
    assert "Type the shape" in mask_problem(" - ")
    assert "60" in mask_problem("9" * 61)


@pytest.mark.django_db
def test_a_set_mask_is_kept_and_recorded(nora: Any, now: Any) -> None:
    office = make_office()
    set_mask(actor=nora, now=now, office_id=office.id, kind="claim_number", mask="wc-99-99")
    set_mask(actor=nora, now=now, office_id=office.id, kind="claim_number", mask="WC-99-999")
    assert [one.mask for one in masks_of(nora, office.id)] == ["WC-99-999"]
    assert CaseEvent.objects.filter(verb="identifier_mask_set").count() == 2


@pytest.mark.django_db
def test_a_learned_mask_does_not_replace_one_that_was_set(nora: Any, now: Any) -> None:
    office = make_office()
    known = {"actor": nora, "now": now, "office_id": office.id, "kind": "claim_number"}
    set_mask(**known, mask="AA99", is_learned=True)
    set_mask(**known, mask="AA999", is_learned=True)
    set_mask(**known, mask="9999")
    kept = set_mask(**known, mask="AA99", is_learned=True)
    assert (kept.mask, kept.is_learned) == ("9999", False)


@pytest.mark.django_db
def test_a_bad_mask_is_refused_and_readers_may_not_set_one(nora: Any, audrey: Any, now: Any) -> None:
    office = make_office()
    with pytest.raises(Invalid):
        set_mask(actor=nora, now=now, office_id=office.id, kind="claim_number", mask="--")
    with pytest.raises(Refused):
        set_mask(actor=audrey, now=now, office_id=office.id, kind="claim_number", mask="99")


@pytest.mark.django_db
def test_a_mask_is_forgotten(nora: Any, now: Any) -> None:
    office = make_office()
    known = {"actor": nora, "now": now, "office_id": office.id, "kind": "claim_number"}
    forget_mask(**known)
    set_mask(**known, mask="99")
    forget_mask(**known)
    assert masks_of(nora, office.id) == []


@pytest.mark.django_db
def test_the_office_page_sets_changes_and_forgets_a_shape(nora_client: Client) -> None:
    office = make_office()
    url = f"/directory/{office.id}/numbers/"
    assert "No shape known" in nora_client.get(f"/directory/{office.id}/").content.decode()
    sent = {"kind": "claim_number", "mask": "WC-99-99"}
    assert "WC-99-99" in nora_client.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert 'value="WC-99-99"' in nora_client.get(f"{url}?kind=claim_number").content.decode()
    refused = nora_client.post(url, {"kind": "claim_number", "mask": "--"})
    assert refused.status_code == 422 and "Type the shape" in refused.content.decode()
    assert nora_client.post(url, {"kind": "claim_number", "mask": ""}).status_code == 302
    assert "No shape known" in nora_client.get(f"/directory/{office.id}/").content.decode()
