"""Every read of correspondence, viewer first. Pages take their types from here and never import models."""

from caseday.correspondence.models import Account, Message
from caseday.correspondence.queries.messages import get_message, messages_seen_by
from caseday.correspondence.queries.objections import objections_to
from caseday.correspondence.queries.opt_outs import is_opted_out, opted_out_among
from caseday.correspondence.queries.text_accounts import (
    text_account,
    text_accounts,
    text_gateway,
    text_number,
    text_provider,
)

__all__ = [
    "objections_to",
    "Account",
    "Message",
    "get_message",
    "is_opted_out",
    "messages_seen_by",
    "opted_out_among",
    "text_account",
    "text_accounts",
    "text_gateway",
    "text_number",
    "text_provider",
]
