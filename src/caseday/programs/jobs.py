"""Reference data that takes longer than a start may."""

from django_tasks import task

from caseday.programs.actions import load_diagnosis_codes
from caseday.programs.queries import has_diagnosis_codes


@task()
def load_codes() -> None:
    if not has_diagnosis_codes():
        load_diagnosis_codes()


def ask_for_diagnosis_codes() -> None:
    """Once, when the table is empty; until it is full a well-formed code is taken unchecked."""
    if not has_diagnosis_codes():
        load_codes.enqueue()
