"""An update says what happened, what is said and what is verified, and what comes next; nothing that is not there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from caseday.correspondence.rules.updates import (
    HAPPENED,
    NEXT,
    QUESTIONS,
    REQUESTS,
    SECTIONS,
    WORK,
    Ahead,
    Asked,
    Entry,
    Facts,
    Work,
    as_text,
    drawn,
    is_empty,
)

CHICAGO = ZoneInfo("America/Chicago")
AT = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)


def test_an_entry_is_told_by_its_note_else_by_its_line() -> None:
    noted = Entry(AT, "Visit", "Dr. Farouk", note="Seen.\nStays on  modified duty.", summary="not this")
    called = Entry(
        AT + timedelta(hours=1), "Call", "Kim, Hillside Pharmacy", "Left word", "Asked for a call back."
    )
    told = drawn(Facts(entries=(noted, called)), CHICAGO)[HAPPENED].splitlines()
    assert told == [
        "Mar 2, 11:05: Visit with Dr. Farouk. Seen. Stays on modified duty.",
        "Mar 2, 12:05: Call with Kim, Hillside Pharmacy. Left word. Asked for a call back.",
    ]


def test_work_status_with_restrictions_and_the_offer() -> None:
    work = Work(
        "Modified duty",
        date(2026, 3, 2),
        date(2026, 4, 1),
        "Dr. Farouk",
        ("Lift at most 20 lb", "No ladders"),
    )
    assert drawn(Facts(work=work), CHICAGO)[WORK].splitlines() == [
        "Modified duty from Mar 2 to Apr 1, by Dr. Farouk",
        "Restrictions: Lift at most 20 lb; No ladders",
    ]
    offered = Work("Off work", date(2026, 3, 2), offer="Offered: desk work (no answer yet)")
    assert drawn(Facts(work=offered), CHICAGO)[WORK].splitlines() == [
        "Off work from Mar 2 until further notice",
        "Offered: desk work (no answer yet)",
    ]


def test_what_is_said_is_not_told_as_verified() -> None:
    asked = (
        Asked("Therapy", "Certified", date(2026, 3, 1), whom="Orchard Review"),
        Asked("Spine surgeon", "Sent", date(2026, 3, 2), said_by="Kim (physician)"),
        Asked("Meloxicam", blocked="Rejected: claim number"),
        Asked("Imaging", contradiction="received said and denied; we are asking again"),
        Asked("Records"),
        Asked("Brace", "Ordered"),
    )
    assert drawn(Facts(asked=asked), CHICAGO)[REQUESTS].splitlines() == [
        "Therapy (Orchard Review): certified Mar 1, verified",
        "Spine surgeon: sent Mar 2, said by Kim (physician), not verified",
        "Meloxicam: blocked, Rejected: claim number",
        "Imaging: received said and denied; we are asking again",
        "Records: nothing heard yet",
        "Brace: ordered, verified",
    ]


def test_next_steps_stand_in_the_order_of_their_days() -> None:
    ahead = (
        Ahead("Some day"),
        Ahead("Visit", at=AT + timedelta(days=1)),
        Ahead("Call the surgeon", on=date(2026, 3, 3)),
        Ahead("Report", on=date(2026, 3, 2)),
    )
    assert drawn(Facts(ahead=ahead), CHICAGO)[NEXT].splitlines() == [
        "Mar 2: Report",
        "Mar 3: Call the surgeon",
        "Mar 3, 11:05: Visit",
        "Some day",
    ]


def test_nothing_to_tell_is_empty() -> None:
    assert is_empty(drawn(Facts(), CHICAGO))
    assert not is_empty(drawn(Facts(questions=("Who pays?",)), CHICAGO))
    assert not is_empty({QUESTIONS: "Who pays?"})


def test_each_form_reads_as_it_is_used() -> None:
    sections = {HAPPENED: "Seen – “well”.\n\nCalled.", QUESTIONS: "Certified?"}
    mail = as_text(sections, "email", greeting="Hello Dana,", ending="Maya Field, RN")
    assert mail == (
        "Hello Dana,\n\nWhat happened\n- Seen – “well”.\n- Called.\n\n"
        "Questions for you\n- Certified?\n\nMaya Field, RN"
    )
    notes = as_text(sections, "call_notes", greeting="Hello Dana,")
    assert notes.startswith("What happened\n- Seen") and "Hello" not in notes
    pasted = as_text(sections, "portal_text")
    assert pasted == 'WHAT HAPPENED:\nSeen - "well".\nCalled.\n\nQUESTIONS FOR YOU:\nCertified?'


def test_every_section_has_its_words() -> None:
    assert set(drawn(Facts(), CHICAGO)) == set(SECTIONS)
