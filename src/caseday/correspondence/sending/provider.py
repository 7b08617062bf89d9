"""Mail by a provider over HTTP, through django-anymail. Our key goes along as metadata, to compare theirs with ours."""

from collections.abc import Callable
from email.utils import formataddr
from typing import Any

from caseday.correspondence.sending.parcels import Parcel
from caseday.correspondence.texts.port import Refused, Unsure

_KEY_NAMES = {"postmark": "server_token", "mailjet": "api_key"}
_UNSURE = "The provider did not answer: nobody knows whether it left. Ask them, then say so here."


def hand_over(
    provider: str, key: str, parcel: Parcel, *, before_end: Callable[[], None], backend: Any = None
) -> str:
    """The provider's id. Raises Refused (nothing was sent) or Unsure."""
    from anymail.exceptions import AnymailAPIError, AnymailError

    mail = _mail(parcel)
    before_end()
    try:
        (backend or _backend(provider, key)).send_messages([mail])
    except AnymailAPIError as error:
        raise _trouble(error) from error
    except AnymailError as error:
        words = "The mail provider does not take it. Check the addresses and the account."
        raise Refused("", words, is_final=True) from error
    except OSError as error:
        raise Unsure(_UNSURE) from error
    return str(mail.anymail_status.message_id or "")


def _backend(provider: str, key: str) -> Any:
    from django.core.mail import get_connection

    return get_connection(
        f"anymail.backends.{provider}.EmailBackend",
        fail_silently=False,
        **{_KEY_NAMES.get(provider, "api_key"): key},
    )


def _mail(parcel: Parcel) -> Any:
    from django.core.mail import EmailMessage

    def named(kind: str) -> list[str]:
        return [formataddr((one.name, one.address)) for one in parcel.to if one.kind == kind]

    headers = {"Message-ID": f"<{parcel.message_id}>"}
    if parcel.references:
        headers |= {"In-Reply-To": f"<{parcel.references[-1]}>"}
        headers |= {"References": " ".join(f"<{one}>" for one in parcel.references[-10:])}
    sender = formataddr((parcel.sender.name, parcel.sender.address))
    mail: Any = EmailMessage(
        parcel.subject, parcel.text, sender, named("to"), bcc=named("bcc"), cc=named("cc"), headers=headers
    )
    for file in parcel.files:
        mail.attach(file.name, file.content(), file.media_type)
    mail.metadata = {"caseday_key": parcel.message_id.partition("@")[0]}
    return mail


def _trouble(error: Any) -> Refused | Unsure:
    """By the answer's number: 4xx but 408 and 429 is a no; without an answer nobody knows."""
    status = getattr(error, "status_code", None)
    if _never_reached(error):
        return Refused("", "The mail provider can't be reached. It is tried again by itself.", is_final=False)
    if status is None or status >= 500:
        return Unsure(_UNSURE)
    if status in (408, 429):
        return Refused(
            str(status), "The mail provider asks to wait. It is tried again by itself.", is_final=False
        )
    if status in (401, 403):
        words = "The mail provider refuses our key. An administrator checks email_provider_key."
        return Refused(str(status), words, is_final=False)
    return Refused(str(status), "The mail provider does not take it. Check the addresses.", is_final=True)


def _never_reached(error: BaseException | None) -> bool:
    """No connection came about, so nothing was said."""
    from requests import ConnectionError as NotConnected
    from requests import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    while error is not None:
        if isinstance(error, ConnectTimeout):
            return True
        if isinstance(error, NotConnected):
            reason = getattr(error.args[0], "reason", None) if error.args else None
            return isinstance(reason, NewConnectionError)
        error = error.__cause__
    return False
