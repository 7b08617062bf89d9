"""Referrals: taken down incomplete, accepted in one go, declined."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from caseday.access.viewer import system_viewer
from caseday.cases import queries as cases
from caseday.intake import actions, queries
from caseday.intake.models import Referral
from caseday.intake.rules import is_enough, lines_of, still_to_ask
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.people.models import Person
from caseday.people.rules.names import unnamed_words
from caseday.testing.make import make_case, make_office, make_party, make_person, make_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(cast, nora, now):
    def take_one(actor=nora, **fields):
        values = {"program": "workers_compensation", "received_at": now, "family_name": "Reyes", **fields}
        return actions.take_referral(actor=actor, now=now, **values)

    return take_one


@pytest.fixture
def accept(nora, now):
    def accept_one(referral, actor=nora, **fields):
        return actions.accept_referral(actor=actor, now=now, referral_id=referral.pk, **fields)

    return accept_one


@pytest.mark.parametrize(
    ("values", "enough"),
    [
        ({"given_name": "Ana"}, True),
        ({"claim_number": "1"}, True),
        ({"phone": "+1"}, False),
        ({"family_name": " "}, False),
    ],
)
def test_a_name_or_a_claim_number_is_enough(values, enough):
    assert is_enough(values) is enough


def test_goals_are_one_a_line_without_their_bullets():
    assert lines_of("- Full duty\n\n * Attend visit \n") == ["Full duty", "Attend visit"]


def test_it_says_what_is_still_to_ask():
    missing = still_to_ask({"family_name": "Reyes", "claim_number": "", "goals": "x"}, {})
    assert "claim number" in missing
    assert "family name" not in missing


def test_it_asks_in_the_words_of_the_program_and_not_for_what_it_does_not_know():
    words = {"claim_number": "HMIS personal ID", "onset_on": "Project start", "physician_name": ""}
    missing = still_to_ask({"family_name": "Reyes"}, words)
    assert "HMIS personal ID" in missing
    assert "project start" in missing
    assert "treating physician" not in missing


@pytest.mark.parametrize(
    ("program", "roles", "number", "day"),
    [
        ("workers_compensation", {"adjuster", "employer", "physician"}, "claim_number", "injury"),
        ("family_services", {"reporter", "school", "physician"}, "state_case_number", "reported"),
        ("medical", {"referrer", "hospital", "physician"}, "member_number", "admitted"),
        ("homeless", {"referrer", "shelter"}, "hmis_id", "project_start"),
    ],
)
def test_what_was_taken_down_goes_into_the_case_as_the_program_calls_it(
    take, accept, program, roles, number, day
):
    taken = {"referrer_name": "Rosa", "employer_name": "Oak", "physician_name": "Lee", "claim_number": "A-1"}
    case = accept(take(program=program, onset_on=date(2026, 2, 1), **taken))
    assert {one.role for one in case.parties.all()} == roles
    assert [(one.kind, one.value) for one in case.identifiers.all()] == [(number, "A-1")]
    assert [one.kind for one in case.key_dates.all()] == [day]


def test_an_incomplete_referral_is_kept_and_stays_visible(take, nora, susan, olive):
    referral = take(family_name="", claim_number="WC-9")
    assert queries.open_referrals(nora) == [referral]
    assert queries.open_referrals(susan) == [referral]
    assert queries.open_referrals(olive) == []
    assert referral.shown_name == "Claim WC-9"


def test_nothing_at_all_is_not_enough(take):
    with pytest.raises(Invalid, match="one of them is needed"):
        take(family_name="")


def test_a_moment_to_come_is_refused(take, now):
    with pytest.raises(Invalid, match="not come yet"):
        take(received_at=now + timedelta(days=3))


def test_an_unknown_program_is_not_found(take):
    with pytest.raises(NotFound):
        take(program="nothing")


def test_the_same_request_twice_keeps_one(take):
    one_id = new_id()
    assert take(id=one_id) == take(id=one_id)
    assert Referral.objects.count() == 1


def test_only_workers_take_referrals(take, audrey, adam):
    for viewer in (audrey, adam, system_viewer()):
        with pytest.raises(Refused):
            take(actor=viewer)


def test_acceptance_opens_the_whole_case(take, accept, nora, now):
    office = make_office(name="Lone Star Mutual")
    adjuster = make_professional(name="Dana Whitfield", credentials="", office=office)
    referral = take(
        given_name="Ana",
        phone="+15125550177",
        birth_date=date(1990, 5, 6),
        claim_number="WC-77",
        onset_on=date(2026, 2, 1),
        condition="Wrist fracture, right",
        referrer_name="Dana Whitfield",
        employer_name="Hill Country Roofing",
        goals="- Modified duty\n- Attend first visit",
        acuity=3,
    )
    case = accept(referral)
    assert (case.person.full_name, case.person.birth_date) == ("Ana Reyes", date(1990, 5, 6))
    assert [point.value for point in case.person.contact_points.all()] == ["+15125550177"]
    assert [one.value for one in cases.identifiers_of(case)] == ["WC-77"]
    parties = {one.role: one for one in cases.parties_of(case)}
    assert parties["adjuster"].professional == adjuster
    assert parties["employer"].name == "Hill Country Roofing"
    assert [(goal.text, goal.agreed_with) for goal in cases.goals_of(case)] == [
        ("Modified duty", "Dana Whitfield"),
        ("Attend first visit", "Dana Whitfield"),
    ]
    assert {one.role for one in cases.first_contacts_of(case)} == {
        "adjuster",
        "client",
        "employer",
        "physician",
    }
    assert (case.onset_on, case.acuity, case.assigned_to_id) == (date(2026, 2, 1), 3, nora.staff_id)
    assert [one.kind for one in cases.key_dates_of(case)] == ["injury"]
    referral.refresh_from_db()
    assert (referral.state, referral.case, referral.person) == ("accepted", case, case.person)


def test_a_claim_alone_stands_for_the_name_as_it_does_in_an_import(take, accept):
    person = accept(take(family_name="", given_name=" ", claim_number="WC-9")).person
    assert person.family_name == unnamed_words("WC-9") == "(claim WC-9)"


def test_accepting_twice_opens_one_case(take, accept):
    referral = take()
    assert accept(referral) == accept(referral)
    assert Person.objects.filter(family_name="Reyes").count() == 1


def test_the_same_person_is_taken_over(take, accept, cast):
    known = make_case(cast.nora).person
    assert accept(take(person_id=known.pk)).person == known


def test_somebody_out_of_sight_cannot_be_taken_over(take, nora, now):
    stranger = make_person()
    with pytest.raises(NotFound):
        take(person_id=stranger.pk)
    referral = take()
    with pytest.raises(NotFound):
        values = {"program": referral.program, "family_name": "Reyes", "person_id": stranger.pk}
        actions.change_referral(actor=nora, now=now, referral_id=referral.pk, **values)


def test_a_failure_in_the_middle_leaves_nothing_behind(take, accept, monkeypatch):
    def broken(**_):
        raise DatabaseError("gone")

    referral = take()
    people = Person.objects.count()
    monkeypatch.setattr(actions, "open_case", broken)
    with pytest.raises(DatabaseError):
        accept(referral)
    assert Person.objects.count() == people
    assert Referral.objects.get().state == "open"


def test_the_case_goes_to_whom_the_referral_names(take, accept, cast, nora):
    assert accept(take(assign_to_id=cast.olive.pk)).assigned_to_id == cast.olive.pk
    assert accept(take(), assign_to_id=cast.carl.pk).assigned_to_id == cast.carl.pk
    with pytest.raises(Invalid, match="active case manager"):
        accept(take(), assign_to_id=cast.adam.pk)


def test_declining_needs_a_reason_and_can_be_reconsidered(take, accept, nora, now):
    referral = take()
    with pytest.raises(Invalid, match="Say why"):
        actions.decline_referral(actor=nora, now=now, referral_id=referral.pk, reason=" ")
    with pytest.raises(Invalid, match="Only a declined"):
        actions.reconsider_referral(actor=nora, now=now, referral_id=referral.pk)
    actions.decline_referral(actor=nora, now=now, referral_id=referral.pk, reason="Conflict of interest")
    with pytest.raises(Invalid, match="declined already"):
        accept(referral)
    assert queries.decided_referrals(nora) == [referral]
    assert queries.decided_referrals(nora, before=referral.pk) == []
    assert actions.reconsider_referral(actor=nora, now=now, referral_id=referral.pk).state == "open"


def test_what_is_learned_later_is_added(take, nora, now):
    referral = take()
    values = {"program": referral.program, "family_name": "Reyes", "claim_number": "WC-5", "person_id": None}
    changed = actions.change_referral(actor=nora, now=now, referral_id=referral.pk, **values)
    assert changed.claim_number == "WC-5"


def test_it_hides_the_referral_from_a_colleague_without_sight(take, olive, audrey):
    referral = take()
    assert queries.get_referral(audrey, referral.pk) == referral
    with pytest.raises(NotFound):
        queries.get_referral(olive, referral.pk)


def _conflicts(viewer, referral):
    return [one.text for one in queries.conflicts_of(viewer, referral)]


def test_the_same_claim_elsewhere_is_shown(take, accept, nora, olive):
    case = accept(take(claim_number="WC-1-2"))
    assert case.number in _conflicts(nora, take(claim_number="wc12"))[0]
    assert "another case" in _conflicts(olive, take(actor=olive, claim_number="wc12"))[0]


def test_the_same_claim_taken_down_before_is_shown(take, nora):
    take(claim_number="WC-1-2")
    assert _conflicts(nora, take(claim_number="WC12")) == ["This claim was taken down before, by Nora Field."]
    assert _conflicts(nora, take(claim_number="W")) == []


def test_a_member_of_staff_of_the_same_name_is_shown(take, nora):
    found = _conflicts(nora, take(given_name="Olive", family_name="Other"))
    assert "Olive Other of this agency has the same name" in found[0]


def test_a_case_of_the_same_person_is_shown_without_alarm(take, nora, cast):
    case = make_case(cast.nora)
    found = queries.conflicts_of(nora, take(person_id=case.person_id))
    assert [(one.case_id, one.is_serious) for one in found] == [(case.pk, False)]


def test_somebody_on_the_other_side_of_a_case_is_shown(take, nora, cast):
    case = make_case(cast.nora)
    make_party(case, "applicant_attorney", name="Lee Park")
    make_party(
        case, "defense_attorney", name="", professional=make_professional(name="Kim Cho", credentials="")
    )
    found = _conflicts(nora, take(referrer_name="lee park"))
    assert found == [f"Lee Park is on the other side of case {case.number}."]
    assert "Kim Cho" in _conflicts(nora, take(given_name="Kim", family_name="Cho"))[0]
    assert _conflicts(nora, take(family_name="Park")) == []
