"""In: a part of a pack's model and plain values. Out: the fields of its form, and the values that were typed there.

Whatever the model says (types, choices, descriptions) is what the form asks for, so a new field of a pack needs no
form. A field's name in the form is its path in the values: "steps.0.outcomes.1.word".
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined, to_jsonable_python

from caseday.programs.rules.documentation_kinds import RULE_KINDS, DocumentationRule
from caseday.programs.rules.versions import Problem, slug_of, spelled_out, title_of

Choices = Sequence[tuple[str, str]]
Offers = Callable[[str], Choices]
"""What may be chosen in a field of this name; nothing where it is free."""
_NOTHING = object()
_PLAIN: dict[type, str] = {
    bool: "check",
    int: "number",
    Decimal: "decimal",
    date: "date",
    time: "time",
    str: "text",
}
_LABELS = {
    "slug": "Short name in the records",
    "word": "Name",
    "spanish": "Name in Spanish",
    "client_in_spanish": "Client, in Spanish",
    "worker_in_spanish": "Worker, in Spanish",
    "guardian_in_spanish": "Guardian, in Spanish",
    "basis": "Source of the figure",
    "verified": "The source states this figure",
    "next": "What may follow",
    "requires": "What must be true first",
}
# The name stands first; where a figure comes from, and what machines call the whole, stand last.
_ORDER = {"word": -3, "spanish": -2, "meaning": -1, "basis": 1, "verified": 1, "slug": 2}
_LONG = frozenset({"meaning", "hint", "source", "legal_text"})


PARAMETERS = frozenset().union(*(one.needs | one.may for one in RULE_KINDS.values()))


@dataclass
class Node:
    """One field, or a group or list of them, as its template draws it."""

    path: str
    kind: str
    label: str
    help: str = ""
    value: Any = ""
    choices: Choices = ()
    children: list["Node"] = field(default_factory=list)
    is_required: bool = False
    problem: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.path.replace('.', '-')}"

    @property
    def place(self) -> str:
        """Of an entry of a list, its number from 0."""
        return self.path.rpartition(".")[2]

    @property
    def title(self) -> str:
        return title_of(self.value) if self.value else "New"

    def walk(self) -> Iterable["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Shape:
    """What a type asks for: a kind of field, and the model or type of its members where it has any."""

    kind: str
    inner: Any = None
    literal: tuple[str, ...] = ()


def shape_of(annotation: Any) -> Shape:
    annotation = _bare(annotation)
    origin = get_origin(annotation)
    if origin is Literal:
        return Shape("choice", literal=get_args(annotation))
    if origin is dict:
        return Shape("texts")
    if origin is tuple:
        return _of_members(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape("part", annotation)
    return Shape(_PLAIN.get(annotation, "text"))


def _of_members(member: Any) -> Shape:
    inner = shape_of(member)
    if inner.kind == "part":
        return Shape("list", inner.inner)
    return Shape("pick", literal=inner.literal)


def _bare(annotation: Any) -> Any:
    """Without its constraints, None and the empty text that stand for "left out"."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        given = [one for one in get_args(annotation) if one is not NoneType and get_args(one) != ("",)]
        return _bare(given[0])
    return annotation


def nodes_of(
    model: type[BaseModel], values: Any, offers: Offers, *, path: str = "", without: Iterable[str] = ()
) -> list[Node]:
    """A field for each of the model, with what the values say of it."""
    given = values if isinstance(values, Mapping) else {}
    prefix = f"{path}." if path else ""
    return [
        _node(name, info, given.get(name, _NOTHING), offers, f"{prefix}{name}")
        for name, info in sorted(model.model_fields.items(), key=lambda one: _ORDER.get(one[0], 0))
        if name not in without
    ]


def _node(name: str, info: FieldInfo, value: Any, offers: Offers, path: str) -> Node:
    shape = shape_of(info.annotation)
    if value is _NOTHING:
        value = _default(info)
    label = _LABELS.get(name) or spelled_out(name)
    node = Node(path, shape.kind, label, in_words(info.description), value, is_required=info.is_required())
    if shape.kind == "part":
        node.children = nodes_of(shape.inner, value, offers, path=path)
    elif shape.kind == "list":
        node.children = entries_of(shape.inner, value, offers, path)
    else:
        _offer(node, name, shape, offers)
    return node


def in_words(description: str | None) -> str:
    """As somebody reads it who never saw a pack file: "of `usual_within`" as "of usual within"."""
    plain = re.sub(r"[a-z]+(?:_[a-z]+)+", lambda found: found[0].replace("_", " "), description or "")
    return plain.replace("`", "")


def entries_of(model: type[BaseModel], values: Any, offers: Offers, path: str) -> list[Node]:
    entries = values if isinstance(values, list) else []
    return [
        Node(
            f"{path}.{place}",
            "entry",
            spelled_out(path.rpartition(".")[2]),
            value=one,
            children=nodes_of(model, one, offers, path=f"{path}.{place}"),
        )
        for place, one in enumerate(entries)
    ]


def _offer(node: Node, name: str, shape: Shape, offers: Offers) -> None:
    """Choices, of the type or of the pack; a value that is not among them stays to be seen."""
    choices = [(one, spelled_out(one)) for one in shape.literal] or list(offers(name))
    if node.kind == "pick":
        picked = node.value if isinstance(node.value, list) else []
        node.value = [str(one) for one in picked]
        node.kind = "pick" if choices else "words"
    elif node.kind == "text" and choices:
        node.kind = "choice"
    elif node.kind == "text" and name in _LONG:
        node.kind = "long"
    if node.kind == "pick":
        # Those that are picked come first, in their order: it may say who is asked first.
        order = {one: place for place, one in enumerate(node.value)}
        choices.sort(key=lambda one: order.get(one[0], len(order)))
    known = {value for value, _ in choices}
    there = node.value if isinstance(node.value, list) else [node.value]
    if choices:
        choices += [(str(one), f"{one} (not known)") for one in there if one and str(one) not in known]
    node.choices = choices


def _default(info: FieldInfo) -> Any:
    """As JSON has it; "" where there is none, and for "since ever"."""
    found = info.get_default(call_default_factory=True)
    if found is PydanticUndefined or found is None or found == date.min:
        return ""
    return to_jsonable_python(found)


def read_part(model: type[BaseModel], data: Any, path: str, without: Iterable[str] = ()) -> dict[str, Any]:
    """What was typed, right or wrong; fields that say no more than their default are left out, so that the pack
    says only what somebody said. `data` is a QueryDict. An entry without a slug gets one from its word."""
    prefix = f"{path}." if path else ""
    values = {}
    for name, info in model.model_fields.items():
        if name not in without:
            value = _read(info, data, f"{prefix}{name}")
            if value is not _NOTHING:
                values[name] = value
    if "slug" in model.model_fields and "slug" not in without and not values.get("slug"):
        values["slug"] = slug_of(str(values.get("word") or values.get("source") or ""))
    if model is DocumentationRule:
        return _of_its_kind(values, data, prefix)
    return values


def _of_its_kind(values: dict[str, Any], data: Any, prefix: str) -> dict[str, Any]:
    """A documentation rule says what its kind needs, be it as usual, and nothing that its kind does not take."""
    known = RULE_KINDS.get(values.get("kind", ""))
    if known is None:
        return values
    kept = {
        name: one for name, one in values.items() if name not in PARAMETERS or name in known.needs | known.may
    }
    fields = DocumentationRule.model_fields
    needed = {
        name: _typed(shape_of(fields[name].annotation), data, f"{prefix}{name}")
        for name in sorted(known.needs - set(kept))
    }
    return kept | needed


def _read(info: FieldInfo, data: Any, path: str) -> Any:
    shape = shape_of(info.annotation)
    value = _typed(shape, data, path)
    if info.is_required():
        return value
    if value in ("", [], {}, None) and _default(info) in ("", [], {}):
        return _NOTHING
    return _NOTHING if value == _default(info) or value in ("", None) else value


def _typed(shape: Shape, data: Any, path: str) -> Any:
    if shape.kind == "part":
        return read_part(shape.inner, data, path)
    if shape.kind == "list":
        return read_entries(shape.inner, data, path)
    if shape.kind == "pick":
        return _several(data.getlist(path))
    if shape.kind == "texts":
        pairs = zip(data.getlist(f"{path}.name"), data.getlist(f"{path}.text"), strict=False)
        return {_clean(name): _clean(text) for name, text in pairs if name.strip() or text.strip()}
    if shape.kind == "check":
        return path in data
    return _single(shape.kind, _clean(data.get(path, "")))


def _several(typed: Sequence[str]) -> list[str]:
    """Ticked one by one, or written a line each."""
    lines = (line.strip().strip(",") for one in typed for line in _clean(one).splitlines())
    return [line for line in lines if line]


def _single(kind: str, text: str) -> Any:
    if kind == "number" and text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10:
        return int(text)
    return text


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def read_entries(model: type[BaseModel], data: Any, path: str) -> list[dict[str, Any]]:
    """In the order in which the page had them; each entry names its place in a hidden field."""
    places = [one for one in data.getlist(f"{path}.#") if one.isascii() and one.isdigit()][:500]
    return [read_part(model, data, f"{path}.{place}") for place in places]


def show_problems(nodes: Iterable[Node], problems: Iterable[Problem], *, skip: int, prefix: str) -> list[str]:
    """Puts each problem to its field; returns those that belong to none. `skip`: how many steps lead to the form."""
    known = {one.path: one for node in nodes for one in node.walk()}
    left = []
    for problem in problems:
        steps = [prefix, *(str(step) for step in problem.path[skip:])]
        found = next((known[one] for one in _shorter(steps) if one in known), None)
        if found is None or found.kind == "entry":
            left.append(str(problem))
        elif problem.said not in found.problem:
            found.problem = f"{found.problem} {problem.said}".strip()
    return left


def _shorter(steps: list[str]) -> Iterable[str]:
    return (".".join(steps[:size]) for size in range(len(steps), 0, -1))


def change_list(values: Any, order: str) -> Any:
    """ "add:steps", "remove:steps.1", "up:steps.1.outcomes.0", "down:...": the values with that list changed.

    A list that is not there is begun; an order that fits nothing changes nothing.
    """
    verb, _, path = order.partition(":")
    steps = [int(one) if one.isdigit() else one for one in path.split(".") if one]
    if verb == "add":
        return _at(values, steps, lambda found: [*(found if isinstance(found, list) else []), {}])
    place = steps[-1] if steps else None
    if not isinstance(place, int) or verb not in ("remove", "up", "down"):
        return values
    return _at(values, steps[:-1], lambda found: _reordered(found, verb, place))


def _reordered(found: Any, verb: str, place: int) -> Any:
    if not isinstance(found, list) or place >= len(found):
        return found
    rest = [*found[:place], *found[place + 1 :]]
    if verb == "remove":
        return rest
    to = max(place - 1, 0) if verb == "up" else place + 1
    return [*rest[:to], found[place], *rest[to:]]


def _at(values: Any, steps: Sequence[Any], change: Callable[[Any], Any]) -> Any:
    if not steps:
        return change(values)
    step, rest = steps[0], steps[1:]
    if isinstance(values, list) and isinstance(step, int) and step < len(values):
        return [*values[:step], _at(values[step], rest, change), *values[step + 1 :]]
    if isinstance(values, Mapping) and isinstance(step, str):
        return {**values, step: _at(values.get(step), rest, change)}
    return values
