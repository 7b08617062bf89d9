"""The writes that reach across the apps of a case."""

from caseday.casefile.actions.closing import CARRY, Settlement, close_case

__all__ = ["CARRY", "Settlement", "close_case"]
