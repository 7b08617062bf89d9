"""Small makers for the tests of assessments."""

from typing import Any

from caseday.access.viewer import Viewer
from caseday.assessments import actions
from caseday.assessments.models import Assessment
from caseday.testing.make import MONDAY_8

PHQ9 = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


def begin(viewer: Viewer, case: Any, instrument: str = "phq9", **more: Any) -> Assessment:
    return actions.begin_assessment(
        actor=viewer, now=MONDAY_8, case_id=case.pk, instrument=instrument, **more
    )


def answer(viewer: Viewer, row: Assessment, **answers: Any) -> None:
    """`q1="2"`: item 1."""
    for item, value in answers.items():
        actions.answer_item(
            actor=viewer, now=MONDAY_8, assessment_id=row.pk, item=item.removeprefix("q"), value=value
        )


def phq9(viewer: Viewer, case: Any, each: str = "1", ninth: str = "0", **more: Any) -> Assessment:
    """Answered to the last question of the nine."""
    row = begin(viewer, case, **more)
    answer(viewer, row, **{f"q{item}": each for item in PHQ9[:8]}, q9=ninth)
    return row
