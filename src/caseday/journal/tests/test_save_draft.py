"""Drafts save themselves, and nothing typed is overwritten or lost."""

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.journal.actions import (
    Typed,
    bring_back_draft,
    discard_draft,
    save_draft,
    settle_conflict,
    sign_note,
)
from caseday.journal.models import Activity, Draft, DraftConflict
from caseday.journal.queries import get_draft, open_conflicts, open_draft_of, unsigned_drafts
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def call(case: Case) -> Activity:
    return make_activity(case)


def _typed(text: str, version: int = 0, **more: object) -> Typed:
    return Typed(**{"format": "narrative", "sections": {"text": text}, "base_version": version, **more})


def _save(actor: Viewer, call: Activity, text: str, version: int = 0, **more: object):
    return save_draft(actor=actor, now=MONDAY_8, typed=_typed(text, version), activity_id=call.pk, **more)


def test_nothing_is_stored_before_something_is_typed(nora: Viewer, call: Activity) -> None:
    for text in ("", "  \n "):
        with pytest.raises(Invalid):
            _save(nora, call, text)
    assert not Draft.objects.exists()


def test_the_first_text_makes_a_draft_and_tells_the_case_once(nora: Viewer, call: Activity) -> None:
    id = new_id()
    first = _save(nora, call, "Spoke", id=id).draft
    second = _save(nora, call, "Spoke with", first.version).draft
    third = _save(nora, call, "Spoke with her", second.version).draft
    assert (first.pk, third.pk, third.version) == (id, id, 3)
    assert third.sections == {"text": "Spoke with her"}
    assert list(CaseEvent.objects.values_list("verb", flat=True)) == ["note_begun"]
    assert "Spoke" not in CaseEvent.objects.get().changes_json


def test_the_same_typing_sent_twice_is_stored_once(nora: Viewer, call: Activity) -> None:
    _save(nora, call, "Spoke")
    again = _save(nora, call, "Spoke")
    assert again.conflict is None and again.draft.version == 1


def test_a_second_tab_overwrites_nothing(nora: Viewer, call: Activity) -> None:
    _save(nora, call, "from the desk")
    saved = _save(nora, call, "from the phone")
    assert saved.conflict is not None
    draft = get_draft(nora, saved.draft.pk)
    assert draft.sections == {"text": "from the desk"}
    assert [one.sections for one in open_conflicts(draft)] == [{"text": "from the phone"}]


def test_a_stale_tab_that_types_on_keeps_one_other_version(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "one").draft
    _save(nora, call, "one two", draft.version)
    _save(nora, call, "one x", draft.version)
    _save(nora, call, "one x y", draft.version)
    assert [one.sections["text"] for one in DraftConflict.objects.all()] == ["one x y"]


def test_two_versions_become_one_again_by_choice(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "desk").draft
    _save(nora, call, "phone")
    settled = settle_conflict(
        actor=nora,
        now=MONDAY_8,
        draft_id=draft.pk,
        format="narrative",
        sections={"text": "desk and phone"},
        version=1,
    )
    assert (settled.sections, settled.version) == ({"text": "desk and phone"}, 2)
    assert open_conflicts(settled) == []
    assert DraftConflict.objects.count() == 1


def test_settling_on_an_older_look_is_asked_again(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "desk").draft
    _save(nora, call, "phone")
    _save(nora, call, "desk goes on", draft.version)
    with pytest.raises(Invalid):
        settle_conflict(
            actor=nora,
            now=MONDAY_8,
            draft_id=draft.pk,
            format="narrative",
            sections={"text": "phone"},
            version=1,
        )


def test_a_finished_draft_is_not_settled(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "desk").draft
    discard_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    with pytest.raises(Invalid):
        settle_conflict(
            actor=nora, now=MONDAY_8, draft_id=draft.pk, format="narrative", sections={"text": "x"}, version=1
        )


def test_a_draft_is_its_authors_alone(cast: Cast, nora: Viewer, carl: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "mine").draft
    with pytest.raises(NotFound):
        get_draft(carl, draft.pk)
    assert _save(carl, call, "the stand-in's own").draft.pk != draft.pk
    assert [one.pk for one in unsigned_drafts(nora)] == [draft.pk]


def test_outside_sight_there_is_nothing_to_write_about(olive: Viewer, call: Activity) -> None:
    with pytest.raises(NotFound):
        _save(olive, call, "x")


def test_an_auditor_writes_nothing(audrey: Viewer, call: Activity) -> None:
    with pytest.raises(Refused):
        _save(audrey, call, "x")


def test_something_must_be_written_about(nora: Viewer) -> None:
    with pytest.raises(Invalid):
        save_draft(actor=nora, now=MONDAY_8, typed=_typed("x"))


@pytest.mark.parametrize(
    "typed",
    [
        _typed("x", kind="nonsense"),
        Typed("narrative", {"text": 5}, 0),
        Typed("narrative", {"text": "x" * 50_000}, 0),
    ],
)
def test_hostile_typing_is_refused_by_field(nora: Viewer, call: Activity, typed: Typed) -> None:
    with pytest.raises(Invalid):
        save_draft(actor=nora, now=MONDAY_8, typed=typed, activity_id=call.pk)


def test_an_unknown_format_is_written_as_a_narrative(nora: Viewer, call: Activity) -> None:
    saved = save_draft(
        actor=nora, now=MONDAY_8, typed=Typed("nonsense", {"text": "x"}, 0), activity_id=call.pk
    )
    assert saved.draft.sections == {"text": "x"}


def test_a_draft_thrown_away_comes_back(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "x").draft
    discard_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    discard_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    assert open_draft_of(nora, call.pk) is None
    bring_back_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    assert open_draft_of(nora, call.pk) == draft


def test_a_draft_does_not_come_back_over_a_newer_one(nora: Viewer, call: Activity) -> None:
    old = _save(nora, call, "old", id=new_id()).draft
    discard_draft(actor=nora, now=MONDAY_8, draft_id=old.pk)
    new = _save(nora, call, "new", id=old.pk).draft
    assert new.pk != old.pk
    with pytest.raises(Invalid):
        bring_back_draft(actor=nora, now=MONDAY_8, draft_id=old.pk)


def test_a_signed_note_is_neither_discarded_nor_begun_again(nora: Viewer, call: Activity) -> None:
    draft = _save(nora, call, "x").draft
    sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    with pytest.raises(Invalid):
        discard_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    with pytest.raises(Invalid):
        _save(nora, call, "once more")


def test_saving_costs_few_queries(nora: Viewer, call: Activity, django_assert_max_num_queries) -> None:
    _save(nora, call, "x")
    with django_assert_max_num_queries(6):
        _save(nora, call, "x y", 1)
