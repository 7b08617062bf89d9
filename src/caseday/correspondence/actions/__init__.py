"""Every write of correspondence: one verb a function."""

from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.actions.taking_in import take_in

__all__ = ["queue_message", "take_in"]
