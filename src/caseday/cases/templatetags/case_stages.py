"""{% load case_stages %}: the stages of a program as a line of steps."""

from typing import Any

from django import template

from caseday.cases.rules import StageStep, line_of

register = template.Library()


@register.simple_tag
def stage_steps(case: Any, pack: Any) -> list[StageStep]:
    return line_of(pack.stages, case.stage)
