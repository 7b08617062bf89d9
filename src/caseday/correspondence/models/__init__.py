"""What comes in and goes out."""

from caseday.correspondence.models.accounts import Account, AccountToken, FetchPosition
from caseday.correspondence.models.giving import HandOut, SafetyPhrase, TemplateVersion
from caseday.correspondence.models.messages import (
    Attachment,
    Channel,
    Filing,
    KnownSender,
    Message,
    MessageBody,
    Thread,
)
from caseday.correspondence.models.sending import GatewayEvent, OptOut, Reminder, Sending
from caseday.correspondence.models.updates import Update

__all__ = [
    "Account",
    "AccountToken",
    "Attachment",
    "Channel",
    "FetchPosition",
    "Filing",
    "GatewayEvent",
    "HandOut",
    "KnownSender",
    "Message",
    "MessageBody",
    "OptOut",
    "Reminder",
    "SafetyPhrase",
    "Sending",
    "TemplateVersion",
    "Thread",
    "Update",
]
