"""In: what a pack says of its documentation rules. Out: the same as plain values, with what they refer to filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from caseday.programs.rules.parts import is_effective
from caseday.programs.rules.scopes import Scoped

if TYPE_CHECKING:
    from caseday.programs.rules.documentation_kinds import DocumentationRule
    from caseday.programs.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Rule:
    """`unit` is that of `within` (how soon) and of `every` (how often): hours, days, weeks, months, working_hours
    or working_days; 0 where the rule has none."""

    slug: str
    word: str
    kind: str
    hours: int = 0
    within: int = 0
    every: int = 0
    unit: str = "days"
    starts: str = "accepted"
    percent: int = 0
    place: str = "any"
    parts: tuple[str, ...] = ()
    activity_kinds: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    document_kind: str = ""
    party_role: str = ""
    instrument: str = ""
    case_types: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    effective_from: date = date.min
    effective_to: date | None = None
    basis: str = "contract"
    verified: bool = False

    def is_for(self, *, case_type: str, jurisdiction: str) -> bool:
        return (not self.case_types or case_type in self.case_types) and (
            not self.jurisdictions or jurisdiction in self.jurisdictions
        )

    def holds_on(self, on: date) -> bool:
        return is_effective(self.effective_from, self.effective_to, on)

    def is_about(self, activity_kind: str) -> bool:
        return not self.activity_kinds or activity_kind in self.activity_kinds


def rules_of(pack: Pack) -> list[Rule]:
    """Every documentation rule of a pack. One that leans on others (plan_rules, first_contacts) is there once for
    each of them, and holds only where both hold."""
    return [rule for one in pack.documentation_rules for rule in _filled(_plain(one), one, pack)]


def _plain(one: DocumentationRule) -> Rule:
    names = Rule.__dataclass_fields__
    return Rule(**{name: value for name, value in one if name in names})


def _filled(rule: Rule, one: DocumentationRule, pack: Pack) -> Iterator[Rule]:
    if rule.kind == "first_contact_within":
        for contact in pack.first_contacts:
            if contact.slug == one.first_contact:
                asked = _contacts(pack, contact.activity_kinds)
                starts = "accepted" if contact.starts == "accepted" else "referred"
                yield from _narrowed(
                    replace(
                        rule, within=contact.within, unit=contact.unit, starts=starts,
                        party_role=contact.party_role, activity_kinds=asked,
                    ),
                    contact,
                )  # fmt: skip
    elif rule.kind == "plan_signed" and not rule.signatures:
        for plan in pack.plan_rules:
            yield from _narrowed(replace(rule, signatures=plan.signatures), plan)
    elif rule.kind == "contact_every":
        yield replace(rule, activity_kinds=_contacts(pack, rule.activity_kinds))
    else:
        yield rule


def _contacts(pack: Pack, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return kinds or tuple(sorted(pack.activities_that_are_contacts))


def _narrowed(rule: Rule, other: Scoped) -> Iterator[Rule]:
    """The rule where the other holds, too; nothing where the two never meet."""
    types = _both(rule.case_types, other.case_types)
    places = _both(rule.jurisdictions, other.jurisdictions)
    ends = min((one for one in (rule.effective_to, other.effective_to) if one is not None), default=None)
    begins = max(rule.effective_from, other.effective_from)
    if types is not None and places is not None and (ends is None or begins <= ends):
        yield replace(rule, case_types=types, jurisdictions=places, effective_from=begins, effective_to=ends)


def _both(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...] | None:
    """What both lists allow, where an empty one allows everything; None where that is nothing."""
    first, second = set(one), set(other)
    if not first or not second:
        return tuple(sorted(first | second))
    return tuple(sorted(first & second)) or None
