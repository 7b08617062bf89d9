"""The pages of the journal over HTTP."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from caseday.cases.models import Case
from caseday.followups.models import FollowUp
from caseday.journal.actions import Typed, save_draft
from caseday.journal.models import Activity, Draft, DraftConflict, Note
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    make_activity,
    make_appointment,
    make_case,
    make_office,
    make_party,
    make_person,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
NOBODYS = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, person=make_person(given_name="James", family_name="Okafor"))


@pytest.fixture
def call(case: Case) -> Activity:
    return make_activity(case, started_at=clock.now() - timedelta(hours=24))


def _write_url(activity: Activity) -> str:
    return f"{reverse('journal:write_up')}?activity={activity.pk}"


def test_capturing_shows_what_was_understood_and_keeps_it(nora_client: Client, case: Case) -> None:
    line = "called Okafor 10 min, doing ok, send report by Friday"
    shown = nora_client.post(reverse("journal:interpret"), {"line": line}, **HTMX).content.decode()
    assert "10 min" in shown and "James Okafor" in shown and "send report" in shown
    assert not Activity.objects.exists()
    id = new_id()
    for _ in range(2):
        stored = nora_client.post(reverse("journal:capture"), {"line": line, "id": id}, **HTMX)
        assert stored.status_code == 200
    assert "Okafor" in stored.content.decode()
    assert Activity.objects.get().pk == id
    assert FollowUp.objects.count() == 1


def test_capturing_works_without_scripts(nora_client: Client) -> None:
    page = nora_client.get(reverse("journal:capture"))
    assert page.status_code == 200
    stored = nora_client.post(reverse("journal:capture"), {"line": "called client 5 min", "id": new_id()})
    assert stored.status_code == 302
    assert nora_client.get(stored["Location"]).status_code == 200


def test_a_waiting_line_of_the_browser_is_acknowledged_without_a_page(nora_client: Client) -> None:
    answer = nora_client.post(
        reverse("journal:capture"), {"line": "called", "id": new_id()}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 204


def test_a_line_is_kept_although_the_case_of_its_page_is_out_of_sight(
    cast: Cast, nora_client: Client
) -> None:
    hidden = make_case(cast.olive)
    answer = nora_client.post(
        reverse("journal:capture"), {"line": "called", "id": new_id(), "case": hidden.pk}, **HTMX
    )
    assert answer.status_code == 200
    assert Activity.objects.get().case is None


def test_an_empty_line_is_asked_for_with_422(nora_client: Client, case: Case) -> None:
    answer = nora_client.post(reverse("journal:capture"), {"line": " ", "case": case.pk}, **HTMX)
    assert answer.status_code == 422
    assert nora_client.post(reverse("journal:interpret"), {"line": ""}).content == b""


def test_the_dialog_on_a_case_page_says_whose_case(nora_client: Client, case: Case) -> None:
    assert (
        b"about James Okafor"
        in nora_client.get(reverse("journal:capture"), {"case": case.pk}, **HTMX).content
    )


def test_writing_begins_with_what_is_known_and_stores_nothing(nora_client: Client, call: Activity) -> None:
    page = nora_client.get(_write_url(call)).content.decode()
    assert "Telephone call" in page and "Sign" in page
    assert not Draft.objects.exists()


def test_from_writing_to_signed(nora_client: Client, call: Activity) -> None:
    save = reverse("journal:save_draft")
    body = {
        "activity": str(call.pk),
        "format": "narrative",
        "version": 0,
        "sections": {"text": "Spoke"},
        "id": str(new_id()),
    }
    stored = nora_client.post(save, json.dumps(body), content_type="application/json").json()
    assert (stored["state"], stored["version"]) == ("stored", 1)
    form = {
        "activity": call.pk,
        "id": stored["id"],
        "version": 1,
        "format": "narrative",
        "section-text": "Spoke at length",
        "kind": "note",
    }
    signed = nora_client.post(reverse("journal:sign"), form)
    assert signed.status_code == 302
    assert Note.objects.get().text == "Spoke at length"
    page = nora_client.get(signed["Location"]).content.decode()
    assert "Signed by Nora Field, RN, CCM" in page and "Addendum" in page
    assert nora_client.get(_write_url(call)).status_code == 302


def test_signing_returns_to_where_one_came_from(nora_client: Client, call: Activity) -> None:
    form = {"activity": call.pk, "version": 0, "format": "narrative", "section-text": "x", "next": "open"}
    assert nora_client.post(reverse("journal:sign"), form)["Location"] == reverse("journal:open")


def test_signing_nothing_says_what_lacks(nora_client: Client, call: Activity) -> None:
    form = {"activity": call.pk, "version": 0, "format": "narrative", "section-text": "  "}
    assert nora_client.post(reverse("journal:sign"), form).status_code == 422


def test_a_second_tab_is_told_and_both_versions_are_shown(nora_client: Client, call: Activity) -> None:
    save = reverse("journal:save_draft")

    def send(text: str):
        body = {"activity": str(call.pk), "format": "narrative", "version": 0, "sections": {"text": text}}
        return nora_client.post(save, json.dumps(body), content_type="application/json")

    draft_id = send("from the desk").json()["id"]
    answer = send("from the phone")
    assert answer.status_code == 409
    page = nora_client.get(answer.json()["versions"]).content.decode()
    assert "from the desk" in page and "from the phone" in page
    settled = {"version": 1, "format": "narrative", "section-text": "both"}
    assert nora_client.post(answer.json()["versions"], settled | {"version": 9}).status_code == 422
    assert nora_client.post(answer.json()["versions"], settled).status_code == 302
    assert Draft.objects.get(pk=draft_id).sections == {"text": "both"}
    assert nora_client.get(answer.json()["versions"]).status_code == 302


def test_signing_over_a_newer_draft_leads_to_both_versions(
    nora_client: Client, cast: Cast, call: Activity
) -> None:
    nora = cast.viewer("nora", clock.now())
    for version, text in ((0, "one"), (1, "two")):
        save_draft(
            actor=nora,
            now=clock.now(),
            typed=Typed("narrative", {"text": text}, version),
            activity_id=call.pk,
        )
    form = {"activity": call.pk, "version": 1, "format": "narrative", "section-text": "three"}
    answer = nora_client.post(reverse("journal:sign"), form)
    assert "/versions" in answer["Location"]
    assert DraftConflict.objects.get().sections == {"text": "three"}
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"version": "x", "sections": 3, "activity": 5}',
        b'{"activity": "' + b"9" * 50 + b'"}',
    ],
)
def test_a_hostile_draft_is_refused(nora_client: Client, body: bytes) -> None:
    answer = nora_client.post(reverse("journal:save_draft"), body, content_type="application/json")
    assert answer.status_code == 422


def test_a_draft_is_thrown_away_and_brought_back(nora_client: Client, cast: Cast, call: Activity) -> None:
    nora = cast.viewer("nora", clock.now())
    draft = save_draft(
        actor=nora, now=clock.now(), typed=Typed("narrative", {"text": "x"}, 0), activity_id=call.pk
    ).draft
    nora_client.post(reverse("journal:discard", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.discarded_at
    nora_client.post(reverse("journal:bring_back", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.discarded_at is None


def test_switching_the_format_keeps_the_text(nora_client: Client, case: Case) -> None:
    form = {"to": "soap", "case": case.pk, "section-text": "Pain 4/10"}
    answer = nora_client.post(reverse("journal:switch_format"), form).json()
    assert [one["slug"] for one in answer["sections"]] == ["subjective", "objective", "assessment", "plan"]
    assert answer["sections"][0]["text"] == "Note: Pain 4/10" or answer["sections"][0]["text"] == "Pain 4/10"


def test_wording_counts_as_scripts_count(nora_client: Client) -> None:
    text = "😀 The patient opined."
    found = nora_client.post(reverse("journal:wording"), {"section-text": text}).json()["marks"]["text"][0]
    units = text.encode("utf-16-le")
    assert units[found["start"] * 2 : found["end"] * 2].decode("utf-16-le") == "opined"


def test_overuse_is_counted_over_all_sections(nora_client: Client) -> None:
    sections = {f"section-{name}": "CM discussed it." for name in ("data", "assessment", "plan")}
    marks = nora_client.post(reverse("journal:wording"), sections).json()["marks"]
    assert [len(found) for found in marks.values()] == [2, 2, 2]


def test_an_entry_is_corrected(nora_client: Client, case: Case, call: Activity) -> None:
    url = reverse("journal:correct", args=[call.pk])
    assert nora_client.get(url).status_code == 200
    form = {
        "entry-kind": "visit", "entry-case": str(case.pk), "entry-started_at": "2026-01-05T09:00", "entry-minutes": "45",
        "entry-miles": "12.5", "entry-summary": "Visited", "entry-with_role": "client",
    }  # fmt: skip
    assert nora_client.post(url, form).status_code == 302
    call.refresh_from_db()
    assert (call.kind, call.minutes, call.summary) == ("visit", 45, "Visited")
    assert nora_client.post(url, form | {"entry-minutes": "99999"}).status_code == 422
    assert nora_client.post(url, form | {"entry-started_at": "3000-01-05T09:00"}, **HTMX).status_code == 422
    assert nora_client.post(url, form, **HTMX).status_code == 200


def test_an_entry_is_voided(nora_client: Client, call: Activity) -> None:
    url = reverse("journal:void", args=[call.pk])
    assert nora_client.get(url).status_code == 200
    assert nora_client.post(url, {"reason": ""}).status_code == 422
    assert nora_client.post(url, {"reason": "wrong client"}).status_code == 302
    assert b"wrong client" in nora_client.get(reverse("journal:activity", args=[call.pk])).content
    assert nora_client.post(url, {"reason": "again"}).status_code == 422


def test_what_is_open_stands_in_one_list(nora_client: Client, cast: Cast, case: Case, call: Activity) -> None:
    make_appointment(case, state="done", title="Wound check", starts_at=clock.now() - timedelta(hours=3))
    Activity.objects.create(
        staff=cast.nora, kind="other", started_at=clock.now(), recorded_at=clock.now(), summary="qwerty"
    )
    page = nora_client.get(reverse("journal:open")).content.decode()
    assert "Wound check" in page and "Choose the case" in page and "yesterday" in page
    assert nora_client.post(reverse("journal:sign_as_is", args=[call.pk]), {"next": "open"})[
        "Location"
    ] == reverse("journal:open")
    assert Note.objects.get().activity == call
    assert "write" in nora_client.post(reverse("journal:sign_as_is", args=[call.pk]))["Location"]


def test_my_day_adds_up(nora_client: Client, case: Case) -> None:
    now = clock.now()
    for minutes, miles in ((30, 12), (15, None)):
        make_activity(case, started_at=now, minutes=minutes, miles=miles)
    make_activity(case, started_at=now, minutes=500, voided_at=now, void_reason="x")
    page = nora_client.get(reverse("journal:list")).content.decode()
    assert "45 min" in page and "12 mi" in page
    for day in ("2026-01-05", "nonsense", "0001-01-01", "9999-12-31"):
        assert nora_client.get(reverse("journal:list"), {"on": day}).status_code == 200


def test_the_journal_of_a_case_pages_by_key(nora_client: Client, case: Case) -> None:
    at = clock.now() - timedelta(days=3)
    for number in range(60):
        make_activity(case, started_at=at - timedelta(minutes=number // 2), summary=f"number {number}")
    first = nora_client.get(reverse("journal:of_case", args=[case.pk]))
    rows, last = first.context["rows"], first.context["last"]
    assert len(rows) == 50 and last
    more = nora_client.get(
        reverse("journal:of_case", args=[case.pk]),
        {"before": last.started_at.isoformat(), "id": last.pk},
        **HTMX,
    )
    seen = {row["entry"].activity.pk for row in rows} | {
        row["entry"].activity.pk for row in more.context["rows"]
    }
    assert len(more.context["rows"]) == 10 and len(seen) == 60
    for bad in (
        {"before": "x", "id": "y"},
        {"before": "2026-99-99T00:00:00Z", "id": last.pk},
        {"before": "2026-01-01"},
    ):
        assert nora_client.get(reverse("journal:of_case", args=[case.pk]), bad).status_code == 200


def test_the_file_stands_beside_the_note(nora_client: Client, case: Case, call: Activity) -> None:
    make_party(case, "adjuster", name="Dana Whitfield")
    page = nora_client.get(reverse("journal:facts", args=[case.pk])).content.decode()
    assert "Dana Whitfield" in page and "Last entries" in page


@pytest.mark.parametrize("kind", ["addendum", "amendment", "late-entry"])
def test_additions_show_the_note_as_it_was_signed(nora_client: Client, call: Activity, kind: str) -> None:
    nora_client.post(reverse("journal:sign_as_is", args=[call.pk]))
    note = Note.objects.get()
    page = nora_client.get(reverse("journal:add_to_note", args=[note.pk, kind])).content.decode()
    assert "as it was signed" in page
    assert nora_client.get(reverse("journal:add_to_note", args=[note.pk, "poem"])).status_code == 404


def test_a_visit_is_written_up_from_its_appointment(nora_client: Client, case: Case) -> None:
    now = clock.now()
    appointment = make_appointment(
        case, state="done", starts_at=now - timedelta(hours=3), done_at=now, office=make_office()
    )
    url = f"{reverse('journal:write_up')}?appointment={appointment.pk}"
    assert b"Visit with James Okafor" in nora_client.get(url).content
    assert not Activity.objects.exists()
    form = {"appointment": appointment.pk, "version": 0, "format": "soap", "section-subjective": "Pain 4/10"}
    assert nora_client.post(reverse("journal:sign"), form).status_code == 302
    assert Note.objects.get().sections["subjective"] == "Pain 4/10"
    assert nora_client.get(url).status_code == 302


@pytest.mark.parametrize(
    "query", ["", "activity=x", "appointment=", f"activity={NOBODYS}", f"appointment={NOBODYS}"]
)
def test_writing_about_nothing_is_not_found(nora_client: Client, query: str) -> None:
    assert nora_client.get(f"{reverse('journal:write_up')}?{query}").status_code == 404


def test_pages_cost_few_queries(nora_client: Client, case: Case, django_assert_max_num_queries) -> None:
    for number in range(60):
        make_activity(case, started_at=clock.now() - timedelta(hours=number))
    for url, most in (
        (reverse("journal:of_case", args=[case.pk]), 14), (reverse("journal:open"), 12), (reverse("journal:list"), 12),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert nora_client.get(url).status_code == 200


def test_hours_heard_are_noted_by_one_tap(nora_client: Client) -> None:
    make_office(name="Lakeside Imaging", name_key="lakeside imaging", opening_hours="")
    line = "called Lakeside Imaging, they are open M-F 8-5"
    page = nora_client.post(
        reverse("journal:capture"), {"line": line, "id": new_id()}, **HTMX
    ).content.decode()
    assert "Note them for Lakeside Imaging" in page
    url = reverse("journal:learn_hours", args=[Activity.objects.get().pk])
    assert nora_client.post(url, **HTMX).status_code == 200
    assert nora_client.post(url).status_code == 302
