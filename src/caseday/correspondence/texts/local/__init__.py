"""A text gateway on this machine that follows Twilio's documented API: for the demonstration phone, and for tests.

In: texts over the API, what a phone sends, faults asked for. Out: signed webhooks and receipts, as Twilio's.
"""

from caseday.correspondence.texts.local.client import NotThere, Shown, conversation, write
from caseday.correspondence.texts.local.server import LocalGateway, Phone, run
from caseday.correspondence.texts.local.state import FAULTS, Picture

__all__ = [
    "FAULTS",
    "LocalGateway",
    "NotThere",
    "Phone",
    "Picture",
    "Shown",
    "conversation",
    "run",
    "write",
]
