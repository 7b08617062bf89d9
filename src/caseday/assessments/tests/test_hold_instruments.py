"""An agency's own copies as FHIR Questionnaires, with their license; and terms of shipped ones that it confirms."""

import json
from copy import deepcopy
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import HeldInstrument
from caseday.assessments.queries.catalog import shipped
from caseday.assessments.rules import InstrumentError, instrument_of
from caseday.assessments.rules.questionnaire import (
    MAXIMUM,
    ORDINAL,
    TRANSLATION,
    plain_of_questionnaire,
    questionnaire_of,
)
from caseday.assessments.tests.made import answer, begin
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8

LICENSE = {
    "license_holder": "Example Press",
    "license_text": "Letter of May 4, 2026: up to 200 clients a year.",
    "confirmed": True,
}
OURS: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "name": "Sleep Check",
    "title": "Sleep check",
    "version": "2",
    "copyright": "(c) Example Press",
    "item": [
        {
            "linkId": "g", "type": "group", "text": "Nights",
            "item": [
                {
                    "linkId": "1", "type": "choice", "text": "Do you sleep?", "required": True,
                    "_text": {"extension": [{
                        "url": "http://hl7.org/fhir/StructureDefinition/translation",
                        "extension": [
                            {"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "¿Duerme?"},
                        ],
                    }]},
                    "answerOption": [
                        {"valueCoding": {"code": "well", "display": "Well"},
                         "extension": [{"url": ORDINAL, "valueDecimal": 0}]},
                        {"valueCoding": {"code": "badly", "display": "Badly",
                                         "extension": [{"url": ORDINAL, "valueDecimal": 2}]}},
                    ],
                },
                {
                    "linkId": "2", "type": "integer", "text": "How many nights?",
                    "enableWhen": [{"question": "1", "operator": "=", "answerCoding": {"code": "badly"}}],
                    "extension": [
                        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
                        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 7},
                    ],
                },
            ],
        },
        {"linkId": "3", "type": "choice", "text": "Hours",
         "answerOption": [{"valueInteger": 4}, {"valueInteger": 8}]},
        {"linkId": "4", "type": "choice", "text": "When", "answerOption": [{"valueString": "¿?"}, {"valueString": "Late"}]},
    ],
    "scoring": {"scoring": {"items": ["1", "3"]}, "introduction": "About your nights:"},
}  # fmt: skip


def changed(**more: Any) -> str:
    return json.dumps({**deepcopy(OURS), **more})


def with_item(**more: Any) -> str:
    return changed(item=[{"linkId": "1", "type": "string", "text": "x", **more}])


def hold(viewer: Viewer, text: str | None = None, **more: Any) -> HeldInstrument:
    said = {**LICENSE, **more}
    return actions.hold_instrument(
        actor=viewer, now=MONDAY_8, text=changed() if text is None else text, **said
    )


@pytest.mark.parametrize("instrument", shipped().values(), ids=lambda one: one.slug)
def test_a_shipped_one_goes_out_as_a_questionnaire_and_comes_back_with_its_score(instrument: Any) -> None:
    plain = plain_of_questionnaire(json.loads(json.dumps(questionnaire_of(instrument))), name="x")
    back = instrument_of({**plain, "license": instrument.license.model_dump()}, name="x")
    for name in ("slug", "version", "title", "scoring", "bands", "alerts", "cutoffs", "translations"):
        assert getattr(back, name) == getattr(instrument, name), name
    for mine, theirs in zip(instrument.items, back.items, strict=True):
        for name in ("link_id", "type", "text", "options", "enable_when", "required", "minimum", "maximum"):
            assert getattr(mine, name) == getattr(theirs, name), (mine.link_id, name)


def test_groups_and_dates_and_decimals_and_flags_go_out_as_fhir_has_them() -> None:
    plain = plain_of_questionnaire(json.loads(changed()), name="x")
    plain["item"] += [
        {"linkId": "d", "type": "date", "text": "d"},
        {"linkId": "n", "type": "decimal", "text": "n", "minValue": 0, "maxValue": 1.5},
        {"linkId": "b", "type": "boolean", "text": "b", "prefix": "B"},
        {"linkId": "s", "type": "string", "text": "s"},
        {
            "linkId": "last", "type": "string", "text": "last", "enableBehavior": "any",
            "enableWhen": [
                {"question": "d", "operator": ">", "answer": "2026-03-02"},
                {"question": "n", "operator": ">", "answer": 0.5},
                {"question": "2", "operator": ">", "answer": 3},
                {"question": "b", "operator": "=", "answer": True},
                {"question": "s", "operator": "=", "answer": "x"},
            ],
        },
    ]  # fmt: skip
    license = {"status": "own", "holder": "Us", "permission": "Ours", "source": "Own"}
    out = questionnaire_of(instrument_of({**plain, "license": license}, name="x"))
    assert [one["linkId"] for one in out["item"][0]["item"]] == ["1", "2"]
    conditions = out["item"][-1]["enableWhen"]
    keys = [next(key for key in one if key.startswith("answer")) for one in conditions]
    assert keys == ["answerDate", "answerDecimal", "answerInteger", "answerBoolean", "answerString"]
    back = instrument_of({**plain_of_questionnaire(out, name="x"), "license": license}, name="x")
    assert back.items[-1].enable_when[1].answer == plain["item"][-1]["enableWhen"][1]["answer"]


@pytest.mark.django_db
def test_an_administrator_adds_a_copy_and_it_is_given_and_scored(
    adam: Viewer, nora: Viewer, case: Case
) -> None:
    held = hold(adam)
    assert (held.slug, held.version, held.title, held.license_holder) == (
        "sleep_check",
        "2",
        "Sleep check",
        "Example Press",
    )
    listed = {one.instrument.slug: one for one in queries.listed_instruments(nora)}
    assert listed["sleep_check"].is_agencys and listed["sleep_check"].may_be_given
    row = begin(nora, case, "sleep_check")
    answer(nora, row, q1="badly", q2="3", q3="8", q4="Late")
    row = actions.finish_assessment(actor=nora, now=MONDAY_8, assessment_id=row.pk)
    assert row.score == 10
    page = queries.assessments_of_case(nora, case.pk)
    assert [one.instrument.title.en for one in page.lines] == ["Sleep check"]


@pytest.mark.django_db
def test_what_was_given_with_it_stays_readable_when_it_is_not_offered_anymore(
    adam: Viewer, nora: Viewer, case: Case
) -> None:
    held = hold(adam)
    row = begin(nora, case, "sleep_check")
    for _ in range(2):
        actions.end_instrument(actor=adam, now=MONDAY_8, held_id=held.pk)
    with pytest.raises(NotFound):
        begin(nora, case, "sleep_check")
    assert queries.get_sheet(nora, row.pk).instrument.title.en == "Sleep check"
    with pytest.raises(NotFound):
        actions.end_instrument(actor=adam, now=MONDAY_8, held_id=new_id())


@pytest.mark.django_db
def test_a_later_version_is_offered_instead_and_a_version_is_never_changed(
    adam: Viewer, nora: Viewer
) -> None:
    hold(adam)
    with pytest.raises(Invalid, match="Version 2 is here already"):
        hold(adam, changed(title="Changed"))
    hold(adam, changed(version="3", title="Sleep check, new"))
    assert queries.instrument_offered(nora, "sleep_check").version == "3"
    held = HeldInstrument.objects.get(version="3")
    assert hold(adam, id=held.pk).pk == held.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"license_holder": " "}, "Say who owns"),
        ({"license_text": "ok"}, "Paste the words"),
        ({"confirmed": False}, "Confirm that"),
    ],
)
def test_without_a_license_and_its_confirmation_nothing_is_added(adam: Viewer, more: Any, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        hold(adam, **more)


REFUSED = [
    ("", "Choose the file"),
    ("x" * 500_001, "larger than any"),
    ("{", "no JSON"),
    ("[" * 100_000, "no JSON"),
    ("[]", "no FHIR Questionnaire"),
    ('{"resourceType": "Patient"}', "no FHIR Questionnaire"),
    (changed(item=[]), "there must be items"),
    (changed(item=["x"]), "has no linkId"),
    (changed(scoring=[]), "scoring: it may have"),
    (changed(scoring={"license": {}}), "scoring: it may have"),
    (with_item(type="attachment"), "the file, 1: type 'attachment'"),
    (with_item(repeats=True), "the file, 1: an item that repeats"),
    (with_item(type="choice", answerOption=["x"]), "the file, 1: an answerOption must have a value"),
    (with_item(enableWhen=["x"]), "the file, 1 enableWhen"),
    (with_item(enableWhen=[{"question": "z", "operator": "=", "answerString": "x"}]), "the file, 1: enableWhen asks 'z'"),
    (changed(scoring={"bands": [{"slug": "x"}]}), "the file, bands.0"),
    (changed(name="phq9"), "There is a shipped instrument"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_a_file_that_cannot_be_given_is_refused_with_item_and_reason(
    adam: Viewer, text: str, says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        hold(adam, text)
    assert not HeldInstrument.objects.exists()


def test_a_questionnaire_without_a_title_or_deep_as_a_well_is_no_accident() -> None:
    bare = {"resourceType": "Questionnaire", "id": "12 Sleep", "item": [{"linkId": "1", "type": "string"}]}
    plain = plain_of_questionnaire(bare, name="x")
    assert (plain["slug"], plain["title"], plain["item"][0]["text"]) == (
        "q_12_sleep",
        {"en": "Questionnaire"},
        {"en": "1"},
    )
    deep: dict[str, Any] = {"linkId": "x", "type": "string", "text": "x"}
    for level in range(8):
        deep = {"linkId": f"g{level}", "type": "group", "text": "g", "item": [deep]}
    with pytest.raises(InstrumentError, match="six levels deep"):
        plain_of_questionnaire({**bare, "item": [deep]}, name="x")
    odd = {
        **bare,
        "_title": "x",
        "title": "T",
        "item": [{**bare["item"][0], "extension": "x", "_text": {"extension": ["x"]}, "text": "t"}],
    }
    assert plain_of_questionnaire(odd, name="x")["title"] == {"en": "T"}


def test_what_else_an_item_carries_is_passed_by_and_its_bounds_are_kept() -> None:
    words = {"url": TRANSLATION, "extension": [{"url": "lang", "valueCode": "fr"}, {"url": "content"}]}
    bounds = [{"url": "http://example.org/unit", "valueString": "h"}, {"url": MAXIMUM, "valueInteger": 7}]
    item = {"linkId": "1", "type": "integer", "text": "Nights", "_text": {"extension": [words]}}
    plain = plain_of_questionnaire({**OURS, "item": [{**item, "extension": bounds}]}, name="x")
    assert plain["item"] == [
        {"linkId": "1", "type": "integer", "text": {"en": "Nights"}, "maxValue": 7},
    ]


@pytest.mark.django_db
def test_terms_are_confirmed_once_before_a_conditional_one_is_given(
    adam: Viewer, nora: Viewer, case: Case
) -> None:
    said: dict[str, Any] = {"actor": adam, "now": MONDAY_8, "slug": "audit_c", "confirmed": True}
    with pytest.raises(Invalid, match="Paste the words"):
        actions.confirm_terms(**said, license_text="")
    for _ in range(2):
        held = actions.confirm_terms(
            **said, license_text="We are a nonprofit clinic and charge nothing for it."
        )
    assert HeldInstrument.objects.get().pk == held.pk
    assert begin(nora, case, "audit_c").instrument == "audit_c"
    with pytest.raises(NotFound):
        actions.confirm_terms(**{**said, "slug": "phq9"}, license_text="Not needed for this one, I think.")
    assert queries.get_instrument("audit_c", "1").slug == "audit_c"


@pytest.mark.django_db
def test_nobody_but_an_administrator_decides_it(nora: Viewer, susan: Viewer, adam: Viewer) -> None:
    held = hold(adam)
    for viewer in (nora, susan):
        with pytest.raises(Refused):
            hold(viewer)
        with pytest.raises(Refused):
            actions.confirm_terms(
                actor=viewer, now=MONDAY_8, slug="audit_c", license_text="x" * 30, confirmed=True
            )
        with pytest.raises(Refused):
            actions.end_instrument(actor=viewer, now=MONDAY_8, held_id=held.pk)
