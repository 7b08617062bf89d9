"""What the file knows already, to be taken into the plan with a tap."""

from dataclasses import dataclass

from caseday.assessments.models import Assessment
from caseday.assessments.queries import title_of
from caseday.careplans.models import CarePlan, PlanGoal, PlanNeed
from caseday.cases.models import Goal
from caseday.cases.queries import conditions_of, pack_of

_MOST = 6


@dataclass(frozen=True)
class Suggested:
    """`label` names where it comes from; `values` are those of the form."""

    label: str
    values: dict[str, str]


def suggested_needs(plan: CarePlan) -> list[Suggested]:
    """From the referral, the conditions of the case and its filed assessments; what the plan has is left out."""
    known = {(one.text, one.code, one.source_id) for one in PlanNeed.objects.filter(plan=plan)}
    texts, codes, sources = {one[0] for one in known}, {one[1] for one in known}, {one[2] for one in known}
    found: list[Suggested] = []
    reason = plan.case.referral_reason.strip()[:500]
    if reason and reason not in texts:
        found.append(Suggested("Referral", {"text": reason, "source": "referral"}))
    for one in conditions_of(plan.case):
        if one.ended_on is None and one.description not in texts and (not one.code or one.code not in codes):
            values = {"text": one.description, "code": one.code, "source": "referral"}
            found.append(Suggested("Condition", values))
    for done in _filed(plan):
        if done.pk not in sources:
            words = " ".join(part for part in (_score(done), done.band.replace("_", " ")) if part)
            text = f"{title_of(done.instrument)}: {words}" if words else title_of(done.instrument)
            values = {"text": text, "source": "assessment", "source_id": str(done.pk)}
            found.append(Suggested("Assessment", values))
    return found[:_MOST]


def _filed(plan: CarePlan) -> list[Assessment]:
    """The latest of each instrument."""
    filed = Assessment.objects.filter(case=plan.case, state=Assessment.State.REVIEWED).order_by("finished_at")
    return list({one.instrument: one for one in filed}.values())


def _score(one: Assessment) -> str:
    return f"{one.score.normalize():f}" if one.score is not None else ""


def suggested_goals(plan: CarePlan) -> list[Suggested]:
    """Goals agreed for the case that no goal of the plan serves yet, then those that the program suggests."""
    goals = PlanGoal.objects.filter(plan=plan)
    served, texts = {one.serves_id for one in goals}, {one.text for one in goals}
    agreed = Goal.objects.filter(case=plan.case, state=Goal.State.OPEN).exclude(
        pk__in=[one for one in served if one]
    )
    found = [
        Suggested("Goal of the case", {"text": one.text, "serves_id": str(one.pk)} | _by(one))
        for one in agreed
    ]
    words = [one.word for one in pack_of(plan.case).goals if one.word not in texts]
    return [*found, *(Suggested("Usual", {"text": word}) for word in words)][:_MOST]


def _by(goal: Goal) -> dict[str, str]:
    return {"by_on": goal.target_on.isoformat()} if goal.target_on else {}
