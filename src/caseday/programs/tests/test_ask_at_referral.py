"""What the referral form asks for is what the program has."""

from importlib.resources import files

from caseday.programs.rules import Pack, read_pack, referral_fields

TEXT = (files("caseday.programs") / "data" / "example_pack.toml").read_text("utf-8")


def _pack(*changes: tuple[str, str]) -> Pack:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_pack(text, name="example.toml")


def test_the_first_role_that_is_asked_for_is_who_refers():
    asked = referral_fields(_pack())
    assert asked.words == {
        "referrer_name": "Court or legal aid",
        "employer_name": "",
        "physician_name": "",
        "claim_number": "Docket number",
        "onset_on": "Notice received",
    }


def test_an_employer_and_a_physician_are_asked_for_before_other_offices_and_people():
    others = "".join(
        f'[[party_roles]]\nslug = "{slug}"\nword = "{slug}"\nholder = "{holder}"\nis_asked_at_referral = true\n\n'
        for slug, holder in (
            ("school", "office"),
            ("doctor", "professional"),
            ("employer", "office"),
            ("physician", "professional"),
        )
    )
    asked = referral_fields(
        _pack(('[[identifier_kinds]]\nslug = "docket"', f'{others}[[identifier_kinds]]\nslug = "docket"'))
    )
    assert (asked.organization.slug, asked.professional.slug) == ("employer", "physician")


def test_the_first_other_office_and_person_are_asked_for_where_there_is_neither():
    others = "".join(
        f'[[party_roles]]\nslug = "{slug}"\nword = "{slug}"\nholder = "{holder}"\nis_asked_at_referral = true\n\n'
        for slug, holder in (("school", "office"), ("doctor", "professional"))
    )
    asked = referral_fields(
        _pack(('[[identifier_kinds]]\nslug = "docket"', f'{others}[[identifier_kinds]]\nslug = "docket"'))
    )
    assert (asked.organization.slug, asked.professional.slug) == ("school", "doctor")


def test_a_program_that_asks_for_nothing_has_no_such_fields():
    asked = referral_fields(_pack(("is_asked_at_referral = true\n", "")))
    assert set(asked.words.values()) == {""}
    assert asked.referrer is None


def test_only_an_injury_has_nothing_before_it():
    kind = '[[key_date_kinds]]\nslug = "{}"'
    injury = _pack((kind.format("notice"), kind.format("injury")), ("date:notice", "date:injury"))
    assert referral_fields(injury).begins_with_injury
    assert not referral_fields(_pack()).begins_with_injury
    assert not referral_fields(_pack(("is_asked_at_referral = true\n", ""))).begins_with_injury
