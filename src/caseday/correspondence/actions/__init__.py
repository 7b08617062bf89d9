"""Every write of correspondence: one verb a function."""

from caseday.correspondence.actions.queueing import queue_message

__all__ = ["queue_message"]
