from datetime import date, timedelta

import pytest

from caseday.access.models import License
from caseday.kernel.ids import new_id
from caseday.looseends.queries import find_loose_end, loose_ends_for
from caseday.looseends.rules import license_expiring
from caseday.looseends.rules.license_expiring import Facts, loose_ends
from caseday.testing.make import MONDAY_8

ID = new_id()


def end_of(days, now, zone, kind="rn", state="TX"):
    ends = loose_ends([Facts(ID, kind, state, date(2026, 3, 2) + timedelta(days=days))], now=now, zone=zone)
    return ends[0] if ends else None


@pytest.mark.parametrize(
    ("days", "chip", "words", "title"),
    [
        (90, "muted", "expires in 90 days", "Renew your RN TX"),
        (60, "next", "expires in 60 days", "Renew your RN TX"),
        (30, "stop", "expires in 30 days", "Renew your RN TX"),
        (0, "stop", "expires today", "Renew your RN TX"),
        (-1, "stop", "expired yesterday", "Your RN TX has expired"),
    ],
)
def test_it_comes_forward_at_ninety_sixty_and_thirty_days(days, chip, words, title):
    from zoneinfo import ZoneInfo

    end = end_of(days, MONDAY_8, ZoneInfo("America/Chicago"))
    assert (end.chip, end.chip_words, end.title) == (chip, words, title)
    assert end.case_id is None and end.taps[0].url_name == "access:licenses"


def test_the_nearer_it_is_the_higher_it_stands_and_far_ones_are_silent():
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/Chicago")
    weights = [end_of(days, MONDAY_8, zone).weight for days in (85, 25, -3)]
    assert weights == sorted(weights)
    assert end_of(91, MONDAY_8, zone) is None
    assert end_of(5, MONDAY_8, zone, kind="driver").title == "Renew your Driver license TX"


@pytest.mark.django_db
def test_it_is_open_to_whose_license_it_is_and_to_nobody_else(cast, now):
    soon = now.date() + timedelta(days=20)
    mine = License.objects.create(staff=cast.nora, kind="ccm", expires_on=soon)
    License.objects.create(staff=cast.nora, kind="rn", state="TX", expires_on=soon, ended_on=now.date())
    License.objects.create(staff=cast.nora, kind="crc", expires_on=soon + timedelta(days=71))
    ends = loose_ends_for(cast.viewer("nora"), now=now).of(license_expiring.RULE)
    assert [one.subject_id for one in ends] == [mine.pk]
    assert find_loose_end(cast.viewer("nora"), license_expiring.RULE, mine.pk, now=now) == ends[0]
    assert not loose_ends_for(cast.viewer("carl"), now=now).of(license_expiring.RULE)
    mine.expires_on = soon + timedelta(days=700)
    mine.save()
    assert not loose_ends_for(cast.viewer("nora"), now=now).of(license_expiring.RULE)
