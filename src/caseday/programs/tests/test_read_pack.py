"""Reading a program pack."""

from datetime import date
from importlib.resources import files

import pytest

from caseday.kernel.errors import NotFound
from caseday.programs import queries
from caseday.programs.rules import PackError, read_pack, word_of

TEXT = (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8")


def _problem(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PackError) as caught:
        read_pack(TEXT.replace(old, new, 1), name="wc.toml")
    return str(caught.value)


def _line(text: str) -> int:
    return next(n for n, line in enumerate(TEXT.splitlines(), start=1) if text in line)


def test_the_shipped_pack_names_the_four_first_contacts():
    pack = read_pack(TEXT, name="wc.toml")
    assert {"adjuster", "client", "employer", "physician"} <= {one.slug for one in pack.first_contacts}


def test_the_shipped_pack_has_the_five_note_formats():
    pack = read_pack(TEXT, name="wc.toml")
    assert [form.slug for form in pack.note_formats] == ["narrative", "soap", "dap", "birp", "girp"]
    assert [part.slug for part in pack.note_format_for("visit").sections][0] == "subjective"
    assert pack.note_format_for("no such kind").slug == "narrative"


def test_a_figure_is_verified_where_a_source_that_was_read_states_it():
    pack = read_pack(TEXT, name="wc.toml")
    steps = [step for kind in pack.request_kinds for step in kind.steps]
    sources = {one.slug: one.source for one in pack.citations}
    practice = [figure for _, figure in pack.followup_practice.figures()]
    for figure in [
        *pack.first_contacts,
        *pack.acuities,
        *steps,
        *practice,
        pack.working_time,
        pack.note_signing,
    ]:
        is_open = figure.basis == "contract" or sources[figure.basis].startswith("to be checked: ")
        assert figure.verified != is_open


def test_it_says_line_field_and_reason_of_a_figure_out_of_range():
    said = _problem("within = 4", "within = 0")
    assert said.startswith(f"wc.toml line {_line('within = 4')}, first_contacts.0.within:")
    assert "greater than or equal to 1" in said


def test_it_says_line_and_field_of_a_reference_that_leads_nowhere():
    said = _problem('party_role = "adjuster"', 'party_role = "adjustor"')
    assert (
        f"line {_line('party_role = ')}, first_contacts.0.party_role: 'adjustor' is not among party_roles"
        in said
    )


def test_it_reports_an_unknown_field():
    assert "words.clinet: Extra inputs are not permitted" in _problem("[words]", '[words]\nclinet = "x"')


def test_it_reports_a_missing_field_at_the_line_of_its_table():
    said = _problem('client = "injured worker"\n', "")
    assert f"line {_line('[words]')}, words.client: Field required" in said


def test_it_reports_a_slug_that_is_there_twice():
    assert "stages.1.slug: 'referral' is there twice" in _problem('slug = "assessment"', 'slug = "referral"')


def test_it_reports_text_that_is_not_toml_with_its_line():
    assert "wc.toml: " in _problem('slug = "workers_compensation"', "slug = ")


def test_it_reports_an_end_before_the_beginning():
    said = _problem("effective_from = 2020-01-01", "effective_from = 2020-01-01\neffective_to = 2019-01-01")
    assert "effective_to: must not be before effective_from" in said


def test_it_reports_an_office_that_closes_before_it_opens():
    assert "must be before closes" in _problem("opens = 08:00:00", "opens = 18:00:00")


def test_it_reports_every_problem_at_once():
    text = TEXT.replace("within = 4", "within = 0").replace('slug = "low"', 'slug = "Low"')
    with pytest.raises(PackError) as caught:
        read_pack(text, name="wc.toml")
    assert len(caught.value.problems) == 2


def test_a_problem_that_names_no_place_is_told_of_line_one():
    assert "wc.toml line 1, word: Field required" in _problem(
        TEXT.split("\n\n")[1].splitlines()[1] + "\n", ""
    )


def test_a_pack_applies_from_its_first_day_to_its_last():
    pack = read_pack(TEXT, name="x").model_copy(update={"effective_to": date(2026, 6, 30)})
    assert pack.is_effective(date(2020, 1, 1))
    assert pack.is_effective(date(2026, 6, 30))
    assert not pack.is_effective(date(2026, 7, 1))
    assert not pack.is_effective(date(2019, 12, 31))


def test_the_version_of_a_date_is_the_last_one_that_had_begun(monkeypatch):
    old = read_pack(TEXT, name="x")
    new = old.model_copy(update={"effective_from": date(2027, 1, 1), "word": "New"})
    monkeypatch.setattr(queries, "all_packs", lambda: (new, old))
    assert queries.get_pack("workers_compensation", on=date(2027, 1, 1)).word == "New"
    assert queries.get_pack("workers_compensation", on=date(2026, 12, 31)) is old
    assert queries.get_pack("workers_compensation", on=date(1999, 1, 1)) is old
    assert [pack.word for pack in queries.shipped_packs_on(date(2026, 1, 1))] == [old.word]


def test_an_unknown_pack_is_not_found():
    with pytest.raises(NotFound):
        queries.get_pack("nothing", on=date(2026, 1, 1))


def test_packs_are_read_once():
    assert queries.all_packs() is queries.all_packs()


@pytest.mark.parametrize(
    ("jurisdiction", "case_type", "on", "within"),
    [
        ("TN", "field", date(2025, 11, 9), 14),
        ("TN", "catastrophic", date(2025, 11, 9), 14),
        ("TN", "catastrophic", date(2025, 11, 10), 14),
        ("TN", "field", date(2025, 11, 10), 21),
        ("TX", "field", date(2025, 11, 10), None),
    ],
)
def test_contacts_of_one_state_are_asked_for_there_by_the_rule_of_the_day(
    jurisdiction, case_type, on, within
):
    asked = read_pack(TEXT, name="x").first_contacts_in(jurisdiction, case_type=case_type, on=on)
    assert [one.within for one in asked if one.slug == "client_in_person"] == ([within] if within else [])


def test_it_reports_a_contact_that_one_case_would_be_asked_for_twice():
    said = _problem("effective_to = 2025-11-09", "effective_to = 2025-11-10")
    assert "first_contacts.5.slug: 'client_in_person' is there twice" in said
    assert "first_contacts.6.slug: 'client_in_person' is there twice" in said


def test_a_face_to_face_contact_is_met_by_a_visit_only():
    pack = read_pack(TEXT, name="x")
    rule = next(one for one in pack.first_contacts if one.slug == "client_in_person")
    assert rule.is_met_by("client", "visit")
    assert not rule.is_met_by("client", "call")
    assert not rule.is_met_by("adjuster", "visit")


def test_a_clock_says_where_it_comes_from():
    pack = read_pack(TEXT, name="x")
    said = {one.slug: pack.describe(one) for one in pack.first_contacts}
    assert said["adjuster"] == "within 4 working hours of receipt (contract default, not verified)"
    assert said["client"].startswith("within 1 working day of receipt")
    assert said["client_in_person"].startswith("within 21 days of acceptance (to be checked: Tenn. Comp.")


def test_words_survive_a_slug_that_a_later_pack_dropped():
    pack = read_pack(TEXT, name="x")
    assert word_of(pack.stages, "active") == "Active treatment"
    assert word_of(pack.stages, "old_stage") == "Old stage"
    assert pack.acuity(2).word == "Moderate"
    assert pack.acuity(8) is None
    assert pack.stage("nothing") is None
    assert pack.party_role("adjuster").is_one_at_a_time
    assert pack.request_kind("therapy").has_units
    assert pack.request_kind("nothing") is None
    assert pack.document_kind("non_certification").opens_clock == "appeal"
    assert pack.restriction_kind("lift").unit == "lb"
    assert "call" in pack.activities_that_need_a_note
    assert "travel" not in pack.activities_that_are_contacts


def test_a_program_need_not_ask_for_signatures_in_time():
    start = TEXT.index("[note_signing]")
    pack = read_pack(TEXT[:start] + TEXT[TEXT.index("[[case_types]]", start) :], name="wc.toml")
    assert pack.note_signing is None
    assert pack.sign_notes_within_hours == 0
    assert read_pack(TEXT, name="wc.toml").sign_notes_within_hours == 48


def test_who_gets_the_same_at_the_same_time_is_dated_data() -> None:
    found = read_pack(TEXT, name="wc.toml")
    everywhere, california = (found.copies_in(place, on=date(2026, 3, 2)) for place in ("TX", "CA"))
    assert [one.slug for one in everywhere] == ["opposing_attorneys"]
    assert [one.slug for one in california] == ["opposing_attorneys", "medical_evaluator_ca"]
    assert [one.verified for one in california] == [False, True]
    assert len(found.copies_in("CA", on=date(2012, 1, 1))) == 1


@pytest.mark.parametrize(
    "wrong, words",
    [
        ('to = ["nobody"]', "party_roles"),
        ('copies = ["nobody"]', "party_roles"),
        ('basis = "nowhere"', "citations"),
    ],
)
def test_copies_lead_to_roles_and_sources(wrong: str, words: str) -> None:
    rule = {
        "slug": '"a"',
        "word": '"A"',
        "to": '["adjuster"]',
        "copies": '["employer"]',
        "basis": '"contract"',
        "verified": "false",
    }
    rule |= dict([wrong.split(" = ")])
    table = "\n[[simultaneous_copies]]\n" + "\n".join(f"{name} = {value}" for name, value in rule.items())
    with pytest.raises(PackError, match=words):
        read_pack(TEXT + table, name="wc.toml")
