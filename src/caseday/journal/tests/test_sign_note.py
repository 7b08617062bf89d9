"""A signed note stays as it is; what comes later is added beside it, labelled."""

from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.journal.actions import Typed, hash_of, save_draft, sign_as_known, sign_note, void_activity
from caseday.journal.models import Activity, Note
from caseday.journal.queries import activities_without_note, entries_of_case, notes_of
from caseday.kernel.errors import Invalid, NotFound
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def call(case: Case) -> Activity:
    return make_activity(case)


def _draft(actor: Viewer, call: Activity, text: str = "Spoke with her.", **more: object):
    typed = Typed(**{"format": "narrative", "sections": {"text": text}, "base_version": 0, **more})
    return save_draft(actor=actor, now=MONDAY_8, typed=typed, activity_id=call.pk).draft


def _signed(actor: Viewer, call: Activity, **more: object) -> Note:
    return sign_note(actor=actor, now=MONDAY_8, draft_id=_draft(actor, call, **more).pk)


def test_signing_keeps_name_credentials_time_and_hash(nora: Viewer, call: Activity) -> None:
    note = _signed(nora, call)
    assert (note.signed_by, note.signed_at, note.text) == ("Nora Field, RN, CCM", MONDAY_8, "Spoke with her.")
    stored = Note.objects.get()
    assert stored.hash == hash_of(stored)
    stored.text = "Spoke with him."
    assert stored.hash != hash_of(stored)


def test_a_signed_entry_needs_no_note_any_more(nora: Viewer, call: Activity) -> None:
    assert [row.activity for row in activities_without_note(nora)] == [call]
    _signed(nora, call)
    assert activities_without_note(nora) == []
    assert CaseEvent.objects.filter(verb="note_signed").count() == 1


def test_signing_twice_gives_the_same_note(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call)
    first = sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    assert sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk) == first
    assert Note.objects.count() == 1


def test_signing_takes_what_the_page_still_holds(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call, "Spoke")
    typed = Typed("narrative", {"text": "Spoke with her at length."}, draft.version)
    assert (
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk, typed=typed).text
        == "Spoke with her at length."
    )


def test_signing_an_older_version_is_refused_until_one_is_chosen(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call, "one")
    save_draft(
        actor=nora,
        now=MONDAY_8,
        typed=Typed("narrative", {"text": "two"}, draft.version),
        activity_id=call.pk,
    )
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk, typed=Typed("narrative", {"text": "three"}, 1))
    # The refusal took back the typing kept aside with it, so set it aside again as the page does.
    save_draft(actor=nora, now=MONDAY_8, typed=Typed("narrative", {"text": "three"}, 1), activity_id=call.pk)
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)


def test_an_emptied_draft_is_not_signed(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call)
    save_draft(actor=nora, now=MONDAY_8, typed=Typed("narrative", {"text": " "}, 1), activity_id=call.pk)
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)


def test_a_note_after_the_programs_time_is_labelled_late(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call)
    note = sign_note(actor=nora, now=call.started_at + timedelta(hours=49), draft_id=draft.pk)
    assert note.is_late


def test_a_note_within_the_programs_time_is_not_late(nora: Viewer, call: Activity) -> None:
    assert not _signed(nora, call).is_late


@pytest.mark.parametrize("kind", ["addendum", "late_entry"])
def test_an_addition_stands_beside_the_original(nora: Viewer, call: Activity, kind: str) -> None:
    note = _signed(nora, call)
    added = _signed(nora, call, text="She called again.", kind=kind, amends_id=note.pk)
    assert (added.kind, added.amends) == (kind, note)
    assert [one.text for one in notes_of(nora, call.pk)] == ["Spoke with her.", "She called again."]


def test_an_addition_without_a_named_note_belongs_to_the_first(nora: Viewer, call: Activity) -> None:
    note = _signed(nora, call)
    assert _signed(nora, call, text="More.", kind="addendum").amends == note


def test_an_amendment_needs_its_reason_and_leaves_the_original_readable(nora: Viewer, call: Activity) -> None:
    note = _signed(nora, call)
    draft = _draft(nora, call, "Left knee.", kind="amendment", amends_id=note.pk)
    with pytest.raises(Invalid) as refused:
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    assert "reason" in refused.value.problems
    typed = Typed("narrative", {"text": "Left knee."}, 1, "amendment", note.pk, "Wrong side")
    amended = sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk, typed=typed)
    assert (amended.reason, Note.objects.get(pk=note.pk).text) == ("Wrong side", "Spoke with her.")


def test_nothing_is_added_to_an_unsigned_note(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call, kind="addendum")
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)


def test_two_authors_do_not_both_sign_the_note(nora: Viewer, carl: Viewer, call: Activity) -> None:
    mine, theirs = _draft(nora, call), _draft(carl, call)
    sign_note(actor=nora, now=MONDAY_8, draft_id=mine.pk)
    with pytest.raises(Invalid):
        sign_note(actor=carl, now=MONDAY_8, draft_id=theirs.pk)


def test_a_stand_in_signs_with_their_own_name(carl: Viewer, call: Activity) -> None:
    assert _signed(carl, call).signed_by == "Carl Cover, RN"


def test_a_void_entry_is_not_signed(nora: Viewer, call: Activity) -> None:
    draft = _draft(nora, call)
    void_activity(actor=nora, now=MONDAY_8, activity_id=call.pk, reason="wrong case")
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)


def test_a_discarded_draft_is_not_signed(nora: Viewer, call: Activity) -> None:
    from caseday.journal.actions import discard_draft

    draft = _draft(nora, call)
    discard_draft(actor=nora, now=MONDAY_8, draft_id=draft.pk)
    with pytest.raises(Invalid):
        sign_note(actor=nora, now=MONDAY_8, draft_id=draft.pk)


def test_somebody_elses_draft_is_not_found(nora: Viewer, olive: Viewer, call: Activity) -> None:
    with pytest.raises(NotFound):
        sign_note(actor=olive, now=MONDAY_8, draft_id=_draft(nora, call).pk)


def test_what_is_known_is_signed_in_one_tap(nora: Viewer, call: Activity) -> None:
    note = sign_as_known(actor=nora, now=MONDAY_8, activity_id=call.pk)
    assert "Telephone call" in note.text and note.text.endswith("Called.")


def test_nothing_known_is_not_signed(nora: Viewer, case: Case) -> None:
    with pytest.raises(Invalid):
        sign_as_known(actor=nora, now=MONDAY_8, activity_id=make_activity(case, summary="").pk)


def test_a_draft_that_was_begun_is_not_signed_blindly(nora: Viewer, call: Activity) -> None:
    _draft(nora, call)
    with pytest.raises(Invalid):
        sign_as_known(actor=nora, now=MONDAY_8, activity_id=call.pk)


def test_the_chain_holds_after_all_of_it(nora: Viewer, call: Activity) -> None:
    note = _signed(nora, call)
    _signed(nora, call, text="More.", kind="addendum", amends_id=note.pk)
    assert [str(one) for one in verify_chains(compare_rows=False).problems] == []


def test_the_journal_of_a_case_shows_notes_with_their_entry(nora: Viewer, call: Activity) -> None:
    note = _signed(nora, call)
    assert [one.notes for one in entries_of_case(nora, call.case_id)] == [(note,)]
