from datetime import date, timedelta
from decimal import Decimal

import pytest

from caseday.access.actions import (
    EducationDetails,
    LicenseDetails,
    add_license,
    change_license,
    end_license,
    note_education,
    void_education,
)
from caseday.access.models import ContinuingEducation, License
from caseday.access.queries import (
    get_education,
    get_license,
    license_ledger,
    signature_at,
    team_licenses,
    verify_chains,
)
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id

pytestmark = pytest.mark.django_db
CCM = LicenseDetails(kind="ccm", number="1234", period_from_on=date(2022, 6, 1), expires_on=date(2027, 5, 31))


@pytest.fixture
def nora(cast):
    return cast.viewer("nora")


def add(viewer, now, details=CCM, staff_id=None, **more):
    return add_license(actor=viewer, now=now, staff_id=staff_id or viewer.staff_id, details=details, **more)


def learn(viewer, now, hours, category="general", **more):
    details = EducationDetails(
        taken_on=more.pop("on", date(2026, 1, 15)),
        hours=Decimal(hours),
        category=category,
        title="A course",
        **more,
    )
    return note_education(actor=viewer, now=now, staff_id=viewer.staff_id, details=details)


def problems(act, **values):
    with pytest.raises(Invalid) as caught:
        act(**values)
    return caught.value.problems


def test_a_license_is_kept_once_and_its_writes_are_recorded(nora, now):
    id = new_id()
    first = add(nora, now, id=id)
    assert add(nora, now, id=id) == first and License.objects.count() == 1
    assert verify_chains().holds


def test_hours_by_category_stand_against_what_the_board_asks_for(nora, now):
    add(nora, now)
    learn(nora, now, "70")
    learn(nora, now, "5.5", "ethics")
    learn(nora, now, "9", on=date(2021, 1, 1))
    line = license_ledger(nora, nora.staff_id, now=now).lines[0]
    assert (line.standing.hours, line.standing.needed, line.standing.missing) == (75.5, 80, Decimal("4.5"))
    ethics = line.standing.categories[0]
    assert (ethics.word, ethics.hours, ethics.needed) == ("Ethics", Decimal("5.5"), 8)
    assert line.requirement.verified and not line.standing.is_met
    learn(nora, now, "4.5", "ethics")
    assert license_ledger(nora, nora.staff_id, now=now).lines[0].standing.is_met


def test_hours_for_one_license_count_for_that_one_alone(nora, now):
    ccm = add(nora, now)
    add(nora, now, LicenseDetails(kind="rn", state="tx", expires_on=date(2027, 3, 31)))
    learn(nora, now, "3", license_id=ccm.pk)
    learn(nora, now, "2")
    standing = {one.license.kind: one.standing for one in license_ledger(nora, nora.staff_id, now=now).lines}
    assert (standing["ccm"].hours, standing["rn"].hours) == (5, 2)
    assert standing["rn"].from_on == date(2025, 4, 1)


def test_what_the_board_told_the_person_goes_before_the_file(nora, now):
    add(nora, now, LicenseDetails(kind="lpc", state="TX", required_hours=Decimal(24)))
    standing = license_ledger(nora, nora.staff_id, now=now).lines[0].standing
    assert standing.needed == 24 and standing.categories == ()


def test_a_renewal_begins_its_period_the_day_after_the_old_one(nora, now):
    kept = add(nora, now)
    newer = LicenseDetails(
        kind="ccm", number="1234", period_from_on=kept.period_from_on, expires_on=date(2032, 5, 31)
    )
    change_license(actor=nora, now=now, license_id=kept.pk, details=newer)
    kept.refresh_from_db()
    assert kept.period_from_on == date(2027, 6, 1)
    corrected = LicenseDetails(kind="ccm", period_from_on=date(2027, 5, 1), expires_on=date(2032, 6, 30))
    change_license(actor=nora, now=now, license_id=kept.pk, details=corrected)
    kept.refresh_from_db()
    assert kept.period_from_on == date(2027, 5, 1)


def test_education_noted_by_mistake_counts_no_more(nora, now):
    add(nora, now)
    entry = learn(nora, now, "3")
    void_education(actor=nora, now=now, education_id=entry.pk)
    void_education(actor=nora, now=now, education_id=entry.pk, reason="again")
    entry.refresh_from_db()
    assert entry.void_reason == "noted by mistake"
    assert license_ledger(nora, nora.staff_id, now=now).lines[0].standing.hours == 0


def test_a_repeated_request_notes_the_hours_once(nora, now):
    id, details = new_id(), EducationDetails(date(2026, 1, 15), Decimal(2), "general", "A course")
    for _ in range(2):
        note_education(actor=nora, now=now, staff_id=nora.staff_id, details=details, id=id)
    assert ContinuingEducation.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (LicenseDetails(), "kind"),
        (LicenseDetails(kind="wizard"), "kind"),
        (LicenseDetails(kind="rn"), "state"),
        (LicenseDetails(kind="ccm", state="Texas"), "state"),
        (LicenseDetails(kind="ccm", issued_on=date(2026, 3, 3)), "issued_on"),
        (LicenseDetails(kind="ccm", issued_on=date(2026, 1, 1), expires_on=date(2025, 1, 1)), "expires_on"),
        (LicenseDetails(kind="ccm", expires_on=date(2926, 1, 1)), "expires_on"),
        (LicenseDetails(kind="ccm", required_hours=Decimal(-1)), "required_hours"),
    ],
)
def test_a_license_that_cannot_be_says_what_to_do(nora, now, details, field):
    assert field in problems(add, viewer=nora, now=now, details=details)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"taken_on": None}, "taken_on"),
        ({"taken_on": date(2026, 3, 9)}, "taken_on"),
        ({"taken_on": date(1900, 1, 1)}, "taken_on"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": None}, "hours"),
        ({"category": "magic"}, "category"),
        ({"license_id": new_id()}, "license_id"),
    ],
)
def test_hours_that_cannot_be_say_what_to_do(nora, now, values, field):
    details = EducationDetails(
        **{"taken_on": date(2026, 1, 1), "hours": Decimal(1), "title": "A course", **values}
    )
    found = problems(note_education, actor=nora, now=now, staff_id=nora.staff_id, details=details)
    assert field in found


def test_who_sees_and_who_keeps_them(cast, now):
    kept = add(cast.viewer("nora"), now)
    for name in ("nora", "susan", "adam", "audrey"):
        assert get_license(cast.viewer(name), kept.pk) == kept, name
        assert license_ledger(cast.viewer(name), cast.nora.pk, now=now).lines
    for name in ("carl", "olive"):
        with pytest.raises(NotFound):
            get_license(cast.viewer(name), kept.pk)
        with pytest.raises(NotFound):
            license_ledger(cast.viewer(name), cast.nora.pk, now=now)
        with pytest.raises(NotFound):
            add(cast.viewer(name), now, staff_id=cast.nora.pk)
    with pytest.raises(Refused):
        add(cast.viewer("audrey"), now, staff_id=cast.nora.pk)
    assert add(cast.viewer("audrey"), now).staff == cast.audrey
    assert add(cast.viewer("susan"), now, staff_id=cast.nora.pk).staff == cast.nora
    with pytest.raises(NotFound):
        license_ledger(cast.viewer("adam"), new_id(), now=now)
    with pytest.raises(NotFound):
        get_education(cast.viewer("adam"), new_id())


def test_a_supervisor_sees_who_is_about_to_expire_first(cast, now, django_assert_max_num_queries):
    susan = cast.viewer("susan")
    add(cast.viewer("nora"), now)
    soon = LicenseDetails(kind="rn", state="TX", expires_on=now.date() + timedelta(days=20))
    add(cast.viewer("carl"), now, soon)
    with django_assert_max_num_queries(3):
        rows = team_licenses(susan, now=now)
    assert [one.staff.name for one in rows] == ["Carl Cover", "Nora Field", "Susan Super"]
    line = rows[0].lines[0]
    assert (line.chip, line.words, line.is_near, line.is_expired) == (
        "stop",
        "expires in 20 days",
        True,
        False,
    )
    assert [one.staff.name for one in team_licenses(cast.viewer("olive"), now=now)] == ["Olive Other"]
    assert len(team_licenses(cast.viewer("adam"), now=now)) == 6


def test_hours_of_the_team_stand_against_each_ones_own_license(cast, now):
    for name in ("nora", "carl"):
        add(cast.viewer(name), now)
    learn(cast.viewer("nora"), now, "7.5")
    learn(cast.viewer("nora"), now, "2", "ethics")
    rows = {one.staff.name: one.lines for one in team_licenses(cast.viewer("susan"), now=now)}
    assert rows["Nora Field"][0].standing.hours == Decimal("9.5")
    assert rows["Carl Cover"][0].standing.hours == 0


def test_one_signs_with_what_holds_on_that_day(cast, nora, now):
    assert signature_at(cast.nora.pk, now) == "Nora Field, RN, CCM"
    rn = add(nora, now, LicenseDetails(kind="rn", state="TX", expires_on=now.date()))
    add(nora, now, LicenseDetails(kind="crc", expires_on=date(2030, 1, 1)))
    assert signature_at(cast.nora.pk, now) == "Nora Field, RN, CCM, CRC"
    assert signature_at(cast.nora.pk, now + timedelta(days=1)) == "Nora Field, CCM, CRC"
    end_license(actor=nora, now=now, license_id=rn.pk, reason="given up")
    end_license(actor=nora, now=now, license_id=rn.pk, reason="a second tap")
    rn.refresh_from_db()
    assert rn.end_reason == "given up" and signature_at(cast.nora.pk, now) == "Nora Field, CCM, CRC"
    past = license_ledger(nora, cast.nora.pk, now=now).past[0]
    assert (past.words, past.chip) == ("ended Mar 2, 2026", "muted")
    assert "reason" in problems(end_license, actor=nora, now=now, license_id=rn.pk, reason=" ")
