"""Caseday: the system that a case manager's working day runs on."""

__version__ = "0.1.0"
