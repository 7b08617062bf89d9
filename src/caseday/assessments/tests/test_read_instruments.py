"""A file that cannot be given is refused with its name, the item and the reason; what was shipped is never changed."""

import hashlib
from typing import Any

import pytest

from caseday.assessments.queries.catalog import FOLDER, shipped
from caseday.assessments.rules import Instrument, InstrumentError, instrument_of, read_instrument

CHOICES = [
    {"code": "no", "text": "No", "ordinalValue": 0},
    {"code": "yes", "text": "Yes", "ordinalValue": 1},
]


def values(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    license = {"status": "own", "holder": "Us", "permission": "Ours", "source": "Own words"}
    said: dict[str, Any] = {
        "slug": "ours", "version": "1", "title": "Ours", "about": "About", "introduction": "Now:",
        "citation": "Us", "license": license, "item": list(items) or [choice("a")],
    }  # fmt: skip
    return {**said, **more}


def choice(link: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": "choice", "text": link, "answerOption": CHOICES, **more}


def when(question: str, operator: str = "=", answer: Any = "yes") -> dict[str, Any]:
    return {"question": question, "operator": operator, "answer": answer}


def number(link: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": "integer", "text": link, "minValue": 0, "maxValue": 10, **more}


def band(slug: str, low: Any, high: Any) -> dict[str, Any]:
    return {"slug": slug, "from": low, "to": high, "word": slug, "meaning": slug}


def refused(*items: dict[str, Any], **more: Any) -> str:
    with pytest.raises(InstrumentError) as caught:
        instrument_of(values(*items, **more), name="ours.toml")
    assert all(one.startswith("ours.toml") for one in caught.value.problems)
    return str(caught.value)


def read(*items: dict[str, Any], **more: Any) -> Instrument:
    return instrument_of(values(*items, **more), name="ours.toml")


def test_what_is_right_is_read() -> None:
    found = read(choice("a"), choice("b", enableWhen=[when("a")]))
    assert [one.link_id for one in found.items] == ["a", "b"]


def test_groups_are_laid_flat_and_remember_who_holds_them() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "item": [choice("b"), choice("c")]}
    found = read(choice("a"), {**group, "enableWhen": [when("a")]})
    assert [(one.link_id, one.within) for one in found.items] == [
        ("a", ""),
        ("g", ""),
        ("b", "g"),
        ("c", "g"),
    ]


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([choice("a"), choice("a")], "a: this linkId is there twice"),
        ([choice("a", enableWhen=[when("z")]), choice("b")], "a: enableWhen asks 'z', which is not there"),
        ([choice("a", enableWhen=[when("b")]), choice("b")], "a: enableWhen asks 'b', which does not come before it"),
        ([choice("a", enableWhen=[when("a")])], "a: enableWhen asks 'a', which does not come before it"),
        ([choice("a"), choice("b", enableWhen=[when("a", answer="perhaps")])], "b: 'perhaps' is no answer of 'a'"),
        ([choice("a"), choice("b", enableWhen=[when("a", "exists", "x")])], "asked with true or false"),
        ([choice("a"), choice("b", enableWhen=[when("a", ">", "x")])], "b: 'a' is compared with a number"),
        ([number("a"), choice("b", enableWhen=[when("a", "=", True)])], "b: 'a' is compared with a number"),
        (
            [{"linkId": "a", "type": "text", "text": "a"}, choice("b", enableWhen=[when("a", ">", 1)])],
            "b: 'a' is of type text, which has no order",
        ),
        (
            [{"linkId": "a", "type": "boolean", "text": "a"}, choice("b", enableWhen=[when("a")])],
            "b: 'a' is answered with true or false",
        ),
        (
            [{"linkId": "a", "type": "display", "text": "a"}, choice("b", enableWhen=[when("a")])],
            "b: enableWhen asks 'a', which is no question",
        ),
        ([{"linkId": "a", "type": "display", "text": "a"}], "items: there is no question"),
        ([choice("b"), {"linkId": "a", "type": "display", "text": "a", "required": True}], "a: a display has no answer"),
        ([choice("a", answerOption=CHOICES[:1])], "a: a choice needs at least two answers"),
        ([choice("a", answerOption=[CHOICES[0], CHOICES[0]])], "a: the answer 'no' is there twice"),
        ([{**choice("a"), "type": "text"}], "a: only a choice has answers"),
        ([number("a", minValue=11)], "a: minValue is above maxValue"),
        ([choice("a", answers="none")], "a: there are no answers named 'none'"),
        ([{**choice("a"), "type": "quantity"}], "a type: Input should be"),
        ([{**choice("a"), "color": "red"}], "a color: Extra inputs are not permitted"),
        ([{"type": "text", "text": "x"}], "item 1 linkId: Field required"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_given_is_refused(items: list[dict[str, Any]], says: str) -> None:
    assert says in refused(*items)


@pytest.mark.parametrize(
    "items",
    [
        [choice("a"), choice("b", enableWhen=[when("a"), when("a", answer="no")])],
        [choice("a"), choice("b", enableWhen=[when("a")]), choice("c", enableWhen=[when("b"), when("a", answer="no")])],
        [number("a"), choice("b", enableWhen=[when("a", ">", 10)])],
        [number("a"), choice("b", enableWhen=[when("a", ">", 4), when("a", "<", 5)])],
        [number("a", minValue=0.5), choice("b", enableWhen=[when("a", "<", 1)])],
        [choice("a"), choice("b", enableWhen=[when("a", "exists", False), when("a", "exists", True)])],
        [choice("a"), choice("b", enableWhen=[when("a", ">", 1)])],
        [
            choice("a"),
            {"linkId": "g", "type": "group", "text": "G", "enableWhen": [when("a")],
             "item": [choice("b", enableWhen=[when("a", answer="no")])]},
        ],
    ],
)  # fmt: skip
def test_an_item_that_no_answers_lead_to_is_refused(items: list[dict[str, Any]]) -> None:
    assert "no answers lead to it" in refused(*items)


@pytest.mark.parametrize(
    "items",
    [
        [choice("a"), choice("b", enableWhen=[when("a", "exists", False)])],
        [choice("a"), choice("b", enableWhen=[when("a"), when("a", answer="no")], enableBehavior="any")],
        [number("a"), choice("b", enableWhen=[when("a", ">=", 10)])],
        [number("a"), choice("b", enableWhen=[when("a", ">", 4), when("a", "<", 6)])],
        [
            {"linkId": "d", "type": "date", "text": "d"},
            choice("b", enableWhen=[when("d", ">", "2026-01-01"), when("d", "<", "2026-02-01")]),
        ],
        [
            {"linkId": "t", "type": "string", "text": "t"},
            choice("b", enableWhen=[when("t", "!=", "x")]),
            choice("c", enableWhen=[when("t", "=", "x")]),
        ],
        [
            {"linkId": "d", "type": "decimal", "text": "d", "minValue": 0, "maxValue": 1},
            choice("b", enableWhen=[when("d", ">", 0), when("d", "<", 0.5)]),
        ],
        [
            choice("a"),
            choice("b", enableWhen=[when("a")]),
            choice("c", enableWhen=[when("b", "exists", False)]),
        ],
    ],
)
def test_an_item_that_some_answers_lead_to_is_taken(items: list[dict[str, Any]]) -> None:
    assert read(*items).items[-1].link_id in ("b", "c")


def test_a_missing_or_empty_license_is_refused() -> None:
    without = values()
    del without["license"]
    with pytest.raises(InstrumentError, match="ours.toml, license: Field required"):
        instrument_of(without, name="ours.toml")
    blank = {"status": "own", "holder": "  ", "permission": "Ours", "source": "Own"}
    assert "license: holder is empty" in refused(license=blank)


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ([band("low", 0, 1), band("high", 3, 3)], "band high: there is a gap after low, from 2"),
        ([band("low", 0, 2), band("high", 2, 3)], "band high: it overlaps low at 2"),
        ([band("low", 1, 3)], "band low: scores from 0 have no band"),
        ([band("low", 0, 2)], "band low: scores up to 3 have no band"),
        ([band("low", 0, 3), band("low", 4, 5)], "band low: this band is there twice"),
        ([band("low", 2, 0), band("high", 1, 3)], "band low: it ends (0) before it begins (2)"),
    ],
)
def test_bands_leave_no_gap_and_do_not_overlap(bands: list[dict[str, Any]], says: str) -> None:
    items = [choice("a"), choice("b"), choice("c")]
    assert says in refused(*items, scoring={"items": ["a", "b", "c"]}, bands=bands)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"bands": [band("low", 0, 1)]}, "bands: there are bands, but no scoring"),
        ({"cutoffs": [{"at": 1, "word": "x", "source": "y"}]}, "cutoffs: there is a cut-off, but no scoring"),
        (
            {"scoring": {"items": ["a"]}, "cutoffs": [{"at": 2, "word": "x", "source": "y"}]},
            "cutoffs: 2 is outside the scores 0 to 1",
        ),
        ({"scoring": {"items": ["z"]}}, "scoring total: 'z' is not there"),
        ({"scoring": {"items": ["a", "a"]}}, "scoring total: 'a' is counted twice"),
        ({"scoring": {"items": ["t"]}}, "t: an item of type text cannot be scored"),
        ({"scoring": {"items": ["n"]}}, "n: it is scored, so it needs minValue and maxValue"),
        ({"scoring": {"items": ["o"]}}, "o: an answer has no ordinalValue"),
        ({"scoring": {"items": ["a"], "unanswered": "prorate"}}, "say how many items may be unanswered"),
        (
            {
                "scoring": {
                    "items": ["a", "b"],
                    "method": "mean",
                    "unanswered": "prorate",
                    "most_unanswered": 1,
                }
            },
            "a mean is not prorated",
        ),
        (
            {"alerts": [{"slug": "x", "word": "x", "advice": "x", "when": [when("z")]}]},
            "alert x: enableWhen asks 'z'",
        ),
        (
            {"alerts": [{"slug": "x", "word": "x", "advice": "x", "when": [when("a")]}] * 2},
            "alert x: this alert is",
        ),
        (
            {"suggestions": [{"domain": "d", "text": "x", "when": [when("z")]}]},
            "suggestion d: enableWhen asks 'z'",
        ),
        ({"translations": {"es": {"by": "us", "verified": False}}}, "a: a Spanish text is missing"),
    ],
)
def test_scoring_alerts_and_translations_hold_together(more: dict[str, Any], says: str) -> None:
    plain = {"linkId": "n", "type": "integer", "text": "n"}
    bare = choice("o", answerOption=[{"code": "x", "text": "X"}, {"code": "y", "text": "Y"}])
    assert says in refused(
        choice("a"), choice("b"), {"linkId": "t", "type": "text", "text": "t"}, plain, bare, **more
    )


def test_a_file_that_is_no_toml_and_items_that_are_no_list_are_refused() -> None:
    with pytest.raises(InstrumentError, match="broken.toml: "):
        read_instrument("slug = ", name="broken.toml")
    for item in ("x", ["x"], [{**choice("a"), "type": "group", "item": "x"}]):
        with pytest.raises(InstrumentError, match="ours.toml, "):
            instrument_of(values() | {"item": item}, name="ours.toml")
    deep: dict[str, Any] = choice("last")
    for level in range(8):
        deep = {"linkId": f"g{level}", "type": "group", "text": "g", "item": [deep]}
    assert "six levels deep" in refused(deep)


SHIPPED = {
    path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in sorted(FOLDER.glob("*.toml"))
}


def test_every_shipped_file_is_read_and_named_by_its_slug_and_version() -> None:
    assert {f"{key}.toml" for key in shipped()} == set(SHIPPED)


def test_a_shipped_version_is_never_changed_because_what_was_given_is_read_with_it() -> None:
    """A change is another file with the next version. Add its line to `instruments/HASHES`."""
    kept = dict(line.split() for line in (FOLDER / "HASHES").read_text().splitlines())
    assert kept == SHIPPED


def test_what_is_shipped_says_who_owns_it_and_that_no_translation_of_ours_is_verified() -> None:
    for one in shipped().values():
        assert one.license.holder and one.license.permission and one.license.source and one.citation
        assert all(not translation.verified for translation in one.translations.values()), one.slug
    assert {one.slug for one in shipped().values() if one.license.needs_confirmation} == {"audit_c"}
