"""What a captured line says: measured on labeled lines, field by field, and held against any text at all."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.journal.rules.capture import Candidates, CasePerson, Contact, understand
from caseday.journal.rules.capture.result import folded
from caseday.journal.tests.captured_candidates import CANDIDATES, FIELDS, NOW, is_right, labeled_lines, shown

TUNED, HELD_OUT = "captured_lines.txt", "captured_lines_held_out.txt"


def _measured(name: str) -> tuple[Counter[str], Counter[str]]:
    """Right and all fields, where a field counts that is labeled or was found (what is absent twice does not count)."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for labeled in labeled_lines(name):
        found = shown(understand(labeled.line, now_local=NOW, candidates=CANDIDATES))
        for field in FIELDS:
            expected, got = labeled.said.get(field, ""), found.get(field, "")
            if expected or got:
                total[field] += 1
                right[field] += is_right(field, expected, got)
    return right, total


@pytest.mark.parametrize("name", [TUNED, HELD_OUT])
def test_at_least_nine_of_ten_fields_are_right(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    right, total = _measured(name)
    share = sum(right.values()) / sum(total.values())
    with capsys.disabled():
        by_field = ", ".join(f"{field} {right[field]}/{total[field]}" for field in FIELDS)
        print(f"\n{name}: {sum(right.values())}/{sum(total.values())} = {share:.1%} ({by_field})")
    assert share >= 0.9


def test_there_are_at_least_150_lines_written_for_it() -> None:
    tuned, held_out = ({labeled.line for labeled in labeled_lines(name)} for name in (TUNED, HELD_OUT))
    assert len(tuned | held_out) >= 150
    assert not tuned & held_out


def _said(line: str, **candidates: object):
    return understand(line, now_local=NOW, candidates=CANDIDATES)


def test_every_field_says_where_it_comes_from() -> None:
    line = "Called Karen Bloom at 9:40 for 12 min, on hold 5 min, call Dr. Patel back by 2pm"
    said = _said(line)
    assert line[said.whom.start : said.whom.end] == "Karen Bloom"
    assert line[said.started_at.start : said.started_at.end] == "9:40"
    assert line[said.minutes.start : said.minutes.end] == "12 min"
    assert line[said.hold_minutes.start : said.hold_minutes.end] == "5 min"
    promise = said.promises[0]
    assert line[promise.start : promise.end] == "call Dr. Patel back by 2pm"
    assert promise.reach.contact_id == "p3"


def test_the_summary_leaves_out_what_became_a_follow_up() -> None:
    assert _said("called pharmacy 10 min, meds received, call patient back by 2pm").summary == (
        "called pharmacy 10 min, meds received"
    )


def test_a_name_of_two_clients_is_left_open() -> None:
    said = _said("called Ms. Smith 5 min")
    assert said.case is None
    assert set(said.case_choices) == {"c5", "c6"}


def test_the_case_of_the_page_settles_a_name_of_two_clients() -> None:
    here = Candidates(CANDIDATES.cases, CANDIDATES.contacts, current_case_id="c6")
    assert understand("called Ms. Smith 5 min", now_local=NOW, candidates=here).case.value == "c6"


def test_a_line_about_another_client_leaves_the_case_of_the_page() -> None:
    here = Candidates(CANDIDATES.cases, CANDIDATES.contacts, current_case_id="c6")
    assert understand("called Mr. Okafor 5 min", now_local=NOW, candidates=here).case.value == "c2"


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("called pt, call back by 2pm", "11-23T14:00"),
        ("called pt, call back by 9am", "11-24T09:00"),
        ("called pt, call back tomorrow at 4", "11-24T16:00"),
        ("called pt, call back next Tue", "12-01T17:00"),
        ("called pt, call back Tuesday", "11-24T17:00"),
        ("called pt, call back Monday", "11-30T17:00"),
        ("called pt, call back this Friday at 10", "11-27T10:00"),
        ("called pt, call back in two weeks", "12-07T17:00"),
        ("called pt, call back within 3 days", "11-26T17:00"),
        ("called pt, call back in 20 min", "11-23T11:30"),
        ("called pt, call back in 2 hours", "11-23T13:10"),
        ("called pt, call back in a month", "12-23T17:00"),
        ("called pt, call back in a couple of days", "11-25T17:00"),
        ("called pt, call back tonight", "11-23T18:00"),
        ("called pt, call back tonight at 7", "11-23T19:00"),
        ("called pt, call back first thing tomorrow", "11-24T08:00"),
        ("called pt, call back eod", "11-23T17:00"),
        ("called pt, call back by end of the week", "11-27T17:00"),
        ("called pt, call back next week", "11-30T17:00"),
        ("called pt, call back next month", "12-01T17:00"),
        ("called pt, call back Dec 14", "12-14T17:00"),
        ("called pt, call back 1/15", "01-15T17:00"),
        ("called pt, call back 1/15/27 at 13:30", "01-15T13:30"),
        ("called pt, call back on the 30th", "11-30T17:00"),
        ("called pt, call back on the 5th", "12-05T17:00"),
        ("called pt, call back tomorrow noon", "11-24T12:00"),
        ("called pt, call back midnight", "11-24T00:00"),
        ("called pt, call back 2/30", ""),
        ("called pt, call back by 13pm", ""),
        ("called pt, call back at 25:00", ""),
    ],
)
def test_a_due_moment_in_ordinary_words(line: str, due: str) -> None:
    promise = _said(line).promises[0]
    assert (f"{promise.due_at:%m-%dT%H:%M}" if promise.due_at else "") == due


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("yesterday 3pm called pt", "11-22T15:00"),
        ("called pt at 9:40", "11-23T09:40"),
        ("called pt at 4", None),
        ("last Friday met pt", "11-20T09:00"),
        ("Monday met pt", "11-16T09:00"),
        ("20 min ago called pt", "11-23T10:50"),
        ("2 hours ago called pt", "11-23T09:10"),
        ("two days ago at 3pm called pt", "11-21T15:00"),
        ("11/20 at 2pm called pt", "11-20T14:00"),
        ("Nov 3 called pt", "11-03T09:00"),
        ("Dec 14 called pt", "12-14T09:00"),
        ("on the 20th met pt", "11-20T09:00"),
        ("called pt today", None),
        ("called pt, surgery tomorrow at 6", None),
    ],
)
def test_when_it_happened_lies_behind_now(line: str, start: str | None) -> None:
    found = _said(line).started_at
    assert (f"{found.value:%m-%dT%H:%M}" if found else None) == start
    assert found is None or found.value <= NOW


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("10 min", 10), ("10m", 10), ("half an hour", 30), ("1/2 hr", 30), ("1.5h", 90), ("0.3 h", 18), (".3h", 18),
        ("an hour and a half", 90), ("1 hr 20 min", 80), ("1h20", 80), ("two hours", 120), ("quarter hour", 15),
        ("three quarters of an hour", 45), ("hour and 20 minutes", 80), ("45 mins", 45), ("2 hours and a quarter", 135),
    ],
)  # fmt: skip
def test_a_length_in_ordinary_words(words: str, minutes: int) -> None:
    assert _said(f"called pt {words}").minutes.value == minutes


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("they open at 9", "open 09:00"),
        ("office closes at 4:30pm", "close 16:30"),
        ("closes at 5 on Fridays", "Fr close 17:00"),
        ("open Mon-Thu 7-3:30", "Mo-Th 07:00-15:30"),
        ("lunch 12-1", "lunch 12:00-13:00"),
        ("closed 12-1 for lunch", "lunch 12:00-13:00"),
        ("reopens at 1:15", "open 13:15"),
        ("opens whenever", None),
        ("closes at 8:30", "close 20:30"),
        ("open 8-5", "08:00-17:00"),
        ("open 5pm-2pm", "open 17:00"),
        ("open 13am-2pm", None),
        ("hours 25-26", None),
        ("hours 9-8", "09:00-20:00"),
        ("lunch 12-31", None),
        ("hours 7-32", None),
        ("hours 8am-5pm", "08:00-17:00"),
    ],
)
def test_office_hours_are_learned(line: str, hours: str | None) -> None:
    found = _said(line).hours_learned
    assert (found.value if found else None) == hours


def test_a_claim_number_is_found_without_its_punctuation_and_by_its_end() -> None:
    assert _said("wc448217 called adjuster").case.value == "c1"
    assert _said("called re claim ending 10443").case.value == "c3"
    assert _said("called re claim 99999").case is None


def test_offsets_stay_true_with_accents() -> None:
    line = "Peña Hernández’s ﬁle, İ ß ½"
    assert folded(line).startswith("pena hernandez's")
    assert len(folded(line)) == len(line)


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("called pharmcy 5 min", "pharmacy"),
        ("called pt's pharmacy 5 min", "pharmacy"),
        ("called adjuster's office 5 min", "adjuster"),
        ("called employer's nurse", "employer"),
    ],
)
def test_a_role_is_found_behind_its_spelling_and_its_possessive(line: str, whom: str) -> None:
    assert _said(line).whom.value.role == whom


def test_a_doctor_is_no_client_of_the_same_name() -> None:
    both = Candidates((CasePerson("c", "Ann Lee"),), (Contact("d", "person", "Dr. Henry Lee", "surgeon"),))
    assert understand("called Dr. Lee", now_local=NOW, candidates=both).whom.value.contact_id == "d"
    assert understand("called Lee", now_local=NOW, candidates=both).case.value == "c"


def test_a_follow_up_in_one_word() -> None:
    assert _said("called pt, followup in two weeks").promises[0].due_at.day == 7
    assert _said("followup visit with pt").promises == ()


def test_an_unknown_name_leads_nowhere() -> None:
    said = understand("called Zbigniew 5 min", now_local=NOW, candidates=Candidates())
    assert said.whom is None and said.case is None


def test_two_contacts_of_one_first_name_are_left_open() -> None:
    both = Candidates(
        contacts=(Contact("a", "person", "Ann Lee", "adjuster"), Contact("b", "person", "Ann Roe", "nurse"))
    )
    said = understand("called Ann 5 min", now_local=NOW, candidates=both)
    assert said.whom.value.contact_id is None
    assert set(said.whom.value.choices) == {"a", "b"}


WORDS = st.sampled_from(
    [
        "called",
        "texted",
        "pt",
        "pharmacy",
        "Dr.",
        "Patel",
        "Peña",
        "re:",
        "10",
        "min",
        "hold",
        "by",
        "2pm",
        "tomorrow",
        "next",
        "Tue",
        "13/45",
        "9:75",
        "99999",
        "h/u",
        "w/",
        ",",
        ";",
        ".",
        "-",
        "f/u",
        "in",
        "two",
        "weeks",
        "they",
        "open",
        "at",
        "9",
        "closed",
        "12-1",
        "lunch",
        "miles",
        ".5h",
        "@",
        "LVM",
        "no",
        "answer",
        "Smith's",
        "WC-448217",
        "the",
        "31st",
        "2/29",
        "25:00",
        "ago",
        "last",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join)))
def test_no_line_breaks_it_and_every_span_lies_in_the_line(line: str) -> None:
    said = understand(line, now_local=NOW, candidates=CANDIDATES)
    assert said.line == line
    for found in (
        said.kind,
        said.whom,
        said.minutes,
        said.hold_minutes,
        said.miles,
        said.started_at,
        said.hours_learned,
    ):
        assert found is None or 0 <= found.start <= found.end <= len(line)
    for promise in said.promises:
        assert 0 <= promise.start <= promise.end <= len(line)
        assert promise.due_at is None or promise.due_at.tzinfo is not None


@settings(max_examples=60, deadline=None)
@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)))
def test_a_promise_never_lies_in_the_past_whatever_the_day(moment: datetime) -> None:
    now = moment.replace(tzinfo=NOW.tzinfo)
    for line in (
        "called pt, call back by 2pm",
        "called pt, check Tue",
        "called pt, check 2/29",
        "called pt, send in a month",
    ):
        for promise in understand(line, now_local=now, candidates=Candidates()).promises:
            assert promise.due_at is None or promise.due_at >= now - timedelta(minutes=1)


def test_many_candidates_cost_little() -> None:
    many = Candidates(
        tuple(CasePerson(f"c{n}", f"Given{n} Family{n}", (), (f"WC-{n:06d}",)) for n in range(100)),
        tuple(Contact(f"p{n}", "person", f"First{n} Last{n}", "adjuster", ("c1",)) for n in range(600)),
    )
    assert understand("called Family77 5 min", now_local=NOW, candidates=many).case.value == "c77"
