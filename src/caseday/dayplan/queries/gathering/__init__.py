"""The facts of a day, put as a problem."""

from caseday.dayplan.queries.gathering.found import Callee, Gathered, PutOff, Thing

__all__ = ["Callee", "Gathered", "PutOff", "Thing"]
