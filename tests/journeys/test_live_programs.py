"""Each of the nine programs: a case from the referral to closure, over its pages and in its own words."""

import pytest
from django.test import Client

from caseday.access.queries import verify_chains
from caseday.programs.queries import all_packs
from caseday.programs.rules import Pack, referral_fields
from caseday.testing.fixtures import Cast
from tests.journeys.programs import FAMILY, GIVEN, Life, newest, way_to_closing

pytestmark = pytest.mark.django_db
# What only workers' compensation says.
THEIRS = ("Claim number", "Date of injury", "injured worker", "Adjuster")


@pytest.fixture(params=all_packs(), ids=lambda pack: pack.slug)
def life(request: pytest.FixtureRequest, cast: Cast) -> Life:
    client = Client()
    client.force_login(cast.nora)
    return Life(request.param, client)


def test_a_case_is_lived_from_referral_to_closure(life: Life) -> None:
    pack = life.pack
    form = life.refer(pack.case_types[0].slug)
    _speaks_its_words(form, pack)
    page = life.page()
    assert pack.word in page and f"{GIVEN} {FAMILY}" in page
    _speaks_its_words(page, pack)
    life.meet_everybody()
    visit = life.visit()
    written = life.write_up(visit)
    for section in pack.note_format_for("visit").sections:
        assert section.word in written
        assert f"{section.word}: as spoken about." in visit.notes.get().text
    life.consent()
    life.note_dates()
    due = life.get("assessments:case", life.case.pk)
    for one in pack.assessments_due:
        if one.holds(jurisdiction="TX", case_type=life.case.case_type, on=life.case.referred_at.date()):
            assert newest(one.instrument).title.en in due
            if not newest(one.instrument).license.needs_confirmation:
                life.assess(one.instrument)
    plan = life.plan()
    life.sign_plan(plan)
    for stage in way_to_closing(pack):
        life.go_on(stage)
    report = life.report()
    assert report.word in life.get("documents:case", life.case.pk)
    assert report.signature in life.get("compliance:reports", life.case.pk)
    audited = life.get("compliance:case", life.case.pk)
    for rule in pack.documentation_rules:
        if rule.holds(jurisdiction="TX", case_type=life.case.case_type, on=life.case.referred_at.date()):
            assert rule.word in audited
    life.close()
    closed = life.page()
    assert pack.closure_reasons[0].word in closed and pack.outcomes[0].word in closed
    assert verify_chains().holds


def _speaks_its_words(page: str, pack: Pack) -> None:
    asked = referral_fields(pack)
    for one in (asked.number, asked.date):
        assert one is None or one.word in page
    if pack.slug != "workers_compensation":
        mine = {role.word for role in pack.party_roles} | {one.word for one in pack.identifier_kinds}
        mine |= {one.word for one in pack.key_date_kinds}
        for word in THEIRS:
            assert word in mine or word not in page, word
