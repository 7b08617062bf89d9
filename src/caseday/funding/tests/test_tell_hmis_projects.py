"""What HUD's files say of a project: which systems it takes part in, and which residential projects it goes with."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.funding import actions
from caseday.funding.actions import FundTerms
from caseday.funding.models import Fund, HmisAffiliation, HmisProject
from caseday.funding.rules.hmis import fy2026, has_affiliation, is_residential, problems_of
from caseday.funding.tests.test_write_hmis_files import FIRST, NOW, PROJECT, fund, made
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

__all__ = ["fund"]
SERVICES = replace(PROJECT, project_name="Counsel", project_type=6, rrh_sub_type=None)
SHELTER = replace(PROJECT, project_name="Third Street", project_type=0, rrh_sub_type=None, housing_type=1)


@pytest.mark.parametrize(
    ("kind", "sub_type", "asked", "houses"),
    [
        (6, None, True, False),
        (13, 1, True, False),
        (13, 2, False, True),
        (0, None, False, True),
        (4, None, False, False),
    ],
)
def test_projects_of_services_alone_are_asked_what_they_go_with(
    kind: int, sub_type: int | None, asked: bool, houses: bool
) -> None:
    assert (has_affiliation(kind, sub_type), is_residential(kind, sub_type)) == (asked, houses)


@pytest.mark.parametrize(
    ("project", "affiliation", "said"),
    [
        ({"ProjectType": 6}, [], ["must be said of a project of services only"]),
        ({"ProjectType": 6, "ResidentialAffiliation": 0}, [], []),
        ({"ProjectType": 6, "ResidentialAffiliation": 1}, [], ["is not what Affiliation.csv says"]),
        ({"ProjectType": 6, "ResidentialAffiliation": 1}, [{"ProjectID": "p", "ResProjectID": "p"}], []),
        ({"ProjectType": 0}, [{"ProjectID": "p", "ResProjectID": "p"}], ["is not what Affiliation.csv says"]),
    ],
)
def test_the_project_and_its_affiliations_say_the_same(
    project: Any, affiliation: Any, said: list[str]
) -> None:
    files = {"Project": [{"ProjectID": "p", **project}], "Affiliation": affiliation}
    found = problems_of(files, fy2026())
    assert [one.text for one in found if one.column == "ResidentialAffiliation"] == said


def test_only_access_points_say_what_they_offer() -> None:
    four = dict.fromkeys(
        ("PreventionAssessment", "CrisisAssessment", "HousingAssessment", "DirectServices"), 0
    )
    rows = [{"AccessPoint": 1, **four}, {"AccessPoint": 0}, {"AccessPoint": 0, "DirectServices": 0}]
    found = problems_of({"CEParticipation": rows}, fy2026())
    text = "is said of access points, and of them alone"
    assert [(one.row, one.column) for one in found if one.text == text] == [(4, "DirectServices")]


def tell(cast: Any, fund: Fund, terms: Any, *affiliated: HmisProject) -> HmisProject:
    susan = viewer_for(cast.susan, now=NOW)
    with_it = [one.pk for one in affiliated]
    return actions.set_hmis_project(
        actor=susan, now=NOW, fund_id=fund.pk, terms=terms, affiliated_with=with_it
    )


@pytest.fixture
def shelter(cast: Any) -> HmisProject:
    susan = viewer_for(cast.susan, now=NOW)
    other = actions.open_fund(actor=susan, now=NOW, terms=FundTerms("ESG", "HUD", FIRST, reference="E-1"))
    return tell(cast, other, SHELTER)


@pytest.mark.django_db
def test_the_residential_project_goes_out_too_with_the_affiliation(
    cast: Any, fund: Fund, shelter: HmisProject
) -> None:
    mine = tell(cast, fund, SERVICES, shelter)
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert found.problems == []
    told = {one["ProjectID"]: one for one in found.files["Project"]}
    assert told[mine.pk.hex]["ResidentialAffiliation"] == 1
    assert (told[shelter.pk.hex]["ResidentialAffiliation"], told[shelter.pk.hex]["HousingType"]) == (None, 1)
    (row,) = found.files["Affiliation"]
    assert (row["ProjectID"], row["ResProjectID"]) == (mine.pk.hex, shelter.pk.hex)
    counts = dict(found.counts)
    assert [counts[name] for name in ("Project", "Funder", "ProjectCoC", "HMISParticipation")] == [2, 2, 2, 2]
    assert (counts["Organization"], counts["User"], counts["CEParticipation"]) == (1, 1, 0)
    kept = HmisAffiliation.objects.get()
    tell(cast, fund, SERVICES, shelter)
    assert HmisAffiliation.objects.get() == kept and str(shelter.pk) in str(kept)
    tell(cast, fund, SERVICES)
    again = made(viewer_for(cast.susan, now=NOW), fund)
    assert (again.files["Project"][0]["ResidentialAffiliation"], again.files["Affiliation"]) == (0, [])
    assert again.problems == []


@pytest.mark.django_db
def test_what_a_project_takes_part_in_stands_in_its_files(cast: Any, fund: Fund) -> None:
    since = date(2026, 2, 1)
    victims = replace(
        PROJECT, is_victim_service_provider=True, participation=2, participation_from=since, entry_from=since,
        entry_services="CrisisAssessment,DirectServices", receives_referrals=True,
    )  # fmt: skip
    tell(cast, fund, victims)
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert found.problems == []
    part, entry = found.files["HMISParticipation"][0], found.files["CEParticipation"][0]
    assert (part["HMISParticipationType"], part["HMISParticipationStatusStartDate"]) == (2, since)
    assert [entry[name] for name in ("AccessPoint", "CrisisAssessment", "HousingAssessment", "ReceivesReferrals")] == [
        1, 1, 0, 1,
    ]  # fmt: skip
    tell(cast, fund, replace(victims, entry_services=""))
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert found.problems == []
    assert (found.files["CEParticipation"][0]["AccessPoint"], found.files["CEParticipation"][0]["CrisisAssessment"]) == (
        0, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"is_victim_service_provider": True}, "participation"),
        ({"participation": 7}, "participation"),
        ({"participation_from": date(2025, 1, 1)}, "participation_from"),
        ({"receives_referrals": True}, "entry_from"),
        ({"entry_services": "DirectServices"}, "entry_from"),
        ({"entry_from": FIRST, "entry_services": "Lunch"}, "entry_services"),
        ({"housing_type": 9}, "housing_type"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_of_a_project_is_said_by_field(
    cast: Any, fund: Fund, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as found:
        tell(cast, fund, replace(SERVICES, **wrong))
    assert list(found.value.problems) == [field]


@pytest.mark.django_db
def test_only_services_go_with_residential_projects_of_the_agency(
    cast: Any, fund: Fund, shelter: HmisProject
) -> None:
    other = HmisProject(id=new_id())
    for terms, residential in ((PROJECT, shelter), (SERVICES, other)):
        with pytest.raises(Invalid) as found:
            tell(cast, fund, terms, residential)
        assert list(found.value.problems) == ["affiliated_with"]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_the_page_asks_for_it_and_shows_it_again(cast: Any, fund: Fund, shelter: HmisProject) -> None:
    susan = Client()
    susan.force_login(cast.susan)
    url = reverse("funding:hmis", args=[fund.pk])
    sent = {
        "organization_name": "Hill Country", "project_name": "Counsel", "project_type": "6", "funder_code": "4",
        "coc_code": "tx-503", "operating_from": "2026-01-01", "participation": "1", "entry_from": "2026-02-01",
        "entry_services": ["HousingAssessment"], "affiliated_with": [str(shelter.pk)],
    }  # fmt: skip
    assert susan.post(url, sent).status_code == 302
    project = HmisProject.objects.get(fund=fund)
    assert (project.entry_services, project.affiliations.get().residential) == ("HousingAssessment", shelter)
    form = susan.get(url).context["form"]
    assert form.initial["affiliated_with"] == [str(shelter.pk)]
    assert form.initial["entry_services"] == ["HousingAssessment"]
    HmisAffiliation.objects.all().delete()
    HmisProject.objects.filter(pk=shelter.pk).delete()
    page = susan.get(url).content.decode()
    assert "Takes part in coordinated entry since" in page and "Goes with these residential" not in page
