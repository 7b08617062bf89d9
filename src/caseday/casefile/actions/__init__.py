"""The writes that reach across the apps of a case."""

from caseday.casefile.actions.closing import CARRY, Settlement, close_case
from caseday.casefile.actions.read_back import ReadOut, record_readback_and_chase

__all__ = ["CARRY", "ReadOut", "Settlement", "close_case", "record_readback_and_chase"]
