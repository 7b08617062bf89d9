"""In: what is known of clients and projects. Out: HUD's HMIS CSV files, checked against their specification."""

from caseday.funding.rules.hmis.checking import Problem, allowed_text, csv_of, problems_of
from caseday.funding.rules.hmis.spec import Column, Question, Spec, fy2026

__all__ = ["Column", "Problem", "Question", "Spec", "allowed_text", "csv_of", "fy2026", "problems_of"]
