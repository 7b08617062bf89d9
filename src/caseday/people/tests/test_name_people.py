from __future__ import annotations

from caseday.people.models import Address, ContactPoint, HouseholdMember, Person, PersonMerge, SafetyNote


def test_people_are_named_as_one_speaks_of_them() -> None:
    rosa = Person(
        given_name="Rosa", middle_name="Luz", family_name="Delgado", preferred_name="Rosie", suffix="Jr"
    )
    assert (str(rosa), rosa.called) == ("Rosa Luz Delgado Jr", "Rosie Delgado")
    assert (str(Person()), Person().called) == ("Name not known", "Name not known")


def test_what_belongs_to_them_is_named() -> None:
    assert str(Address(line1="9 Elm St", city="Austin", state="TX")) == "9 Elm St, Austin, TX"
    assert str(ContactPoint(value="+15125550101")) == "+15125550101"
    assert str(HouseholdMember(name="Luz", relation="daughter")) == "Luz (daughter)"
    assert str(SafetyNote(text="Partner has threatened")) == "Safety note"
    assert "into" in str(PersonMerge())
