"""What is planned and written is checked; nothing that two people write at once is lost; minutes say all of it."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.kernel.errors import Invalid
from caseday.meetings.drawing.sheet import draw_minutes
from caseday.meetings.rules import (
    USUAL_KINDS,
    Action,
    AgendaLine,
    Came,
    Disputed,
    Invitation,
    Minutes,
    PersonAsked,
    Point,
    as_text,
    called_off_text,
    digest_of_minutes,
    invitation_text,
    joined,
    kind_word,
    minutes_text,
    require_sound_agenda,
    require_sound_people,
    require_sound_plan,
    summary_of,
)
from caseday.meetings.rules.kinds import kinds_among
from caseday.meetings.tests.made import AT_10, BY_VIDEO, plan

KINDS = [slug for slug, _ in USUAL_KINDS]
LINES = st.text(st.sampled_from("ab \n"), max_size=12)
ROOM = Minutes(
    title="Team meeting", agency="Hill Country", client="Rosa Delgado", case_number="CD-1", when="Monday",
    where="Elm Street", purpose="Back to work", led_by="Nora Field, RN",
    came=(Came("Rosa", "Client", "present"), Came("Dana", "Adjuster", "remote"), Came("Al", "Employer", "missing", "ill"), Came("Bea")),
    points=(Point("Light duty", "She can sit for an hour"), Point("Therapy")), notes="All were friendly.",
    disputed=(Disputed("When", (("Al", "Monday", "short of hands"), ("Rosa", "April", "")), (("Asked the physician", "Two weeks"), ("A walk", "")), "Agreed", "April 6"),),
    decisions=(("Desk work from April 6", ""), ("No overtime", "Al")),
    actions=(Action("Call the physician", "Dana", date(2026, 3, 6)), Action("Rest", "Rosa")),
    next_when="Monday, April 6",
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"ends_at": AT_10}, "minutes"),
        ({"ends_at": AT_10 + timedelta(hours=13)}, "minutes"),
        ({"link": "http://meet.example.org"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"place": " "}, "where"),
    ],
)
def test_a_plan_says_what_lacks(fields: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        require_sound_plan(plan(**fields), KINDS)
    assert list(caught.value.problems) == [field]


def test_a_call_needs_no_place() -> None:
    remote = plan(place="", link=BY_VIDEO)
    require_sound_plan(remote, KINDS)
    assert remote.is_remote and not plan().is_remote


def test_lists_have_an_end() -> None:
    with pytest.raises(Invalid):
        require_sound_people([PersonAsked(str(one)) for one in range(41)])
    with pytest.raises(Invalid):
        require_sound_people([PersonAsked(" ")])
    with pytest.raises(Invalid):
        require_sound_agenda([AgendaLine(str(one)) for one in range(41)])


def test_kinds_come_from_the_pack_where_it_says() -> None:
    assert kinds_among([("iep", "IEP meeting")]) == (("iep", "IEP meeting"),)
    assert kinds_among([]) == USUAL_KINDS
    assert kind_word([("iep", "IEP meeting")], "iep") == "IEP meeting"
    assert kind_word([("iep", "IEP meeting")], "mediation") == "Mediation"
    assert kind_word([], "gone_kind") == "Gone kind" and kind_word([], "") == "Team meeting"


@given(base=LINES, mine=LINES, theirs=LINES)
def test_no_word_of_two_who_write_at_once_is_lost(base: str, mine: str, theirs: str) -> None:
    kept = joined(base, base + theirs, base + mine)
    assert all(part in kept for part in (base, theirs.strip("\n"), mine.strip("\n")))


@pytest.mark.parametrize(
    ("base", "stored", "typed", "kept"),
    [
        ("a", "a", "ab", "ab"),
        ("a", "ab", "a", "ab"),
        ("a", "ab", "ab", "ab"),
        ("", "", "x", "x"),
        ("a", "a b", "a c", "a b\n c"),
        ("old", "theirs", "mine", "theirs\nmine"),
        ("old", "", "mine", "mine"),
        ("old", "theirs", "", "theirs"),
    ],
)
def test_what_is_kept_of_both(base: str, stored: str, typed: str, kept: str) -> None:
    assert joined(base, stored, typed) == kept


def test_minutes_say_all_of_it() -> None:
    text = as_text(ROOM)
    for words in (
        "Rosa (Client)", "Dana (Adjuster, by phone or video)", "Al (Employer, ill)", "- Bea", "She can sit for an hour",
        "Al: Monday, because short of hands", "Tried: Asked the physician (Two weeks)", "Agreed: April 6",
        "No overtime (not agreed: Al)", "Dana: Call the physician, by Mar 6, 2026", "Monday, April 6", "All were friendly.",
    ):  # fmt: skip
        assert words in text, words
    assert draw_minutes(ROOM).startswith(b"%PDF")
    bare = Minutes("Team meeting", "Hill", "Rosa", "CD-1", "Monday")
    assert "Decided" not in as_text(bare) and bare.is_empty and not ROOM.is_empty
    odd = replace(bare, notes="#set text(red) $x$ *_ \x00 \u202e" + "x" * 300)
    assert draw_minutes(odd) == draw_minutes(odd)


def test_what_becomes_of_actions_is_not_of_the_meeting() -> None:
    later = replace(ROOM, actions=tuple(replace(one, is_done=True) for one in ROOM.actions))
    assert digest_of_minutes(later) == digest_of_minutes(ROOM)
    assert digest_of_minutes(replace(ROOM, notes="Otherwise")) != digest_of_minutes(ROOM)


def test_its_line_in_the_journal_fits() -> None:
    assert "Missing: Al, Bea." in summary_of(ROOM) and "Dana: Call the physician" in summary_of(ROOM)
    assert len(summary_of(ROOM, 60)) == 60 and summary_of(ROOM, 60).endswith("…")


def test_its_line_names_nobody_as_there_or_missing_where_nobody_was() -> None:
    rosa, _, al, _ = ROOM.came
    all_there, none_there = summary_of(replace(ROOM, came=(rosa,))), summary_of(replace(ROOM, came=(al,)))
    assert "There: Rosa." in all_there and "Missing" not in all_there
    assert "Missing: Al." in none_there and "There" not in none_there
    bare = Minutes("Team meeting", "Hill", "Rosa", "CD-1", "Monday")
    assert summary_of(bare) == "Team meeting."


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_goes_out_names_no_client_in_its_subject(language: str) -> None:
    one = Invitation(
        "Rosa Delgado", "Team meeting", AT_10, ZoneInfo("America/Chicago"), "Nora Field, RN", place="Elm Street",
        link=BY_VIDEO, dial_in="+1 512 555 0199", purpose="Back to work", agenda=("Light duty",), language=language,
    )  # fmt: skip
    text = invitation_text(one)
    assert all(part in text for part in ("Elm Street", BY_VIDEO, "- Light duty", "10:00", "CST"))
    update = replace(one, is_update=True)
    assert invitation_text(update) != text and update.subject != one.subject
    for subject in (one.subject, called_off_text(one)[0], minutes_text(one, (), ())[0]):
        assert "Rosa" not in subject
    told = minutes_text(one, ("Desk work",), ("Rest",))[1]
    assert "- Desk work" in told and "- Rest" in told
