"""As whom a message leaves: the account, its address, and whether anything is set up to carry it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Account
from caseday.correspondence.permissions import accounts_visible_to
from caseday.correspondence.queries.text_accounts import text_gateway, text_number


@dataclass(frozen=True)
class Sender:
    """`account` is empty where the agency's own mail server or provider (configuration) carries it."""

    address: str
    name: str
    account: Account | None = None

    @property
    def words(self) -> str:
        return f"{self.name} <{self.address}>" if "@" in self.address else f"{self.name}, {self.address}"


def sender_for(viewer: Viewer, channel: str, account_id: UUID | None = None) -> Sender | None:
    """The chosen account, else one's own, else the agency's; None where nothing is set up for the channel."""
    return next(iter(senders_for(viewer, channel, account_id)), None)


def senders_for(viewer: Viewer, channel: str, account_id: UUID | None = None) -> list[Sender]:
    """Own accounts first. A letter needs none: it is printed."""
    name = viewer.name if not viewer.is_system else get_agency().name
    if channel == "letter":
        return [Sender(get_agency().name, name)]
    kind = Account.Kind.TEXT if channel == "text" else Account.Kind.EMAIL
    seen = Account.objects.filter(accounts_visible_to(viewer), kind=kind, is_off=False)
    if account_id:
        seen = seen.filter(pk=account_id)
    mine = sorted(seen, key=lambda one: (one.staff_id != viewer.staff_id, one.staff_id is not None, one.pk))
    found = [Sender(one.address, name, one) for one in mine if _carries(one, channel)]
    if channel == "text" and not found and text_gateway() and text_number():
        found.append(Sender(text_number(), name))
    if channel == "email" and has_own_mail_server() and not account_id:
        found.append(Sender(settings.MAIL_OUT["from"], name))
    return found


def has_own_mail_server() -> bool:
    """A mail server or provider in the configuration."""
    return bool(settings.MAIL_OUT["provider"] or settings.MAIL_OUT["host"])


def _carries(account: Account, channel: str) -> bool:
    if channel == "text":
        return text_gateway() is not None
    can_send = bool(account.smtp_host) or has_own_mail_server()
    return can_send and (channel == "email" or bool(account.fax_domain))
