"""Every read of correspondence, viewer first. Pages take their types from here and never import models."""

from caseday.correspondence.models import Account, Message
from caseday.correspondence.queries.messages import get_message, messages_seen_by

__all__ = [
    "Account",
    "Message",
    "get_message",
    "messages_seen_by",
]
