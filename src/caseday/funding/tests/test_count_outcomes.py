"""What a fund brought about: of how many cases a measure stands better than at their start, on the page and as CSV."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.careplans.actions import record_outcomes
from caseday.funding import actions
from caseday.funding.actions import FundTerms, UnitTerms
from caseday.funding.models import Fund
from caseday.funding.queries import counts_of
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
NOW = MONDAY_8
PERIOD = {"from": "2026-01-01", "to": "2026-03-31"}


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan, nora = (viewer_for(one, now=NOW) for one in (cast.susan, cast.nora))
    terms = FundTerms("County TCM", "Travis County", date(2026, 1, 1))
    found = actions.open_fund(actor=susan, now=NOW, terms=terms)
    for unit in (UnitTerms("Case management", kind="program"), UnitTerms("Miles", kind="miles")):
        actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=unit)
    for before, after in ((12, 3), (4, 4), (2, 6)):
        case = make_case(cast.nora, program="mental_health")
        for point, on, value in (("start", date(2026, 1, 5), before), ("review", date(2026, 2, 20), after)):
            values = {"hospital_days": Decimal(value)}
            record_outcomes(actor=nora, now=NOW, case_id=case.pk, point=point, on=on, values=values)
        call = make_activity(case, minutes=37)
        actions.charge_entry(actor=nora, now=NOW, fund_id=found.pk, activity_id=call.pk)
    return found


def test_each_case_is_compared_with_its_own_start(cast: Any, fund: Fund) -> None:
    susan = viewer_for(cast.susan, now=NOW)
    (found,) = counts_of(susan, fund, date(2026, 1, 1), date(2026, 3, 31)).measures
    told = (found.tally.better, found.tally.same, found.tally.worse, found.tally.cases)
    assert (found.measure.slug, told) == ("hospital_days", (1, 1, 1, 3))
    assert counts_of(susan, fund, date(2026, 2, 21), date(2026, 3, 31)).measures == []
    olive = viewer_for(cast.olive, now=NOW)
    assert counts_of(olive, fund, date(2026, 1, 1), date(2026, 3, 31)).measures == []


def test_the_counts_go_out_without_names(cast: Any, fund: Fund) -> None:
    client = Client()
    client.force_login(cast.susan)
    page = client.get(reverse("funding:fund", args=[fund.pk]), PERIOD).content.decode()
    assert "Since each case" in page and "Days in psychiatric hospital in 90 days" in page
    answer = client.get(reverse("funding:counts_csv", args=[fund.pk]), PERIOD)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    word = "Days in psychiatric hospital in 90 days"
    assert {row["what"]: row["count"] for row in rows if row["of"] == word} == {
        "cases better than at the start": "1",
        "cases worse than at the start": "1",
        "cases the same as at the start": "1",
    }
    assert {row["count"] for row in rows if row["what"] == "units"} == {"6"}
