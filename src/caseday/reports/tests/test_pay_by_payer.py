"""A payer's own mileage rate and rule win over those of the pack, also where a drive is split."""

import csv
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.programs import actions as programs
from caseday.reports.models import TripCase, TripCorrection
from caseday.reports.queries import miles_between
from caseday.reports.tests.roads import DAY, EVENING, clinic, drive, settle
from caseday.reports.web.sheet import as_csv
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_packs")]
SLUG = "workers_compensation"
OWN = {"basis": "contract", "verified": False, "effective_from": "2026-01-01"}
RATE = {**OWN, "word": "Lone Star Mutual", "cents_a_mile": "50"}
RULE = {**OWN, "split": "first", "called_off": "counts", "way_home": "does_not_count"}


def _insured(cast: Cast, **sections: Any) -> Case:
    """A case of a payer who words these sections in their own way."""
    adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
    draft = programs.set_overlay(slug=SLUG, payer_name="Lone Star Mutual", **adam)
    for name, value in sections.items():
        draft = programs.save_section(
            draft_id=draft.pk, section=name, value=[value], revision=draft.revision, **adam
        )
    overlay = programs.publish_version(draft_id=draft.pk, effective_from=DAY, **adam)
    case = make_case(cast.nora)
    Case.objects.filter(pk=case.pk).update(pack_overlay_id=overlay.pk)
    return case


def _both(cast: Cast, first: Case, second: Case) -> Any:
    """One drive that served two cases, the first of them first."""
    settle(cast.nora)
    visit = drive(first)
    row = TripCorrection.objects.create(
        staff=cast.nora, on=DAY, source="visit", source_id=visit.pk, why="Both", corrected_at=MONDAY_8 + timedelta(hours=9),
        miles=Decimal(10),
    )  # fmt: skip
    for n, case in enumerate((first, second)):
        TripCase.objects.create(correction=row, case=case, position=n)
    return miles_between(cast.viewer("nora"), [cast.nora], DAY, DAY, now=EVENING)


def test_each_case_at_its_own_rate_and_both_by_the_payers_rule(cast: Cast) -> None:
    plain, insured = make_case(cast.nora), _insured(cast, mileage_rates=RATE, mileage_rules=RULE)
    found = _both(cast, plain, insured)
    there = found.rows[0].trip
    assert there.rule.split == "first"
    assert [(share.miles, share.rate.cents_a_mile) for share in there.shares] == [
        (Decimal(10), Decimal("72.5")), (Decimal(0), Decimal(50)),
    ]  # fmt: skip
    assert {rate.cents_a_mile for rate in found.rates} == {Decimal("72.5"), Decimal(50)}
    assert not found.lacks_rate


def test_a_rate_alone_leaves_the_rule_to_the_pack(cast: Cast) -> None:
    plain, insured = make_case(cast.nora), _insured(cast, mileage_rates=RATE)
    there = _both(cast, plain, insured).rows[0].trip
    assert there.rule.split == "equal" or there.rule.split == "direct_drive"
    assert [share.amount for share in there.shares] == [Decimal("3.63"), Decimal("2.50")]


def test_on_a_day_for_which_the_payer_says_nothing_the_pack_holds(cast: Cast, nora: Viewer) -> None:
    later = {"effective_from": "2026-06-01"}
    insured = _insured(cast, mileage_rates={**RATE, **later}, mileage_rules={**RULE, **later})
    settle(cast.nora)
    drive(insured)
    there, home = miles_between(nora, [cast.nora], DAY, DAY, now=EVENING).rows
    assert there.trip.rate is not None and there.trip.rate.cents_a_mile == Decimal("72.5")
    assert home.trip.counts


def test_the_payers_rule_holds_for_the_way_home_of_their_case(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    drive(_insured(cast, mileage_rules=RULE))
    _, home = miles_between(nora, [cast.nora], DAY, DAY, now=EVENING).rows
    assert home.trip.why_not == "the payer does not take the way home"


def _two_payers(cast: Cast) -> tuple[Case, Case]:
    """Two visits; the second one's payer takes no way home."""
    settle(cast.nora)
    plain, insured = make_case(cast.nora), _insured(cast, mileage_rules={**RULE, "split": "equal"})
    drive(plain)
    drive(insured, MONDAY_8 + timedelta(hours=5), office=clinic("Spine", 30.51))
    return plain, insured


def test_of_a_way_home_from_two_payers_each_takes_what_their_rule_takes(cast: Cast, nora: Viewer) -> None:
    plain, insured = _two_payers(cast)
    found = miles_between(nora, [cast.nora], DAY, DAY, now=EVENING)
    home = found.rows[-1].trip
    assert [(one.case_id, one.why_not) for one in home.shares] == [
        (plain.pk, ""), (insured.pk, "the payer does not take the way home"),
    ]  # fmt: skip
    assert found.sum.miles == sum(row.trip.miles or 0 for row in found.rows) - home.shares[1].miles
    assert {case.id: sums.trips for case, sums in found.by_case} == {plain.pk: 2, insured.pk: 1}


def test_what_was_called_off_at_one_place_counts_by_its_own_payer(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    plain = make_case(cast.nora)
    insured = _insured(cast, mileage_rules={**RULE, "split": "equal", "called_off": "does_not_count"})
    office = clinic()
    drive(plain, office=office)
    drive(insured, MONDAY_8 + timedelta(hours=3), office=office, state="cancelled")
    there = miles_between(nora, [cast.nora], DAY, DAY, now=EVENING).rows[0].trip
    assert [(one.case_id, one.why_not) for one in there.shares] == [
        (plain.pk, ""), (insured.pk, "called off: the payer does not take it"),
    ]  # fmt: skip


def test_page_and_sheet_say_of_each_case_whether_its_share_counts(cast: Cast, nora: Viewer) -> None:
    plain, insured = _two_payers(cast)
    found = miles_between(nora, [cast.nora], DAY, DAY, now=EVENING)
    sheet = as_csv(found, "miles.csv").content.decode("utf-8-sig")
    *_, first, second = csv.DictReader(sheet.splitlines())
    assert (first["case"], first["counts"]) == (plain.number, "yes")
    assert (second["case"], second["counts"]) == (insured.number, "the payer does not take the way home")
    page = render_to_string("reports/_trip.html", {"row": found.rows[-1]})
    assert page.count("the payer does not take the way home") == 1
    assert len(found.rules) == 1, "what is said of them is the same"
    assert "not-counted" not in page
