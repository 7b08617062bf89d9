"""A decision and an effort as tests need them."""

from datetime import date
from typing import Any

from caseday.access.viewer import Viewer
from caseday.advocacy.actions import begin_decision, record_effort
from caseday.advocacy.models import Decision, Effort
from caseday.advocacy.rules import (
    DecisionDetails,
    EffortDetails,
    MatterDetails,
    OptionDetails,
    QuestionDetails,
)
from caseday.cases.models import Case
from caseday.testing.make import MONDAY_8

SURGERY = OptionDetails(
    "Surgery", pros="Could end the pain", cons="Six weeks at home", risks="Infection", cost="Paid"
)
INJECTIONS = OptionDetails("Injections", pros="Home the same day", cons="May not last")
GARDEN = MatterDetails("Back in the garden by June", "more than anything")
SLEEP = MatterDetails("Sleep through the night", "a lot")
ASK = QuestionDetails("How long until I can drive?", "Dr. Farouk")


def details(**fields: Any) -> DecisionDetails:
    given = {
        "question": "Surgery or injections?",
        "background": "Both are authorized.",
        "options": (SURGERY, INJECTIONS),
        "matters": (GARDEN, SLEEP),
        "questions": (ASK,),
        "fits": {(SURGERY.id, GARDEN.id): "partly", (INJECTIONS.id, GARDEN.id): "serves"},
    }
    return DecisionDetails(**{**given, **fields})


def make_decision(actor: Viewer, case: Case, **fields: Any) -> Decision:
    return begin_decision(actor=actor, now=MONDAY_8, case_id=case.pk, details=details(**fields))


def asked(**fields: Any) -> EffortDetails:
    given = {"asked": "Six more visits of therapy", "whom": "Dana Whitfield", "asked_on": date(2026, 3, 2)}
    return EffortDetails(**{**given, **fields})


def make_effort(actor: Viewer, case: Case, **fields: Any) -> Effort:
    more = {name: fields.pop(name) for name in ("ask_again_on",) if name in fields}
    return record_effort(actor=actor, now=MONDAY_8, case_id=case.pk, details=asked(**fields), **more)
