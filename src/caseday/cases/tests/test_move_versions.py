"""A case keeps the version of its program with which it began, until somebody moves it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.cases import actions, queries
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.programs import actions as programs
from caseday.programs import queries as packs
from caseday.programs.models import PackVersion
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_party

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_packs")]
SLUG = "workers_compensation"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return cast.viewer("nora")


@pytest.fixture
def publish(cast: Cast) -> Any:
    """A version with these sections changed, of the agency or of a payer."""

    def published(*, payer: str = "", begins: date = MONDAY, **sections: Any) -> PackVersion:
        adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
        if payer:
            draft = programs.set_overlay(slug=SLUG, payer_name=payer, **adam)
        else:
            draft = programs.copy_pack(slug=SLUG, **adam)
        for name, value in sections.items():
            draft = programs.save_section(
                draft_id=draft.pk, section=name, value=value, revision=draft.revision, **adam
            )
        return programs.publish_version(draft_id=draft.pk, effective_from=begins, **adam)

    return published


def hours(number: int) -> dict[str, Any]:
    return {"within_hours": number, "basis": "contract", "verified": False}


def new_case(nora: Viewer, cast: Cast, **fields: Any) -> Case:
    new = actions.NewCase(
        person_id=make_case(cast.nora).person_id, program=SLUG, referred_at=MONDAY_8, **fields
    )
    return actions.open_case(actor=nora, now=MONDAY_8, new=new, assign_to_id=cast.nora.pk)


def test_a_case_keeps_the_version_with_which_it_began(nora: Viewer, cast: Cast, publish: Any) -> None:
    before = make_case(cast.nora)
    first = publish(note_signing=hours(24))
    case = new_case(nora, cast)
    publish(note_signing=hours(12))
    assert case.pack_version_id == first.pk
    assert queries.pack_of(case).sign_notes_within_hours == 24
    assert queries.pack_of(before).sign_notes_within_hours == 48
    assert queries.briefs_of(nora, [cast.nora.pk])[case.pk].pack.sign_notes_within_hours == 24


def test_what_a_payer_words_differently_holds_for_its_cases(nora: Viewer, cast: Cast, publish: Any) -> None:
    office = make_office(name="Lone Star Mutual")
    overlay = publish(payer="Lone Star Mutual", note_signing=hours(8))
    named = new_case(nora, cast, parties=[actions.NewParty("adjuster", name="lone star mutual")])
    other = new_case(nora, cast, parties=[actions.NewParty("adjuster", name="Dana Whitfield")])
    assert named.pack_overlay_id == overlay.pk
    assert queries.pack_of(named).sign_notes_within_hours == 8
    assert other.pack_overlay_id is None
    make_party(other, name="", office=office)
    move = queries.move_of(nora, other.pk, MONDAY)
    assert move.target.overlay_id == overlay.pk
    assert "Notes are late after 8 hours, not after 48." in move.effects


def test_a_move_says_what_changes_and_changes_it(nora: Viewer, cast: Cast, publish: Any) -> None:
    case = make_case(cast.nora, stage="active")
    assert not queries.move_of(nora, case.pk, MONDAY).is_needed
    acuities = [
        {**one, "contact_every": 5}
        for one in packs.pack_to_begin_with(SLUG, on=MONDAY)[0].model_dump(mode="json")["acuities"]
    ]
    version = publish(note_signing=None, acuities=acuities)
    move = queries.move_of(nora, case.pk, MONDAY)
    assert move.is_needed
    assert move.effects[0].startswith("Contact every 5 ")
    assert "Notes are never late any more." in move.effects
    assert {one.section for one in move.differences} >= {"note_signing", "acuities"}
    moved = actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    assert moved.pack_version_id == version.pk
    assert queries.pack_of(moved).sign_notes_within_hours == 0
    assert CaseEvent.objects.get(verb="pack_changed").chain_id == case.pk
    assert actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk) == moved
    assert CaseEvent.objects.filter(verb="pack_changed").count() == 1


def test_a_case_goes_back_to_the_shipped_pack_where_the_version_is_withdrawn(
    nora: Viewer, cast: Cast, publish: Any
) -> None:
    version = publish(note_signing=None)
    case = new_case(nora, cast)
    programs.withdraw_version(
        actor=cast.viewer("adam"), now=MONDAY_8, version_id=version.pk, reason="Not agreed"
    )
    assert queries.pack_of(case).sign_notes_within_hours == 0
    moved = actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    assert moved.pack_version_id is None


def test_a_stage_that_the_new_version_does_not_know_is_asked_for(
    nora: Viewer, cast: Cast, publish: Any
) -> None:
    case = make_case(cast.nora, stage="triage")
    publish(note_signing=None)
    move = queries.move_of(nora, case.pk, MONDAY)
    assert "has no stage 'triage'" in move.lost[0]
    with pytest.raises(Invalid, match="Choose the stage"):
        actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    moved = actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk, stage="closing")
    assert (moved.stage, moved.stage_at) == ("closing", MONDAY_8)
    assert queries.stages_entered([case.pk])[case.pk] == {"closing": MONDAY_8}


def test_a_type_or_an_acuity_that_is_gone_keeps_the_case_where_it_is(
    nora: Viewer, cast: Cast, publish: Any
) -> None:
    case = make_case(cast.nora, stage="active", case_type="gone", acuity=7)
    publish(note_signing=None)
    with pytest.raises(Invalid, match="no type 'gone'.*no acuity 7"):
        actions.move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    moved = actions.move_cases(actor=nora, now=MONDAY_8, case_ids=[case.pk, make_case(cast.olive).pk])
    assert moved.count == 0
    assert [why[:3] for _, why in moved.left] == ["It ", "It "]


def test_all_cases_of_a_list_are_moved_at_once(
    nora: Viewer, cast: Cast, publish: Any, django_assert_max_num_queries: Any
) -> None:
    cases = [make_case(cast.nora, stage="active") for _ in range(3)]
    make_case(cast.nora, status="closed")
    version = publish(note_signing=None)
    has_it = new_case(nora, cast)
    packs.pack_for(SLUG, on=MONDAY, version_id=version.pk)
    with django_assert_max_num_queries(6):
        moves = queries.moves_of_program(nora, SLUG, MONDAY)
    assert {one.pk for one in cases} < {one.case.pk for one in moves}
    assert has_it.pk not in {one.case.pk for one in moves}
    moved = actions.move_cases(actor=nora, now=MONDAY_8, case_ids=[one.case.pk for one in moves])
    assert (moved.count, moved.left) == (len(moves), [])
    assert queries.moves_of_program(nora, SLUG, MONDAY) == []


def test_how_many_open_cases_have_which_version(nora: Viewer, cast: Cast, publish: Any) -> None:
    make_case(cast.nora)
    version = publish(note_signing=None)
    new_case(nora, cast)
    assert queries.open_cases_of_program(SLUG) == {None: 2, version.pk: 1}


def test_readers_and_strangers_move_nothing(cast: Cast, publish: Any) -> None:
    case = make_case(cast.nora)
    publish(note_signing=None)
    with pytest.raises(NotFound):
        actions.move_case(actor=cast.viewer("olive"), now=MONDAY_8, case_id=case.pk)
    with pytest.raises(Refused):
        actions.move_case(actor=cast.viewer("audrey"), now=MONDAY_8, case_id=case.pk)
    with pytest.raises(Refused):
        actions.move_cases(actor=cast.viewer("adam"), now=MONDAY_8, case_ids=[case.pk])


def test_cases_are_moved_on_the_page(cast: Cast, publish: Any) -> None:
    case, odd = make_case(cast.nora, stage="active"), make_case(cast.nora, stage="odd")
    client = Client()
    client.force_login(cast.nora)
    one, all_ = reverse("cases:version", args=[case.pk]), reverse("cases:versions", args=[SLUG])
    assert b"Nothing to move" in client.get(one).content
    assert b"Nothing to move" in client.get(all_).content
    publish(note_signing=None, begins=date(2020, 1, 1) + timedelta(days=1))
    page = client.get(all_).content.decode()
    assert "Notes are never late any more." in page
    assert "needs a look" in page
    assert "Notes are never late any more." in client.get(one).content.decode()
    client.post(all_, {"case": [str(case.pk), "nonsense"]})
    case.refresh_from_db()
    assert case.pack_version_id
    assert client.post(all_, {}).status_code == 302
    url = reverse("cases:version", args=[odd.pk])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"stage": "active"}).status_code == 302
    odd.refresh_from_db()
    assert (odd.stage, bool(odd.pack_version_id)) == ("active", True)
    assert client.get(reverse("cases:versions", args=["nothing"])).status_code == 404


def test_the_case_and_the_list_ask_nothing_more_for_versions(
    nora: Viewer, cast: Cast, publish: Any, django_assert_num_queries: Any
) -> None:
    from caseday.cases.rules import CaseFilter

    publish(note_signing=None)
    for _ in range(3):
        new_case(nora, cast)
    queries.list_cases(nora, CaseFilter(), now=MONDAY_8)
    with django_assert_num_queries(1):
        page = queries.list_cases(nora, CaseFilter(), now=MONDAY_8)
    assert len(page.rows) == 6
