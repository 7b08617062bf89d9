"""Who lives there, who helps, who hinders: as a picture and in words, without telling who else is a client."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from caseday.careplans import actions, queries
from caseday.careplans.models import KinTie
from caseday.careplans.rules import Kin, pictured
from caseday.careplans.rules.household import HEIGHT, WIDTH
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember, SafetyNote
from caseday.testing.make import make_case, make_person


@pytest.fixture
def home(case):
    def member(name, relation, **fields):
        return HouseholdMember.objects.create(person=case.person, name=name, relation=relation, **fields)

    return member("Lucia", "daughter", lives_with=True), member("Marco", "ex-husband")


def tie(actor, case, member, now, **fields):
    return actions.tie_kin(actor=actor, now=now, case_id=case.pk, member_id=member.pk, **fields)


@pytest.mark.django_db
def test_who_helps_and_who_hinders_is_kept_for_the_case(case, home, nora, now):
    lucia, marco = home
    tie(nora, case, lucia, now, helps="Cooks", hinders="Tired")
    tie(nora, case, marco, now, conflict="Custody", conflict_with_id=lucia.pk)
    tie(nora, case, marco, now, conflict="Custody of the dog", conflict_with_id=lucia.pk)
    found = queries.household_of(nora, case.pk)
    assert [(one.name, one.kind) for one in found.kin] == [("Lucia", "both"), ("Marco", "none")]
    assert (found.kin[1].conflict, found.kin[1].conflict_with) == ("Custody of the dog", lucia.pk)
    assert KinTie.objects.count() == 2


@pytest.mark.django_db
def test_only_people_of_this_household_are_described(cast, case, home, nora, audrey, now):
    stranger = HouseholdMember.objects.create(person=make_person(), name="X", relation="son")
    with pytest.raises(NotFound):
        tie(nora, case, stranger, now, helps="x")
    with pytest.raises(Invalid):
        tie(nora, case, home[0], now, conflict="x", conflict_with_id=stranger.pk)
    with pytest.raises(Invalid):
        tie(nora, case, home[0], now, helps="x" * 301)
    with pytest.raises(Refused):
        tie(audrey, case, home[0], now, helps="x")


@pytest.mark.django_db
def test_nothing_tells_that_somebody_of_the_household_is_a_client(cast, case, home, nora, nora_client, now):
    other = make_person(given_name="Secret", family_name="Record")
    theirs = make_case(cast.olive, person=other)
    HouseholdMember.objects.filter(pk=home[1].pk).update(other=other)
    HouseholdMember.objects.create(person=case.person, other=other, name="", relation="brother")
    shown = nora_client.get(reverse("careplans:household", args=[case.pk])).content.decode()
    for word in ("Secret", "Record", theirs.number, str(other.pk), str(theirs.pk)):
        assert word not in shown
    assert "Marco" in shown and "Name not known" in shown


@pytest.mark.django_db
def test_a_restricted_safety_note_shows_only_to_those_who_may(cast, case, home, nora_client, now):
    SafetyNote.objects.create(
        person=case.person, text="Dog bites", audience="restricted", noted_by=cast.susan, noted_at=now
    )
    other = make_case(cast.olive, person=make_person())
    HouseholdMember.objects.create(person=other.person, name="Ann", relation="wife")
    url = reverse("careplans:household", args=[case.pk])
    assert "Dog bites" in nora_client.get(url).content.decode()


@pytest.mark.django_db
def test_the_picture_is_said_in_words_too(case, home, nora_client):
    lucia, marco = home
    url = reverse("careplans:kin", args=[case.pk, marco.pk])
    assert nora_client.get(url).status_code == 200
    assert nora_client.post(url, {"helps": "x" * 301}).status_code == 422
    said = {"helps": "", "hinders": "Calls at night", "conflict": "Custody", "conflict_with": lucia.pk}
    assert nora_client.post(url, said).status_code == 302
    assert nora_client.get(url).context["form"].initial["hinders"] == "Calls at night"
    shown = nora_client.get(reverse("careplans:household", args=[case.pk])).content.decode()
    assert "<svg" in shown and "Hinders: Calls at night" in shown and "conflict with Lucia" in shown


kin = st.builds(
    Kin, st.builds(new_id), st.text(max_size=5), st.text(max_size=5), st.booleans(), helps=st.text(max_size=2),
    hinders=st.text(max_size=2), conflict=st.text(max_size=2),
)  # fmt: skip


@given(st.lists(kin, max_size=14))
def test_everybody_stands_within_the_picture(people):
    picture = pictured(people)
    assert {one.kin.id for one in picture.placed} == {one.id for one in people}
    assert all(0 <= one.x <= WIDTH and 0 <= one.y <= HEIGHT for one in picture.placed)
    assert len(picture.conflicts) == sum(1 for one in people if one.conflict)


def test_a_conflict_of_two_is_drawn_between_them():
    one, two = new_id(), new_id()
    picture = pictured(
        [Kin(one, "A", "son", True, conflict="x", conflict_with=two), Kin(two, "B", "son", False)]
    )
    (line,) = picture.conflicts
    assert (line.x2, line.y2) == (picture.placed[1].x, picture.placed[1].y)
