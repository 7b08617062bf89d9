"""A signature holds for the text that was read, and for no other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.queries import events_of_chain
from caseday.careplans import actions, queries
from caseday.careplans.actions import Signing
from caseday.careplans.models import PlanReview, PlanSignature, PlanVersion
from caseday.careplans.rules import problem_of_ink
from caseday.careplans.rules.ink import HEIGHT, LONGEST, WIDTH
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

PATH = "M10 10L20 30L40 30L60 80"
CLIENT = Signing("client", "Rosa Delgado", "drawn", PATH)
WORKER = Signing("worker", "Nora Field, RN, CCM", "typed")


@pytest.fixture
def sign(planned, nora, now):
    def sign_one(signing=CLIENT, read_hash=None, actor=nora, at=now, id=None):
        read = read_hash or hash_now(planned, nora, now)
        return actions.sign_plan(
            actor=actor, now=at, care_plan_id=planned.plan.pk, read_hash=read, signing=signing, id=id
        )

    return sign_one


def standing_now(planned, nora, now):
    plan = queries.get_plan(nora, planned.plan.pk)
    return queries.standing_of(plan, queries.practice_of(plan.case, now.date(), nora.time_zone))


def hash_now(planned, nora, now):
    return standing_now(planned, nora, now).hash


@pytest.mark.django_db
def test_everybody_signs_one_version(planned, nora, now, sign):
    sign(CLIENT)
    assert standing_now(planned, nora, now).missing == ("worker",)
    sign(WORKER)
    assert standing_now(planned, nora, now).is_signed
    version = PlanVersion.objects.get()
    assert (version.number, queries.is_intact(version)) == (1, True)
    assert {one.version_hash for one in version.signatures.all()} == {version.hash}
    assert queries.plan_signed(planned.case, on=now.date(), zone=nora.time_zone)
    planned.plan.refresh_from_db()
    assert planned.plan.missing_signatures == ""
    assert [event.verb for event in events_of_chain(planned.case.pk)].count("plan_signed") == 2


@pytest.mark.django_db
def test_a_changed_plan_must_be_signed_again(planned, nora, now, sign):
    sign(CLIENT), sign(WORKER)
    actions.change_part(
        actor=nora, now=now, part="goals", part_id=planned.goal.pk,
        values={"text": "Walks to church", "need_id": planned.need.pk},
    )  # fmt: skip
    standing = standing_now(planned, nora, now)
    assert standing.is_changed and standing.missing == ("client", "worker")
    assert not queries.plan_signed(planned.case, on=now.date(), zone=nora.time_zone)
    planned.plan.refresh_from_db()
    assert planned.plan.missing_signatures == "client,worker"
    sign(CLIENT)
    assert [one.number for one in queries.versions_of(planned.plan)] == [2, 1]


@pytest.mark.django_db
def test_what_was_put_back_is_still_signed(planned, nora, now, sign):
    sign(CLIENT), sign(WORKER)
    for words in ("Walks to church", "Walks to the bus stop"):
        actions.change_part(
            actor=nora, now=now, part="goals", part_id=planned.goal.pk, values={"text": words}
        )
    assert standing_now(planned, nora, now).is_signed


@pytest.mark.django_db
def test_progress_asks_for_no_new_signature(planned, nora, now, sign):
    sign(CLIENT), sign(WORKER)
    actions.measure_goal(actor=nora, now=now, goal_id=planned.goal.pk, note="Better")
    actions.end_part(actor=nora, now=now, part="barriers", part_id=planned.barrier.pk, is_met=True)
    assert standing_now(planned, nora, now).is_signed
    actions.end_part(
        actor=nora, now=now, part="barriers", part_id=planned.barrier.pk, is_met=False, result="Not a barrier"
    )
    assert not standing_now(planned, nora, now).is_signed


@pytest.mark.django_db
def test_a_signature_for_what_was_read_before_a_change_is_refused(planned, nora, now, sign):
    read = hash_now(planned, nora, now)
    actions.describe_client(
        actor=nora, now=now, care_plan_id=planned.plan.pk, strengths="Sings", preferences=""
    )
    with pytest.raises(Invalid) as raised:
        sign(CLIENT, read_hash=read)
    assert "changed since this page was opened" in str(raised.value)
    assert not PlanSignature.objects.exists() and not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_a_signature_sent_twice_is_kept_once(sign):
    wanted = new_id()
    assert sign(id=wanted).pk == sign(id=wanted, read_hash="of another text").pk == wanted
    assert PlanSignature.objects.count() == 1


@pytest.mark.django_db
def test_who_does_not_want_to_sign_is_written_down_and_not_asked_again(planned, nora, now, sign):
    with pytest.raises(Invalid):
        sign(Signing("client", "Rosa", "declined"))
    sign(Signing("client", "Rosa", "declined", declined_reason="Wants to read it with her daughter"))
    assert standing_now(planned, nora, now).missing == ("worker",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("signing", "field"),
    [
        (Signing("", "Rosa", "typed"), "role"),
        (Signing("client", " ", "typed"), "name"),
        (Signing("client", "Rosa", "stamped"), "method"),
        (Signing("client", "Rosa", "drawn", ""), "path"),
        (Signing("client", "Rosa", "drawn", "M1 1L2 2 onload=alert(1)"), "path"),
    ],
)
def test_an_incomplete_signature_says_what_to_do(sign, signing, field):
    with pytest.raises(Invalid) as raised:
        sign(signing)
    assert set(raised.value.problems) == {field}


@pytest.mark.django_db
def test_an_empty_plan_is_not_signed(plan, nora, now):
    standing = queries.standing_of(plan, queries.practice_of(plan.case, now.date(), nora.time_zone))
    with pytest.raises(Invalid):
        actions.sign_plan(actor=nora, now=now, care_plan_id=plan.pk, read_hash=standing.hash, signing=WORKER)


@pytest.mark.django_db
def test_the_legal_text_is_kept_as_it_was_shown(sign):
    kept = sign(Signing("client", "Rosa", "typed", language="es-MX"))
    assert (kept.language, kept.legal_text[:9]) == ("es", "Participé")


@pytest.mark.django_db
def test_an_auditor_signs_nothing(audrey, sign):
    with pytest.raises(Refused):
        sign(actor=audrey)


@pytest.mark.django_db
def test_a_version_that_was_edited_around_the_application_shows_it(sign):
    sign(CLIENT)
    version = PlanVersion.objects.get()
    PlanVersion.objects.update(content_json=version.content_json.replace("Walking", "Running"))
    version.refresh_from_db()
    assert not queries.is_intact(version)


@pytest.mark.django_db
def test_a_review_keeps_the_plan_as_it_stood(planned, nora, now):
    review = actions.review_plan(
        actor=nora, now=now, care_plan_id=planned.plan.pk, finding="Goes well", with_whom="Rosa",
        next_on=now.date() + timedelta(days=30),
    )  # fmt: skip
    planned.plan.refresh_from_db()
    assert (planned.plan.reviewed_on, planned.plan.review_due_on) == (review.on, review.next_on)
    assert review.version.number == 1
    earlier = actions.review_plan(
        actor=nora,
        now=now,
        care_plan_id=planned.plan.pk,
        finding="Late entry",
        on=now.date() - timedelta(days=9),
    )
    assert earlier.version == review.version
    planned.plan.refresh_from_db()
    assert planned.plan.reviewed_on == review.on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"finding": " "}, "finding"),
        ({"finding": "x" * 4001}, "finding"),
        ({"finding": "x", "on": 2}, "on"),
        ({"finding": "x", "next_on": 0}, "next_on"),
    ],
)
def test_a_review_that_cannot_be_says_what_to_do(planned, nora, now, fields, name):
    days = {key: now.date() + timedelta(days=value) for key, value in fields.items() if key != "finding"}
    with pytest.raises(Invalid) as raised:
        actions.review_plan(
            actor=nora, now=now, care_plan_id=planned.plan.pk, finding=fields["finding"], **days
        )
    assert set(raised.value.problems) == {name}


@pytest.mark.django_db
def test_a_review_sent_twice_is_kept_once(planned, nora, now):
    wanted = new_id()
    for _ in range(2):
        actions.review_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, finding="Well", id=wanted)
    assert PlanReview.objects.count() == 1


@given(st.lists(st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)), min_size=4, max_size=400))
def test_every_drawing_of_the_box_is_taken(points):
    path = "M{} {}".format(*points[0]) + "".join(f"L{x} {y}" for x, y in points[1:])
    assert problem_of_ink(path) == ""


@given(st.text(max_size=200))
def test_nothing_but_moves_and_lines_gets_through(text):
    problem = problem_of_ink(text)
    assert problem or set(text) <= set("ML0123456789 ")


@pytest.mark.parametrize(
    "path", ["M1 1L2 2", "M0 0" + "L1 1" * LONGEST, "M601 1L2 2L3 3L4 4", "M1 201L2 2L3 3L4 4", "<script>"]
)
def test_a_drawing_out_of_bounds_says_what_to_do(path):
    assert problem_of_ink(path).endswith(".")


@pytest.mark.django_db
def test_the_page_signs_and_shows_what_was_signed(planned, nora_client):
    url = reverse("careplans:sign", args=[planned.plan.pk])
    page = nora_client.get(url)
    form = page.context["form"]
    assert "I took part in making this plan" in page.content.decode()
    typed = {"role": "client", "name": "Rosa", "method": "drawn", "path": PATH, "language": "en",
             "read_hash": form.initial["read_hash"]}  # fmt: skip
    answer = nora_client.post(url, typed)
    assert answer.status_code == 302
    assert PATH in nora_client.get(answer.url).content.decode()
    version = PlanVersion.objects.get()
    shown = nora_client.get(reverse("careplans:version", args=[version.pk])).content.decode()
    assert PATH in shown and "Walks to the bus stop" in shown
    assert (
        "Version 1" in nora_client.get(reverse("careplans:versions", args=[planned.plan.pk])).content.decode()
    )


@pytest.mark.django_db
def test_the_page_says_when_the_plan_was_changed_meanwhile(planned, nora_client, sign, now, nora):
    sign(CLIENT)
    url = reverse("careplans:sign", args=[planned.plan.pk])
    stale = nora_client.get(url).context["form"].initial["read_hash"]
    actions.describe_client(
        actor=nora, now=now, care_plan_id=planned.plan.pk, strengths="Sings", preferences=""
    )
    typed = {"role": "worker", "name": "Nora", "method": "typed", "language": "en", "read_hash": stale}
    answer = nora_client.post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "changed since this page was opened" in shown
    assert stale not in shown
    assert (
        "changed since it was signed"
        in nora_client.get(reverse("careplans:plan", args=[planned.case.pk])).content.decode()
    )


@pytest.mark.django_db
def test_two_versions_are_compared_in_words(planned, nora, now, sign, nora_client):
    sign(CLIENT)
    actions.change_part(
        actor=nora, now=now, part="goals", part_id=planned.goal.pk, values={"text": "Walks to church"}
    )
    sign(CLIENT)
    latest = queries.versions_of(planned.plan)[0]
    url = reverse("careplans:version", args=[latest.pk])
    shown = nora_client.get(f"{url}?beside=1").content.decode()
    assert "From version 1 to version 2" in shown and "Walks to church" in shown


@pytest.mark.django_db
def test_the_review_page_keeps_a_review(planned, nora_client):
    url = reverse("careplans:review", args=[planned.plan.pk])
    assert nora_client.get(url).status_code == 200
    assert nora_client.post(url, {"finding": ""}).status_code == 422
    assert nora_client.post(url, {"finding": "Well", "next_on": "2020-01-01"}).status_code == 422
    assert nora_client.post(url, {"finding": "Well"}).status_code == 302
