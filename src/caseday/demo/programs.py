"""One case of each other program, with a colleague whose work they are: told by the actions themselves."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from caseday.access.models import Role
from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.assessments.actions import answer_item, begin_assessment, confirm_terms, finish_assessment
from caseday.assessments.queries import get_sheet
from caseday.assessments.rules import Item, Value
from caseday.careplans.actions import (
    Signing,
    add_part,
    describe_client,
    link_entry,
    measure_goal,
    record_outcomes,
    sign_plan,
    start_plan,
)
from caseday.careplans.queries import practice_of, standing_of
from caseday.cases.actions import add_key_date, add_party, change_stage
from caseday.cases.models import Case
from caseday.cases.queries import pack_of, resolve_who
from caseday.demo.clients import AUSTIN
from caseday.demo.history import at_hour, is_working, last_working
from caseday.demo.reports import write_report
from caseday.demo.world import World, hire
from caseday.documents.actions import Facts, put_in_thing
from caseday.followups.actions import RequestDetails, Said, claim_step, open_request
from caseday.intake.actions import accept_referral, take_referral
from caseday.journal.actions import Happened, Typed, record_activity, save_draft, sign_note
from caseday.journal.models import Activity
from caseday.meetings.actions import plan_meeting
from caseday.meetings.rules import AgendaLine, MeetingPlan, PersonAsked
from caseday.programs.rules import CLIENT, referral_fields, word_of
from caseday.schedule.actions import plan_appointment
from caseday.schedule.rules import AppointmentDetails

COLLEAGUES = (
    ("grace", "Grace Adeyemi", "LMSW", Role.CASE_MANAGER),
    ("robert", "Robert Hale", "LCSW", Role.SUPERVISOR),
)
STORIES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "programs.toml").read_text("utf-8"))[
    "cases"
]
_CONTACTS = ("call", "visit", "meeting", "message")
# What has to be so for a calm conversation, whatever the rest is.
_ANSWERS: dict[str, dict[str, Value]] = {"safety": {"private": True}}


def live_other_programs(world: World) -> dict[str, Case]:
    """The case of each program. What the day wrote so far has to be in the database."""
    grace = _hire(world)
    terms = "Free of charge for screening in care; the agency does not sell it and names the World Health Organization."
    confirm_terms(
        actor=world.viewers["priya"], now=world.now - timedelta(days=300), slug="audit_c", license_text=terms,
        confirmed=True,
    )  # fmt: skip
    lives = [Life(world, grace, story) for story in STORIES]
    for one in lives:
        one.tell()
    return {one.case.program: one.case for one in lives}


def _hire(world: World) -> Viewer:
    hire(world, "Community programs team", COLLEAGUES, days_ago=500)
    return viewer_for(world.staff["grace"], now=world.now)


class Life:
    """One story, told in the order of its days."""

    def __init__(self, world: World, actor: Viewer, story: dict[str, Any]) -> None:
        self.world, self.actor, self.story = world, actor, story
        self.goals: list[Any] = []
        self.turn = count()

    def tell(self) -> None:
        self._open()
        for event in self.story["events"]:
            happen: Callable[[datetime, dict[str, Any]], None] = getattr(self, f"_{event['do']}", self._entry)
            happen(self.at(event["day"]), event)

    def day(self, days_ago: float) -> date:
        return (self.world.now - timedelta(days=days_ago)).astimezone(AUSTIN).date()

    def at(self, days_ago: float) -> datetime:
        """An hour between nine and three; what is told later of the same day comes later."""
        day = self.world.now - timedelta(days=days_ago)
        if days_ago < 0:
            while not is_working(day):
                day += timedelta(days=1)
            return at_hour(day, 9)
        return at_hour(last_working(day), 9 + next(self.turn) % 25 / 4)

    def by(self, now: datetime) -> dict[str, Any]:
        return {"actor": self.actor, "now": now}

    def on_case(self, now: datetime) -> dict[str, Any]:
        return {**self.by(now), "case_id": self.case.pk}

    def _open(self) -> None:
        story, received_at = self.story, self.at(self.story["referred"])
        referral = take_referral(
            **self.by(received_at), program=story["program"], case_type=story["case_type"], received_at=received_at,
            given_name=story["given"], family_name=story["family"], birth_date=story["born"], language="en",
            phone=next(self.world.numbers), claim_number=story["client_number"], onset_on=self.day(story["began"]),
            condition=story["about"], reason=story["reason"], referrer_name=story["referrer"], jurisdiction="TX",
            goals="\n".join(story["goals"]),
        )  # fmt: skip
        accepted_at = received_at + timedelta(hours=1)
        self.case: Case = accept_referral(**self.by(accepted_at), referral_id=referral.pk)
        self.pack = pack_of(self.case)
        for role, name in story["parties"].items():
            who = _who(name)
            phone = next(self.world.numbers) if "name" in who else ""
            add_party(**self.on_case(accepted_at), role=role, from_on=accepted_at.date(), phone=phone, **who)
        for kind, days_ago in story["dates"].items():
            add_key_date(**self.on_case(accepted_at), kind=kind, on=self.day(days_ago))

    def name_of(self, role: str) -> str:
        if role == CLIENT:
            return self.case.person.called
        asked = referral_fields(self.pack).referrer
        named = {asked.slug: self.story["referrer"]} if asked else {}
        return str({**named, **self.story["parties"]}.get(role, ""))

    def _entry(self, at: datetime, event: dict[str, Any]) -> None:
        kind, role, said = event["do"], event["role"], event["said"]
        minutes = event["minutes"]
        happened = Happened(
            kind=kind, case_id=self.case.pk, with_role=role, with_name=self.name_of(role), started_at=at,
            minutes=minutes, result="reached" if kind in _CONTACTS else "done", summary=" ".join(said)[:500],
            place="At home" if kind == "visit" else "",
        )  # fmt: skip
        ended = at + timedelta(minutes=minutes)
        activity = record_activity(**self.by(ended), happened=happened)
        if "goal" in event:
            link_entry(**self.by(ended), activity_id=activity.pk, goal_id=self.goals[event["goal"]].pk)
        self._write_up(ended + timedelta(minutes=20), activity, said)

    def _write_up(self, at: datetime, activity: Activity, said: list[str]) -> None:
        """In the format of the activity where something was said of each of its parts."""
        form = self.pack.note_format_for(activity.kind)
        if len(said) < 2:
            form = self.pack.note_formats[0]
        sections = {one.slug: text for one, text in zip(form.sections, said, strict=False)}
        saved = save_draft(**self.by(at), typed=Typed(form.slug, sections, 0), activity_id=activity.pk)
        sign_note(**self.by(at), draft_id=saved.draft.pk)

    def _paper(self, at: datetime, event: dict[str, Any]) -> None:
        facts = Facts(
            kind=event["kind"], title=event["title"], service_on=at.date(), received_at=at,
            whereabouts="In the folder of the case",
        )  # fmt: skip
        put_in_thing(**self.on_case(at), facts=facts)

    def _stage(self, at: datetime, event: dict[str, Any]) -> None:
        change_stage(**self.on_case(at), stage=event["to"])

    def _assess(self, at: datetime, event: dict[str, Any]) -> None:
        row = begin_assessment(**self.on_case(at), instrument=event["instrument"])
        known = {**_ANSWERS.get(event["instrument"], {}), **event.get("answers", {})}
        while left := get_sheet(self.actor, row.pk).missing:
            for item in left:
                value = known.get(item.link_id, leaning(item, event.get("leans", 0)))
                evidence = "Told and seen at the visit." if item.evidence else None
                answer_item(
                    **self.by(at), assessment_id=row.pk, item=item.link_id, value=value, evidence=evidence
                )
        finish_assessment(**self.by(at + timedelta(minutes=10)), assessment_id=row.pk)

    def _plan(self, at: datetime, event: dict[str, Any]) -> None:
        told = self.story["plan"]
        plan = self.plan = start_plan(**self.on_case(at))
        describe_client(
            **self.by(at), care_plan_id=plan.pk, strengths=told["strengths"], preferences=told["preferences"]
        )
        needs = [self._part(at, "needs", one) for one in told["needs"]]
        for one in told["goals"]:
            values = {"need_id": needs[one["need"]].pk, "text": one["text"], "words": one.get("words", "")}
            values |= {name: one[name] for name in ("measure", "unit") if name in one}
            values |= {f"{name}_value": Decimal(one[name]) for name in ("start", "target") if name in one}
            values["by_on"] = self.day(-one["by"])
            self.goals.append(self._part(at, "goals", values))
        for part in ("interventions", "barriers"):
            for one in told[part]:
                self._part(at, part, {**one, "goal_id": self.goals[one["goal"]].pk})

    def _part(self, at: datetime, part: str, values: dict[str, Any]) -> Any:
        return add_part(**self.by(at), care_plan_id=self.plan.pk, part=part, values=values)

    def _sign(self, at: datetime, event: dict[str, Any]) -> None:
        own = {"client": self.case.person.called, "worker": self.actor.name}
        signing = Signing(event["role"], event.get("name") or own[event["role"]], "typed")
        self.plan.refresh_from_db()
        read = standing_of(self.plan, practice_of(self.case, at.date(), AUSTIN))
        sign_plan(**self.by(at), care_plan_id=self.plan.pk, read_hash=read.hash, signing=signing)

    def _measure(self, at: datetime, event: dict[str, Any]) -> None:
        goal = self.goals[event["goal"]]
        measure_goal(**self.by(at), goal_id=goal.pk, value=Decimal(event["value"]), on=at.date())

    def _outcome(self, at: datetime, event: dict[str, Any]) -> None:
        values = {slug: Decimal(value) for slug, value in event["values"].items()}
        record_outcomes(**self.on_case(at), point=event["at"], on=at.astimezone(AUSTIN).date(), values=values)

    def _report(self, at: datetime, event: dict[str, Any]) -> None:
        write_report(self.actor, self.case, at, event, name=self.name_of(event["role"]))

    def _ask(self, at: datetime, event: dict[str, Any]) -> None:
        party = self.case.parties.filter(role=event.get("of", "")).first()
        details = RequestDetails(title=event["title"], office_id=party.office_id if party else None)
        self.asked = open_request(**self.on_case(at), kind=event["kind"], details=details)

    def _step(self, at: datetime, event: dict[str, Any]) -> None:
        """They say it; with `sees` it was verified by the same look."""
        said = Said(by=self.name_of(event["role"]), role=event["role"], channel="phone", at=at)
        claim_step(
            **self.by(at), request_id=self.asked.pk, step=event["step"], outcome=event.get("outcome", ""), said=said,
            verified_how=event.get("sees", ""),
        )  # fmt: skip

    def _appointment(self, at: datetime, event: dict[str, Any]) -> None:
        starts = at_hour(at, event["hour"])
        details = AppointmentDetails(
            title=event["title"], kind=event["kind"], starts_at=starts, ends_at=starts + timedelta(hours=1),
            time_zone="America/Chicago",
        )  # fmt: skip
        plan_appointment(**self.on_case(self.world.now - timedelta(days=3)), details=details)

    def _team(self, at: datetime, event: dict[str, Any]) -> None:
        starts = at_hour(at, event["hour"])
        plan = MeetingPlan(
            kind=event["kind"], starts_at=starts, ends_at=starts + timedelta(hours=1), time_zone="America/Chicago",
            purpose=event["purpose"], place=event["place"],
        )  # fmt: skip
        people = [
            PersonAsked(self.name_of(role), role, word_of(self.pack.party_roles, role))
            for role in event["who"]
        ]
        agenda = [AgendaLine(text) for text in event["agenda"]]
        now = self.world.now - timedelta(days=3)
        plan_meeting(**self.on_case(now), plan=plan, people=people, agenda=agenda)


def _who(name: str) -> dict[str, Any]:
    """One entry of the directory where the name leads to exactly one; else the name as it was said."""
    found = resolve_who(name)
    if len(found) != 1:
        return {"name": name}
    return {"office_id": found[0].office_id, "professional_id": found[0].professional_id}


def leaning(item: Item, leans: float) -> Value:
    """An answer so far from the mildest (0) to the hardest (1)."""
    if item.type == "choice":
        options = sorted(item.options, key=lambda one: one.ordinal or 0)
        return options[round(leans * (len(options) - 1))].code
    if item.type == "boolean":
        return leans >= 0.5
    if item.type == "integer":
        return item.numbers[round(leans * (len(item.numbers) - 1))]
    return "Told at the visit"


__all__ = ["COLLEAGUES", "STORIES", "live_other_programs"]
