"""Every shipped instrument against vectors worked out by hand from its source, not by the code."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from caseday.assessments.queries.catalog import shipped
from caseday.assessments.rules import Instrument, Item, Value, alerts_of, result_of, taken

FOLDER = Path(__file__).parent / "vectors"
INSTRUMENTS = {one.slug: one for one in shipped().values()}


class Vector(NamedTuple):
    slug: str
    items: tuple[str, ...]
    given: str
    score: Decimal | None
    band: str
    alerts: tuple[str, ...]

    @property
    def answers(self) -> dict[str, Value]:
        """A choice by the place of its answer, from 0; "." is unanswered, "-" not asked."""
        instrument = INSTRUMENTS[self.slug]
        pairs = zip(self.items, self.given.split(), strict=False)
        return {link: _value(instrument.by_link[link], one) for link, one in pairs if one not in ".-"}


def _value(item: Item, token: str) -> Value:
    return taken(item, item.options[int(token)].code if item.type == "choice" else token)


def read_vectors(slug: str) -> Iterator[Vector]:
    items: tuple[str, ...] = ()
    for line in (FOLDER / f"{slug}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            items = items or tuple(line[1:].split())
            continue
        given, score, band, alerts = _parts(line)
        value = None if score == "none" else Decimal(score)
        yield Vector(slug, items, given, value, "" if band == "-" else band, tuple(alerts.split()))


def _parts(line: str) -> tuple[str, str, str, str]:
    given, score, band, alerts = (one.strip() for one in (line + "|").split("|")[:4])
    return given, score, band, alerts


VECTORS = [one for slug in INSTRUMENTS for one in read_vectors(slug)]


@pytest.mark.parametrize("slug", [slug for slug, one in INSTRUMENTS.items() if one.scoring])
def test_every_scored_instrument_has_twenty_vectors_that_meet_every_band_and_alert(slug: str) -> None:
    mine = [one for one in VECTORS if one.slug == slug]
    assert len({one.given for one in mine}) >= 20
    assert {one.band for one in mine} - {""} == {band.slug for band in INSTRUMENTS[slug].bands}
    assert {slug for one in mine for slug in one.alerts} == {rule.slug for rule in INSTRUMENTS[slug].alerts}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: f"{one.slug} {one.given}")
def test_it_comes_to_what_was_worked_out_by_hand(vector: Vector) -> None:
    instrument = INSTRUMENTS[vector.slug]
    result = result_of(instrument, vector.answers)
    assert result.value == vector.score
    assert (result.band.slug if result.band else "") == vector.band
    assert tuple(one.slug for one in alerts_of(instrument, vector.answers)) == vector.alerts


def test_why_there_is_no_score_or_a_prorated_one_is_said() -> None:
    phq9 = INSTRUMENTS["phq9"]
    said = {n: _total(phq9, n) for n in (9, 8, 6)}
    assert said == {
        9: "",
        8: "prorated: 1 of 9 items without an answer",
        6: "not scored: 3 of 9 items without an answer",
    }


def _total(instrument: Instrument, answered: int) -> str:
    total = result_of(instrument, {str(n): "1" for n in range(1, answered + 1)}).total
    assert total is not None
    return total.words


def test_subscales_stand_beside_the_score() -> None:
    result = result_of(INSTRUMENTS["pain"], {"now": 3, "worst": 9})
    assert {one.scale.slug: one.value for one in result.subscales} == {"worst": Decimal(9), "usual": None}
