"""In: a pack. Out: every problem inside it, each with its place: slugs twice, references that lead nowhere, periods."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from caseday.programs.rules.billing import problems_of_rates, references_of_billing
from caseday.programs.rules.consents import references_of_consents
from caseday.programs.rules.copies import references_of_copies
from caseday.programs.rules.documentation_kinds import references_of_documentation
from caseday.programs.rules.mileage import problems_of_periods, references_of_mileage
from caseday.programs.rules.parts import Citation, Kind, Reference, dangling, repeated
from caseday.programs.rules.plans import references_of_plans
from caseday.programs.rules.reporting import references_of_reports
from caseday.programs.rules.requests import (
    CLIENT,
    references_of_checklists,
    references_of_requests,
    references_to_clocks,
    repeated_in,
)
from caseday.programs.rules.scopes import Scoped, meetings, references_of_scope
from caseday.programs.rules.stages import problems_of_stages, references_of_stages
from caseday.programs.rules.visits import references_of_visits

if TYPE_CHECKING:
    from caseday.programs.rules.pack import Pack

# Lists whose members may be there in several versions, by case type, state or period.
_IN_VERSIONS = (
    "first_contacts",
    "visit_rules",
    "contact_rules",
    "plan_rules",
    "report_types",
    "documentation_rules",
    "consent_rules",
)
_ONCE = (
    "case_types",
    "stages",
    "party_roles",
    "identifier_kinds",
    "key_date_kinds",
    "acuities",
    "note_formats",
    "activity_kinds",
    "activity_codes",
    "closure_reasons",
    "outcomes",
    "outcome_measures",
    "request_kinds",
    "document_kinds",
    "meeting_kinds",
    "checklists",
    "restriction_kinds",
    "simultaneous_copies",
    "citations",
)


def problems_of(pack: "Pack", clocks: frozenset[str] | None) -> list[str]:
    """`clocks` are the slugs that the pack may open; None leaves them unchecked."""
    problems = [
        *_periods(pack),
        *_repeated(pack),
        *problems_of_stages(pack.stages),
        *problems_of_rates(pack.rates),
        *dangling(_references(pack)),
    ]
    if clocks is not None:
        problems += dangling(references_to_clocks(pack.request_kinds, pack.document_kinds, clocks))
    return problems


def _periods(pack: "Pack") -> Iterator[str]:
    if pack.effective_to is not None and pack.effective_to < pack.effective_from:
        yield "effective_to: must not be before effective_from"
    yield from problems_of_periods("mileage_rates", pack.mileage_rates)
    yield from problems_of_periods("mileage_rules", pack.mileage_rules)


def _repeated(pack: "Pack") -> Iterator[str]:
    for name in _ONCE:
        members: Sequence[Kind | Citation] = getattr(pack, name)
        yield from repeated(name, members)
    for name in _IN_VERSIONS:
        rules = getattr(pack, name)
        for place in meetings([(one.slug, one) for one in rules]):
            yield f"{name}[{place}].slug: {rules[place].slug!r} is there twice"
    for place in meetings([(one.instrument, one) for one in pack.assessments_due]):
        found = pack.assessments_due[place].instrument
        yield f"assessments_due[{place}].instrument: {found!r} is there twice"
    yield from repeated_in(pack.request_kinds)


def _known(pack: "Pack") -> Mapping[str, frozenset[str]]:
    """The slugs that references may lead to, by the name of their list."""
    known = {name: frozenset(one.slug for one in getattr(pack, name)) for name in (*_ONCE, "first_contacts")}
    known["party_roles"] |= {CLIENT}
    known["assessments_due"] = frozenset(one.instrument for one in pack.assessments_due)
    return known


def _references(pack: "Pack") -> Iterable[Reference]:
    known = _known(pack)
    roles, sources = known["party_roles"], known["citations"]
    stages, dates = known["stages"], known["key_date_kinds"]
    yield from _references_of_figures(pack, known)
    yield from references_of_stages(
        pack.stages, papers=known["document_kinds"], instruments=known["assessments_due"]
    )
    yield from references_of_visits(
        pack.first_contacts,
        pack.contact_rules,
        pack.visit_rules,
        roles=roles,
        kinds=known["activity_kinds"],
    )
    yield from references_of_plans(
        pack.assessments_due, pack.plan_rules, roles=roles, stages=stages, dates=dates
    )
    yield from references_of_reports(pack.report_types, roles=roles, stages=stages, dates=dates)
    yield from references_of_consents(pack.consent_rules, roles=roles, papers=known["document_kinds"])
    yield from references_of_documentation(pack.documentation_rules, known)
    yield from references_of_billing(pack.activity_codes, pack.rates, kinds=known["activity_kinds"])
    yield from references_of_requests(
        pack.request_kinds, roles=roles, sources=sources, checklists=known["checklists"]
    )
    yield from references_of_checklists(pack.checklists, roles)
    yield from references_of_copies(pack.simultaneous_copies, roles=roles, sources=sources)


def _references_of_figures(pack: "Pack", known: Mapping[str, frozenset[str]]) -> Iterable[Reference]:
    sources = known["citations"]
    yield "working_time.basis", pack.working_time.basis, "citations", sources
    if pack.note_signing:
        yield "note_signing.basis", pack.note_signing.basis, "citations", sources
    for place, acuity in enumerate(pack.acuities):
        yield f"acuities[{place}].basis", acuity.basis, "citations", sources
    for place, kind in enumerate(pack.activity_kinds):
        yield f"activity_kinds[{place}].note_format", kind.note_format, "note_formats", known["note_formats"]
    for name in (*_IN_VERSIONS, "assessments_due", "rates"):
        rules: Sequence[Scoped] = getattr(pack, name)
        yield from references_of_scope(
            name, rules, sources=sources, types=known["case_types"], stages=known["stages"]
        )
    yield from pack.followup_practice.references(sources)
    yield from references_of_mileage(pack.mileage_rates, pack.mileage_rules, sources)
