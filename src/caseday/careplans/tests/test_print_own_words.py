"""A plan in Spanish says an agency's own words as the agency says them; what it says nothing of stays as it was."""

from typing import Any

import pypdfium2
import pytest

from caseday.careplans import actions, queries
from caseday.careplans.actions import Signing
from caseday.careplans.printing import _data, draw_plan
from caseday.careplans.queries import Sheet
from caseday.testing.packs import word_its_own

pytestmark = pytest.mark.django_db
ELDER = {"slug": "clan_elder", "word": "Elder of the clan", "holder": "name"}


@pytest.fixture
def own(planned: Any, cast: Any, nora: Any, now: Any) -> Any:
    """An elder signs and helps, the worker is called otherwise, and a goal is the program's own."""

    def say(**spanish: str) -> None:
        word_its_own(
            cast, planned.case,
            words={"worker": "road guide", "worker_in_spanish": spanish.get("worker", "")},
            party_roles=[{**ELDER, "spanish": spanish.get("elder", "")}],
            goals=[{"word": "Keeps the old language", "spanish": spanish.get("goal", "")}],
        )  # fmt: skip

    def add(part: str, **values: Any) -> None:
        actions.add_part(actor=nora, now=now, care_plan_id=planned.plan.pk, part=part, values=values)

    add("interventions", text="Drives", who="worker", who_name="", goal_id=planned.goal.pk)
    add("interventions", text="Talks", who="party", who_name="elder of the clan", goal_id=planned.goal.pk)
    add("goals", text="Keeps the old language", need_id=planned.need.pk)
    read = sheet(planned, nora, now).standing.hash
    signing = Signing("clan_elder", "Ana Two Rivers", "typed")
    actions.sign_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, read_hash=read, signing=signing)
    return say


def sheet(planned: Any, nora: Any, now: Any, language: str = "es") -> Sheet:
    planned.case.refresh_from_db()
    return queries.sheet_of(nora, queries.get_plan(nora, planned.plan.pk), now=now, language=language)


def said(sheet: Sheet, *, is_record: bool = False) -> tuple[list[str], str, str, list[str]]:
    """Who does it, the program's goal, who signed, who did not."""
    data = _data(sheet, is_record=is_record)
    walks, language = data["needs"][0]["goals"]
    names = [one["who"] for one in walks["done"][1:]]
    return names, language["text"], data["signatures"][0]["role"], data["unsigned"]


def test_the_print_says_the_agencys_own_words_in_its_spanish(
    planned: Any, own: Any, nora: Any, now: Any
) -> None:
    own(worker="guía del camino", elder="anciana del clan", goal="Conserva la lengua antigua")
    assert said(sheet(planned, nora, now)) == (
        ["Guía del camino", "anciana del clan"], "Conserva la lengua antigua", "Anciana del clan",
        ["Cliente", "Guía del camino"],
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(draw_plan(sheet(planned, nora, now), which="record"))
    printed = "".join(page.get_textpage().get_text_bounded() for page in pages)
    for words in ("Guía del camino", "Anciana del clan", "Conserva la lengua antigua"):
        assert words in printed


def test_without_it_the_english_word_stands(planned: Any, own: Any, nora: Any, now: Any) -> None:
    own()
    assert said(sheet(planned, nora, now)) == (
        ["Coordinador de casos", "elder of the clan"], "Keeps the old language", "Clan elder",
        ["Cliente", "Coordinador de casos"],
    )  # fmt: skip


def test_who_reads_english_reads_english(planned: Any, own: Any, nora: Any, now: Any) -> None:
    own(worker="guía del camino", elder="anciana del clan", goal="Conserva la lengua antigua")
    assert said(sheet(planned, nora, now, "en"), is_record=True) == (
        ["Case manager", "elder of the clan"], "Keeps the old language", "Clan elder",
        ["Client", "Case manager"],
    )  # fmt: skip
