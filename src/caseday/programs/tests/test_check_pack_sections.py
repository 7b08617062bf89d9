"""What a pack says of stages, visits, plans, billing, reports, documentation and consents is checked."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.programs.rules import PackError, Rate, WorkCalendar, date_after, read_pack, span_words
from caseday.programs.rules.visits import VisitRule

TEXT = (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8")
CALENDAR = WorkCalendar(zone=ZoneInfo("America/Chicago"))
SCOPE = 'basis = "contract"\nverified = false\n'


def _problems(added: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_pack(f"{TEXT}\n{added}", name="wc.toml")
    return caught.value.problems


def _replaced(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PackError) as caught:
        read_pack(TEXT.replace(old, new, 1), name="wc.toml")
    return str(caught.value)


def _last_line(text: str, added: str) -> int:
    lines = f"{TEXT}\n{added}".splitlines()
    return max(n for n, line in enumerate(lines, start=1) if line.startswith(text))


def test_a_circle_of_stages_with_no_way_out_is_refused_at_its_line():
    said = _replaced('next = ["active", "return_to_work", "closing"]', 'next = ["assessment"]')
    line = next(
        n for n, text in enumerate(TEXT.splitlines(), 1) if 'next = ["active", "return_to_work", ' in text
    )
    assert (
        f"wc.toml line {line}, stages.1.next: no way leads from 'assessment' to a stage with is_closing"
        in said
    )


def test_a_circle_with_a_way_out_is_allowed():
    pack = read_pack(TEXT, name="wc.toml")
    assert "assessment" in pack.stage("active").next
    assert "active" in pack.stage("assessment").next


def test_a_stage_to_which_no_way_leads_is_refused():
    added = '[[stages]]\nslug = "island"\nword = "Island"\nnext = ["closing"]\n'
    (said,) = _problems(added)
    assert (
        f"line {_last_line('slug', added)}, stages.5.slug: no way leads from the first stage to 'island'"
        in said
    )


def test_a_pack_in_which_no_case_could_close_is_refused():
    assert "stages: no stage has is_closing = true" in _replaced("is_closing = true\n", "")


@pytest.mark.parametrize(
    ("requires", "reason"),
    [
        ("work_done", "'work_done' is not a condition (consent_signed, "),
        ("plan_signed:phq9", "takes nothing after a colon"),
        ("document", "needs one of document_kinds after a colon"),
        ("document:nothing", "'nothing' is not among document_kinds"),
        ("assessment_done:nothing", "'nothing' is not among assessments_due"),
    ],
)
def test_a_stage_asks_for_conditions_that_are_known(requires, reason):
    said = _replaced('requires = ["work_status_known"]', f'requires = ["{requires}"]')
    assert "stages.3.requires: " in said
    assert reason in said


SECTIONS = {
    "visit_rules": 'slug = "a"\nword = "A"\nevery = 1\nunit = "months"\n',
    "contact_rules": 'slug = "a"\nword = "A"\nparty_role = "employer"\nevery = 1\nunit = "months"\n',
    "assessments_due": 'instrument = "social_needs"\nwithin = 30\nunit = "days"\n',
    "plan_rules": 'slug = "a"\nword = "A"\ndue_within = 30\ndue_unit = "days"\n',
    "report_types": 'slug = "a"\nword = "A"\nevery = 30\n',
    "consent_rules": 'slug = "a"\nword = "A"\ndocument_kind = "consent"\n',
    "documentation_rules": 'slug = "a"\nword = "A"\nkind = "plan_reviewed"\nevery = 90\nunit = "days"\n',
}


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_read(name):
    pack = read_pack(f"{TEXT}\n[[{name}]]\n{SECTIONS[name]}{SCOPE}", name="x")
    assert not getattr(pack, name)[-1].verified


@pytest.mark.parametrize("name", SECTIONS)
def test_a_figure_without_a_source_is_refused_at_its_table(name):
    added = f"[[{name}]]\n{SECTIONS[name]}verified = false\n"
    (said,) = _problems(added)
    assert said.startswith(f"wc.toml line {_last_line(f'[[{name}]]', added)}, {name}.")
    assert said.endswith(".basis: Field required")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_figure_whose_source_is_not_cited_is_refused_at_its_line(name):
    added = f'[[{name}]]\n{SECTIONS[name]}basis = "hearsay"\nverified = false\n'
    (said,) = _problems(added)
    assert f"line {_last_line('basis', added)}, {name}." in said
    assert said.endswith(".basis: 'hearsay' is not among citations")


@pytest.mark.parametrize("name", SECTIONS)
def test_an_unknown_field_is_refused_at_its_line(name):
    added = f"[[{name}]]\n{SECTIONS[name]}{SCOPE}colour = 3\n"
    (said,) = _problems(added)
    assert f"line {_last_line('colour', added)}, {name}." in said
    assert said.endswith(".colour: Extra inputs are not permitted")


@pytest.mark.parametrize("name", SECTIONS)
def test_what_one_case_would_have_twice_is_refused(name):
    table = f"[[{name}]]\n{SECTIONS[name]}{SCOPE}"
    assert "is there twice" in _problems(table + table)[0]
    read_pack(f'{TEXT}\n{table}case_types = ["field"]\n{table}case_types = ["task"]\n', name="x")


@pytest.mark.parametrize("name", SECTIONS)
def test_what_ends_before_it_begins_is_refused(name):
    dates = "effective_from = 2026-02-01\neffective_to = 2026-01-01\n"
    added = f"[[{name}]]\n{SECTIONS[name]}{SCOPE}{dates}"
    (said,) = _problems(added)
    assert f"line {_last_line('effective_to', added)}, {name}." in said
    assert said.endswith(".effective_to: must not be before effective_from")


@pytest.mark.parametrize(
    ("name", "wrong", "reason"),
    [
        ("visit_rules", 'with_roles = ["nobody"]', "with_roles: 'nobody' is not among party_roles"),
        ("visit_rules", 'stages = ["nowhere"]', "stages: 'nowhere' is not among stages"),
        ("visit_rules", 'case_types = ["none"]', "case_types: 'none' is not among case_types"),
        ("visit_rules", 'jurisdictions = ["Texas"]', "jurisdictions.0: String should match"),
        ("contact_rules", 'activity_kinds = ["nap"]', "activity_kinds: 'nap' is not among activity_kinds"),
        ("assessments_due", 'starts = "stage:none"', "starts: 'none' is not among stages"),
        ("assessments_due", 'starts = "date:none"', "starts: 'none' is not among key_date_kinds"),
        ("assessments_due", 'starts = "soon"', "starts: String should match pattern"),
        ("plan_rules", 'starts = "date:none"', "starts: 'none' is not among key_date_kinds"),
        ("plan_rules", 'signatures = ["nobody"]', "signatures: 'nobody' is not among party_roles"),
        ("plan_rules", 'legal_text = { english = "x" }', "legal_text: 'english' is not a language"),
        ("report_types", 'to_roles = ["nobody"]', "to_roles: 'nobody' is not among party_roles"),
        ("consent_rules", 'by_roles = ["nobody"]', "by_roles: 'nobody' is not among party_roles"),
        ("documentation_rules", "percent = 3", "percent: kind 'plan_reviewed' does not take it"),
    ],
)
def test_what_leads_nowhere_is_refused_with_line_field_and_reason(name, wrong, reason):
    added = f"[[{name}]]\n{SECTIONS[name]}{SCOPE}{wrong}\n"
    (said,) = _problems(added)
    assert f"line {_last_line(wrong.split(' ')[0] + ' =', added)}, {name}." in said
    assert reason in said


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ('kind = "note_within_hours"', "hours: kind 'note_within_hours' needs it"),
        ('kind = "note_has"\nparts = []', "parts: must not be empty"),
        ('kind = "share_in_place"\npercent = 50\nevery = 12\nunit = "months"', "place: kind"),
        ('kind = "document_on_file"\ndocument_kind = "nothing"', "'nothing' is not among document_kinds"),
        (
            'kind = "assessment_within"\ninstrument = "none"\nwithin = 1\nunit = "days"',
            "not among assessments_due",
        ),
        ('kind = "first_contact_within"\nfirst_contact = "none"', "'none' is not among first_contacts"),
        ('kind = "plan_signed"\nwithin = 1\nunit = "days"\nsignatures = ["none"]', "'none' is not among"),
        (
            'kind = "plan_signed"\nwithin = 1\nunit = "days"\nstarts = "stage:none"',
            "'none' is not among stages",
        ),
        (
            'kind = "note_has"\nparts = ["goal"]\nactivity_kinds = ["none"]',
            "'none' is not among activity_kinds",
        ),
        (
            'kind = "contact_every"\nparty_role = "none"\nevery = 1\nunit = "days"',
            "'none' is not among party_roles",
        ),
        ('kind = "looks_nice"', "Input should be"),
    ],
)
def test_a_documentation_rule_says_what_its_kind_needs(parameters, reason):
    added = f'[[documentation_rules]]\nslug = "a"\nword = "A"\n{parameters}\n{SCOPE}'
    assert reason in "\n".join(_problems(added))


CODES = '[[activity_codes]]\nslug = "a"\nword = "A"\ncode = "T1017"\nactivity_kinds = ["call"]\n'
RATE = f'[[rates]]\nactivity_code = "a"\nkind = "units"\nunit_minutes = 15\nremainder_minutes = 8\n{SCOPE}'


def test_rates_follow_each_other():
    first, then = "effective_to = 2026-06-30\n", "effective_from = 2026-07-01\n"
    pack = read_pack(f"{TEXT}\n{CODES}{RATE}{first}{RATE}{then}", name="x")
    assert [
        one.holds(jurisdiction="TX", case_type="field", on=date(2026, 7, 1)) for one in pack.rates[-2:]
    ] == [
        False,
        True,
    ]


def test_a_rate_that_overlaps_another_is_refused():
    added = f"{CODES}{RATE}effective_to = 2026-06-30\n{RATE}effective_from = 2026-06-30\n"
    (said,) = _problems(added)
    assert f"line {_last_line('effective_from', added)}, rates." in said
    assert said.endswith(".effective_from: overlaps an earlier rate of 'a'")


def test_a_rate_that_ends_before_it_begins_is_refused():
    added = f"{CODES}{RATE}effective_from = 2026-07-01\neffective_to = 2026-06-30\n"
    assert _problems(added)[0].endswith(".effective_to: must not be before effective_from")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('activity_code = "none"\nkind = "flat"', "'none' is not among activity_codes"),
        ('activity_code = "a"\nkind = "units"', 'unit_minutes: kind "units" needs the minutes of a unit'),
        (
            'activity_code = "a"\nkind = "tenth_hours"\nremainder_minutes = 7',
            "remainder_minutes: must not be more",
        ),
        ('activity_code = "a"\nkind = "capped_month"', 'cap_units: kind "capped_month" needs'),
        ('activity_code = "a"\nkind = "flat"\ncap_units = 3', "cap_per: cap_units and cap_per go together"),
    ],
)
def test_a_rate_can_be_counted(wrong, reason):
    assert reason in _problems(f"{CODES}[[rates]]\n{wrong}\n{SCOPE}")[0]


def test_a_code_names_activities_of_the_pack():
    wrong = CODES.replace('"call"', '"nap"')
    assert "'nap' is not among activity_kinds" in _problems(wrong)[0]


def _rate(**values: object) -> Rate:
    return Rate.model_validate({"activity_code": "a", "basis": "contract", "verified": False, **values})


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(0, 0), (7, 0), (8, 1), (15, 1), (22, 1), (23, 2), (37, 2), (38, 3), (60, 4), (-5, 0)],
)
def test_a_remainder_counts_from_eight_minutes_of_fifteen(minutes, units):
    assert _rate(kind="units", unit_minutes=15, remainder_minutes=8).units(minutes) == units


@pytest.mark.parametrize(("minutes", "tenths"), [(1, 1), (6, 1), (7, 2), (60, 10)])
def test_tenths_of_an_hour_are_six_minutes(minutes, tenths):
    assert _rate(kind="tenth_hours").units(minutes) == tenths


def test_what_is_flat_is_one_each_time_and_a_month_has_its_cap():
    flat = _rate(kind="flat", amount=Decimal("45.00"))
    month = _rate(kind="capped_month", cap_units=1)
    assert (flat.units(5), flat.period_of_cap) == (1, "")
    assert (month.units(300), month.period_of_cap) == (1, "month")


@given(st.integers(0, 5000), st.integers(1, 240), st.data())
def test_units_grow_with_minutes_and_never_run_ahead_of_them(minutes, size, data):
    rate = _rate(kind="units", unit_minutes=size, remainder_minutes=data.draw(st.integers(1, size)))
    assert rate.units(minutes) <= rate.units(minutes + 1)
    assert minutes // size <= rate.units(minutes) <= minutes // size + 1


@pytest.mark.parametrize(
    ("start", "count", "unit", "due"),
    [
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 11, 15), 14, "months", date(2028, 1, 15)),
        (date(2026, 3, 2), 60, "days", date(2026, 5, 1)),
        (date(2026, 3, 2), 2, "weeks", date(2026, 3, 16)),
        (date(2026, 7, 2), 1, "working_days", date(2026, 7, 6)),
        (date(2026, 7, 2), 3, "working_days", date(2026, 7, 8)),
    ],
)
def test_a_stretch_ends_on_its_last_day(start, count, unit, due):
    assert date_after(start, count, unit, CALENDAR) == due


def test_a_calendar_without_working_days_has_no_end():
    never = WorkCalendar(zone=ZoneInfo("UTC"), weekdays=frozenset())
    with pytest.raises(ValueError, match="no working days"):
        date_after(date(2026, 1, 1), 1, "working_days", never)


def test_a_rule_of_one_stage_holds_there_alone():
    rule = VisitRule.model_validate(
        {
            "slug": "a",
            "word": "A",
            "every": 1,
            "unit": "months",
            "basis": "x",
            "verified": False,
            "stages": ["open"],
        }
    )
    case = {"jurisdiction": "TX", "case_type": "a", "on": date(2026, 1, 1)}
    assert rule.holds_in("open", **case)
    assert not rule.holds_in("closing", **case)
    assert rule.rhythm_words == "every month"
    assert span_words(2, "working_days") == "2 working days"
