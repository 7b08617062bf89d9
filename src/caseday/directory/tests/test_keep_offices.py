from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer
from caseday.directory import actions, queries
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_office, make_professional

pytestmark = pytest.mark.django_db


def add(nora: Viewer, now: datetime, phone: str = "", **fields: Any) -> Office:
    return actions.add_office(
        actor=nora,
        now=now,
        phone=phone,
        fields={"name": "Ridgeview Orthopedics", "kind": "physician_practice", **fields},
    )


def test_an_office_knows_its_door_by_the_postal_code(nora: Viewer, now: datetime) -> None:
    office = add(nora, now, "512 555 0101 x4", postal_code="79901", line1="1 Mesa St", npi="123-456-7893")
    assert (office.state, office.time_zone, office.place_precision) == ("TX", "America/Denver", "postal code")
    assert office.latitude and 31 < office.latitude < 32
    assert (office.npi, office.name_key) == ("1234567893", "orthopedics ridgeview")
    desk = office.phones.get()
    assert (desk.number, desk.extension, desk.purpose) == ("+15125550101", "4", "front desk")


def test_without_an_address_the_agency_s_zone_stands_in(nora: Viewer, now: datetime) -> None:
    assert add(nora, now).time_zone == "America/Chicago"
    assert add(nora, now, state="ca").time_zone == "America/Los_Angeles"


def test_a_pin_on_the_map_is_not_moved_by_the_postal_code(nora: Viewer, now: datetime) -> None:
    office = make_office(latitude=1.0, longitude=2.0, place_precision="pin")
    revised = actions.revise_office(actor=nora, now=now, office_id=office.id, fields={"postal_code": "78701"})
    assert revised.latitude == 1.0


def test_a_moved_office_moves_on_the_map_and_off_it(nora: Viewer, now: datetime) -> None:
    office = add(nora, now, postal_code="78701")
    there = actions.revise_office(actor=nora, now=now, office_id=office.id, fields={"postal_code": "10001"})
    assert there.latitude and there.latitude > 40
    gone = actions.revise_office(actor=nora, now=now, office_id=office.id, fields={"postal_code": ""})
    assert (gone.latitude, gone.place_precision) == (None, "")


@pytest.mark.parametrize(
    ("fields", "phone", "field"),
    [
        ({"name": " "}, "", "name"),
        ({"npi": "1234567890"}, "", "npi"),
        ({"fax": "12"}, "", "fax"),
        ({"email": "nobody"}, "", "email"),
        ({"time_zone": "Mars/Olympus"}, "", "time_zone"),
        ({"kind": "bakery"}, "", "kind"),
        ({"opening_hours": "whenever"}, "", "opening_hours"),
        ({"name": "x" * 161}, "", "name"),
        ({"latitude": 3}, "", "latitude"),
        ({}, "555", "phone"),
    ],
)
def test_bad_input_is_refused_by_its_field(
    nora: Viewer, now: datetime, fields: dict, phone: str, field: str
) -> None:
    with pytest.raises(Invalid) as error:
        add(nora, now, phone, **fields)
    assert field in error.value.problems
    assert not Office.objects.exists()


def test_sent_twice_it_is_stored_once(nora: Viewer, now: datetime) -> None:
    office_id = new_id()
    for _ in range(2):
        office = actions.add_office(actor=nora, now=now, id=office_id, fields={"name": "Lakeside Imaging"})
        phone = actions.add_phone(actor=nora, now=now, office_id=office.id, number="5125550102", id=office_id)
        someone = actions.add_professional(
            actor=nora, now=now, id=office_id, fields={"name": "Dana", "office_id": office.id}
        )
    assert (office.id, phone.id, someone.id) == (office_id,) * 3
    assert Office.objects.count() == OfficePhone.objects.count() == Professional.objects.count() == 1


def test_an_auditor_only_reads(audrey: Viewer, nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    with pytest.raises(Refused):
        actions.revise_office(actor=audrey, now=now, office_id=office.id, fields={"name": "Other"})
    assert queries.get_office(audrey, office.id).name == "Ridgeview Orthopedics"


def test_hours_learned_on_the_phone_are_kept_with_the_words(nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    actions.note_hours(
        actor=nora,
        now=now,
        office_id=office.id,
        opening_hours="Mo-Fr 08:00-15:00",
        heard_as="8 to 3",
        hours_note=None,
    )
    learned = queries.learned_about(nora, office)[0]
    assert learned.event.summary == "Hours learned: 8 to 3"
    assert learned.event.actor_name == "Nora Field"
    assert learned.lines == ["Hours: Mo-Fr 08:00-15:00"]
    with pytest.raises(Invalid):
        actions.note_hours(actor=nora, now=now, office_id=office.id, opening_hours="later")
    kept = actions.note_hours(
        actor=nora,
        now=now,
        office_id=office.id,
        opening_hours="",
        closes_on_holidays=False,
        holiday_calendar="state",
    )
    assert (kept.opening_hours, kept.closes_on_holidays, kept.holiday_calendar) == ("", False, "state")


def test_who_learned_what_is_told_in_words(nora: Viewer, carl: Viewer, now: datetime) -> None:
    office = add(nora, now, note="x" * 200)
    later = now + timedelta(hours=1)
    phone = actions.add_phone(
        actor=carl,
        now=later,
        office_id=office.id,
        number="512 555 0102",
        purpose="surgery coordinator",
        menu_hint="press 3",
    )
    actions.revise_phone(
        actor=carl, now=later, phone_id=phone.id, number="512 555 0103 x7", purpose="surgery"
    )
    actions.retire_phone(actor=carl, now=later, phone_id=phone.id)
    said = [(one.event.actor_name, one.lines) for one in queries.learned_about(nora, office)]
    assert said[0] == ("Carl Cover", ["No longer used: yes"])
    assert said[1][1] == [
        "Number: (512) 555-0103 (was (512) 555-0102)", "Purpose: surgery (was surgery coordinator)",
        "In the menu: no longer press 3", "Extension: 7",
    ] or set(said[1][1]) >= {"Extension: 7", "In the menu: no longer press 3"}  # fmt: skip
    assert "Number: (512) 555-0102" in said[2][1]
    assert any(line.endswith("…") for line in said[3][1])


def test_nothing_changed_writes_no_event(nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    before = CaseEvent.objects.count()
    actions.revise_office(actor=nora, now=now, office_id=office.id, fields={"name": office.name})
    assert CaseEvent.objects.count() == before


def test_a_retired_office_is_not_offered_and_comes_back(nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    for _ in range(2):
        actions.retire_office(actor=nora, now=now, office_id=office.id)
    assert list(queries.offices(nora)) == []
    assert list(queries.offices(nora, include_retired=True)) == [office]
    actions.restore_office(actor=nora, now=now, office_id=office.id)
    assert list(queries.offices(nora)) == [office]


def test_professionals_come_and_go(nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    someone = actions.add_professional(
        actor=nora,
        now=now,
        fields={"name": "Amina Farouk", "office_id": office.id, "phone": "5125550110 ext 2", "extension": ""},
    )
    assert (someone.phone, someone.extension) == ("+15125550110", "2")
    actions.revise_professional(actor=nora, now=now, professional_id=someone.id, fields={"role": "surgeon"})
    assert [one.role for one in queries.get_office(nora, office.id).working_here] == ["surgeon"]
    for _ in range(2):
        actions.retire_professional(actor=nora, now=now, professional_id=someone.id)
    assert queries.get_office(nora, office.id).working_here == []
    assert queries.retired_professionals(nora, office) == [someone]
    actions.restore_professional(actor=nora, now=now, professional_id=someone.id)
    assert queries.get_office(nora, office.id).working_here == [someone]


def test_a_professional_may_have_no_office(nora: Viewer, now: datetime) -> None:
    someone = actions.add_professional(actor=nora, now=now, fields={"name": "Inez, interpreter"})
    actions.revise_professional(actor=nora, now=now, professional_id=someone.id, fields={"note": "evenings"})
    with pytest.raises(NotFound):
        actions.revise_professional(
            actor=nora, now=now, professional_id=someone.id, fields={"office_id": new_id()}
        )
    with pytest.raises(Invalid):
        actions.revise_professional(actor=nora, now=now, professional_id=someone.id, fields={"name": " "})


def test_a_phone_is_checked_and_comes_back(nora: Viewer, now: datetime) -> None:
    office = add(nora, now)
    for wrong in ("", "12", "512 555 0102\x00" + "9" * 30):
        with pytest.raises(Invalid):
            actions.add_phone(actor=nora, now=now, office_id=office.id, number=wrong)
    phone = actions.add_phone(actor=nora, now=now, office_id=office.id, number="512 555 0102")
    actions.retire_phone(actor=nora, now=now, phone_id=phone.id)
    assert queries.get_office(nora, office.id).shown_phones == []
    actions.restore_phone(actor=nora, now=now, phone_id=phone.id)
    assert queries.get_office(nora, office.id).shown_phones == [phone]


def test_what_is_not_there_is_not_found(nora: Viewer) -> None:
    for get in (queries.get_office, queries.get_phone, queries.get_professional):
        with pytest.raises(NotFound):
            get(nora, new_id())


def test_history_of_the_directory_verifies(nora: Viewer, now: datetime) -> None:
    office = add(nora, now, "512 555 0101")
    actions.note_hours(actor=nora, now=MONDAY_8, office_id=office.id, opening_hours="24/7")
    assert [problem for problem in verify_chains().problems if "office" in str(problem).lower()] == []


def test_makers_write_professionals_too(nora: Viewer) -> None:
    office = make_office()
    assert make_professional(office=office) in queries.get_office(nora, office.id).working_here
