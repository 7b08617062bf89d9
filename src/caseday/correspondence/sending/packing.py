"""In: a message as it is kept. Out: its mail, its fax, its letter, as it goes out."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from caseday.access.queries import get_agency, signature_at
from caseday.correspondence.mail.tokens import secret_of
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, Attachment, Channel, Message
from caseday.correspondence.sending.letters import Letter, draw_letter
from caseday.correspondence.sending.parcels import File, Parcel, To
from caseday.correspondence.sending.smtp import Server
from caseday.correspondence.texts.port import Refused
from caseday.directory.rules.numbers import show_phone
from caseday.documents.keeping import the_store

_MOST_REFERENCES = 20
_PDF = "application/pdf"


def parcel_of(message: Message, at: datetime) -> Parcel:
    """For mail and fax. Raises Refused where a file is gone, or the gateway for faxes is not set up any more."""
    is_fax = message.channel == Channel.FAX
    to = tuple(To(one["address"], one["name"], one["as"]) for one in message.recipients)
    return Parcel(
        message_id=message.external_id,
        sender=To(message.from_address, message.from_name),
        to=_fax_addresses(message, to) if is_fax else to,
        subject=message.subject,
        text="" if is_fax else _with_signature(message),
        at=at,
        files=(*_cover_of(message, is_fax=is_fax), *_files_of(message)),
        references=_references_of(message),
    )


def _fax_addresses(message: Message, to: tuple[To, ...]) -> tuple[To, ...]:
    domain = message.account.fax_domain if message.account else ""
    if not domain:
        raise Refused(
            "fax", "The mailbox has no fax gateway any more. An administrator sets one.", is_final=True
        )
    return tuple(To(f"{one.address.lstrip('+')}@{domain}", "", one.kind) for one in to)


def _with_signature(message: Message) -> str:
    text = message.body.text
    signature = message.account.signature.strip() if message.account else ""
    return f"{text}\n\n-- \n{signature}" if signature and signature not in text else text


def _cover_of(message: Message, *, is_fax: bool) -> tuple[File, ...]:
    return (File("fax-cover.pdf", _PDF, data=letter_pdf(message)),) if is_fax else ()


def letter_pdf(message: Message) -> bytes:
    """The letter, or the cover of a fax, on the agency's paper."""
    agency, staff = get_agency(), message.staff
    zone = ZoneInfo(staff.time_zone if staff else agency.time_zone)
    titles = Attachment.objects.filter(message=message).values_list("document__title", flat=True)
    first = message.recipients[0]
    is_fax = message.channel == Channel.FAX
    reached = show_phone(first["address"]) if is_fax else first["address"].replace(", ", "\n", 1)
    return draw_letter(
        Letter(
            agency=agency.name,
            phone=show_phone(agency.phone),
            to=(first["name"], reached, *_copies(message)),
            subject=message.subject,
            text=message.body.text,
            sender=(signature_at(staff.pk, message.recorded_at), show_phone(staff.phone))
            if staff
            else (message.from_name,),
            dated_on=message.recorded_at.astimezone(zone).date(),
            language=message.language or "en",
            enclosed=tuple(title for title in titles if title),
            paper=agency.paper_size,
            is_fax=is_fax,
        )
    )


def _copies(message: Message) -> tuple[str, ...]:
    names = [one["name"] or one["address"] for one in message.recipients[1:] if one["as"] != "bcc"]
    return (f"cc: {', '.join(names)}",) if names else ()


def _files_of(message: Message) -> tuple[File, ...]:
    store, files = the_store(), []
    for one in Attachment.objects.filter(message=message).order_by("position"):
        path = store.path_of(one.sha256)
        if not Path(path).is_file():
            words = f"The file of “{one.name}” is missing from the store. Take the message back and send it without."
            raise Refused("file", words, is_final=True)
        files.append(File(one.name, one.media_type, path=path))
    return tuple(files)


def _references_of(message: Message) -> tuple[str, ...]:
    """What came before it in its conversation, oldest first, that which it answers last."""
    if message.reply_to is None or not message.reply_to.external_id:
        return ()
    earlier = Message.objects.filter(thread=message.thread_id, at__lt=message.reply_to.at).exclude(
        external_id=""
    )
    ids = list(earlier.order_by("-at").values_list("external_id", flat=True)[:_MOST_REFERENCES])
    return (*reversed(ids), message.reply_to.external_id)


def server_of(account: Account | None, at: datetime, *, but: str = "") -> Server | None:
    """The mailbox's own server, else the agency's; None where a provider carries it, or nothing does.

    `but`: a token that this server refused just now. Raises Refused.
    """
    if account is not None and account.smtp_host:
        return Server(
            account.smtp_host,
            account.smtp_port,
            account.smtp_security,
            _user_of(account),
            _secret(account, at, but),
            is_oauth2=account.sign_in == Account.SignIn.OAUTH2,
        )
    out = settings.MAIL_OUT
    if out["provider"] or not out["host"]:
        return None
    return Server(out["host"], out["port"], out["security"], out["user"], out["password"])


def _user_of(account: Account) -> str:
    """As at its IMAP server; a server on this machine may want nobody to sign in."""
    is_open = account.smtp_security == Account.Security.NONE and account.sign_in == Account.SignIn.PASSWORD
    return account.user_name or (account.address if account.sealed_secret and not is_open else "")


def _secret(account: Account, at: datetime, but: str) -> str:
    try:
        return secret_of(account, at, but=but)
    except Trouble as trouble:
        raise Refused("key", trouble.words, is_final=False) from trouble
