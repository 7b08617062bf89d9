"""Referral pages over HTTP."""

import pytest
from django.urls import reverse

from caseday.cases.models import Case
from caseday.intake.models import Referral
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.people.actions import add_person, revise_person
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db

TAKE = "/referrals/new"


def _typed(**fields):
    return {
        "id": str(new_id()),
        "program": "workers_compensation",
        "received_at": "2026-03-02T08:00",
        "then": "keep",
        **fields,
    }


def test_one_name_is_kept_and_listed_with_what_is_missing(nora_client):
    response = nora_client.post(TAKE, _typed(family_name="Reyes"))
    assert response.status_code == 302
    page = nora_client.get(reverse("intake:list")).content.decode()
    assert "Reyes" in page
    assert "still to ask" in page


def test_nothing_typed_comes_back_with_a_sentence(nora_client):
    response = nora_client.post(TAKE, _typed(condition="Sprain"))
    assert response.status_code == 422
    assert "one of them is needed" in response.content.decode()
    assert "Sprain" in response.content.decode()


def test_accepting_at_once_opens_the_case_page(nora_client):
    response = nora_client.post(TAKE, _typed(family_name="Reyes", goals="Full duty", then="accept"))
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("casefile:case", args=[case.pk])


def test_another_program_asks_in_its_words_and_keeps_what_was_typed(nora_client):
    typed = _typed(program="homeless", family_name="Reyes", received_at="2026-03-02T07:15", then="program")
    response = nora_client.post(TAKE, typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "HMIS personal ID" in page
    assert "Rapid re-housing" in page
    assert 'value="Reyes"' in page
    assert typed["id"] in page
    assert "2026-03-02T07:15" in page
    assert "id_physician_name" not in page
    assert Referral.objects.count() == 0


def test_the_usual_program_is_chosen_where_nobody_chose(nora_client):
    page = nora_client.get(TAKE).content.decode()
    assert '<option value="workers_compensation" selected>' in page
    assert "Claim number" in page


def test_sending_the_same_request_twice_opens_one_case(nora_client):
    typed = _typed(family_name="Reyes", then="accept")
    assert (
        nora_client.post(TAKE, typed).headers["Location"] == nora_client.post(TAKE, typed).headers["Location"]
    )
    assert Case.objects.count() == 1


def test_a_conflict_is_shown_before_the_case_is_opened(nora_client):
    nora_client.post(TAKE, _typed(family_name="Reyes", claim_number="WC-1-2", then="accept"))
    response = nora_client.post(TAKE, _typed(family_name="Ruiz", claim_number="WC12", then="accept"))
    page = nora_client.get(response.headers["Location"]).content.decode()
    assert "Look at this first" in page
    assert "Accept all the same" in page
    referral = Referral.objects.get(family_name="Ruiz")
    typed = _typed(family_name="Ruiz", claim_number="WC12", condition="Sprain", then="accept-anyway")
    nora_client.post(reverse("intake:referral", args=[referral.pk]), typed)
    assert Case.objects.count() == 2


def test_a_case_for_somebody_elses_caseload_leads_back_to_the_list(nora_client, cast):
    response = nora_client.post(
        TAKE, _typed(family_name="Reyes", assign_to=str(cast.olive.pk), then="accept")
    )
    assert response.headers["Location"] == reverse("intake:list")


def test_a_claim_alone_opens_the_case_and_stands_for_the_name_until_it_is_told(nora_client, nora):
    response = nora_client.post(TAKE, _typed(claim_number="WC-9", phone="5125550123", then="accept"))
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("casefile:case", args=[case.pk])
    assert case.person.called == "(claim WC-9)"
    assert "(claim WC-9)" in nora_client.get(reverse("casefile:case", args=[case.pk])).content.decode()
    told = {"given_name": "Dana", "family_name": "Reyes"}
    revise_person(actor=nora, now=clock.now(), person_id=case.person_id, fields=told)
    case.person.refresh_from_db()
    assert case.person.called == "Dana Reyes"


def test_likely_duplicates_are_shown_while_typing(nora_client, nora, olive, now):
    name = {"given_name": "Daniel", "family_name": "Okafor"}
    known = add_person(actor=nora, now=clock.now(), fields=name)
    hidden = add_person(actor=olive, now=now, fields=name)
    url = reverse("intake:duplicates")
    page = nora_client.get(
        url, {"given_name": "Daniel", "family_name": "Okafor", "birth_date": "x"}
    ).content.decode()
    assert f'value="{known.pk}"' in page
    assert f'value="{hidden.pk}"' not in page
    assert "known to a colleague" in page
    chosen = nora_client.get(url, {"person": str(known.pk)}).content.decode()
    assert f'value="{known.pk}"' in chosen


def test_the_same_claim_is_shown_while_typing(nora_client):
    nora_client.post(TAKE, _typed(family_name="Reyes", claim_number="WC-1-2", then="accept"))
    assert (
        "Same number elsewhere"
        in nora_client.get(reverse("intake:same_claim"), {"claim_number": "wc1 2"}).content.decode()
    )


def test_a_referral_is_changed_declined_and_taken_up_again(nora_client):
    nora_client.post(TAKE, _typed(family_name="Reyes"))
    referral = Referral.objects.get()
    url = reverse("intake:referral", args=[referral.pk])
    assert nora_client.post(url, _typed(family_name="Reyes", condition="Sprain")).status_code == 302
    assert nora_client.post(url, _typed(family_name="")).status_code == 422
    decline = reverse("intake:decline", args=[referral.pk])
    assert nora_client.get(decline).status_code == 200
    assert nora_client.post(decline, {"reason": ""}).status_code == 422
    assert nora_client.post(decline, {"reason": "Conflict"}).status_code == 302
    assert "Conflict" in nora_client.get(url).content.decode()
    assert nora_client.post(reverse("intake:reconsider", args=[referral.pk])).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.condition) == ("open", "Sprain")


def test_it_hides_the_referral_from_a_colleague_without_sight(nora_client, olive_client):
    nora_client.post(TAKE, _typed(family_name="Reyes"))
    referral = Referral.objects.get()
    for name in ("referral", "decline"):
        assert olive_client.get(reverse(f"intake:{name}", args=[referral.pk])).status_code == 404
    assert olive_client.post(reverse("intake:accept", args=[referral.pk])).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        {"received_at": "0001-01-01T00:00"},
        {"received_at": "9999-12-31T23:59"},
        {"received_at": ""},
        {"birth_date": "31/31/31"},
        {"phone": "abc"},
        {"program": "../etc"},
        {"person": "no id"},
        {"person": str(new_id())},
        {"assign_to": "x"},
        {"family_name": "x" * 5000},
        {"family_name": "\0"},
        {"id": "not an id"},
        {"acuity": "99"},
    ],
)
def test_bad_input_is_never_an_error_of_ours(nora_client, hostile):
    for then in ("keep", "accept"):
        response = nora_client.post(TAKE, {**_typed(family_name="Reyes"), **hostile, "then": then})
        assert response.status_code in (302, 404, 422)


def test_a_new_referral_begins_in_the_program_of_the_newest_own_case(client, cast):
    def chosen() -> str:
        return client.get(TAKE).context["form"].initial["program"]

    client.force_login(cast.nora)
    assert chosen() == "workers_compensation"
    make_case(cast.nora, program="homeless")
    make_case(cast.carl, program="education")
    assert chosen() == "homeless"
    client.force_login(cast.susan)
    assert chosen() == "education"
