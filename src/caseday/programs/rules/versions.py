"""In: a pack's plain values, and what a payer changes of them. Out: the pack, or what is wrong where; differences."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from caseday.programs.rules.documentation_kinds import RULE_KINDS, DocumentationRule
from caseday.programs.rules.pack import Pack
from caseday.programs.rules.parts import Part
from caseday.programs.rules.reading import Path, located

Values = Mapping[str, Any]

# What a payer or funder may word differently. The rest is the program's own: its stages, words, kinds of things.
OVERLAY_SECTIONS = (
    "first_contacts",
    "acuities",
    "visit_rules",
    "contact_rules",
    "assessments_due",
    "note_signing",
    "note_formats",
    "followup_practice",
    "activity_codes",
    "rates",
    "mileage_rates",
    "mileage_rules",
    "report_types",
    "documentation_rules",
    "simultaneous_copies",
    "citations",
)


# Lists of open work are read once for all programs, so widely that no version's figure needs more.
MOST_APPROVAL_UNITS = 5


@dataclass(frozen=True)
class Problem:
    """`path` leads into the values: ("stages", 1, "next")."""

    path: Path
    reason: str

    @property
    def section(self) -> str:
        return str(self.path[0]) if self.path else ""

    @property
    def place(self) -> int | None:
        """Which entry of a list it is in, from 0."""
        return self.path[1] if len(self.path) > 1 and isinstance(self.path[1], int) else None

    @property
    def where(self) -> str:
        """ "First contacts, line 3, Within": an entry's number counts from 1, as it stands on the page."""
        if not self.path:
            return "The whole"
        words = [spelled_out(str(self.path[0]))]
        words += [
            f"line {step + 1}" if isinstance(step, int) else spelled_out(step) for step in self.path[1:]
        ]
        return ", ".join(words)

    @property
    def said(self) -> str:
        """The reason as somebody who fills in a form understands it."""
        return next(
            (made for found, made in _IN_PLAIN_WORDS if self.reason.startswith(found)),
            f"{_sentence(self.reason)}.",
        )

    def __str__(self) -> str:
        return f"{self.where}: {_sentence(self.said).rstrip('.')}"


_IN_PLAIN_WORDS = (
    ("Field required", "Fill this in."),
    ("String should have at least 1 character", "Fill this in."),
    (
        "String should match pattern '^[a-z]",
        "Use small letters, digits and underscores, beginning with a letter.",
    ),
    ("String should match pattern '^[A-Z]{2}", "Write two capital letters, such as TX."),
    ("Input should be a valid integer", "Write a whole number."),
    ("Input should be a valid decimal", "Write a number."),
    ("Decimal input should be", "Write a number."),
    ("Input should be a valid date", "Choose a day."),
    ("Input should be in a valid time", "Choose a time."),
    ("Input should be a valid boolean", "Say yes or no."),
    ("Tuple should have at least 1 item", "Add one at least."),
    ("Value should have at least 1 item", "Add one at least."),
)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def spelled_out(name: str) -> str:
    return name.replace("_", " ").capitalize()


def plain_values(part: Part) -> dict[str, Any]:
    """What somebody said of a pack, as JSON can hold it; what is left out, or says no more than its default, is not
    there, unless its kind of documentation rule needs it said."""
    needed = RULE_KINDS[part.kind].needs if isinstance(part, DocumentationRule) else frozenset()
    return {
        name: _plain(getattr(part, name))
        for name, info in type(part).model_fields.items()
        if name in part.model_fields_set
        and (
            info.is_required()
            or name in needed
            or getattr(part, name) != info.get_default(call_default_factory=True)
        )
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return plain_values(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_jsonable_python(value)


def check_values(
    values: Values, *, clocks: Collection[str] | None = None
) -> tuple[Pack | None, list[Problem]]:
    """The pack, or None with every problem. `clocks` are the slugs that it may open; None leaves them unchecked."""
    context = None if clocks is None else {"clocks": frozenset(clocks)}
    try:
        return Pack.model_validate(dict(values), context=context), []
    except ValidationError as error:
        found = [Problem(path, reason) for detail in error.errors() for path, reason in located(detail)]
        return None, list(dict.fromkeys(found))


def too_wide(pack: Pack) -> list[Problem]:
    """Figures that a shipped pack may have and a version may not."""
    if pack.followup_practice.approval_units.count <= MOST_APPROVAL_UNITS:
        return []
    path = ("followup_practice", "approval_units", "count")
    return [Problem(path, f"Input should be less than or equal to {MOST_APPROVAL_UNITS}")]


def overlaid_values(base: Values, changed: Values) -> dict[str, Any]:
    """A changed section takes the place of the pack's; sources that only the pack cites stay cited."""
    sections = {name: changed[name] for name in OVERLAY_SECTIONS if name in changed}
    if "citations" in sections:
        own = {one.get("slug") for one in sections["citations"] if isinstance(one, Mapping)}
        kept = [one for one in base.get("citations", []) if one.get("slug") not in own]
        sections["citations"] = [*kept, *sections["citations"]]
    return {**base, **sections}


def overlaid(base: Pack, changed: Values) -> Pack | None:
    """The pack as this payer has it; None where its changes do not fit this version of the pack."""
    return check_values(overlaid_values(plain_values(base), changed))[0]


@dataclass(frozen=True)
class Difference:
    """One entry or field that reads differently; "" where it was not there before, or is not there any more."""

    section: str
    entry: str
    field: str
    before: str
    after: str

    @property
    def title(self) -> str:
        return ", ".join(part for part in (spelled_out(self.section), self.entry, self.field) if part)

    @property
    def word(self) -> str:
        if not self.before:
            return "new"
        return "changed" if self.after else "gone"


def differences(before: Values, after: Values) -> list[Difference]:
    """Section by section; entries of a list are told apart by slug, so that a new order alone is one difference."""
    return [
        one
        for section in dict.fromkeys((*before, *after))
        for one in _section(section, before.get(section), after.get(section))
    ]


def _section(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if _is_listed(before) and _is_listed(after):
        yield from _lists(name, before or [], after or [])
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _fields(name, "", before, after)
    else:
        yield Difference(name, "", "", said(before), said(after))


def _is_listed(value: Any) -> bool:
    """A list of entries, or nothing at all."""
    return value is None or (isinstance(value, list) and all(isinstance(one, Mapping) for one in value))


def _lists(name: str, before: Sequence[Values], after: Sequence[Values]) -> Iterator[Difference]:
    old, new = _by_key(before), _by_key(after)
    for key, one in old.items():
        if key not in new:
            yield Difference(name, title_of(one), "", said(one), "")
        else:
            yield from _fields(name, title_of(one), one, new[key])
    yield from (
        Difference(name, title_of(one), "", "", said(one)) for key, one in new.items() if key not in old
    )
    kept, there = [key for key in old if key in new], [key for key in new if key in old]
    if kept != there:
        words = [
            ", ".join(title_of(known[key]) for key in order) for known, order in ((old, kept), (new, there))
        ]
        yield Difference(name, "", "order", *words)


def _by_key(entries: Sequence[Values]) -> dict[tuple[str, int], Values]:
    """By slug, else by what it is called; the same name again has the next number."""
    known: dict[tuple[str, int], Values] = {}
    for one in entries:
        name, number = str(one.get("slug") or title_of(one)), 0
        while (name, number) in known:
            number += 1
        known[name, number] = one
    return known


def _fields(section: str, entry: str, before: Values, after: Values) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Difference(
                section, entry, spelled_out(name), said(old) or "nothing", said(new) or "nothing"
            )


def title_of(entry: Any) -> str:
    """By which name a person finds an entry of a list."""
    if not isinstance(entry, Mapping):
        return str(entry)
    found = (entry.get(name) for name in ("word", "source", "slug", "activity_code", "instrument"))
    return next((str(one) for one in found if one), said(entry)[:60])


def said(value: Any) -> str:
    """Any value of a pack in one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{spelled_out(str(name))}: {said(one)}" for name, one in value.items() if said(one))
    if isinstance(value, list | tuple):
        return ", ".join(title_of(one) if isinstance(one, Mapping) else said(one) for one in value)
    return str(value)


def slug_of(word: str) -> str:
    """ "Housing first (pilot)" as "housing_first_pilot"; "" where nothing of it can stand in a slug."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:40].strip("_")
