"""Before a case enters a stage, the apps that keep its facts are asked."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.casefile.queries import stage_facts
from caseday.cases.actions import change_stage
from caseday.cases.stage_facts import asked_by_name, is_true
from caseday.documents.models import Document
from caseday.followups.models import Request
from caseday.kernel.errors import Invalid
from caseday.programs.queries import all_packs
from caseday.testing.make import MONDAY_8, make_case, make_party, make_person

pytestmark = pytest.mark.django_db


def test_a_request_that_is_open_or_blocked_holds_a_case_and_one_that_is_over_or_anothers_does_not(
    nora: Viewer, cast: Any
) -> None:
    case, other = make_case(cast.nora), make_case(cast.nora)
    row = Request.objects.create(
        case=case, staff=cast.nora, kind="authorization", title="MRI", opened_at=MONDAY_8
    )

    def nothing_open(of: Any) -> bool | None:
        return is_true("no_open_requests", nora, of, MONDAY_8, "")

    said = {}
    for state in Request.State:
        Request.objects.filter(pk=row.pk).update(state=state)
        said[str(state)] = nothing_open(case)
    assert said == {"open": False, "blocked": False, "done": True, "dropped": True}
    Request.objects.filter(pk=row.pk).update(state="open")
    assert nothing_open(other)


def _paper(case: Any, kind: str, at: datetime, **more: Any) -> Document:
    given = {"case": case, "staff": case.assigned_to, "title": kind, "kind": kind, "received_at": at}
    return Document.objects.create(**{**given, **more})


def test_each_consent_is_named_with_who_gives_it_and_whether_it_holds(nora: Viewer, cast: Any) -> None:
    person = make_person(given_name="Rosa", family_name="Delgado")
    case = make_case(
        cast.nora, program="mental_health", case_type="co_occurring", person=person, stage="referral"
    )
    make_party(case, "guardian", name="Ana Delgado")
    make_party(case, "guardian", name="Her former guardian", to_on=MONDAY_8.date())
    _paper(case, "consent_services", MONDAY_8 - timedelta(days=900))
    _paper(case, "consent", MONDAY_8 - timedelta(days=400))
    _paper(case, "consent_part_2", MONDAY_8, voided_at=MONDAY_8)
    found = asked_by_name("consent_signed", nora, case, MONDAY_8)
    assert [(one.word, one.state) for one in found] == [
        ("Consent to case management", "given"),
        ("Release of information", "expired"),
        ("Release of substance use records", "missing"),
    ]
    assert {one.who for one in found} == {"Rosa Delgado (client) or Ana Delgado (guardian)"}
    assert (found[0].until, found[1].until) == (None, date(2026, 1, 26))
    assert is_true("consent_signed", nora, case, MONDAY_8, "") is False
    assert asked_by_name("plan_signed", nora, case, MONDAY_8) == ()
    _paper(case, "consent", MONDAY_8)
    _paper(case, "consent_part_2", MONDAY_8)
    assert is_true("consent_signed", nora, case, MONDAY_8, "") is True


def test_a_consent_that_no_rule_asks_for_is_not_missing(nora: Viewer, cast: Any, monkeypatch: Any) -> None:
    case = make_case(cast.nora)
    bare = stage_facts.pack_of(case).model_copy(update={"consent_rules": ()})
    monkeypatch.setattr(stage_facts, "pack_of", lambda _: bare)
    assert stage_facts.consents_of(nora, case, MONDAY_8) == ()


def test_the_page_and_the_refusal_name_the_consents_with_the_tap_that_puts_them_in(
    nora: Viewer, nora_client: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    case = make_case(cast.nora, program="geriatric_care", case_type="ongoing", stage="referral")
    _paper(case, "agreement", MONDAY_8)
    with pytest.raises(Invalid) as refused:
        change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="assessment")
    said = refused.value.problems["reason"]
    assert "Release of information, by " in said and "(not on file)" in said and "Agreement" not in said
    url = reverse("cases:stage", args=[case.pk])
    with django_assert_max_num_queries(30):
        shown = nora_client.get(url).content.decode()
    assert "Agreement on care management" in shown and "holds for good" in shown
    tap = f"{reverse('documents:add')}?case={case.pk}&amp;kind=consent"
    assert tap in shown and "kind=agreement" not in shown
    form = nora_client.get(tap.replace("&amp;", "&")).content.decode()
    assert '<option value="consent" selected>' in form


def test_a_paper_that_is_a_consent_is_named_as_one(nora: Viewer, cast: Any) -> None:
    case = make_case(cast.nora, program="education", case_type="initial_evaluation", stage="consent")
    with pytest.raises(Invalid) as refused:
        change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="evaluation")
    assert "Consent to evaluate, by parent or guardian (not on file)" in refused.value.problems["reason"]
    assert asked_by_name("document", nora, case, MONDAY_8, "evaluation_report") == ()


def test_every_shipped_stage_that_needs_consents_names_them(nora: Viewer, cast: Any) -> None:
    asking = [one for one in all_packs() if any("consent_signed" in stage.requires for stage in one.stages)]
    assert len(asking) >= 5
    for pack in asking:
        kind = pack.case_types[0].slug
        case = make_case(cast.nora, program=pack.slug, case_type=kind, jurisdiction="TX")
        found = asked_by_name("consent_signed", nora, case, MONDAY_8)
        assert found and all(one.word and one.who and one.state == "missing" for one in found), pack.slug
