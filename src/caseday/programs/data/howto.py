"""Write docs/howto/write-a-program-pack.md anew: what the pack's fields say of themselves, with an example of each.

python -m caseday.programs.data.howto
"""

import re
from collections.abc import Iterator
from datetime import date
from inspect import getdoc
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from caseday.programs.rules.documentation_kinds import RULE_KINDS
from caseday.programs.rules.pack import Pack
from caseday.programs.rules.parts import Citation, Coded, Figure, Kind, Part
from caseday.programs.rules.scopes import Staged
from caseday.programs.rules.stages import STAGE_CONDITIONS

PAGE = Path(__file__).parents[4] / "docs/howto/write-a-program-pack.md"
EXAMPLE = Path(__file__).parent / "example_pack.toml"
_CHAPTER = re.compile(r"^\[+([a-z_]+)", re.MULTILINE)
_NAMED, _SOURCED, _SCOPED = Kind.model_fields, Figure.model_fields, Staged.model_fields

_BEGIN = """# Write a program pack

This page is made from the program's own descriptions: `python -m caseday.programs.data.howto` writes it anew.

A pack says what one kind of case management requires. It is one TOML file in `src/caseday/programs/packs/`; an
agency changes a shipped one on the page *Programs* instead, without a file. Write the parts in the order of this
page. The examples below, one after the other, are a whole pack. Check yours with

    python -m caseday.programs.data.check my_pack.toml

Every mistake is named with line, field and reason, and so is a field that does not exist:

    my_pack.toml line 41, stages.1.next: no way leads from 'work' to a stage with is_closing = true

Rules for all of it:

- What is legal or contractual is data with a source. Never invent a figure or a citation. Set `verified = true` only
  where you have read that figure in that source. What payers or funders usually ask is `basis = "contract"`,
  `verified = false`.
- To change a rule from a date on, end the entry with `effective_to` and add a second one with the same `slug` and
  `effective_from`. Two entries of one slug may not hold for one case on one day.
- Stages may go in a circle as long as every stage leads, in the end, to one with `is_closing = true`.
- Keep the slugs `family`, `community_agency` (party roles) and `community_resource` (request kind) where you can:
  pages offer more with them.
"""


def page() -> str:
    example = _examples(EXAMPLE.read_text("utf-8"))
    lines = [_BEGIN, *_shared(), "## The program itself", "", *_table(_plain_fields()), *_code(example[""])]
    for name, field in Pack.model_fields.items():
        if model := _model_of(field):
            lines += [f"## {name}", "", *_chapter(name, field, model), *_code(example.get(name, ""))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _examples(text: str) -> dict[str, str]:
    """The parts of the example by the name of their table; "" for what comes before the first."""
    starts = [*_CHAPTER.finditer(text)]
    found = {"": text[: starts[0].start()]}
    for one, after in zip(starts, [*starts[1:], None], strict=True):
        found[one[1]] = found.get(one[1], "") + text[one.start() : after.start() if after else len(text)]
    return {name: part.strip("\n") for name, part in found.items()}


def _shared() -> Iterator[str]:
    named = (
        ("What has a name has", _NAMED),
        ("A figure has", _SOURCED),
        (
            "What holds for some cases only has",
            {name: one for name, one in _SCOPED.items() if name not in _SOURCED},
        ),
    )
    yield from ("## Fields that many parts have", "")
    for words, fields in named:
        yield from (f"{words}:", "", *_table(fields))


def _plain_fields() -> dict[str, FieldInfo]:
    return {name: one for name, one in Pack.model_fields.items() if _model_of(one) is None}


def _chapter(name: str, field: FieldInfo, model: type[Part]) -> Iterator[str]:
    listed = f"`[[{name}]]`, one for each" if get_origin(field.annotation) is tuple else f"`[{name}]`, once"
    need = "required" if field.is_required() else "may be left out"
    yield from (f"{_sentence(str(field.description))} {listed}; {need}. {_first_line(model)}", "")
    yield from _table(_own_fields(model))
    if shared := _shared_words(model):
        yield from (f"Besides: {', '.join(shared)}.", "")
    if name == "stages":
        yield from ("Conditions:", "", *(f"- `{one}`: {said}" for one, said in STAGE_CONDITIONS.items()), "")
    if name == "documentation_rules":
        yield from _kinds_of_rules()
    for inner, part in _inside(model):
        yield from (f"Each of `{inner}`: {_first_line(part)}", "", *_table(_own_fields(part)))


def _kinds_of_rules() -> Iterator[str]:
    yield from ("| kind | needs | may have |", "|---|---|---|")
    for name, one in RULE_KINDS.items():
        yield f"| {name} | {', '.join(sorted(one.needs))} | {', '.join(sorted(one.may))} |"
    yield ""


def _inside(model: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    for name, field in model.model_fields.items():
        if (part := _model_of(field)) and not (issubclass(model, Part) and name in _NAMED):
            if part.__name__ in ("Coded", "Section", "Amount"):
                continue
            yield name, part
            yield from _inside(part)


def _own_fields(model: type[Part]) -> dict[str, FieldInfo]:
    shared = {**_NAMED, **_SOURCED, **_SCOPED} if issubclass(model, Kind | Figure) else {}
    return {
        name: one
        for name, one in model.model_fields.items()
        if name not in shared or one.description != shared[name].description
    }


def _shared_words(model: type[Part]) -> list[str]:
    words = {"`slug`, `word`, `meaning`": _NAMED, "`basis`, `verified`": _SOURCED}
    found = [said for said, fields in words.items() if set(fields) <= set(model.model_fields)]
    scope = [f"`{name}`" for name in _SCOPED if name not in _SOURCED and name in model.model_fields]
    return found + ([", ".join(scope)] if issubclass(model, Figure) and scope else [])


def _table(fields: dict[str, FieldInfo]) -> list[str]:
    if not fields:
        return []
    rows = [
        f"| {name} | {_type_words(one)} | {_default_words(one)} | {one.description} |"
        for name, one in fields.items()
    ]
    return ["| field | is | left out | means |", "|---|---|---|---|", *rows, ""]


def _type_words(field: FieldInfo) -> str:
    return _words_of(field.annotation)


def _words_of(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return _words_of(get_args(kind)[0])
    if get_origin(kind) is Literal:
        return ", ".join(f'"{one}"' for one in get_args(kind) if one)
    if get_origin(kind) is tuple:
        inner = _words_of(get_args(kind)[0])
        return "list of tables" if inner == "table" else f"list: {inner}"
    if get_origin(kind) is dict:
        return "texts by language"
    if args := [one for one in get_args(kind) if one is not type(None)]:
        return next(words for one in args if (words := _words_of(one)))
    if isinstance(kind, type) and issubclass(kind, Part):
        return "table"
    name = str(kind.__name__)
    return {"str": "text", "int": "number", "Decimal": "number", "bool": "true or false"}.get(name, name)


def _default_words(field: FieldInfo) -> str:
    value = field.get_default()
    if value is PydanticUndefined:
        return "**required**"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Part):
        counted = getattr(value, "count", None)
        return str(counted) if counted else "as usual"
    if value is None or value == "" or value == date.min or (isinstance(value, tuple | dict) and not value):
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _model_of(field: FieldInfo) -> type[Part] | None:
    """The part that a field holds, alone or in a list."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Part):
            return kind
    return None


def _first_line(model: type[Part]) -> str:
    if model in (Kind, Coded, Citation) or not model.__doc__:
        return ""
    return (getdoc(model) or "").split("\n\n")[0].replace("\n", " ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _code(text: str) -> list[str]:
    return ["```toml", text, "```", ""] if text else []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
