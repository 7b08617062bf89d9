"""Lines as they are said on the phone, and the hours they mean. "" where the line is refused with a question."""

import datetime as dt

import pytest

from caseday.directory.rules.heard import hear
from caseday.directory.rules.week import from_text, to_text

SUNDAY = dt.date(2026, 11, 22)
USUAL = "Mo-Fr 08:00-12:00,13:00-17:00"

NOTHING_NOTED_BEFORE = [
    ("M-F 8-12 and 1-5", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("closed for lunch noon to 1", ""),
    ("8:30 to 5, Fri till 3", "Mo-Th 08:30-17:00; Fr 08:30-15:00; Sa-Su off"),
    ("24/7", "24/7"),
    ("they open at 9", ""),
    ("open at 8 and close at 5", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("Mon-Fri 8am-5pm", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("Monday through Friday 8 to 5", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("Mon - Thu 8-5, Fri 8-3", "Mo-Th 08:00-17:00; Fr 08:00-15:00; Sa-Su off"),
    ("mon-thu 7:30-5:30, friday 7:30 to noon", "Mo-Th 07:30-17:30; Fr 07:30-12:00; Sa-Su off"),
    ("8-5 M-F", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("8-5 mon-thu, 8-3 fri", "Mo-Th 08:00-17:00; Fr 08:00-15:00; Sa-Su off"),
    ("8-12 and 1-5 M-F", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("8 to 5 weekdays, 9-1 saturdays", "Mo-Fr 08:00-17:00; Sa 09:00-13:00; Su off"),
    ("weekdays 9-5", "Mo-Fr 09:00-17:00; Sa-Su off"),
    ("daily 9am-9pm", "Mo-Su 09:00-21:00"),
    ("every day 8-8", "Mo-Su 08:00-20:00"),
    ("7 days a week 7 to 11pm", "Mo-Su 07:00-23:00"),
    ("M-F 9-9, Sat 9-6, Sun 10-6", "Mo-Fr 09:00-21:00; Sa 09:00-18:00; Su 10:00-18:00"),
    ("MWF 9-3", "Mo,We,Fr 09:00-15:00; Tu,Th,Sa-Su off"),
    ("TTh 10-4", "Mo,We,Fr-Su off; Tu,Th 10:00-16:00"),
    ("T/Th 8-noon", "Mo,We,Fr-Su off; Tu,Th 08:00-12:00"),
    ("Tuesday and Thursday 9 to 12 only", "Mo,We,Fr-Su off; Tu,Th 09:00-12:00"),
    ("8-5, closed 12-1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("8-5 with lunch from 12 to 1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("M-F 8-5, lunch 12-1, Sat 9-2", "Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-14:00; Su off"),
    (
        "8:30 to 5, Fri till 3, closed 12-1 for lunch",
        "Mo-Th 08:30-12:00,13:00-17:00; Fr 08:30-12:00,13:00-15:00; Sa-Su off",
    ),
    ("M-F 8-5 (12-1 lunch)", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("8-5 except Fri 8-12", "Mo-Th 08:00-17:00; Fr 08:00-12:00; Sa-Su off"),
    ("M-F 8-5 except Wed", "Mo-Tu,Th-Fr 08:00-17:00; We,Sa-Su off"),
    ("daily except Sunday 8-6", "Mo-Sa 08:00-18:00; Su off"),
    ("8-5, closed Wed", "Mo-Tu,Th-Fr 08:00-17:00; We,Sa-Su off"),
    ("M-Th 7-6, closed Fri", "Mo-Th 07:00-18:00; Fr-Su off"),
    ("closed weekends and holidays, weekdays 8-5", "Mo-Fr 08:00-17:00; Sa-Su off; PH off"),
    ("0800-1700", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("800-430", "Mo-Fr 08:00-16:30; Sa-Su off"),
    ("830 to 5", "Mo-Fr 08:30-17:00; Sa-Su off"),
    ("08:00–17:00 Mon–Fri", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("9 a.m. to 5 p.m.", "Mo-Fr 09:00-17:00; Sa-Su off"),
    ("eight to five", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("eight thirty to four thirty", "Mo-Fr 08:30-16:30; Sa-Su off"),
    ("10 til 2 on saturdays", "Mo-Fr,Su off; Sa 10:00-14:00"),
    ("24 hours", "24/7"),
    ("open around the clock", "24/7"),
    (
        "Mon 8-5, Tue 8-7, Wed 8-12, Thu 8-5, Fri 8-3",
        "Mo,Th 08:00-17:00; Tu 08:00-19:00; We 08:00-12:00; Fr 08:00-15:00; Sa-Su off",
    ),
    ("M, W, F 8-4; T, Th 10-6", "Mo,We,Fr 08:00-16:00; Tu,Th 10:00-18:00; Sa-Su off"),
    ("11-7pm", "Mo-Fr 11:00-19:00; Sa-Su off"),
    ("1-5 mon wed", "Mo,We 13:00-17:00; Tu,Th-Su off"),
    ("10pm-6am daily", "Mo-Su 22:00-06:00"),
    ("we're open 7:30-4 mon thru thurs", "Mo-Th 07:30-16:00; Fr-Su off"),
    ("They're open 8 until 4:45", "Mo-Fr 08:00-16:45; Sa-Su off"),
    ("asdf", ""),
    ("", ""),
    ("call 555 0123", ""),
    ("Mo-We 8-5", "Mo-We 08:00-17:00; Th-Su off"),
    ("8:00 - 12:00, 13:00 - 17:00", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("9-midnight", "Mo-Fr 09:00-24:00; Sa-Su off"),
    ("open Sat and Sun 10-4, otherwise 8-6", "Mo-Fr 08:00-18:00; Sa-Su 10:00-16:00"),
    ("closed Wed", "Mo-Tu,Th-Su unknown; We off"),
    ("mon thru fri, 8 am to 5 pm", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("M-F: 8:00am - 4:30pm", "Mo-Fr 08:00-16:30; Sa-Su off"),
    ("Tues. 9-5", "Mo,We-Su off; Tu 09:00-17:00"),
    ("Hours are 9-4 monday-thursday, closed for lunch 12-12:30", "Mo-Th 09:00-12:00,12:30-16:00; Fr-Su off"),
    ("M-F 8-5, closed noon to 1 for lunch", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("open 8-5 closed 12-1 Mon-Fri", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    (
        "Pharmacy: M-F 9am-9pm, Sat 9am-6pm, Sun 10am-6pm, closed 1:30-2 for lunch",
        "Mo-Fr 09:00-13:30,14:00-21:00; Sa 09:00-13:30,14:00-18:00; Su 10:00-13:30,14:00-18:00",
    ),
    ("8.30 - 16.30", "Mo-Fr 08:30-16:30; Sa-Su off"),
    ("half past 8 to half past 4", "Mo-Fr 08:30-16:30; Sa-Su off"),
    ("m-f 7a-7p", "Mo-Fr 07:00-19:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("9-5 Mon Wed Fri", "Mo,We,Fr 09:00-17:00; Tu,Th,Sa-Su off"),
]

OVER_WHAT_WAS_NOTED = [
    (USUAL, "closed for lunch noon to 1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00", "closed for lunch noon to 1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    (USUAL, "open tues & thurs only", "Mo,We,Fr-Su off; Tu,Th 08:00-12:00,13:00-17:00"),
    (USUAL, "they open at 9", "Mo-Fr 09:00-12:00,13:00-17:00; Sa-Su off"),
    (USUAL, "closed Wednesdays", "Mo-Tu,Th-Fr 08:00-12:00,13:00-17:00; We,Sa-Su off"),
    (USUAL, "closed on Fridays", "Mo-Th 08:00-12:00,13:00-17:00; Fr-Su off"),
    (USUAL, "Wed closed", "Mo-Tu,Th-Fr 08:00-12:00,13:00-17:00; We,Sa-Su off"),
    (USUAL, "closed wed afternoons", "Mo-Tu,Th-Fr 08:00-12:00,13:00-17:00; We 08:00-12:00; Sa-Su off"),
    (USUAL, "fridays only mornings", "Mo-Th,Sa-Su off; Fr 08:00-12:00"),
    (USUAL, "Fridays mornings only", "Mo-Th,Sa-Su off; Fr 08:00-12:00"),
    (USUAL, "they close at 4:30", "Mo-Fr 08:00-12:00,13:00-16:30; Sa-Su off"),
    (USUAL, "closes at 4 on Fridays", "Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-16:00; Sa-Su off"),
    (USUAL, "Fri till noon", "Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00; Sa-Su off"),
    (USUAL, "fri until 3", "Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-15:00; Sa-Su off"),
    (USUAL, "open through lunch", "Mo-Fr 08:00-17:00; Sa-Su off"),
    (USUAL, "no lunch break", "Mo-Fr 08:00-17:00; Sa-Su off"),
    (USUAL, "they don't close for lunch", "Mo-Fr 08:00-17:00; Sa-Su off"),
    (USUAL, "lunch 12:30 to 1:30", "Mo-Fr 08:00-12:30,13:30-17:00; Sa-Su off"),
    (USUAL, "lunch is 11:30-12:30", "Mo-Fr 08:00-11:30,12:30-17:00; Sa-Su off"),
    (USUAL, "phones off 12-1:30", "Mo-Fr 08:00-12:00,13:30-17:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00", "out to lunch, back at 1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00", "lunch at noon", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00", "closed over the noon hour", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    (USUAL, "closed holidays", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; PH off"),
    ("Mo-Fr 08:00-17:00; Sa-Su off; PH off", "open on holidays", "Mo-Fr 08:00-17:00; Sa-Su off"),
    ("Mo-Fr 08:00-17:00; PH off", "holidays 10-2", "Mo-Fr 08:00-17:00; Sa-Su off; PH 10:00-14:00"),
    (USUAL, "sat 9-12", "Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-12:00; Su off"),
    (USUAL, "also open Saturday 9 to noon", "Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-12:00; Su off"),
    (USUAL, "closed tomorrow", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Nov 23 off"),
    (
        USUAL,
        "closed Dec 24 and 25",
        "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Dec 24 off; 2026 Dec 25 off",
    ),
    (USUAL, "closed 12/24-1/2", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Dec 24-2027 Jan 02 off"),
    (USUAL, "Dec 24 till noon", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Dec 24 08:00-12:00"),
    (USUAL, "dec 31 8-12", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Dec 31 08:00-12:00"),
    (USUAL, "closed this Friday", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Nov 27 off"),
    (USUAL, "closed friday nov 27", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off; 2026 Nov 27 off"),
    (USUAL, "not before 9", "Mo-Fr 09:00-12:00,13:00-17:00; Sa-Su off"),
    (
        USUAL,
        "Mondays they open at 10",
        "Mo 10:00-12:00,13:00-17:00; Tu-Fr 08:00-12:00,13:00-17:00; Sa-Su off",
    ),
    (
        USUAL,
        "open until 7 on Tuesdays",
        "Mo,We-Fr 08:00-12:00,13:00-17:00; Tu 08:00-12:00,13:00-19:00; Sa-Su off",
    ),
    (USUAL, "closed Monday mornings", "Mo 13:00-17:00; Tu-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
    (USUAL, "starting at 7:30", "Mo-Fr 07:30-12:00,13:00-17:00; Sa-Su off"),
    (USUAL, "Thursdays 10-7", "Mo-We,Fr 08:00-12:00,13:00-17:00; Th 10:00-19:00; Sa-Su off"),
    (USUAL, "by appointment on Saturday", ""),
    (USUAL, "front desk closes at 4", "Mo-Fr 08:00-12:00,13:00-16:00; Sa-Su off"),
]


@pytest.mark.parametrize(("line", "hours"), NOTHING_NOTED_BEFORE)
def test_a_line_is_understood_where_nothing_was_noted(line: str, hours: str) -> None:
    heard = hear(line, None, SUNDAY)
    assert (to_text(heard.week) if heard.week else "") == hours


@pytest.mark.parametrize(("known", "line", "hours"), OVER_WHAT_WAS_NOTED)
def test_a_line_changes_only_what_it_speaks_of(known: str, line: str, hours: str) -> None:
    heard = hear(line, from_text(known), SUNDAY)
    assert (to_text(heard.week) if heard.week else "") == hours


def test_there_are_enough_lines() -> None:
    assert len(NOTHING_NOTED_BEFORE) + len(OVER_WHAT_WAS_NOTED) >= 80


def test_it_says_what_changes_and_what_was_before() -> None:
    heard = hear("they open at 9 on Mondays", from_text("Mo-Fr 08:00-17:00"), SUNDAY)
    assert heard.changes == ("Mon 9:00–17:00 (was 8:00–17:00)",)
    assert heard.is_understood


def test_it_asks_for_what_is_missing() -> None:
    assert hear("they open at 9", None, SUNDAY).problems == ("When do they close on Mon?",)
    assert hear("Fri till 3", None, SUNDAY).problems == ("When do they open on Fri?",)
    assert hear("closed for lunch noon to 1", None, SUNDAY).problems == (
        "When do they open and close? Lunch alone cannot be kept.",
    )
    assert hear("hello there", None, SUNDAY).problems[0].startswith("Say days and times")
    assert hear("saturday mornings", from_text(USUAL), SUNDAY).problems == ("From when to when on Sat?",)


def test_words_it_does_not_know_are_shown() -> None:
    assert hear("8-5 unless the bishop calls", None, SUNDAY).ignored == ("unless", "bishop")


def test_what_is_known_already_is_said_so() -> None:
    assert hear("Mon-Fri 8-12 and 1-5", from_text(USUAL), SUNDAY).changes == ("as noted before",)


def test_three_stretches_in_a_day_are_refused() -> None:
    assert "at most two" in hear("Mon 8-9, 10-11, 1-5", None, SUNDAY).problems[0]
