"""Cards and forms of a case over HTTP."""

import pytest
from django.urls import reverse

from caseday.cases import actions, queries
from caseday.kernel.ids import new_id
from caseday.programs.models import DiagnosisCode
from caseday.testing.make import make_case, make_office

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}

GOOD = {
    "parties": {"role": "employer", "who": "Hill Country Roofing", "phone": "(512) 555-0130"},
    "identifiers": {"kind": "state_file_number", "value": "TX-1"},
    "conditions": {"code": "", "description": "Sprain", "side": "left"},
    "key_dates": {"kind": "surgery", "on": "2026-03-09"},
    "goals": {"text": "Full duty", "agreed_with": "Dana"},
}
SHOWN = {
    "parties": "Hill Country Roofing",
    "identifiers": "TX-1",
    "conditions": "Sprain",
    "key_dates": "Mar 9, 2026",
    "goals": "Full duty",
}


def _prefixed(part, values):
    return {f"{part}-{name}": value for name, value in values.items()} | {f"{part}-id": str(new_id())}


@pytest.mark.parametrize("part", GOOD)
def test_an_entry_is_added_in_place_and_the_card_comes_back(case, nora_client, part):
    url = reverse("cases:add", args=[case.pk, part])
    assert f'id="part-{part}"' in nora_client.get(url, headers=HTMX).content.decode()
    response = nora_client.post(url, _prefixed(part, GOOD[part]), headers=HTMX, follow=True)
    assert response.status_code == 200
    assert SHOWN[part] in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("part", GOOD)
def test_without_htmx_the_form_is_a_page_and_leads_back_to_the_case(case, nora_client, part):
    url = reverse("cases:add", args=[case.pk, part])
    assert "<html" in nora_client.get(url).content.decode()
    response = nora_client.post(url, _prefixed(part, GOOD[part]))
    assert response.headers["Location"] == f"{reverse('casefile:case', args=[case.pk])}#part-{part}"


@pytest.mark.parametrize("part", GOOD)
def test_an_entry_is_changed_and_what_was_there_is_shown_first(case, nora_client, part):
    item = getattr(queries, f"{part}_of")(case)[0]
    url = reverse("cases:change", args=[case.pk, part, item.pk])
    assert "value=" in nora_client.get(url, headers=HTMX).content.decode()
    page = nora_client.post(url, _prefixed(part, GOOD[part]), headers=HTMX, follow=True).content.decode()
    assert SHOWN[part] in page


@pytest.mark.parametrize("part", GOOD)
def test_an_empty_form_comes_back_with_what_to_do(case, nora_client, part):
    response = nora_client.post(reverse("cases:add", args=[case.pk, part]), {}, headers=HTMX)
    assert response.status_code == 422
    assert "Not saved yet" in response.content.decode()


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("parties", {}),
        ("identifiers", {}),
        ("conditions", {"ended_on": "2026-03-01"}),
        ("key_dates", {}),
        ("goals", {"is_met": "yes"}),
        ("first_contacts", {"reason": "Asked not to"}),
    ],
)
def test_an_entry_ends(case, nora_client, part, values):
    item = getattr(queries, f"{part}_of")(case)[0]
    url = reverse("cases:end", args=[case.pk, part, item.pk, "end"])
    assert nora_client.get(url, headers=HTMX).status_code == 200
    sent = {f"{part}-{name}": value for name, value in values.items()}
    assert nora_client.post(url, sent, headers=HTMX, follow=True).status_code == 200


def test_a_goal_given_up_without_a_word_comes_back(case, nora_client):
    goal = queries.goals_of(case)[0]
    url = reverse("cases:end", args=[case.pk, "goals", goal.pk, "end"])
    response = nora_client.post(url, {"goals-is_met": "no"}, headers=HTMX)
    assert response.status_code == 422
    assert "Say why this goal is given up" in response.content.decode()


def test_a_goal_is_taken_up_again_in_one_tap(case, nora, now, nora_client):
    goal = queries.goals_of(case)[0]
    actions.end_goal(actor=nora, now=now, goal_id=goal.pk, is_met=True)
    nora_client.post(reverse("cases:end", args=[case.pk, "goals", goal.pk, "reopen"]), headers=HTMX)
    assert queries.goals_of(case)[0].state == "open"


def test_an_unknown_code_is_said_and_what_was_typed_stays(case, nora_client):
    DiagnosisCode.objects.create(code="A000", description="Cholera")
    typed = _prefixed("conditions", {"code": "S99.999Z", "description": "my words"})
    response = nora_client.post(reverse("cases:add", args=[case.pk, "conditions"]), typed, headers=HTMX)
    assert response.status_code == 422
    page = response.content.decode()
    assert "S99.999Z is no ICD-10-CM code" in page
    assert "my words" in page


def test_a_name_that_fits_two_offices_asks_which(case, nora_client):
    make_office(name="Twin")
    make_office(name="Twin")
    typed = _prefixed("parties", {"role": "employer", "who": "Twin"})
    response = nora_client.post(reverse("cases:add", args=[case.pk, "parties"]), typed, headers=HTMX)
    assert "Choose one from the list" in response.content.decode()


def test_a_number_that_is_on_another_case_is_told_after_saving(case, open_new, nora_client):
    other = open_new()
    typed = _prefixed("identifiers", {"kind": "claim_number", "value": "wc4417"})
    url = reverse("cases:add", args=[other.pk, "identifiers"])
    page = nora_client.post(url, typed, headers=HTMX, follow=True).content.decode()
    assert "Same number elsewhere" in page
    assert case.number in page


def test_facts_change_on_their_form(case, nora_client):
    url = reverse("cases:change_facts", args=[case.pk])
    typed = {
        "facts-acuity": "3",
        "facts-case_type": "field",
        "facts-jurisdiction": "tx",
        "facts-visit_skills": "RN, Spanish",
    }
    page = nora_client.post(url, typed, headers=HTMX, follow=True).content.decode()
    assert "TX" in page and "has to be, or speak: RN, Spanish" in page


def test_a_case_goes_on_with_a_reason_where_something_is_missing(case, nora_client):
    url = reverse("cases:stage", args=[case.pk])
    page = nora_client.get(url, headers=HTMX).content.decode()
    assert "Still missing" not in page
    assert "1 missing" in page
    assert "first contacts" in page
    typed = {"stage": "assessment", "reason": ""}
    response = nora_client.post(url, typed, headers=HTMX)
    assert response.status_code == 422
    assert "Say why the case goes on all the same" in response.content.decode()
    typed["reason"] = "The worker is at sea until May"
    page = nora_client.post(url, typed, headers=HTMX, follow=True).content.decode()
    assert 'aria-current="step"' in page
    assert "Assessment since" in page
    page = nora_client.get(url).content.decode()
    assert "at sea until May" in page
    response = nora_client.post(url, {"stage": "referral", "reason": "Back"}, headers=HTMX)
    assert "does not follow" in response.content.decode()


def test_the_board_shows_cases_by_stage(case, nora_client, cast):
    page = nora_client.get(reverse("cases:stages")).content.decode()
    assert case.person.full_name in page
    page = nora_client.get(reverse("cases:stages"), {"worker": str(cast.olive.pk)}).content.decode()
    assert case.person.full_name not in page


def test_a_case_pauses_and_goes_on(case, nora_client):
    hold = reverse("cases:change_status", args=[case.pk, "hold"])
    assert nora_client.get(hold).status_code == 200
    assert nora_client.post(hold, {}).status_code == 422
    assert nora_client.post(hold, {"status-reason": "Ruling"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "on_hold"
    nora_client.post(reverse("cases:change_status", args=[case.pk, "resume"]), {"status-reason": ""})
    case.refresh_from_db()
    assert case.status == "open"
    assert nora_client.get(reverse("cases:change_status", args=[case.pk, "fly"])).status_code == 404


def test_a_hand_off_is_offered_and_accepted_over_http(case, cast, nora_client, olive_client, olive):
    url = reverse("cases:change_workers", args=[case.pk])
    assert nora_client.get(url, headers=HTMX).status_code == 200
    typed = {"workers-staff": str(cast.olive.pk), "workers-how": "offer", "workers-note": "Call the wife."}
    assert "Call the wife." in nora_client.post(url, typed, headers=HTMX, follow=True).content.decode()
    offer = queries.offers_to(olive)[0]
    assert "hands case" in olive_client.get(reverse("cases:list")).content.decode()
    olive_client.post(reverse("cases:answer_offer", args=[offer.pk, "accept"]))
    case.refresh_from_db()
    assert case.assigned_to == cast.olive


def test_a_hand_off_is_declined_with_a_reason(case, cast, nora, now, olive_client):
    offer = actions.offer_handoff(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    url = reverse("cases:answer_offer", args=[offer.pk, "decline"])
    assert olive_client.get(url).status_code == 200
    assert olive_client.post(url, {"workers-reason": ""}).status_code == 422
    assert olive_client.post(url, {"workers-reason": "Full"}).status_code == 302
    assert olive_client.get(reverse("cases:answer_offer", args=[offer.pk, "maybe"])).status_code == 404


def test_support_is_given_and_ended_and_a_worker_cannot_assign_at_once(case, cast, nora_client):
    url = reverse("cases:change_workers", args=[case.pk])
    typed = {"workers-staff": str(cast.olive.pk), "workers-how": "support"}
    nora_client.post(url, typed, headers=HTMX)
    support = next(one for one in queries.workers_of(case) if one.kind == "support")
    nora_client.post(reverse("cases:end_support", args=[case.pk, support.pk]), headers=HTMX)
    assert all(one.to_at for one in queries.workers_of(case) if one.kind == "support")
    assert nora_client.post(url, typed | {"workers-how": "assign"}).status_code == 403
    typed = {"workers-staff": str(cast.nora.pk), "workers-how": "offer"}
    assert nora_client.post(url, typed, headers=HTMX).status_code == 422


def test_the_list_has_filters_that_can_be_kept(case, nora_client):
    page = nora_client.get(reverse("cases:list"), {"text": case.person.family_name}).content.decode()
    assert case.number in page
    nora_client.post(reverse("cases:save_filter"), {"name": "Quiet", "query": "silent_days=14&x=1"})
    assert "?silent_days=14" in nora_client.get(reverse("cases:list")).content.decode()
    assert nora_client.post(reverse("cases:save_filter"), {"name": "", "query": ""}).status_code == 302
    kept = queries.saved_filters(_viewer(nora_client))[0]
    assert nora_client.post(reverse("cases:forget_filter", args=[kept.pk])).status_code == 302


def _viewer(client):
    return client.get(reverse("cases:list")).wsgi_request.viewer


def test_more_cases_come_by_key(cast, nora_client):
    for _ in range(55):
        make_case(cast.nora)
    page = nora_client.get(reverse("cases:list")).content.decode()
    more = page.split('hx-get="/cases/?after=')[1].split('"')[0]
    rows = nora_client.get(f"/cases/?after={more}", headers=HTMX).content.decode()
    assert rows.count("<tr>") == 5
    assert "<html" not in rows


def test_the_list_page_stays_within_fifteen_queries(cast, nora_client, django_assert_max_num_queries):
    for _ in range(40):
        make_case(cast.nora)
    nora_client.get(reverse("cases:list"))
    with django_assert_max_num_queries(15):
        nora_client.get(reverse("cases:list"))


def test_it_hides_every_card_and_form_from_a_colleague_without_sight(case, olive_client):
    for part in ("parties", "goals"):
        item = getattr(queries, f"{part}_of")(case)[0]
        for url in (
            reverse("cases:part", args=[case.pk, part]),
            reverse("cases:add", args=[case.pk, part]),
            reverse("cases:change", args=[case.pk, part, item.pk]),
            reverse("cases:end", args=[case.pk, part, item.pk, "end"]),
        ):
            assert olive_client.get(url).status_code == 404
    for name in ("facts", "change_facts", "workers", "change_workers"):
        assert olive_client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404


def test_what_does_not_exist_is_not_found(case, open_new, nora_client):
    goal = queries.goals_of(case)[0]
    other = open_new()
    worker = queries.workers_of(case)[0]
    for url in (
        reverse("cases:part", args=[case.pk, "nothing"]),
        reverse("cases:add", args=[case.pk, "first_contacts"]),
        reverse("cases:change", args=[case.pk, "first_contacts", queries.first_contacts_of(case)[0].pk]),
        reverse("cases:change", args=[other.pk, "goals", goal.pk]),
        reverse("cases:end", args=[case.pk, "goals", goal.pk, "fly"]),
    ):
        assert nora_client.get(url).status_code == 404
    assert nora_client.post(reverse("cases:end_support", args=[other.pk, worker.pk])).status_code == 404


HOSTILE = ["\0", "x" * 9000, "<script>", "' OR 1=1 --", "9999-12-31", "0001-01-01", "٣", "%00"]


@pytest.mark.parametrize("part", GOOD)
@pytest.mark.parametrize("value", HOSTILE)
def test_bad_input_is_never_an_error_of_ours(case, nora_client, part, value):
    typed = _prefixed(part, dict.fromkeys(GOOD[part], value))
    response = nora_client.post(reverse("cases:add", args=[case.pk, part]), typed, headers=HTMX)
    assert response.status_code in (302, 422)
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_addresses_are_answered(case, nora_client, value):
    for url, names in (
        (
            reverse("cases:list"),
            ("text", "program", "stage", "acuity", "status", "worker", "silent_days", "sort", "after"),
        ),
        (reverse("cases:who"), ("q", "list")),
        (reverse("cases:same_number"), ("q",)),
        (reverse("programs:diagnoses"), ("q", "code")),
        (reverse("cases:part", args=[case.pk, "identifiers"]), ("added",)),
    ):
        for name in names:
            assert nora_client.get(url, {name: value}).status_code == 200
