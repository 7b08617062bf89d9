"""Pages of documentation: a case with its evidence, a caseload, an audit as page, CSV and PDF."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.cases.models import Case
from caseday.compliance.queries import notes as notes_module
from caseday.compliance.queries import results as results_module
from caseday.compliance.queries.audits import sample_audit
from caseday.compliance.rules.sampling import draw
from caseday.compliance.web.asked import packed, unpacked
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.programs.rules.documentation import Rule
from caseday.testing.make import MONDAY_8, make_activity, make_appointment, make_case

pytestmark = pytest.mark.django_db

NOW = MONDAY_8
RULES = [
    Rule("note_in_time", "Notes within two days", "note_within_hours", hours=48),
    Rule("note_whole", "Notes say what they must", "note_has", parts=("date", "duration", "place", "goal")),
    Rule("monthly_visit", "A visit each month", "visit_every", every=1, unit="months", starts="referred"),
]


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (results_module, notes_module):
        monkeypatch.setattr(module, "rules_of", lambda pack: RULES)
    clock.shift_to(NOW)
    yield
    clock.shift_by(timedelta(0))


@pytest.fixture
def case(cast: Any) -> Case:
    found = make_case(cast.nora, referred_at=NOW - timedelta(days=100))
    make_activity(
        found, kind="visit", started_at=NOW - timedelta(days=5), with_role="client", place="at home",
        noted_at=NOW - timedelta(days=1),
    )  # fmt: skip
    return found


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_a_case_shows_each_rule_with_its_evidence(cast: Any, case: Case) -> None:
    page = signed_in(cast.nora).get(reverse("compliance:case", args=[case.pk])).content.decode()
    assert "Note was due by Feb 27, 2026, 8:00, done on Mar 1, 2026, 8:00" in page
    assert "Visit, Nora" in page
    assert "the goal that it serves" in page


def test_a_case_is_hidden_from_a_colleague_without_sight(cast: Any, case: Case) -> None:
    assert signed_in(cast.olive).get(reverse("compliance:case", args=[case.pk])).status_code == 404


def test_days_that_are_none_are_said_so(cast: Any, case: Case) -> None:
    page = signed_in(cast.nora).get(reverse("compliance:case", args=[case.pk]), {"from": "soon"})
    assert "Write days as 2026-03-02" in page.content.decode()


def test_a_caseload_is_filtered_by_rule_and_result(cast: Any, case: Case) -> None:
    client = signed_in(cast.susan)
    page = client.get(reverse("compliance:caseload")).content.decode()
    assert case.person.family_name in page
    due = client.get(reverse("compliance:caseload"), {"rule": "A visit each month", "standing": "met"})
    assert "No case has this result" in due.content.decode()


def test_a_caseload_costs_the_same_for_many_cases(
    cast: Any, case: Case, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        make_case(cast.nora)
    client = signed_in(cast.nora)
    client.get(reverse("compliance:caseload"))
    with django_assert_max_num_queries(16):
        client.get(reverse("compliance:caseload"))


def test_an_auditor_draws_the_same_sample_again(cast: Any, case: Case) -> None:
    for _ in range(8):
        make_case(cast.nora, referred_at=NOW - timedelta(days=60))
    client, query = signed_in(cast.audrey), {"size": "3", "seed": "7"}
    first = client.get(reverse("compliance:audit"), query)
    again = client.get(reverse("compliance:audit"), query)
    shown = [one.case.pk for one in first.context["audit"].results]
    assert len(shown) == 3
    assert shown == [one.case.pk for one in again.context["audit"].results]
    assert "with seed 7" in first.content.decode()


def test_a_sample_is_drawn_from_one_program_where_one_is_asked_for(cast: Any, case: Case) -> None:
    other = make_case(cast.nora, program="another_program", referred_at=NOW - timedelta(days=60))
    days = {"first": (NOW - timedelta(days=90)).date(), "last": NOW.date(), "now": NOW}
    audrey = cast.viewer("audrey")
    found = sample_audit(audrey, program=case.program, size=5, seed=1, **days)
    assert [one.case.pk for one in found.results] == [case.pk]
    assert found.drawn_from == 1
    assert other.pk not in {one.case.pk for one in found.results}


def test_a_sample_does_not_change_by_a_case_that_is_added() -> None:
    ids = [new_id() for _ in range(40)]
    drawn = draw(ids, 5, 3)
    grown = draw([*ids, new_id()], 6, 3)
    assert [one for one in grown if one in ids][:5] == drawn
    assert drawn != draw(ids, 5, 4)


def test_a_list_of_numbers_becomes_a_page_of_ids(cast: Any, case: Case) -> None:
    client = signed_in(cast.audrey)
    sent = {"numbers": f"{case.number.lower()}\nCD-nobody", "from": "2026-01-01", "to": "2026-03-02"}
    answer = client.post(reverse("compliance:audit_list"), sent, follow=True)
    assert [one.case.pk for one in answer.context["audit"].results] == [case.pk]
    assert case.number not in answer.redirect_chain[0][0]
    empty = client.post(reverse("compliance:audit_list"), {"numbers": "what?"})
    assert (empty.status_code, "what?" in empty.content.decode()) == (422, True)


def test_a_list_does_not_show_cases_out_of_sight(cast: Any, case: Case) -> None:
    client = signed_in(cast.olive)
    assert client.post(reverse("compliance:audit_list"), {"numbers": case.number}).status_code == 422
    page = client.get(reverse("compliance:audit"), {"cases": packed((case.pk,))})
    assert page.context["audit"].results == ()


def test_the_csv_has_a_row_for_every_check(cast: Any, case: Case) -> None:
    answer = signed_in(cast.audrey).get(reverse("compliance:audit_csv"), {"cases": packed((case.pk,))})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    notes = [row for row in rows if row["rule"] == "Notes within two days"]
    assert (notes[0]["standing"], notes[0]["case"]) == ("missed", case.number)
    assert notes[0]["evidence"].startswith("Visit, Nora")


def test_the_pdf_is_drawn(cast: Any, case: Case) -> None:
    answer = signed_in(cast.audrey).get(reverse("compliance:audit_pdf"), {"cases": packed((case.pk,))})
    assert answer.content.startswith(b"%PDF")


def test_an_address_that_packs_no_cases_packs_none() -> None:
    ids = (new_id(), new_id())
    assert unpacked(packed(ids)) == ids
    assert unpacked("ä" * 22) == unpacked("x") == ()


def test_a_note_being_written_hears_what_it_lacks(cast: Any, case: Case) -> None:
    visit = make_activity(case, kind="visit", started_at=NOW - timedelta(hours=3), minutes=None)
    page = signed_in(cast.nora).get(reverse("compliance:note", args=[visit.pk])).content.decode()
    assert "how long it took, where it was, the goal that it serves" in page
    assert "Sign by" in page
    planned = make_appointment(case, kind="home_visit", place="12 Oak St")
    page = signed_in(cast.nora).get(reverse("compliance:visit", args=[planned.pk])).content.decode()
    assert "the goal that it serves" in page
    without = make_activity(None, staff=cast.nora)
    assert b"Asked" not in signed_in(cast.nora).get(reverse("compliance:note", args=[without.pk])).content
