"""Which number is whose at the gateway, and how its gateway is reached."""

from urllib.parse import urljoin

from django.conf import settings

from caseday.access.viewer import Viewer
from caseday.correspondence.models import Account
from caseday.correspondence.permissions import accounts_visible_to
from caseday.correspondence.texts.port import PROVIDERS, Access, Gateway, gateway

_RECEIPTS = "messages/hooks/{provider}/status/"


def text_gateway(provider: str = "") -> Gateway | None:
    """The one that is set up; None where there is none, or `provider` is another."""
    access = text_access()
    if access.provider not in PROVIDERS or (provider and provider != access.provider):
        return None
    return gateway(access)


def text_access() -> Access:
    given = settings.TEXT_GATEWAY
    receipts = _RECEIPTS.format(provider=given["provider"])
    return Access(
        provider=given["provider"],
        base_url=given["url"],
        account=given["account"],
        token=given["token"],
        receipts_url=urljoin(settings.PUBLIC_URL + "/", receipts),
    )


def text_provider() -> str:
    """Its name; empty where no gateway is set up."""
    return str(settings.TEXT_GATEWAY["provider"])


def text_number() -> str:
    """The agency's, E.164; empty where no gateway is set up."""
    return str(settings.TEXT_GATEWAY["number"])


def text_account(number: str) -> Account | None:
    """Whose number it is; one in use before one that was switched off."""
    same = Account.objects.filter(kind=Account.Kind.TEXT, address=number)
    return same.order_by("is_off", "-id").first()


def text_accounts(viewer: Viewer) -> list[Account]:
    """Numbers that the viewer may write from, the agency's first."""
    own = Account.objects.filter(accounts_visible_to(viewer), kind=Account.Kind.TEXT, is_off=False)
    return sorted(own, key=lambda one: (one.staff_id is not None, one.name))
