"""In: a draft. Out: its sections as the editor shows them: what each is, how much is in it, what is wrong in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from caseday.kernel.errors import NotFound
from caseday.programs.queries import Checked, PackDraft
from caseday.programs.rules import Pack
from caseday.programs.rules.versions import OVERLAY_SECTIONS, spelled_out
from caseday.programs.web.nodes import Shape, in_words, shape_of

# Said where the version is published, or never changed.
_NOT_EDITED = frozenset({"slug", "effective_from", "effective_to"})
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The program", ("word", "words", "case_types", "stages", "closure_reasons", "outcomes", "goals")),
    (
        "People and numbers",
        ("party_roles", "identifier_kinds", "asks_for_ssn", "key_date_kinds", "simultaneous_copies"),
    ),
    ("Contacts and visits", ("first_contacts", "acuities", "contact_rules", "visit_rules", "working_time")),
    ("Assessments, plan, notes", ()),
    (
        "Requests and papers",
        ("request_kinds", "document_kinds", "checklists", "restriction_kinds", "followup_practice"),
    ),
    ("Billing and reports", ("activity_codes", "rates", "mileage_rates", "mileage_rules", "report_types")),
    ("Sources", ("citations",)),
)
_REST = "Assessments, plan, notes"


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    help: str
    shape: Shape
    is_optional: bool
    count: int | None
    """Of entries; None where it is no list."""
    problems: int
    is_said: bool
    """Of a payer: words it differently. Else: is there at all."""

    @property
    def model(self) -> type[BaseModel] | None:
        found: type[BaseModel] | None = self.shape.inner
        return found

    @property
    def state(self) -> str:
        if self.count is None:
            return "" if self.is_said or not self.is_optional else "as usual"
        return "none" if not self.count else f"{self.count} entries" if self.count > 1 else "1 entry"


def is_edited(draft: PackDraft, name: str) -> bool:
    if draft.is_overlay:
        return name in OVERLAY_SECTIONS and name in Pack.model_fields
    return name in Pack.model_fields and name not in _NOT_EDITED


def section_of(draft: PackDraft, checked: Checked, name: str) -> Section:
    """NotFound for a section that is not edited here."""
    if not is_edited(draft, name):
        raise NotFound
    return _section(draft, checked, name, Counter(one.section for one in checked.problems))


def groups_of(draft: PackDraft, checked: Checked) -> list[tuple[str, list[Section]]]:
    """Every section that may be edited, in groups of what belongs together."""
    wrong = Counter(one.section for one in checked.problems)
    placed = {name for _, names in _GROUPS for name in names}
    rest = tuple(name for name in Pack.model_fields if name not in placed)
    groups = []
    for title, names in _GROUPS:
        shown = rest if title == _REST else names
        sections = [_section(draft, checked, name, wrong) for name in shown if is_edited(draft, name)]
        if sections:
            groups.append((title, sections))
    return groups


def _section(draft: PackDraft, checked: Checked, name: str, wrong: Mapping[str, int]) -> Section:
    info: FieldInfo = Pack.model_fields[name]
    shape = shape_of(info.annotation)
    value = checked.values.get(name)
    count = len(value) if isinstance(value, list) else 0
    return Section(
        name,
        "Name" if name == "word" else spelled_out(name),
        in_words(info.description),
        shape,
        not info.is_required(),
        count if shape.kind == "list" else None,
        wrong.get(name, 0),
        name in draft.values,
    )


def value_of(draft: PackDraft, checked: Checked, name: str) -> Any:
    """As the draft has it; for a payer that does not word it, as the pack has it."""
    return draft.values[name] if name in draft.values else checked.values.get(name)
