"""Pictures that go along with a text: at an address of ours that opens them for a while, to who has it."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from caseday.access.rules.loopback import is_this_machine
from caseday.correspondence.models import Attachment, Channel, Message
from caseday.correspondence.queries.originals import Original
from caseday.documents.keeping import the_store
from caseday.kernel.errors import NotFound

LASTS_SECONDS = 4 * 3600
"""Gateways fetch at once, and again for some hours while a carrier is away."""
_SALT = "caseday.text.picture"
_KINDS = ("image/jpeg", "image/png", "image/gif")


def addresses_of_pictures(message: Message) -> list[str]:
    """In the order of the message; each holds its own signature and moment, and nothing else that is known here."""
    signer = signing.TimestampSigner(salt=_SALT)
    return [
        f"{settings.PUBLIC_URL}{reverse('correspondence:text_picture', args=[signer.sign(one.hex)])}"
        for one in _ids_of(message)
    ]


def _ids_of(message: Message) -> Iterable[UUID]:
    return Attachment.objects.filter(message=message).order_by("position").values_list("pk", flat=True)


def picture_at(signed: str) -> Original:
    """NotFound where it is forged, too old, taken back, or no picture of a text of ours."""
    try:
        pk = UUID(signing.TimestampSigner(salt=_SALT).unsign(signed, max_age=LASTS_SECONDS))
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    texts = Attachment.objects.filter(message__channel=Channel.TEXT, message__is_incoming=False)
    found = texts.exclude(message__state=Message.State.STOPPED).filter(pk=pk, media_type__in=_KINDS).first()
    path = the_store().path_of(found.sha256) if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound
    return Original(found.name, found.media_type, path, path.stat().st_size)


def pictures_can_be_fetched() -> bool:
    """A gateway on this machine reaches us anyhow; any other only at a public https address."""
    ours, theirs = urlsplit(settings.PUBLIC_URL), urlsplit(settings.TEXT_GATEWAY["url"])
    if theirs.hostname and is_this_machine(theirs.hostname):
        return True
    return ours.scheme == "https" and bool(ours.hostname) and not is_this_machine(ours.hostname or "")
