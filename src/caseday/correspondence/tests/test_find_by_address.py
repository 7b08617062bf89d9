"""Whose an address is, is found by indexes, however many the directory and the parties are."""

from typing import Any

import pytest
from django.db import connection

from caseday.cases.models import Party as CaseParty
from caseday.correspondence.queries.ties import ties_of
from caseday.correspondence.rules.incoming import Party
from caseday.correspondence.rules.matching import Said
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.people.models import HouseholdMember
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_office, make_party, make_professional

PHONE, MAIL = "+15125550177", "clinic7@example.org"
_LOOKED_AT = (
    "cases_party",
    "directory_office",
    "directory_professional",
    "people_householdmember",
    "people_contactpoint",
)


def _plans(address: str) -> str:
    """With the very values bound, as a request does: whether a partial index serves depends on them."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        ties_of(Said(sender=Party(address)))
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it reads a small table through whatever its indexes
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, params in asked:
            cursor.execute(f"{word} {sql}", params)
            plan += "\n".join(str(row) for row in cursor.fetchall()) + "\n"
    return plan


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PHONE, MAIL])
def test_no_table_is_read_through(cast: Cast, address: str) -> None:
    case, office = make_case(cast.nora), make_office()
    Office.objects.bulk_create(
        Office(name=f"Office {n}", email=f"clinic{n}@example.org" if n % 2 else "") for n in range(2000)
    )
    Professional.objects.bulk_create(
        Professional(
            name=f"Person {n}", office=office if n == 7 else None, email=f"p{n}@example.org" if n % 2 else ""
        )
        for n in range(2000)
    )
    OfficePhone.objects.bulk_create(OfficePhone(office=office, number=f"+1512555{n:04}") for n in range(1000))
    CaseParty.objects.bulk_create(
        CaseParty(case=case, role="employer", name="X", email=f"q{n}@example.org" if n % 2 else "")
        for n in range(4000)
    )
    HouseholdMember.objects.bulk_create(
        HouseholdMember(person=case.person, relation="son", phone=f"+1737555{n:04}" if n % 2 else "")
        for n in range(2000)
    )
    make_party(case, professional=make_professional(office=office, phone=PHONE), role="physician")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = _plans(address)
    assert "cases_party" in plan
    for table in _LOOKED_AT:
        assert f"SCAN {table}" not in plan and f"Seq Scan on {table}" not in plan, plan
    if connection.vendor == "sqlite":
        wanted = ("phone", "fax") if address == PHONE else ("email",)
        for name in wanted:
            assert f"professional_by_{name}" in plan, plan
        assert f"open_party_by_{'phone' if address == PHONE else 'email'}" in plan
        assert ("household_by_phone" in plan) == (address == PHONE)
