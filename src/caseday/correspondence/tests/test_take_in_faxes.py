"""Faxes and voicemail as gateways mail them: what they carry becomes papers of the case of whoever they came from."""

import io
import wave
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from caseday.access.viewer import system_viewer
from caseday.cases.models import Identifier
from caseday.correspondence.actions.papers import settle_files
from caseday.correspondence.mail.parsing import Where
from caseday.correspondence.mail.taking import take_file
from caseday.correspondence.models import Attachment, Message
from caseday.correspondence.rules.sounds import is_sound, sound_kind
from caseday.correspondence.tests.outgoing_made import MOBILE
from caseday.documents.keeping import the_store
from caseday.documents.models import Document
from caseday.documents.tests.made import make_pdf
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_contact_point

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Chicago")


def tiff(pages: int) -> bytes:
    """As a fax machine scans: one bit a dot, Group 4."""
    sheets = [Image.new("1", (864, 1100), 1) for _ in range(pages)]
    for number, sheet in enumerate(sheets):
        sheet.paste(0, (10 * number, 0, 10 * number + 5, 50))
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(204, 196))
    return out.getvalue()


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 800)
    return out.getvalue()


MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + b"\0" * 413


def gateway_mail(sender: str, subject: str, text: str, *files: tuple[str, str, bytes]) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "Office <office@example.com>", subject
    message["Message-ID"] = f"<{abs(hash(subject))}@gateway.example>"
    message["Date"] = "Mon, 02 Mar 2026 07:55:00 -0600"
    message["Auto-Submitted"], message["Precedence"] = "auto-generated", "bulk"
    message.set_content(text)
    message.add_alternative(f'<p>{text}</p><img src="https://track.example/x.gif">', "html")
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


@pytest.fixture
def taken_in(cast: Cast) -> Callable[[EmailMessage], Message]:
    def taking(mail: EmailMessage) -> Message:
        raw = the_store().new_arrival()
        raw.write_bytes(mail.as_bytes())
        take_file(raw, Where(MONDAY_8, ZONE), MONDAY_8)
        message = Message.objects.get()
        settle_files(actor=system_viewer("Mail"), now=MONDAY_8, message_id=message.pk)
        message.refresh_from_db()
        return message

    return taking


@pytest.mark.parametrize(
    ("sender", "subject", "file", "pages"),
    [
        (
            "eFax <message@inbound.efax.com>", 'eFax message from "5125550123" - 3 page(s), Caller-ID: 1-512-555-0123',
            ("FAX_20260302_1772459700_17.pdf", "application/pdf", lambda: make_pdf(3)), 3,
        ),
        (
            "SRFax <fax@srfax.com>", "Fax Received from 15125550123",
            ("20260302075500_15125550123.tif", "image/tiff", lambda: tiff(4)), 4,
        ),
        (
            "HP Fax <scanner@clinic.example.org>", "Incoming fax from (512) 555-0123, 2 pages",
            ("fax.tif", "application/octet-stream", lambda: tiff(2)), 2,
        ),
    ],
)  # fmt: skip
def test_the_pages_of_a_fax_are_one_paper_of_the_case(
    cast: Cast, taken_in: Any, sender: str, subject: str, file: Any, pages: int
) -> None:
    case = make_case(cast.nora)
    Identifier.objects.create(case=case, kind="claim_number", value="WC-4417-A", normalized="WC4417A")
    make_contact_point(case.person, MOBILE)
    name, kind, data = file
    mail = gateway_mail(sender, subject, "Claim WC-4417-A: the report is attached.", (name, kind, data()))
    message = taken_in(mail)
    assert (message.channel, message.from_address, message.state) == ("fax", MOBILE, "filed")
    paper = Document.objects.get()
    assert (paper.case_id, paper.pages, paper.received_how) == (case.pk, pages, "fax")
    assert Attachment.objects.get().document_id == paper.pk


@pytest.mark.parametrize(
    ("sender", "subject", "name", "kind", "data"),
    [
        ("RingCentral <notify@ringcentral.com>", "New Voice Message from Rosa M (512) 555-0123 on 03/02/2026 7:55 AM",
         "VoiceMessage.mp3", "audio/mpeg", MP3),
        ("Asterisk PBX <pbx@clinic.example.org>", "[PBX]: New message 12 in mailbox 200: voicemail from 5125550123",
         "msg0012.WAV", "audio/x-wav", wav()),
        ("Grasshopper <voicemail@grasshopper.com>", "Voicemail from (512) 555-0123", "voicemail.mp3",
         "application/octet-stream", MP3),
        ("NEC <pbx@clinic.example.org>", "Voice message 5125550123 (0:41)", "v.wav", "application/octet-stream", wav()),
    ],
)  # fmt: skip
def test_a_voicemail_is_from_the_number_that_called_and_can_be_heard(
    cast: Cast, taken_in: Any, client: Any, sender: str, subject: str, name: str, kind: str, data: bytes
) -> None:
    case = make_case(cast.nora)
    make_contact_point(case.person, MOBILE)
    message = taken_in(gateway_mail(sender, subject, "You have a new message.", (name, kind, data)))
    assert (message.channel, message.from_address, message.state) == ("voicemail", MOBILE, "filed")
    one = Attachment.objects.get()
    assert the_store().path_of(one.sha256).read_bytes() == data
    client.force_login(cast.nora)
    page = client.get(f"/messages/{message.pk}/").content.decode()
    address = page.split("<audio ")[1].split('src="')[1].split('"')[0]
    heard = client.get(address)
    assert heard["Content-Type"] in ("audio/wav", "audio/mpeg")
    assert b"".join(heard.streaming_content) == data
    assert (one.document, one.refusal) == (None, "")


def test_sounds_are_known_by_their_first_bytes() -> None:
    assert [sound_kind(one) for one in (b"OggS", b"\0\0\0\x20ftypM4A ", b"\xff\xf3x", b"MZ")] == [
        "audio/ogg", "audio/mp4", "audio/mpeg", "",
    ]  # fmt: skip
    assert is_sound("V.WAV", "") and is_sound("x", "audio/amr") and not is_sound("x.pdf", "application/pdf")
