"""The agency's own wording: versioned, checked, previewed with a real case; the shipped one comes back."""

import pytest
from django.urls import reverse

from caseday.correspondence.actions.templates import restore_shipped, retire_template, save_template
from caseday.correspondence.models import TemplateVersion
from caseday.correspondence.queries.wordings import all_wordings, get_wording, versions_of, wordings_for
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.make import make_appointment, make_case

pytestmark = pytest.mark.django_db
KEY = {"slug": "closing", "channel": "email", "language": "en"}
NEW = {"title": "Bye", "subject": "Bye", "body": "Bye {client.first_name}"}


def save(actor, now, **fields):
    return save_template(actor=actor, now=now, **{**KEY, **NEW, **fields})


def test_the_newest_holds_and_older_ones_stay(susan, now):
    first, second = save(susan, now), save(susan, now, body="So long")
    assert (first.version, second.version) == (1, 2)
    assert get_wording("closing", "email", "en").body == "So long"
    assert get_wording("closing", "email", "en", 1).body == NEW["body"]
    assert get_wording("closing", "email", "en", 0).body.startswith("Hi")
    assert [one.version for one in versions_of("closing", "email", "en")] == [2, 1, 0]
    with pytest.raises(NotFound):
        get_wording("closing", "email", "en", 9)


def test_the_same_again_makes_no_version(susan, now):
    save(susan, now)
    assert save(susan, now, body=f"\r\n{NEW['body']}\n").version == 1 and TemplateVersion.objects.count() == 1


def test_two_who_change_it_at_once_are_told(susan, now):
    save(susan, now, based_on=0)
    with pytest.raises(Invalid, match="meanwhile"):
        save(susan, now, body="Mine", based_on=0)


@pytest.mark.parametrize("who", ["nora", "audrey", "olive"])
def test_only_leads_change_templates(request, who, now):
    viewer = request.getfixturevalue(who)
    with pytest.raises(Refused):
        save(viewer, now)
    with pytest.raises(Refused):
        retire_template(actor=viewer, now=now, **KEY)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"slug": "No Good"}, "slug"), ({"channel": "pigeon"}, "channel"), ({"language": "!"}, "language"),
        ({"title": " "}, "title"), ({"body": " "}, "body"), ({"subject": ""}, "subject"),
        ({"body": "Hi {client.nam}"}, "body"), ({"subject": "{"}, "subject"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(susan, now, fields, field):
    with pytest.raises(Invalid) as problem:
        save(susan, now, **fields)
    assert set(problem.value.problems) == {field}


def test_a_retired_one_is_offered_no_more_until_it_is_saved_again(susan, now):
    for _ in range(2):
        retire_template(actor=susan, now=now, **KEY)
    assert TemplateVersion.objects.count() == 1
    assert not any(one.slug == "closing" for one in wordings_for("email", "en", all_wordings()))
    assert any(one.slug == "closing" for one in all_wordings(has_retired=True))
    restore_shipped(actor=susan, now=now, **KEY)
    assert any(one.slug == "closing" for one in wordings_for("email", "en", all_wordings()))


def test_a_template_of_ones_own_is_offered_and_has_nothing_shipped(susan, now):
    own = save(susan, now, slug="our_own")
    assert own.version == 1 and own in wordings_for("email", "es", all_wordings())
    with pytest.raises(NotFound):
        restore_shipped(actor=susan, now=now, **{**KEY, "slug": "our_own"})
    with pytest.raises(NotFound):
        restore_shipped(actor=susan, now=now, **{**KEY, "slug": "nothing"})
    with pytest.raises(NotFound):
        retire_template(actor=susan, now=now, **{**KEY, "slug": "nothing"})


def test_their_language_comes_before_english(now):
    titles = {one.language for one in wordings_for("email", "es-MX", all_wordings())}
    assert titles == {"es"}


URL = reverse("correspondence:template", args=["closing", "email", "en"])


@pytest.fixture
def susan_client(cast, client):
    client.force_login(cast.susan)
    return client


@pytest.fixture
def case(cast):
    case = make_case(cast.nora)
    make_appointment(case)
    return case


def test_everybody_reads_the_templates_with_their_grades(nora_client, susan, now):
    save(susan, now)
    save(susan, now, slug="own", language="vi")
    shown = nora_client.get(reverse("correspondence:templates")).content.decode()
    assert "To clients" in shown and "Bye" in shown and "Vietnamese" in shown
    assert "New template" not in shown


def test_one_is_shown_with_its_versions_and_tried_with_a_real_case(nora_client, susan, now, case):
    save(susan, now)
    shown = nora_client.get(f"{URL}?case={case.pk}&version=1").content.decode()
    assert f"Bye {case.person.given_name}" in shown and "As shipped" in shown
    older = nora_client.get(f"{URL}?version=0").content.decode()
    assert "an older version" in older
    assert nora_client.get(reverse("correspondence:template", args=["no", "email", "en"])).status_code == 404


def test_a_lead_previews_then_saves(susan_client, case):
    draft = {**NEW, "body": "Bye {claim_number}", "case": case.pk, "do": "preview"}
    shown = susan_client.post(URL, draft, HTTP_HX_REQUEST="true")
    assert shown.status_code == 200 and "The file does not know: claim_number" in shown.content.decode()
    assert susan_client.post(URL, draft).status_code == 422
    assert susan_client.post(URL, {**NEW, "based_on": "0"}).status_code == 302
    refused = susan_client.post(URL, {**NEW, "body": "{x}"})
    assert refused.status_code == 422 and "There is no field" in refused.content.decode()


def test_a_lead_adds_retires_and_restores(susan_client):
    there = reverse("correspondence:new_template")
    assert susan_client.get(there).status_code == 200
    assert susan_client.post(there, {**KEY, **NEW, "slug": ""}).status_code == 422
    assert susan_client.post(there, {**KEY, **NEW, "slug": "mine"}).status_code == 302
    mine = reverse("correspondence:restore_template", args=["mine", "email", "en"])
    assert susan_client.post(mine).status_code == 404
    assert (
        susan_client.post(
            reverse("correspondence:retire_template", args=["closing", "email", "en"])
        ).status_code
        == 302
    )
    assert (
        susan_client.post(
            reverse("correspondence:restore_template", args=["closing", "email", "en"])
        ).status_code
        == 302
    )
