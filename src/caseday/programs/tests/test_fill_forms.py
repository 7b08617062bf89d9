"""The fields that a pack's model asks for: what a form shows and sends back is what the pack says."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.http import QueryDict

from caseday.programs.queries import all_packs
from caseday.programs.rules import Pack
from caseday.programs.rules.documentation_kinds import DocumentationRule
from caseday.programs.rules.stages import Stage
from caseday.programs.rules.versions import Problem, plain_values
from caseday.programs.web.nodes import (
    Node,
    change_list,
    in_words,
    nodes_of,
    read_entries,
    read_part,
    shape_of,
    show_problems,
)
from caseday.programs.web.offers import offers_of


def sent(nodes: Iterable[Node]) -> QueryDict:
    """What a browser would send of these fields."""
    data = QueryDict(mutable=True)
    for node in (one for top in nodes for one in top.walk()):
        if node.kind == "check" and node.value:
            data[node.path] = "on"
        elif node.kind == "pick":
            data.setlist(node.path, [value for value, _ in node.choices if value in node.value])
        elif node.kind == "words":
            data[node.path] = "\n".join(node.value)
        elif node.kind == "list":
            data.setlist(f"{node.path}.#", [child.place for child in node.children])
        elif node.kind == "texts":
            data.setlist(f"{node.path}.name", [*(node.value or {})])
            data.setlist(f"{node.path}.text", [*(node.value or {}).values()])
        elif node.kind not in ("check", "part", "entry"):
            data[node.path] = str(node.value)
    return data


@pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.slug)
def test_every_entry_of_every_pack_comes_back_as_it_was(pack: Pack) -> None:
    values = plain_values(pack)
    offers = offers_of(values)
    for name, value in values.items():
        shape = shape_of(Pack.model_fields[name].annotation)
        if shape.kind == "list":
            for one in value:
                assert read_part(shape.inner, sent(nodes_of(shape.inner, one, offers, path="v")), "v") == one
        elif shape.kind == "part":
            assert read_part(shape.inner, sent(nodes_of(shape.inner, value, offers, path="v")), "v") == value


@pytest.mark.parametrize("pack", all_packs()[:2], ids=lambda pack: pack.slug)
def test_no_choice_of_a_shipped_pack_is_unknown(pack: Pack) -> None:
    values = plain_values(pack)
    nodes = nodes_of(Pack, values, offers_of(values))
    unknown = [
        (node.path, label)
        for top in nodes
        for node in top.walk()
        for _, label in node.choices
        if "(not known)" in label
    ]
    assert unknown == []


def test_what_is_not_among_the_choices_stays_to_be_seen() -> None:
    stage = {"slug": "a", "word": "A", "next": ["gone"], "requires": ["moon_is_full"]}
    nodes = {one.path: one for one in nodes_of(Stage, stage, offers_of({"stages": [stage]}))}
    assert ("gone", "gone (not known)") in nodes["next"].choices
    assert ("moon_is_full", "moon_is_full (not known)") in nodes["requires"].choices


def test_an_entry_without_a_short_name_gets_one_from_its_name() -> None:
    typed = QueryDict("v.word=In+the+hospital&v.is_closing=on")
    assert read_part(Stage, typed, "v") == {
        "slug": "in_the_hospital",
        "word": "In the hospital",
        "is_closing": True,
    }
    assert read_part(Stage, typed, "v", without=("slug",)) == {"word": "In the hospital", "is_closing": True}


def test_a_documentation_rule_says_what_its_kind_needs_and_no_more() -> None:
    typed = QueryDict("v.word=Notes&v.kind=visit_every&v.every=1&v.unit=days&v.hours=48&v.basis=contract")
    found = read_part(DocumentationRule, typed, "v")
    assert (found["every"], found["unit"]) == (1, "days")
    assert "hours" not in found
    unknown = read_part(DocumentationRule, QueryDict("v.word=Notes&v.kind=odd&v.hours=48"), "v")
    assert unknown["hours"] == 48


def test_what_cannot_be_a_number_is_kept_as_typed() -> None:
    kinds = {one.path: one.kind for one in nodes_of(DocumentationRule, {}, offers_of({}))}
    assert (kinds["hours"], kinds["kind"], kinds["verified"]) == ("number", "choice", "check")
    assert read_part(DocumentationRule, QueryDict("hours=soon"), "")["hours"] == "soon"
    assert read_part(DocumentationRule, QueryDict("hours=-3"), "")["hours"] == -3


def test_entries_are_read_in_the_order_of_the_page() -> None:
    data = QueryDict("s.%23=1&s.%23=0&s.%23=x&s.0.word=A&s.1.word=B")
    assert [one["word"] for one in read_entries(Stage, data, "s")] == ["B", "A"]


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("add:steps", {"steps": [{"n": 1}, {"n": 2}, {}]}),
        ("add:others", {"steps": [{"n": 1}, {"n": 2}], "others": [{}]}),
        ("add:steps.1.inner", {"steps": [{"n": 1}, {"n": 2, "inner": [{}]}]}),
        ("remove:steps.0", {"steps": [{"n": 2}]}),
        ("up:steps.1", {"steps": [{"n": 2}, {"n": 1}]}),
        ("up:steps.0", {"steps": [{"n": 1}, {"n": 2}]}),
        ("down:steps.0", {"steps": [{"n": 2}, {"n": 1}]}),
        ("down:steps.9", {"steps": [{"n": 1}, {"n": 2}]}),
        ("remove:steps.9.inner.0", {"steps": [{"n": 1}, {"n": 2}]}),
        ("turn:steps.0", {"steps": [{"n": 1}, {"n": 2}]}),
        ("remove:steps", {"steps": [{"n": 1}, {"n": 2}]}),
        ("", {"steps": [{"n": 1}, {"n": 2}]}),
    ],
)
def test_lists_change_by_order(order: str, after: Any) -> None:
    assert change_list({"steps": [{"n": 1}, {"n": 2}]}, order) == after


def test_problems_go_to_their_fields_and_the_rest_is_returned() -> None:
    nodes = nodes_of(Stage, {"slug": "a", "word": ""}, offers_of({}), path="v")
    problems = [
        Problem(("stages", 0, "word"), "Field required"),
        Problem(("stages", 0, "word"), "Field required"),
        Problem(("stages", 0, "word", "constrained-str"), "is odd"),
        Problem(("stages", 0), "is not whole"),
    ]
    assert show_problems(nodes, problems, skip=2, prefix="v") == ["Stages, line 1: Is not whole"]
    word = next(one for one in nodes if one.path == "v.word")
    assert word.problem == "Fill this in. Is odd."
    assert word.id == "f-v-word"


def test_descriptions_are_in_words() -> None:
    assert in_words("of `usual_within`, one of party_roles") == "of usual within, one of party roles"
    assert in_words(None) == ""
