"""A case of any program lived over its pages, from the referral to closure, by what its pack says."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from caseday.assessments.models import Assessment
from caseday.assessments.queries.catalog import shipped
from caseday.assessments.rules import Instrument, Item
from caseday.careplans.models import CarePlan, PlanGoal
from caseday.cases.models import Case
from caseday.compliance.models import ProgramReport
from caseday.compliance.rules.merging import mark_of
from caseday.intake.models import Referral
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.programs.rules import CLIENT, Pack, condition_parts, referral_fields, word_of
from caseday.programs.rules.stages import Stage

GIVEN, FAMILY = "Rosalind", "Quintanilla"


@dataclass
class Life:
    """`pack` is of the program; `client` is a signed-in case manager."""

    pack: Pack
    client: Client
    case: Case = field(init=False)

    def get(self, name: str, *args: Any, query: str = "") -> str:
        answer = self.client.get(reverse(name, args=args) + query)
        assert answer.status_code == 200, (name, answer.status_code)
        return unescape(answer.content.decode())

    def post(self, address: str, *args: Any, expect: int = 302, query: str = "", **values: Any) -> str:
        answer = self.client.post(reverse(address, args=args) + query, values)
        assert answer.status_code == expect, (address, answer.status_code, _errors(answer.content.decode()))
        return unescape(answer.content.decode())

    def page(self) -> str:
        return self.get("casefile:case", self.case.pk)

    def fresh(self) -> Case:
        self.case = Case.objects.select_related("person").get(pk=self.case.pk)
        return self.case

    # The steps of a life, in their order.

    def refer(self, case_type: str) -> str:
        """The form in the words of the program; then the referral is accepted. Returns the form."""
        chosen = {"program": self.pack.slug, "received_at": _hours_ago(3), "family_name": FAMILY}
        form = self.post("intake:take", expect=200, then="program", **chosen)
        named = {"referrer_name": "Dana Whitfield", "claim_number": "TEST-4471"}
        asked = referral_fields(self.pack)
        named |= {"employer_name": "Larkspur House"} if asked.organization else {}
        named |= {"physician_name": "Ines Moreau"} if asked.professional else {}
        named |= {"onset_on": str(_today() - timedelta(days=5))} if asked.date else {}
        self.post(
            "intake:take", id=new_id(), given_name=GIVEN, phone="5125550123", case_type=case_type, acuity=2,
            condition="As the referral says", goals=self.pack.goals[0].word, then="accept", **chosen, **named,
        )  # fmt: skip
        referral = Referral.objects.get(family_name=FAMILY, state="accepted")
        assert referral.case
        self.case = referral.case
        self.fresh()
        return form

    def meet_everybody(self) -> None:
        """Whoever is to be reached first, is: by a call from the case, or at a visit."""
        known = {one.role for one in self.case.parties.filter(to_on=None)}
        for contact in self.case.first_contacts.all():
            rule = next(one for one in self._first_contacts() if one.slug == contact.role)
            if rule.party_role not in known | {CLIENT}:
                self.add_party(rule.party_role)
            if rule.activity_kinds and "call" not in rule.activity_kinds:
                self.visit()
            else:
                self.call(rule.party_role)
        assert not self.case.first_contacts.filter(met_at=None).exists()

    def _first_contacts(self) -> list[Any]:
        return self.pack.first_contacts_in(
            self.case.jurisdiction, case_type=self.case.case_type, on=self.case.referred_at.date()
        )

    def add_party(self, role: str) -> None:
        word = word_of(self.pack.party_roles, role)
        typed = {"role": role, "who": f"Somebody, {word}"[:80], "id": new_id()}
        self.post(
            "cases:add", self.case.pk, "parties", **{f"parties-{name}": one for name, one in typed.items()}
        )

    def call(self, role: str) -> None:
        query = f"?case={self.case.pk}&role={role}"
        assert "Reached" in self.get("casefile:call", query=query)
        self.post(
            "casefile:call", query=query, id=new_id(), case=self.case.pk, role=role, result="reached",
            seconds=300, summary="Spoke about what comes first.",
        )  # fmt: skip

    def visit(self) -> Activity:
        self.post(
            "journal:capture", id=new_id(), case=self.case.pk, line=f"visited {GIVEN} {FAMILY} 40 min at home"
        )
        visit = Activity.objects.filter(case=self.case).latest("recorded_at")
        assert (visit.kind, visit.with_role) == ("visit", CLIENT)
        return visit

    def write_up(self, entry: Activity) -> str:
        """In the format that the program has for it. Returns the editor's page."""
        page = self.get("journal:write_up", query=f"?activity={entry.pk}")
        form = self.pack.note_format_for(entry.kind)
        sections = {f"section-{one.slug}": f"{one.word}: as spoken about." for one in form.sections}
        self.post(
            "journal:sign",
            expect=302,
            id=new_id(),
            activity=entry.pk,
            format=form.slug,
            base_version=0,
            **sections,
        )
        return page

    def file(self, kind: str) -> None:
        facts = {
            "kind": kind,
            "title": word_of(self.pack.document_kinds, kind),
            "whereabouts": "In the folder",
        }
        self.post("documents:add_thing", id=new_id(), case=self.case.pk, **facts)

    def consent(self) -> None:
        for rule in self.pack.consent_rules:
            if rule.holds(jurisdiction=self.case.jurisdiction, case_type=self.case.case_type, on=_today()):
                self.file(rule.document_kind)

    def note_dates(self) -> None:
        """The dates from which clocks of the program run."""
        known = {one.kind for one in self.case.key_dates.all()}
        for kind in self.pack.key_date_kinds:
            if kind.slug not in known:
                typed = {"kind": kind.slug, "on": str(_today()), "id": new_id()}
                self.post(
                    "cases:add",
                    self.case.pk,
                    "key_dates",
                    **{f"key_dates-{name}": v for name, v in typed.items()},
                )

    def assess(self, instrument: str) -> Assessment:
        known = Assessment.objects.filter(case=self.case, instrument=instrument, state="reviewed").first()
        if known is not None:
            return known
        self.post("assessments:begin", self.case.pk, id=new_id(), instrument=instrument, how="in_person")
        row = Assessment.objects.get(case=self.case, instrument=instrument)
        self._answer(row, newest(instrument))
        self.post("assessments:finish", row.pk)
        row.refresh_from_db()
        assert row.state == "reviewed", instrument
        assert row.pk and self.get("assessments:assessment", row.pk)
        return row

    def _answer(self, row: Assessment, instrument: Instrument) -> None:
        for item in instrument.items:
            if item.is_question and item.required:
                value = mildest(item) if item.link_id != "private" else "yes"
                self.post(
                    "assessments:answer", row.pk, id=new_id(), item=item.link_id, value=value,
                    evidence="Seen at the visit." if item.evidence else "",
                )  # fmt: skip

    def plan(self) -> CarePlan:
        self.post("careplans:start", self.case.pk)
        plan = CarePlan.objects.get(case=self.case)
        add = ("careplans:add", plan.pk)
        self.post(*add, "needs", id=new_id(), text="What matters most", source="client")
        self.post(
            *add, "goals", id=new_id(), text=self.pack.goals[0].word, by_on=str(_today() + timedelta(days=90))
        )
        goal = PlanGoal.objects.get(plan=plan)
        self.post(
            *add, "interventions", id=new_id(), text="Speaks with everybody", who="worker", goal_id=goal.pk,
            how_often="weekly",
        )  # fmt: skip
        return plan

    def sign_plan(self, plan: CarePlan) -> None:
        """By everybody whom the program names, each after reading its legal text."""
        plan.refresh_from_db()
        for role in filter(None, plan.missing_signatures.split(",")):
            page = self.get("careplans:sign", plan.pk, query=f"?role={role}")
            read = page.split('name="read_hash" value="')[1].split('"')[0]
            self.post(
                "careplans:sign", plan.pk, id=new_id(), role=role, name=f"{GIVEN} {FAMILY}", method="typed",
                language="en", read_hash=read,
            )  # fmt: skip
        plan.refresh_from_db()
        assert plan.missing_signatures == ""

    def report(self) -> ProgramReport:
        """The first that its program names for such a case: drawn, signed, and given to everybody it is for."""
        kind = next(
            one
            for one in self.pack.report_types
            if one.holds(jurisdiction=self.case.jurisdiction, case_type=self.case.case_type, on=_today())
        )
        assert kind.word in self.get("compliance:reports", self.case.pk)
        self.post("compliance:draft_report", self.case.pk, id=new_id(), type=kind.slug)
        row = ProgramReport.objects.get(case=self.case)
        form = self.get("compliance:report", row.pk)
        assert all(section.word in form for section in kind.sections)
        texts = {f"text-{one.slug}": f"{one.word}: as the file says." for one in kind.sections}
        read = {f"read-{one['slug']}": mark_of(one["text"]) for one in row.sections}
        self.post("compliance:sign_report", row.pk, **texts, **read)
        for role in kind.to_roles:
            handed = {"role": role, "name": f"Somebody, {role}", "how": "portal", "proof": "Upload 4471"}
            self.post("compliance:note_receipt", row.pk, id=new_id(), **handed)
        row.refresh_from_db()
        assert row.sent_at and row.document and row.signature
        return row

    def go_on(self, stage: Stage) -> None:
        """Into a stage, after what it requires; no reason has to be given."""
        for requires in stage.requires:
            self._make_true(*condition_parts(requires))
        self.post("cases:stage", self.case.pk, stage=stage.slug, expect=302)
        assert self.fresh().stage == stage.slug
        assert stage.word in self.page()

    def _make_true(self, condition: str, subject: str) -> None:
        if condition == "document":
            self.file(subject)
        elif condition == "assessment_done":
            self.assess(subject)
        elif condition == "eligibility_proved":
            self.file(next(one.slug for one in self.pack.document_kinds if one.is_eligibility_proof))
        elif condition == "work_status_known":
            said = {"kind": "full", "physician": "Ines Moreau", "from_on": str(_today())}
            self.post("casefile:record_work_status", self.case.pk, id=new_id(), **said)

    def close(self) -> None:
        form = self.get("casefile:close", self.case.pk)
        for one in (*self.pack.closure_reasons, *self.pack.outcomes):
            assert one.word in form
        reason, outcome = self.pack.closure_reasons[0].slug, self.pack.outcomes[0].slug
        items = {name: _settled(form, name) for name in _names(form, "item-")}
        said = {name: "Settled at the end" for name in _names(form, "said-")}
        self.post(
            "casefile:close", self.case.pk, reason=reason, outcome=outcome, note="Done.", **items, **said
        )
        assert self.fresh().status == "closed"


def newest(slug: str) -> Instrument:
    return [one for one in shipped().values() if one.slug == slug][-1]


def mildest(item: Item) -> str:
    if item.type == "choice":
        return min(item.options, key=lambda one: one.ordinal or 0).code
    if item.type == "integer":
        return str(item.numbers[0])
    return "no" if item.type == "boolean" else "Told at the visit"


def way_to_closing(pack: Pack) -> list[Stage]:
    """The longest sensible way: every stage once by the shortest steps, from the first to a closing one."""
    found = {one.slug: one for one in pack.stages}
    ways: deque[list[str]] = deque([[pack.stages[0].slug]])
    longest: list[str] = []
    while ways:
        way = ways.popleft()
        if found[way[-1]].is_closing:
            longest = max(longest, way, key=len)
            continue
        ways.extend([*way, slug] for slug in found[way[-1]].next if slug not in way)
    return [found[slug] for slug in longest[1:]]


def _today() -> date:
    return clock.now().date()


def _hours_ago(hours: int) -> str:
    return f"{clock.now() - timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def _names(page: str, begins: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="')[1:] if part.startswith(begins)]


def _settled(page: str, name: str) -> str:
    """The first choice that is one."""
    select = page.split(f'name="{name}"')[1].split("</select>")[0]
    return [part.split('"')[0] for part in select.split('value="')[1:] if part[0] != '"'][0]


def _errors(page: str) -> str:
    return (
        " | ".join(unescape(part.split("</ul>")[0])[:300] for part in page.split('class="errors"')[1:])
        or page[:600]
    )
