"""Mail as Gmail, Outlook and Apple Mail write it, and as nobody should: read, or kept and said."""

import base64
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseday.correspondence.mail import parsing
from caseday.correspondence.mail.parsing import Where, parse, too_large, unread
from caseday.correspondence.mail.splitting import Limits
from caseday.correspondence.rules.incoming import Incoming

WHERE = Where(datetime(2026, 3, 2, 14, tzinfo=UTC), ZoneInfo("America/Chicago"), source="7:1")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"p" * 500
Read = Callable[..., Incoming]
_numbers = itertools.count()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(data: bytes, limits: Limits = Limits()) -> Incoming:  # noqa: B008
        raw = tmp_path / f"raw{next(_numbers)}"
        raw.write_bytes(data)
        return parse(raw, WHERE, lambda: tmp_path / f"file{next(_numbers)}", limits)

    return reading


def _message(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Dana <dana@example.org>", "Subject": "Claim", **headers}.items():
        message[name.replace("_", "-")] = value
    return message


def test_gmail_plain_and_html_with_a_quote(read: Read) -> None:
    message = _message(Message_ID="<a@mail.gmail.com>", In_Reply_To="<b@x>", References="<c@x> <b@x>")
    quote = "On Mon, Mar 2, 2026 at 8:00 AM Nora <nora@example.com> wrote:\n> How is he?\n"
    message.set_content(f"Better, thanks.\n\n{quote}")
    message.add_alternative(
        '<div>Better, thanks.</div><blockquote class="gmail_quote">old</blockquote>', "html"
    )
    found = read(message.as_bytes())
    assert (found.text, found.quoted.startswith("On Mon, Mar 2")) == ("Better, thanks.", True)
    assert "<blockquote>old</blockquote>" in found.html
    assert (found.external_id, found.references) == ("a@mail.gmail.com", ("c@x", "b@x"))
    assert (found.sender.name, found.sender.address, found.source) == ("Dana", "dana@example.org", "7:1")


def test_outlook_html_alone_with_its_headers_of_the_quoted_one(read: Read) -> None:
    html = (
        "<html><head><style>p{}</style><title>x</title></head><body><p>Approved.</p><hr>"
        "<p><b>From:</b> Nora<br><b>Sent:</b> Monday<br><b>To:</b> Dana<br><b>Subject:</b> MRI</p><p>Please?</p></body>"
    )
    message = _message()
    message.set_content(html, "html")
    found = read(message.as_bytes())
    assert found.text == "Approved."
    assert found.quoted.startswith("From: Nora\nSent: Monday") and "Please?" in found.quoted


def test_apple_mail_with_text_between_pictures_and_a_large_photo_as_a_file(read: Read) -> None:
    message = _message()
    message.set_content("Look:")
    message.add_alternative('Look: <img src="cid:one"> and <img src="cid:two">', "html")
    html = message.get_payload()[1]
    html.add_related(PICTURE, "image", "png", cid="<one>", filename="logo.png")
    html.add_related(PICTURE * 200, "image", "png", cid="<two>", filename="knee.png")
    found = read(message.as_bytes())
    assert [(one.name, one.is_inline) for one in found.files] == [("logo.png", True), ("knee.png", False)]
    assert found.html.count('src="cid:') == 2 and "cid:one" not in found.html


def test_a_forwarded_message_is_a_file_and_its_words_and_files_are_read(read: Read) -> None:
    inner = _message(Subject="Denial", From="office@example.org")
    inner.set_content("Claim WC-123 is denied.")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="denial.pdf")
    innermost = _message(Subject="First")
    innermost.set_content("deep words")
    inner.add_attachment(innermost)
    message = _message()
    message.set_content("See below.")
    message.add_attachment(inner)
    found = read(message.as_bytes())
    assert found.text == "See below."
    assert "Subject: Denial" in found.quoted and "WC-123" in found.quoted and "deep words" in found.quoted
    assert [one.name for one in found.files] == ["Denial.eml", "denial.pdf"]
    assert found.files[0].path.read_bytes().startswith(b"From: office@example.org")


def test_names_of_files_in_every_spelling(read: Read) -> None:
    parts = [
        "Content-Disposition: attachment; filename*=utf-8''gr%C3%B6%C3%9Fe.pdf",
        'Content-Disposition: attachment; filename="=?utf-8?b?Z3LDtsOfZS5wZGY=?="',
        "Content-Disposition: attachment; filename*0=gr; filename*1=osse.pdf",
        'Content-Disposition: attachment; filename="..\\\\..\\\\etc/passwd"',
        "Content-Disposition: attachment; filename*=nonsense'x'%ZZ",
        'Content-Disposition: attachment; filename="fdp\u202e.exe"',
        "Content-Disposition: attachment",
    ]
    body = "".join(f"--b\nContent-Type: application/pdf\n{part}\n\nx\n" for part in parts)
    found = read(f"Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n".encode())
    names = [one.name for one in found.files]
    assert names[:4] == ["größe.pdf", "größe.pdf", "grosse.pdf", "passwd"]
    assert names[5:] == ["fdp.exe", "application.pdf"]


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("x-unknown-thing", "Grüße".encode(), "Grüße"),
        ("punycode", "Grüße".encode(), "Grüße"),
        ("zlib", b"plain", "plain"),
        ("shift_jis", "膝".encode("shift_jis"), "膝"),
        ("utf-8", b"a\x00b\x81", "ab"),
        ("", "Señora".encode("cp1252"), "Señora"),
    ],
)
def test_any_charset_wrong_missing_or_unknown(read: Read, charset: str, data: bytes, text: str) -> None:
    kind = f"Content-Type: text/plain; charset={charset}\n".encode() if charset else b""
    assert read(kind + b"\n" + data).text.replace("\x81", "") == text


def test_header_words_of_every_kind(read: Read) -> None:
    raw = "Señora".encode("latin-1")
    found = read(
        b'From: =?iso-8859-1?q?Se=F1ora?= <A@X.org>\nSubject: a =?utf-8?b?4piD?= b\nTo: "'
        + raw
        + b'" <b@x.org>\n\n'
    )
    assert (found.sender.name, found.sender.address, found.subject) == ("Señora", "a@x.org", "a ☃ b")
    assert [(one.name, one.kind) for one in found.recipients] == [("Señora", "to")]
    assert read(b"Subject: =?utf-8?b?/////?=\n\n").subject
    assert read(b"From: not an address at all\n\n").sender.name == "not an address at all"
    assert read(b"From: <broken@x.org\nReply-To: other@x.org\n\n").headers["Reply-To"] == "other@x.org"


def test_broken_base64_gives_what_it_can(read: Read) -> None:
    head = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    assert read(head + b"aGVsbG8\n").text == "hello"
    assert read(head + b"aGVs!!bG8=aGVsbG8=\n").text == "hellohello"
    assert read(head + b"aGVsbG8=X").text == "hello"
    quoted = b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert read(quoted + b"a=C3=A4 b=\nc =ZZ\n" + b"x" * 70_000 + b"=3D").text.startswith("aä bc =ZZ\nxxx")
    encoded = b"begin 644 a.txt\n%:&5L;&\\ \n`\nend\n"
    assert (
        "hello"
        in read(
            b"Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n" + encoded + b"~~~"
        ).text
    )


def test_ten_thousand_parts_a_thousand_levels_and_a_header_bomb_are_bounded(read: Read) -> None:
    many = read(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000 + b"--b--\n")
    assert "more than 1,000 parts" in many.warnings[0] and len(many.text) < 5_000
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one) for one in range(1000)
    )
    assert "nested too deep" in read(deep + b"\ndeep").warnings[0]
    assert "nested too deep" in read(b"Content-Type: message/rfc822\n\n" * 1000 + b"deep").warnings[0]
    bomb = read(b"X-Bomb: y\n" * 200_000 + b"Subject: late\n\nhello")
    assert "header lines" in bomb.warnings[0] and bomb.text == "hello"
    files = b"--b\nContent-Type: application/pdf\n\nx\n" * 5
    few = read(b"Content-Type: multipart/mixed; boundary=b\n\n" + files + b"--b--", Limits(files=3))
    assert [bool(one.refusal) for one in few.files] == [False, False, False, True, True]
    long = read(b"Content-Type: text/plain\n\n" + b"word " * 100_000, Limits(text_bytes=1000))
    assert "longer than is shown" in long.warnings[0] and len(long.text) <= 1000


def test_without_a_body_or_a_head_it_is_kept(read: Read) -> None:
    for data in (b"", b"\n", b"Subject: only a head", b"no head at all"):
        found = read(data)
        assert found.raw and found.external_id.startswith("sha256:")
    assert read(b"no head at all").text == "no head at all"
    assert read(b"Subject: x\n\nsame").external_id == read(b"Subject: x\n\nsame").external_id


def test_moments_that_cannot_be_are_the_servers(read: Read) -> None:
    for said in (
        "Mon, 01 Jan 2400 00:00:00 +0000",
        "Mon, 01 Jan 1970 00:00:00 +0000",
        "tomorrow",
        "9" * 500,
        "",
    ):
        assert read(f"Date: {said}\n\n".encode()).at == WHERE.received_at
    assert read(b"Date: Mon, 02 Mar 2026 07:00:00 -0600\n\n").at == datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert read(b"Date: Mon, 02 Mar 2026 07:00:00\n\n").at == datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.example.org>", "Return-Path: <>",
        "From: MAILER-DAEMON@x.org", "Subject: Automatic reply: Claim", "Content-Type: multipart/report; boundary=b",
    ],
)  # fmt: skip
def test_what_no_person_wrote_is_automatic(read: Read, head: str) -> None:
    assert read(f"{head}\n\n".encode()).is_automatic
    assert not read(b"Auto-Submitted: no\nFrom: a@x.org\n\n").is_automatic


@pytest.mark.parametrize("back", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_says_whose_mail_did_not_arrive_and_which_it_was(read: Read, back: str) -> None:
    data = f"""Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; Gone@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {back}

Message-ID: <ours@example.com>
Subject: x

--b--
""".encode()
    found = read(data).headers
    assert (found["Report-Receiver"], found["Report-Status"]) == ("gone@example.org", "5.1.1")
    assert (found["Report-Message-ID"], found["Report-Action"]) == ("ours@example.com", "failed")


def test_html_can_neither_run_nor_load_nor_escape(read: Read) -> None:
    message = _message()
    message.set_content(
        '<p onclick="x()" style="background:url(http://e.vil/);color:red">Hi</p><script>x</script>'
        '<style>@import "http://e.vil"</style><img src="http://e.vil/t.gif"><img srcset="http://e.vil/t.gif 2x">'
        '<svg onload="x()"><script>x</script></svg><iframe src="//e.vil"></iframe><a href="javascript:x()">a</a>'
        '<a href="data:text/html,x">b</a><object data="x"></object><form action="//e.vil"><input></form>'
        '<img src="data:image/svg+xml,<svg onload=x()>"><link rel=stylesheet href="//e.vil"><base href="//e.vil">'
        '<a href="https://example.org/">c</a></body></html>', "html",
    )  # fmt: skip
    found = read(message.as_bytes())
    for bad in ("e.vil", "script", "onclick", "onload", "svg", "<form", "<input", "<base", "<link", "srcset"):
        assert bad not in found.html.lower(), bad
    assert found.headers["Pictures-Left-Out"] == "2"
    assert 'href="https://example.org/"' in found.html and "noopener" in found.html


def test_how_a_letter_is_set_stays_and_what_would_leave_its_frame_goes(read: Read) -> None:
    message = _message()
    message.set_content(
        '<p style="margin-left:2em;font-variant:small-caps;position:fixed;border-spacing:0">Hi</p>', "html"
    )
    kept = read(message.as_bytes()).html
    assert 'style="margin-left:2em;font-variant:small-caps;border-spacing:0"' in kept


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<table><td>", "<!--", "<a x", "&#", "</", "<p style='a:b'>"]
)
def test_html_made_to_take_forever_does_not(read: Read, piece: str) -> None:
    message = b"Content-Type: text/html\n\nwords" + piece.encode() * 100_000
    assert "words" in read(message).text


def test_invitations_are_read_once_without_their_bombs(read: Read) -> None:
    event = (
        "BEGIN:VEVENT\r\nUID:u1\r\nDTSTART;TZID=Central Standard Time:20260305T100000\r\nDURATION:PT30M\r\n"
        "SUMMARY:Visit\r\nRRULE:FREQ=SECONDLY\r\nORGANIZER:mailto:Dana@example.org\r\nLOCATION:Clinic\r\nEND:VEVENT\r\n"
    )
    zone = "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    day = "BEGIN:VEVENT\r\nUID:u2\r\nDTSTART;VALUE=DATE:20260306\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
    bad = "BEGIN:VEVENT\r\nUID:u3\r\nDTSTART:99990101T000000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u4\r\nEND:VEVENT\r\n"
    until = "BEGIN:VEVENT\r\nUID:u5\r\nDTSTART:20260307T100000\r\nDTEND:20200101T000000Z\r\nEND:VEVENT\r\n"
    calendar = (
        f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{zone}{event}{day}{bad}{until}END:VCALENDAR\r\n".encode()
    )
    message = _message()
    message.set_content("Come")
    for subtype in ("calendar", "calendar"):
        message.add_attachment(calendar, maintype="text", subtype=subtype, filename="invite.ics")
    found = read(message.as_bytes()).invitations
    assert [(one.uid, one.method, one.is_all_day) for one in found] == [
        ("u1", "REQUEST", False), ("u2", "CANCEL", True), ("u5", "REQUEST", False),
    ]  # fmt: skip
    assert found[0].starts_at == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert (found[0].organizer, found[0].place, found[2].ends_at) == (
        "dana@example.org",
        "Clinic",
        found[2].starts_at,
    )
    for broken in (b"BEGIN:VCALENDAR", b"x" * 600_000, b"\xff\xfe", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 2):
        assert read(b"Content-Type: text/calendar\n\n" + broken).invitations == ()


@pytest.mark.parametrize(
    ("sender", "subject", "channel", "number", "pages"),
    [
        (
            "message@inbound.efax.com",
            'eFax message from "5125550123" - 3 page(s)',
            "fax",
            "+15125550123",
            "3",
        ),
        (
            "notify@ringcentral.com",
            "New Fax Message from (512) 555-0123 on 03/02/2026",
            "fax",
            "+15125550123",
            "",
        ),
        ("noreply@srfax.com", "Fax received from 15125550123", "fax", "+15125550123", ""),
        ("x@fax.plus", "New fax from +15125550123", "fax", "+15125550123", ""),
        ("scanner@clinic.example.org", "Fax from 512-555-0123, 2 pages", "fax", "+15125550123", "2"),
        ("voice-noreply@google.com", "New voicemail from (512) 555-0123", "voicemail", "+15125550123", ""),
        ("pbx@clinic.example.org", "Voice message from Rosa (512) 555-0123", "voicemail", "+15125550123", ""),
        ("dana@example.org", "Please fax me at 512-555-0123", "email", "", ""),
        ("message@inbound.efax.com", "eFax message from unknown", "email", "", ""),
        ("message@inbound.efax.com", 'eFax message from "+000000000000"', "email", "", ""),
    ],
)
def test_faxes_and_voicemail_come_as_mail(
    read: Read, sender: str, subject: str, channel: str, number: str, pages: str
) -> None:
    message = _message(From=sender, Subject=subject)
    del message["From"], message["Subject"]
    message["From"], message["Subject"] = sender, subject
    kind = ("audio", "wav", "v.wav") if "oice" in subject else ("application", "pdf", "fax.pdf")
    message.set_content("see attached")
    message.add_attachment(b"data", maintype=kind[0], subtype=kind[1], filename=kind[2])
    found = read(message.as_bytes())
    assert (found.channel, found.headers.get("Pages", "")) == (channel, pages)
    assert found.sender.address == (number or sender)


def test_a_winmail_that_cannot_be_read_stays_a_file(read: Read) -> None:
    message = _message()
    message.set_content("x")
    message.add_attachment(
        b"\x78\x9f\x3e\x22garbage", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    assert [one.name for one in read(message.as_bytes()).files] == ["winmail.dat"]


def test_what_is_encrypted_says_so_and_signatures_are_no_papers(read: Read) -> None:
    message = _message()
    message.set_content("x")
    message.add_attachment(b"x", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    message.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    found = read(message.as_bytes())
    assert "encrypted" in found.warnings[0]
    assert [one.is_inline for one in found.files] == [False, True]


def test_a_mistake_of_ours_loses_no_message_and_a_full_disk_is_told(
    read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = b"From: a@x.org\nSubject: Claim\nMessage-ID: <1@x>\n\nhello"

    def failing(error: Exception) -> Callable[..., Any]:
        def fails(*_: Any) -> Any:
            raise error

        return fails

    monkeypatch.setattr(parsing, "split_message", failing(RuntimeError("a mistake")))
    found = read(data)
    assert (found.subject, found.external_id) == ("Claim", "1@x")
    assert "original is kept" in found.warnings[0]
    monkeypatch.setattr(parsing, "_with_head", failing(RuntimeError("another")))
    assert read(data).sender.address == ""
    monkeypatch.setattr(parsing, "split_message", failing(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        read(data)


def test_what_is_too_large_says_how_large(tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"Subject: Big\n\n")
    found = too_large(tmp_path / "raw", WHERE, 120 * 1024 * 1024, 60 * 1024 * 1024)
    assert found.subject == "Big" and "120 MB, more than the 60 MB" in found.files[0].refusal
    assert unread(tmp_path / "raw", replace(WHERE, source="1:2"), "why").source == "1:2"


_PIECES = st.sampled_from(
    [
        b"\n", b"\r\n", b"Subject: ", b"From: ", b"To: ", b"Date: ", b"Content-Type: multipart/mixed; boundary=b\n\n",
        b"Content-Type: multipart/alternative; boundary=b\n\n", b"--b\n", b"--b--\n", b"Content-Type: text/html\n\n",
        b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/calendar\n\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T000000\n", b"END:VEVENT\nEND:VCALENDAR\n",
        b"=?utf-8?q?", b"?=", b"<", b">", b"\0", b"\xff", b'"', b"(", b"; filename*0*=''%", b"Message-ID: <x@y>\n",
        b"Content-Type: application/ms-tnef; name=winmail.dat\n\n", b"x\x9f>\"", base64.b64encode(b"hello"),
        b"Content-Type: message/delivery-status\n\n", b"<div>", b"On Monday Dana wrote:\n> ", b"Fax from 512-555-0123",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(st.binary(max_size=400), st.lists(st.one_of(_PIECES, st.binary(max_size=8))).map(b"".join))
)
def test_no_bytes_make_it_raise_or_lose_them(read: Read, data: bytes) -> None:
    found = read(data)
    assert found.raw is not None and found.raw.read_bytes() == data
    assert found.external_id and len(found.external_id) <= 255
    assert parsing.UNREADABLE not in found.warnings
    for text in (found.text, found.quoted, found.html, found.subject, found.sender.name):
        text.encode()
        assert "\0" not in text
