"""An agency words a pack of its own: drafts keep what is typed, what is published never changes."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.programs import actions, queries
from caseday.programs.models import PackDraft, PackVersion
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
SLUG = "workers_compensation"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    queries.forget_versions()
    yield
    queries.forget_versions()


def draft_of(cast: Cast, **asked: Any) -> PackDraft:
    return actions.copy_pack(actor=cast.viewer("adam"), now=MONDAY_8, slug=SLUG, **asked)


def save(cast: Cast, draft: PackDraft, section: str, value: Any) -> PackDraft:
    return actions.save_section(
        actor=cast.viewer("adam"),
        now=MONDAY_8,
        draft_id=draft.pk,
        section=section,
        value=value,
        revision=draft.revision,
    )


def publish(cast: Cast, draft: PackDraft, *, begins: date = MONDAY, **asked: Any) -> PackVersion:
    return actions.publish_version(
        actor=cast.viewer("adam"), now=MONDAY_8, draft_id=draft.pk, effective_from=begins, **asked
    )


def test_a_copy_begins_with_what_is_in_force(cast: Cast) -> None:
    draft = draft_of(cast)
    assert (draft.slug, draft.based_on) == (SLUG, "Workers' compensation, field nurse, as shipped")
    assert draft.values["words"]["client"] == "injured worker"
    checked = queries.checked_draft(draft, on=MONDAY)
    assert checked.problems == []
    assert [one.section for one in checked.differences] == ["effective_from"]


def test_a_second_copy_is_the_draft_that_is_there(cast: Cast) -> None:
    first = draft_of(cast)
    assert draft_of(cast) == first
    assert draft_of(cast, id=first.pk) == first


def test_a_program_of_the_agencys_own_has_a_name_of_its_own(cast: Cast) -> None:
    draft = draft_of(cast, new_word="Return-to-work pilot")
    assert (draft.slug, draft.word) == ("return_to_work_pilot", "Return-to-work pilot")
    with pytest.raises(Invalid, match="There is a program of this name"):
        draft_of(cast, new_word="Return to work, pilot")
    with pytest.raises(Invalid, match="with letters"):
        draft_of(cast, new_word="12")
    version = publish(cast, draft)
    assert queries.pack_for_new("return_to_work_pilot", on=MONDAY).word == "Return-to-work pilot"
    assert [one.slug for one in queries.packs_on(MONDAY)].count("return_to_work_pilot") == 1
    assert queries.pack_for("return_to_work_pilot", on=MONDAY, version_id=version.pk).word == version.word


def test_a_published_version_holds_for_referrals_from_its_day_on(cast: Cast) -> None:
    draft = save(
        cast, draft_of(cast), "note_signing", {"within_hours": 24, "basis": "contract", "verified": False}
    )
    version = publish(cast, draft, note="Notes within a day")
    assert (version.number, version.pk) == (1, draft.pk)
    assert not PackDraft.objects.exists()
    assert queries.pack_for_new(SLUG, on=MONDAY).sign_notes_within_hours == 24
    assert queries.pack_for_new(SLUG, on=MONDAY - timedelta(days=1)).sign_notes_within_hours == 48
    assert queries.get_pack(SLUG, on=MONDAY).sign_notes_within_hours == 48
    event = CaseEvent.objects.get(verb="pack_published")
    assert event.chain_kind == "agency"


def test_a_version_may_end(cast: Cast) -> None:
    draft = save(cast, draft_of(cast), "note_signing", None)
    with pytest.raises(Invalid, match="cannot be before the first"):
        publish(cast, draft, effective_to=MONDAY - timedelta(days=1))
    publish(cast, draft, effective_to=MONDAY + timedelta(days=9))
    assert queries.pack_for_new(SLUG, on=MONDAY + timedelta(days=9)).sign_notes_within_hours == 0
    assert queries.pack_for_new(SLUG, on=MONDAY + timedelta(days=10)).sign_notes_within_hours == 48


def test_the_second_version_counts_on_and_the_first_stays_as_it_was(cast: Cast) -> None:
    first = publish(cast, save(cast, draft_of(cast), "note_signing", None))
    draft = draft_of(cast)
    assert draft.based_on == str(first)
    second = publish(cast, save(cast, draft, "word", "Field nurses"), begins=MONDAY)
    assert (second.number, second.word) == (2, "Field nurses")
    assert queries.pack_for_new(SLUG, on=MONDAY).word == "Field nurses"
    assert queries.pack_for(SLUG, on=MONDAY, version_id=first.pk).word == "Workers' compensation, field nurse"


def test_what_is_wrong_is_named_with_line_field_and_reason_and_kept_as_typed(cast: Cast) -> None:
    draft = draft_of(cast)
    contacts = [*draft.values["first_contacts"]]
    contacts[1] = {**contacts[1], "within": "soon", "party_role": "nobody"}
    draft = save(cast, draft, "first_contacts", contacts)
    problems = queries.checked_draft(draft, on=MONDAY).problems
    assert [one.where for one in problems] == ["First contacts, line 2, Within"]
    assert (problems[0].section, problems[0].place) == ("first_contacts", 1)
    assert "integer" in problems[0].reason
    with pytest.raises(Invalid, match="Not in force yet. First contacts, line 2, Within"):
        publish(cast, draft)
    assert PackDraft.objects.get().values["first_contacts"][1]["within"] == "soon"
    assert queries.pack_for_new(SLUG, on=MONDAY) is queries.get_pack(SLUG, on=MONDAY)


def test_a_draft_saved_by_somebody_else_is_not_overwritten(cast: Cast) -> None:
    draft = draft_of(cast)
    save(cast, draft, "word", "Theirs")
    with pytest.raises(Invalid, match="Adam Admin changed this draft"):
        actions.save_section(
            actor=cast.viewer("susan"),
            now=MONDAY_8,
            draft_id=draft.pk,
            section="word",
            value="Mine",
            revision=1,
        )
    with pytest.raises(Invalid, match="You, on another page, changed"):
        save(cast, draft, "word", "Mine")
    assert PackDraft.objects.get().word == "Theirs"


def test_a_figure_that_open_work_is_not_read_for_is_refused(cast: Cast) -> None:
    units = {"approval_units": {"count": 6, "basis": "contract", "verified": False}}
    draft = save(cast, draft_of(cast), "followup_practice", units)
    with pytest.raises(Invalid, match="Approval units, Count: Input should be less than or equal to 5"):
        publish(cast, draft)


def test_too_much_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="too much"):
        save(cast, draft_of(cast), "word", "x" * 1_000_001)


def test_a_version_that_was_published_twice_is_there_once(cast: Cast) -> None:
    draft = draft_of(cast)
    assert publish(cast, draft) == publish(cast, PackDraft(pk=PackVersion.objects.get().pk))


def test_a_withdrawn_version_begins_no_case_and_stays_readable(cast: Cast) -> None:
    version = publish(cast, save(cast, draft_of(cast), "note_signing", None))
    with pytest.raises(Invalid, match="Say why"):
        actions.withdraw_version(actor=cast.viewer("adam"), now=MONDAY_8, version_id=version.pk, reason=" ")
    actions.withdraw_version(
        actor=cast.viewer("adam"), now=MONDAY_8, version_id=version.pk, reason="Too early"
    )
    assert queries.pack_for_new(SLUG, on=MONDAY).sign_notes_within_hours == 48
    assert queries.pack_for(SLUG, on=MONDAY, version_id=version.pk).sign_notes_within_hours == 0
    assert queries.get_version(cast.viewer("nora"), version.pk).is_withdrawn


def test_only_leads_write_and_only_administrators_publish(cast: Cast) -> None:
    nora, susan = cast.viewer("nora"), cast.viewer("susan")
    with pytest.raises(Refused):
        actions.copy_pack(actor=nora, now=MONDAY_8, slug=SLUG)
    draft = actions.copy_pack(actor=susan, now=MONDAY_8, slug=SLUG)
    with pytest.raises(Refused):
        queries.get_draft(nora, draft.pk)
    assert queries.drafts(nora) == []
    assert queries.drafts(cast.viewer("audrey"), SLUG) == [draft]
    with pytest.raises(Refused, match="administrator"):
        actions.publish_version(actor=susan, now=MONDAY_8, draft_id=draft.pk, effective_from=MONDAY)
    actions.discard_draft(actor=susan, now=MONDAY_8, draft_id=draft.pk)
    with pytest.raises(NotFound):
        queries.get_draft(susan, draft.pk)


def test_a_draft_may_be_edited_as_a_file(cast: Cast) -> None:
    from caseday.programs.rules.writing import write_pack

    adam, draft = cast.viewer("adam"), draft_of(cast)
    text = write_pack(draft.values)
    same = actions.save_text(actor=adam, now=MONDAY_8, draft_id=draft.pk, text=text, revision=1)
    assert same.values == draft.values
    broken = text.replace('party_role = "adjuster"', 'party_role = "adjustr"', 1)
    with pytest.raises(
        Invalid, match=r"text line \d+, first_contacts\.\d\.party_role: 'adjustr' is not among"
    ):
        actions.save_text(actor=adam, now=MONDAY_8, draft_id=draft.pk, text=broken, revision=2)
    with pytest.raises(NotFound):
        actions.copy_pack(actor=adam, now=MONDAY_8, slug="no_such_program")


def test_every_shipped_pack_can_be_copied_and_written_as_a_file(cast: Cast) -> None:
    from caseday.programs.rules import read_pack
    from caseday.programs.rules.versions import check_values, plain_values
    from caseday.programs.rules.writing import write_pack

    for pack in queries.all_packs():
        values = plain_values(pack)
        assert check_values(values) == (pack, [])
        assert read_pack(write_pack(values), name=pack.slug) == pack


def test_versions_are_read_once_a_process(cast: Cast, django_assert_num_queries: Any) -> None:
    version = publish(cast, draft_of(cast))
    queries.forget_versions()
    with django_assert_num_queries(1):
        first = queries.pack_for(SLUG, on=MONDAY, version_id=version.pk)
    with django_assert_num_queries(0):
        assert queries.pack_for(SLUG, on=MONDAY, version_id=version.pk) is first
        assert first in queries.known_packs()
        assert queries.pack_for(SLUG, on=MONDAY) in queries.known_packs()


def test_a_version_that_a_later_release_refuses_gives_way_to_the_shipped_pack(cast: Cast) -> None:
    version = publish(cast, draft_of(cast))
    PackVersion.objects.update(values={"slug": SLUG})
    queries.forget_versions()
    assert queries.pack_for(SLUG, on=MONDAY, version_id=version.pk) == queries.get_pack(SLUG, on=MONDAY)


def test_a_version_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.get_version(cast.viewer("adam"), new_id())
    with pytest.raises(NotFound):
        queries.pack_for(SLUG, on=MONDAY, version_id=new_id())


def test_changes_of_a_payer_that_no_longer_fit_leave_the_pack_as_it_is(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    draft = actions.set_overlay(actor=cast.viewer("adam"), now=MONDAY_8, slug=SLUG, payer_name="Lone Star")
    first, *others = draft_of(cast).values["first_contacts"]
    overlay = publish(cast, save(cast, draft, "first_contacts", [{**first, "within": 7}, *others]))
    queries.forget_versions()
    fitting = queries.pack_for(SLUG, on=MONDAY, overlay_id=overlay.pk)
    assert fitting.first_contacts[0].within == 7
    PackVersion.objects.update(values={"first_contacts": [{"slug": "nobody"}]})
    queries.forget_versions()
    shipped = queries.get_pack(SLUG, on=MONDAY)
    assert queries.pack_for(SLUG, on=MONDAY, overlay_id=overlay.pk) == shipped
    assert "do not fit workers_compensation" in caplog.text


def test_all_versions_are_read_together_the_first_time_one_is_needed(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    first = publish(cast, draft_of(cast))
    second = publish(cast, draft_of(cast, new_word="Pilot"))
    queries.forget_versions()
    queries.pack_for(SLUG, on=MONDAY, version_id=first.pk)
    with django_assert_num_queries(0):
        assert queries.pack_for(second.slug, on=MONDAY, version_id=second.pk).word == "Pilot"


def test_a_payers_draft_says_something_and_is_no_file(cast: Cast) -> None:
    adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
    with pytest.raises(Invalid, match="Name the payer"):
        actions.set_overlay(slug=SLUG, payer_name=" ", **adam)
    draft = actions.set_overlay(slug=SLUG, payer_name="Lone  Star", **adam)
    assert draft.payer_name == "Lone Star"
    with pytest.raises(Invalid, match="Nothing is changed yet"):
        publish(cast, draft)
    with pytest.raises(Invalid, match="section by section"):
        actions.save_text(draft_id=draft.pk, text="", revision=1, **adam)
