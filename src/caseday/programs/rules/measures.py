"""In: plain values. Out: what tells whether the work helped."""

from typing import Literal

from pydantic import Field

from caseday.programs.rules.parts import Kind, Slug


class OutcomeMeasure(Kind):
    """A number that is followed over a case, and added up over cases."""

    unit: str = Field(
        default="", max_length=40, description="what is counted, such as days, points or percent"
    )
    better: Literal["higher", "lower"] = Field(description="which way is better")
    instrument: Slug | Literal[""] = Field(
        default="", description="the instrument whose score it is; left out: entered by the worker"
    )
