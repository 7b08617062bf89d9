"""The agency, its staff and teams: by administrators, with an event for each change."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress

from caseday.access import actions
from caseday.access.models import Agency, CaseEvent, Role, Staff, Team, TeamMembership
from caseday.access.queries import (
    active_staff,
    get_agency,
    get_staff,
    get_team,
    list_staff,
    list_teams,
    staff_who_may_cover,
)
from caseday.access.viewer import Viewer, system_viewer
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db


def add(actor: Viewer, now: datetime, **fields: Any) -> Staff:
    values = {
        "name": "Pat Ng",
        "email": "pat@example.com",
        "role": "case_manager",
        "time_zone": "America/Denver",
    }
    return actions.add_staff(actor=actor, now=now, **{**values, **fields})


def problems_of(call: Any, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        call(**values)
    return raised.value.problems


def test_an_administrator_adds_a_person(adam: Viewer, now: datetime) -> None:
    staff = add(adam, now, name=" Pat Ng ", email="Pat@Example.com", credentials="RN", phone="")
    assert (staff.name, staff.email, staff.joined_at) == ("Pat Ng", "pat@example.com", now)
    assert not staff.has_usable_password()
    event = CaseEvent.objects.get()
    assert (event.verb, event.chain_kind, event.chain_id) == ("staff_added", "staff", staff.pk)


def test_a_person_sent_twice_is_added_once(adam: Viewer, now: datetime) -> None:
    chosen = new_id()
    assert add(adam, now, id=chosen) == add(adam, now, id=chosen, name="Other")
    assert CaseEvent.objects.count() == 1


@pytest.mark.parametrize("who", ["nora", "susan", "audrey"])
def test_nobody_else_adds_or_changes_staff(cast: Cast, now: datetime, who: str) -> None:
    actor = cast.viewer(who)
    calls: list[Any] = [
        lambda: add(actor, now),
        lambda: actions.change_staff(actor=actor, now=now, staff_id=cast.olive.pk, name="X"),
        lambda: actions.disable_staff(actor=actor, now=now, staff_id=cast.olive.pk),
        lambda: actions.enable_staff(actor=actor, now=now, staff_id=cast.olive.pk),
        lambda: actions.add_team(actor=actor, now=now, name="X"),
        lambda: actions.remove_team(actor=actor, now=now, team_id=Team.objects.get().pk),
        lambda: actions.change_agency(actor=actor, now=now, name="X"),
        lambda: actions.set_up_agency(actor=actor, now=now, name="X"),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"name": "  "}, "name", "Write the person's name"),
        ({"email": "pat"}, "email", "complete email"),
        ({"email": "nora.field@example.com"}, "email", "already"),
        ({"role": "owner"}, "role", "Choose one"),
        ({"time_zone": "Mars"}, "time_zone", "time zone"),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(
    adam: Viewer, now: datetime, fields: dict[str, str], field: str, said: str
) -> None:
    assert said in problems_of(add, actor=adam, now=now, **fields)[field]


def test_a_change_is_recorded_and_an_old_email_no_longer_signs_in(
    adam: Viewer, cast: Cast, now: datetime
) -> None:
    EmailAddress.objects.create(user=cast.olive, email=cast.olive.email)
    staff = actions.change_staff(
        actor=adam, now=now, staff_id=cast.olive.pk, email="olive@example.org", role="supervisor"
    )
    assert (staff.email, staff.role) == ("olive@example.org", "supervisor")
    assert not EmailAddress.objects.exists()
    assert CaseEvent.objects.get().verb == "staff_changed"


def test_there_is_always_an_administrator(adam: Viewer, cast: Cast, now: datetime) -> None:
    me = {"actor": adam, "now": now, "staff_id": cast.adam.pk}
    assert "only administrator" in problems_of(actions.change_staff, **me, role="case_manager")["role"]
    assert actions.change_staff(**me, role="administrator", name="Adam A").name == "Adam A"
    assert "yourself" in problems_of(actions.disable_staff, **me)[""]
    system = {"actor": system_viewer(), "now": now, "staff_id": cast.adam.pk}
    assert "only administrator" in problems_of(actions.disable_staff, **system)[""]
    add(adam, now, role="administrator")
    assert actions.change_staff(**me, role="case_manager").role == "case_manager"


def test_a_closed_sign_in_can_be_opened_again(adam: Viewer, cast: Cast, now: datetime) -> None:
    assert not actions.disable_staff(actor=adam, now=now, staff_id=cast.olive.pk).is_active
    assert cast.olive not in active_staff()
    assert actions.change_staff(actor=adam, now=now, staff_id=cast.olive.pk, name="Olive O").name == "Olive O"
    assert actions.enable_staff(actor=adam, now=now, staff_id=cast.olive.pk).is_active


def test_everybody_changes_their_own_settings(audrey: Viewer, cast: Cast, now: datetime) -> None:
    mine = {"actor": audrey, "now": now}
    staff = actions.change_my_settings(
        **mine, home_base=" 1 Main St ", playlist_url="https://example.com/mix", role="administrator"
    )
    assert (staff.home_base, staff.playlist_url, staff.role) == (
        "1 Main St",
        "https://example.com/mix",
        Role.AUDITOR,
    )
    assert (
        "https"
        in problems_of(actions.change_my_settings, **mine, playlist_url="javascript:x")["playlist_url"]
    )
    assert "maps" in problems_of(actions.change_my_settings, **mine, navigates_with="tea")["navigates_with"]
    with pytest.raises(Refused):
        actions.change_my_settings(actor=system_viewer(), now=now, name="X")


def test_who_is_listed_and_who_may_be_opened(cast: Cast, now: datetime) -> None:
    Staff.objects.filter(pk=cast.olive.pk).update(is_active=False)
    names = {who: [one.name for one in list_staff(cast.viewer(who))] for who in ("nora", "adam", "audrey")}
    assert "Olive Other" not in names["nora"] and names["adam"][-1] == "Olive Other" == names["audrey"][-1]
    assert get_staff(cast.viewer("nora"), cast.nora.pk) == cast.nora
    with pytest.raises(NotFound):
        get_staff(cast.viewer("nora"), cast.carl.pk)
    with pytest.raises(NotFound):
        get_staff(cast.viewer("adam"), UUID(int=1))
    assert cast.adam not in staff_who_may_cover() and cast.susan in staff_who_may_cover()


def test_a_team_has_members_and_leads(adam: Viewer, cast: Cast, now: datetime) -> None:
    chosen = new_id()
    team = actions.add_team(
        actor=adam, now=now, name="North", member_ids={cast.olive.pk}, lead_ids={cast.susan.pk}, id=chosen
    )
    assert actions.add_team(actor=adam, now=now, name="Other", id=chosen) == team
    assert cast.olive.pk in cast.viewer("susan").caseload_staff_ids
    actions.change_team(
        actor=adam,
        now=now,
        team_id=team.pk,
        name="North",
        member_ids={cast.susan.pk, cast.carl.pk},
        lead_ids=set(),
    )
    members = dict(TeamMembership.objects.filter(team=team).values_list("staff__name", "is_lead"))
    assert members == {"Susan Super": False, "Carl Cover": False}
    actions.remove_team(actor=adam, now=now, team_id=team.pk)
    assert [one.name for one in list_teams(adam)] == ["Austin"]
    assert [event.verb for event in CaseEvent.objects.order_by("sequence")] == [
        "team_added",
        "team_changed",
        "team_removed",
    ]


def test_a_team_needs_a_name_of_its_own_and_people_of_the_agency(adam: Viewer, now: datetime) -> None:
    assert problems_of(actions.add_team, actor=adam, now=now, name=" ")["name"]
    assert "of this name" in problems_of(actions.add_team, actor=adam, now=now, name="austin")["name"]
    strangers = {UUID(int=1)}
    assert (
        "1 of these"
        in problems_of(actions.add_team, actor=adam, now=now, name="X", member_ids=strangers)["members"]
    )


def test_teams_are_opened_by_administrators_and_auditors(cast: Cast) -> None:
    team = Team.objects.get()
    assert get_team(cast.viewer("audrey"), team.pk) == team
    with pytest.raises(NotFound):
        get_team(cast.viewer("nora"), team.pk)


def test_the_agencys_settings(adam: Viewer, cast: Cast, now: datetime) -> None:
    assert actions.set_up_agency(actor=adam, now=now, name="Another") == cast.agency
    agency = actions.change_agency(actor=adam, now=now, lock_after_minutes=15, time_zone="America/Denver")
    assert (agency.lock_after_minutes, get_agency().time_zone) == (15, "America/Denver")
    wrong = {"name": " ", "time_zone": "Mars", "lock_after_minutes": 999, "paper_size": "napkin"}
    assert problems_of(actions.change_agency, actor=adam, now=now, **wrong).keys() == wrong.keys()


def test_an_agency_is_set_up_once(db: None, now: datetime) -> None:
    system = system_viewer()
    assert get_agency().name == "Caseday" and not Agency.objects.exists()
    assert "set it up" in problems_of(actions.change_agency, actor=system, now=now, name="X")[""].lower()
    agency = actions.set_up_agency(actor=system, now=now, name=" Hill Country ", state="TX")
    assert get_agency() == agency and agency.name == "Hill Country"
