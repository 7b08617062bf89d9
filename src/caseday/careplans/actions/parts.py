"""Needs, goals, interventions and barriers: added, changed, reached or given up, taken up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.actions.changing import check_may_keep, check_revision, fresh, on_plan, plan_to_change
from caseday.careplans.models import CarePlan, Intervention, PlanGoal, PlanNeed, PlanPart, State
from caseday.careplans.queries import PARTS, get_part
from caseday.cases.actions.changing import already
from caseday.cases.models import Goal as CaseGoal
from caseday.directory.models import Office
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.queries import get_diagnosis, has_diagnosis_codes
from caseday.programs.rules import normalize_diagnosis_code

Values = Mapping[str, Any]
_MOST = Decimal("99999999.99")


@dataclass(frozen=True)
class _Kind:
    """What one calls it; what it asks for; its fields and their longest texts."""

    word: str
    asks: str
    fields: Mapping[str, int]
    check: Callable[[CarePlan, dict[str, Any], dict[str, str]], None]
    ended: Mapping[str, str]


def add_part(
    *, actor: Viewer, now: datetime, care_plan_id: UUID, part: str, values: Values, id: UUID | None = None
) -> PlanPart:
    """`part` is needs, goals, interventions or barriers; `values` are named as the model's. Raises Invalid by field."""
    plan = plan_to_change(actor, care_plan_id)
    model, kind = PARTS[part], _KINDS[part]
    if found := already(model, id, plan.case):
        return found
    typed = _checked(plan, kind, values)
    place = model._default_manager.filter(plan=plan).count()
    item = model(
        id=id or new_id(), plan=plan, case=plan.case, position=min(place, 32_000), added_at=now, changed_at=now,
        changed_by=actor.name[:120], **typed,
    )  # fmt: skip
    summary = f"{kind.word}: {item.text}"
    with on_plan(
        f"plan_{_noun(kind)}_added", plan, actor=actor, now=now, subject=item, summary=summary
    ) as record:
        record.add(item)
    return item


def change_part(
    *,
    actor: Viewer,
    now: datetime,
    part: str,
    part_id: UUID,
    values: Values,
    based_on: int | None = None,
) -> PlanPart:
    """`based_on` is the revision that was read. Raises Changed where somebody else saved another text since."""
    item, kind = get_part(actor, part, part_id), _KINDS[part]
    check_may_keep(actor, item.plan)
    typed = _checked(item.plan, kind, values)
    summary = f"{kind.word} changed: {typed['text']}"
    with on_plan(
        f"plan_{_noun(kind)}_changed", item.plan, actor=actor, now=now, subject=item, summary=summary
    ) as record:
        now_kept: Any = fresh(item)  # type: ignore[type-var]
        kept = {name: getattr(now_kept, name) for name in typed}
        check_revision(now_kept, based_on, typed, kept)
        if kept != typed:
            record.update(
                item, **typed, revision=now_kept.revision + 1, changed_by=actor.name[:120], changed_at=now
            )
    return item


def end_part(
    *,
    actor: Viewer,
    now: datetime,
    part: str,
    part_id: UUID,
    is_met: bool,
    result: str = "",
    ended_on: date | None = None,
) -> PlanPart:
    """Reached (out of the way, done), or given up with the reason: then it is no part of the plan any more."""
    item, kind = get_part(actor, part, part_id), _KINDS[part]
    check_may_keep(actor, item.plan)
    today = now.astimezone(actor.time_zone).date()
    _check_end(is_met, result, ended_on, today)
    state = State.MET if is_met else State.DROPPED
    summary = f"{kind.word} {kind.ended[state]}: {item.text}"
    with on_plan(
        f"plan_{_noun(kind)}_ended", item.plan, actor=actor, now=now, subject=item, summary=summary
    ) as record:
        record.update(
            item,
            state=state,
            result=result.strip()[:500],
            ended_on=ended_on or today,
            revision=item.revision + 1,
            changed_by=actor.name[:120],
            changed_at=now,
        )
    return item


def _check_end(is_met: bool, result: str, ended_on: date | None, today: date) -> None:
    if not is_met and not result.strip():
        raise Invalid({"result": "Say why this is given up."})
    if ended_on and ended_on > today:
        raise Invalid({"ended_on": "This day is still to come. Choose today or an earlier day."})


def reopen_part(*, actor: Viewer, now: datetime, part: str, part_id: UUID) -> PlanPart:
    item, kind = get_part(actor, part, part_id), _KINDS[part]
    check_may_keep(actor, item.plan)
    summary = f"{kind.word} taken up again: {item.text}"
    with on_plan(
        f"plan_{_noun(kind)}_reopened", item.plan, actor=actor, now=now, subject=item, summary=summary
    ) as record:
        record.update(
            item,
            state=State.OPEN,
            result="",
            ended_on=None,
            revision=item.revision + 1,
            changed_by=actor.name[:120],
            changed_at=now,
        )
    return item


def _noun(kind: _Kind) -> str:
    return kind.word.lower().replace(" ", "_")


def _checked(plan: CarePlan, kind: _Kind, values: Values) -> dict[str, Any]:
    """Only what this kind has; bounded texts without a NUL; raises Invalid with a sentence for each field."""
    typed = {name: values[name] for name in kind.fields if name in values}
    problems: dict[str, str] = {}
    for name, value in typed.items():
        if isinstance(value, str):
            typed[name] = value.replace("\0", "").strip()
            if len(typed[name]) > kind.fields[name]:
                problems[name] = f"Shorten this to {kind.fields[name]:,} characters."
    if not typed.get("text"):
        problems["text"] = kind.asks
    kind.check(plan, typed, problems)
    if problems:
        raise Invalid(problems)
    return typed


def _check_need(plan: CarePlan, typed: dict[str, Any], problems: dict[str, str]) -> None:
    if typed.get("source", "client") not in PlanNeed.Source.values:
        problems["source"] = "Choose where it is known from."
    asked = typed.get("code", "")
    typed["code_words"] = ""
    if not asked or "code" in problems:
        return
    code = normalize_diagnosis_code(asked.partition(" ")[0])
    known = get_diagnosis(code) if code else None
    if not code or (known is None and has_diagnosis_codes()):
        problems["code"] = "There is no such ICD-10-CM code. Type words and choose, or leave it empty."
        return
    typed["code"], typed["code_words"] = code, known.description if known else ""


def _check_goal(plan: CarePlan, typed: dict[str, Any], problems: dict[str, str]) -> None:
    _check_of_plan(plan, "need_id", PlanNeed, "Choose a need of this plan.", typed, problems)
    serves = typed.get("serves_id")
    if serves and not CaseGoal.objects.filter(pk=serves, case=plan.case).exists():
        problems["serves"] = "Choose a goal of this case."
    for name in ("start_value", "target_value"):
        value = typed.get(name)
        if value is not None and (not value.is_finite() or abs(value) > _MOST):
            problems[name] = "Write a number between -99,999,999 and 99,999,999."
    if typed.get("target_value") is not None and not typed.get("measure"):
        problems["measure"] = "Say what is counted, so that one can see whether the target is reached."


def _check_intervention(plan: CarePlan, typed: dict[str, Any], problems: dict[str, str]) -> None:
    _check_of_plan(plan, "goal_id", PlanGoal, "Choose a goal of this plan.", typed, problems)
    if "goal_id" in typed and not typed["goal_id"]:
        problems["goal"] = "Choose for which goal it is done."
    if typed.get("who", "worker") not in Intervention.Who.values:
        problems["who"] = "Choose who does it."
    if typed.get("who") in ("party", "office") and not typed.get("who_name"):
        problems["who_name"] = "Name who does it."
    office = typed.get("office_id")
    if office and not Office.objects.filter(pk=office).exists():
        problems["who_name"] = "Choose an office of the directory."


def _check_barrier(plan: CarePlan, typed: dict[str, Any], problems: dict[str, str]) -> None:
    _check_of_plan(plan, "goal_id", PlanGoal, "Choose a goal of this plan.", typed, problems)


def _check_of_plan(
    plan: CarePlan,
    name: str,
    model: type[PlanNeed] | type[PlanGoal],
    otherwise: str,
    typed: dict[str, Any],
    problems: dict[str, str],
) -> None:
    wanted = typed.get(name)
    if wanted and not model._default_manager.filter(pk=wanted, plan=plan).exists():
        problems[name.removesuffix("_id")] = otherwise


_KINDS: dict[str, _Kind] = {
    "needs": _Kind(
        "Need",
        "Say what is needed, or what the problem is.",
        {"text": 500, "words": 1000, "source": 10, "source_id": 0, "code": 400},
        _check_need,
        {"met": "met", "dropped": "taken off the plan"},
    ),
    "goals": _Kind(
        "Goal",
        "Say what is to be reached, so that one can see when it is.",
        {
            "text": 500, "words": 1000, "measure": 200, "unit": 40, "start_value": 0, "target_value": 0, "by_on": 0,
            "need_id": 0, "serves_id": 0,
        },
        _check_goal,
        {"met": "reached", "dropped": "given up"},
    ),
    "interventions": _Kind(
        "Intervention",
        "Say what is done.",
        {"text": 500, "who": 8, "who_name": 160, "how_often": 120, "goal_id": 0, "office_id": 0},
        _check_intervention,
        {"met": "done", "dropped": "given up"},
    ),
    "barriers": _Kind(
        "Barrier",
        "Say what stands in the way.",
        {"text": 500, "action": 500, "goal_id": 0},
        _check_barrier,
        {"met": "out of the way", "dropped": "taken off the plan"},
    ),
}  # fmt: skip
