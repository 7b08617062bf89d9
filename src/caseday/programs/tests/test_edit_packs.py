"""The editor: sections as forms, what is typed is kept, what is wrong is said beside it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.programs import actions, queries
from caseday.programs.models import PackDraft, PackVersion
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
SLUG = "workers_compensation"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    queries.forget_versions()
    yield
    queries.forget_versions()


@pytest.fixture
def adam(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.adam)
    return client


@pytest.fixture
def draft(cast: Cast) -> PackDraft:
    return actions.copy_pack(actor=cast.viewer("adam"), now=MONDAY_8, slug=SLUG)


def at(name: str, draft: PackDraft, *more: Any) -> str:
    return reverse(f"programs:{name}", args=[draft.pk, *more])


def typed(client: Client, url: str) -> dict[str, Any]:
    """Everything that the form of a page would send as it stands."""
    import html.parser

    class Reader(html.parser.HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, list[str]] = {}
            self.select, self.area = "", ""

        def handle_starttag(self, tag: str, given: Any) -> None:
            attrs = dict(given)
            name = attrs.get("name") or ""
            if tag == "select":
                self.select = name
            elif tag == "option" and "selected" in attrs:
                self.found.setdefault(self.select, []).append(attrs.get("value") or "")
            elif tag == "textarea":
                self.area = name
                self.found.setdefault(name, []).append("")
            elif tag == "input" and name and not (attrs.get("type") == "checkbox" and "checked" not in attrs):
                self.found.setdefault(name, []).append(attrs.get("value") or "")

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area][-1] += data

        def handle_endtag(self, tag: str) -> None:
            self.area = "" if tag == "textarea" else self.area

    reader = Reader()
    page = client.get(url).content.decode()
    reader.feed(page[page.index('id="editor"') - 200 : page.index("</form>", page.index('id="editor"'))])
    return {name: values for name, values in reader.found.items() if not name.startswith("csrf")}


def test_a_section_that_is_kept_as_it_is_stays_the_same(adam: Client, draft: PackDraft) -> None:
    for name in ("word", "words", "working_time", "stages", "request_kinds", "followup_practice"):
        value = draft.values.get(name)
        url = at("draft_section", draft, name)
        if isinstance(value, list):
            assert adam.get(url).status_code == 200
            url = at("draft_entry", draft, name, len(value) - 1)
        assert adam.post(url, typed(adam, url)).status_code == 302
        assert PackDraft.objects.get().values.get(name, {}) == (value or {}), name


def test_an_administrator_copies_a_program_changes_it_and_puts_it_in_force(adam: Client, cast: Cast) -> None:
    answer = adam.post(reverse("programs:copy", args=[SLUG]))
    draft = PackDraft.objects.get()
    assert answer.url == at("draft", draft)
    url = at("draft_section", draft, "note_signing")
    sent = typed(adam, url) | {"v.within_hours": "24"}
    assert adam.post(url, sent).url == at("draft", draft)
    page = adam.get(at("preview", draft)).content.decode()
    assert "Note signing, Within hours" in page
    answer = adam.post(at("publish", draft), {"effective_from": "2026-03-02", "note": "A day is enough"})
    version = PackVersion.objects.get()
    assert answer.url == reverse("programs:version", args=[version.pk])
    assert b"A day is enough" in adam.get(answer.url).content
    assert b"Version 1" in adam.get(reverse("programs:pack", args=[SLUG])).content
    assert adam.post(reverse("programs:withdraw", args=[version.pk]), {"reason": ""}).status_code == 302
    assert not PackVersion.objects.get().is_withdrawn
    adam.post(reverse("programs:withdraw", args=[version.pk]), {"reason": "Too early"})
    assert b"Too early" in adam.get(reverse("programs:version", args=[version.pk])).content


def test_the_spanish_of_a_word_is_given_beside_it(adam: Client, draft: PackDraft) -> None:
    url = at("draft_entry", draft, "party_roles", 0)
    page = adam.get(url).content.decode()
    assert page.index("Name</label>") < page.index("Name in Spanish") < page.index("Meaning")
    adam.post(url, typed(adam, url) | {"v.spanish": "ajustadora"})
    assert PackDraft.objects.get().values["party_roles"][0]["spanish"] == "ajustadora"
    url = at("draft_section", draft, "words")
    assert adam.post(url, typed(adam, url) | {"v.worker_in_spanish": "x" * 121}).status_code == 422
    adam.post(url, typed(adam, url) | {"v.worker_in_spanish": "enfermera"})
    assert PackDraft.objects.get().values["words"]["worker_in_spanish"] == "enfermera"
    adam.post(url, typed(adam, url) | {"v.worker_in_spanish": " "})
    assert "worker_in_spanish" not in PackDraft.objects.get().values["words"]


def test_what_is_wrong_is_said_beside_its_field_and_stays_as_typed(adam: Client, draft: PackDraft) -> None:
    url = at("draft_entry", draft, "first_contacts", 0)
    sent = typed(adam, url) | {"v.within": "soon", "v.word": ""}
    answer = adam.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a whole number." in page
    assert "Fill this in." in page
    assert 'value="soon"' in page
    kept = PackDraft.objects.get().values["first_contacts"][0]
    assert kept["within"] == "soon"
    whole = adam.get(at("draft", draft)).content.decode()
    assert "First contacts, line 1, Within" in whole
    assert adam.post(at("publish", draft), {"effective_from": "2026-03-02"}).status_code == 422
    assert not PackVersion.objects.exists()


def test_a_check_says_what_is_wrong_and_keeps_nothing(adam: Client, draft: PackDraft) -> None:
    url = at("draft_entry", draft, "first_contacts", 0)
    sent = typed(adam, url) | {"v.within": "0", "do": "check"}
    answer = adam.post(url, sent, headers={"HX-Request": "true"})
    assert b"greater than or equal to 1" in answer.content
    assert PackDraft.objects.get().revision == 1


def test_entries_are_added_moved_and_removed(adam: Client, draft: PackDraft) -> None:
    url = at("draft_section", draft, "goals")
    before = [one["word"] for one in draft.values["goals"]]
    htmx = {"HX-Request": "true"}
    answer = adam.post(url, {"do": "down:0", "revision": 1}, headers=htmx)
    assert answer.status_code == 200
    assert [one["word"] for one in PackDraft.objects.get().values["goals"]][:2] == [before[1], before[0]]
    adam.post(url, {"do": "up:1", "revision": 2})
    assert [one["word"] for one in PackDraft.objects.get().values["goals"]] == before
    adam.post(url, {"do": "remove:0", "revision": 3})
    assert [one["word"] for one in PackDraft.objects.get().values["goals"]] == before[1:]
    answer = adam.post(url, {"do": "add:", "revision": 4})
    place = len(before) - 1
    assert answer.url == at("draft_entry", draft, "goals", place)
    assert adam.get(answer.url).status_code == 200
    adam.post(answer.url, {"v.word": "Home again", "revision": 5})
    assert PackDraft.objects.get().values["goals"][place] == {"word": "Home again"}


def test_lists_inside_an_entry_are_changed_in_its_form(adam: Client, draft: PackDraft) -> None:
    url = at("draft_entry", draft, "request_kinds", 0)
    steps = draft.values["request_kinds"][0]["steps"]
    answer = adam.post(url, typed(adam, url) | {"do": "add:v.steps"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    kept = PackDraft.objects.get().values["request_kinds"][0]["steps"]
    assert len(kept) == len(steps) + 1
    sent = typed(adam, url)
    sent |= {f"v.steps.{len(steps)}.word": "Asked again", f"v.steps.{len(steps)}.answered_by": ["client"]}
    assert adam.post(url, sent).status_code == 302
    new = PackDraft.objects.get().values["request_kinds"][0]["steps"][-1]
    assert (new["slug"], new["answered_by"]) == ("asked_again", ["client"])
    adam.post(url, typed(adam, url) | {"do": f"remove:v.steps.{len(steps)}"}, headers={"HX-Request": "true"})
    assert PackDraft.objects.get().values["request_kinds"][0]["steps"] == steps


def test_a_stale_page_overwrites_nothing(adam: Client, cast: Cast, draft: PackDraft) -> None:
    url = at("draft_section", draft, "word")
    sent = typed(adam, url)
    actions.save_section(
        actor=cast.viewer("susan"), now=MONDAY_8, draft_id=draft.pk, section="word", value="Hers", revision=1
    )
    answer = adam.post(url, sent | {"v.word": "His"})
    assert answer.status_code == 422
    assert b"Susan Super changed this draft" in answer.content
    assert b'value="His"' in answer.content
    assert PackDraft.objects.get().values["word"] == "Hers"
    adam.post(at("draft_section", draft, "goals"), {"do": "remove:0", "revision": 1})
    assert len(PackDraft.objects.get().values["goals"]) == len(draft.values["goals"])


def test_an_optional_section_is_left_out_and_begun_again(adam: Client, draft: PackDraft) -> None:
    url = at("draft_section", draft, "note_signing")
    adam.post(url, {"do": "leave_out", "revision": 1})
    assert "note_signing" not in PackDraft.objects.get().values
    sent = typed(adam, url) | {"v.within_hours": "12", "v.basis": "contract"}
    assert adam.post(url, sent).status_code == 302
    assert PackDraft.objects.get().values["note_signing"]["within_hours"] == 12


def test_a_payer_words_some_sections_differently(adam: Client) -> None:
    adam.post(reverse("programs:for_payer", args=[SLUG]), {"payer_name": "Lone Star Mutual"})
    draft = PackDraft.objects.get()
    assert (draft.payer_name, draft.values) == ("Lone Star Mutual", {})
    assert adam.post(at("publish", draft), {"effective_from": "2026-03-02"}).status_code == 422
    url = at("draft_section", draft, "acuities")
    assert b"Word it differently for Lone Star Mutual" in adam.get(url).content
    adam.post(url, {"do": "begin", "revision": 1})
    entry = at("draft_entry", draft, "acuities", 0)
    assert adam.post(entry, typed(adam, entry) | {"v.contact_every": "3"}).status_code == 302
    assert adam.get(at("draft_section", draft, "stages")).status_code == 404
    assert adam.post(at("publish", draft), {"effective_from": "2026-03-02"}).status_code == 302
    version = PackVersion.objects.get()
    assert list(version.values) == ["acuities"]
    read = queries.pack_for(SLUG, on=MONDAY_8.date(), overlay_id=version.pk)
    assert read.acuities[0].contact_every == 3
    page = adam.get(reverse("programs:version", args=[version.pk])).content.decode()
    assert "words differently" in page
    assert adam.post(reverse("programs:for_payer", args=[SLUG]), {"payer_name": " "}).status_code == 302
    assert not PackDraft.objects.exists()


def test_the_whole_draft_can_be_read_and_pasted_as_a_file(adam: Client, draft: PackDraft) -> None:
    url = at("text", draft)
    page = adam.get(url)
    text = page.context["form"].initial["text"]
    answer = adam.post(url, {"text": text.replace("Field case management", "Field work"), "revision": 1})
    assert answer.url == at("draft", draft)
    answer = adam.post(url, {"text": 'slug = "x"\nnonsense', "revision": 2})
    assert answer.status_code == 422
    assert b"nonsense" in answer.content
    answer = adam.post(url, {"text": text.replace('word = "Closing"', 'wird = "Closing"'), "revision": 2})
    assert b"text line" in answer.content


def test_a_draft_can_be_thrown_away(adam: Client, draft: PackDraft) -> None:
    assert adam.post(at("discard", draft)).url == reverse("programs:packs")
    assert not PackDraft.objects.exists()
    assert adam.get(at("draft", draft)).status_code == 404


def test_a_supervisor_writes_and_an_auditor_reads(cast: Cast, draft: PackDraft) -> None:
    susan, audrey, nora = Client(), Client(), Client()
    for client, staff in ((susan, cast.susan), (audrey, cast.audrey), (nora, cast.nora)):
        client.force_login(staff)
    assert b"An administrator puts it in force" in susan.get(at("draft", draft)).content
    assert susan.post(at("publish", draft), {"effective_from": "2026-03-02"}).status_code == 403
    assert b"Keep in the draft" not in audrey.get(at("draft_entry", draft, "goals", 0)).content
    assert (
        audrey.post(at("draft_entry", draft, "goals", 0), {"v.word": "x", "revision": 1}).status_code == 403
    )
    assert nora.get(at("draft", draft)).status_code == 403
    assert nora.get(reverse("programs:pack", args=[SLUG])).status_code == 200


def test_a_place_that_is_not_there_is_not_found(adam: Client, draft: PackDraft) -> None:
    assert adam.get(at("draft_entry", draft, "goals", 999)).status_code == 404
    assert adam.get(at("draft_entry", draft, "words", 0)).status_code == 404
    assert adam.get(at("draft_section", draft, "slug")).status_code == 404
    assert adam.get(at("draft_section", draft, "nothing")).status_code == 404
    adam.post(reverse("programs:copy", args=[SLUG]), {"new_word": "123"})
    assert PackDraft.objects.count() == 1
