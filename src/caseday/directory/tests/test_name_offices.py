from __future__ import annotations

from caseday.directory.models import Office, OfficePhone, Professional


def test_offices_phones_and_professionals_are_named() -> None:
    office = Office(name="Lakeside", line1="1 Main St", city="Austin", state="TX", postal_code="78701")
    assert str(office) == "Lakeside"
    assert office.address == "1 Main St, Austin, TX 78701"
    assert str(OfficePhone(number="+15125550101")) == "+15125550101"
    assert str(Professional(name="Amina", credentials="MD")) == "Amina, MD"
    assert str(Professional(name="Amina")) == "Amina"
