"""winmail.dat opens through the whole intake: its text, its files, its messages within; a hostile one harms nothing."""

import struct
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tnefparse import TNEF

from caseday.correspondence.mail import rtf
from caseday.correspondence.mail.parsing import Where
from caseday.correspondence.mail.taking import take_file
from caseday.correspondence.mail.winmail import unwrap
from caseday.correspondence.models import Attachment, Message
from caseday.correspondence.tests import winmail_made as made
from caseday.documents.keeping import the_store
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

PDF = b"%PDF-1.4 the report"
HTML = "<p>See the <b>report</b>, Señora.</p>"


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    def opening(data: bytes) -> Any:
        path = tmp_path / "winmail.dat"
        path.write_bytes(data)
        return unwrap(path)

    return opening


def _mail(data: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "Dana <dana@example.org>", "Report", "<w@x>"
    message.set_content("")
    message.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return message.as_bytes()


def _taken_in(data: bytes) -> Message:
    raw = the_store().new_arrival()
    raw.write_bytes(_mail(data))
    assert take_file(raw, Where(MONDAY_8, ZoneInfo("America/Chicago")), MONDAY_8) == 1
    return Message.objects.get()


@pytest.mark.django_db
def test_it_comes_in_with_its_text_and_its_files(cast: Cast) -> None:
    wrapped = made.winmail(
        made.file(b"REPORT~1.PDF", PDF, long_name="Report März.pdf"),
        made.file(b"photo.jpg", b"\xff\xd8\xff jpeg"),
        props=[made.binary(0x1013, HTML.encode("cp1252")), made.long_(0x3FDE, 1252)],
    )
    message = _taken_in(wrapped)
    names = Attachment.objects.order_by("position").values_list("name", "media_type")
    assert list(names) == [("Report März.pdf", "application/pdf"), ("photo.jpg", "image/jpeg")]
    first = Attachment.objects.get(position=0)
    assert the_store().path_of(first.sha256).read_bytes() == PDF
    assert "See the report, Señora." in message.body.text and "<b>report</b>" in message.body.html


@pytest.mark.django_db
def test_one_of_rich_text_alone_is_read_too(cast: Cast) -> None:
    assert _taken_in(made.winmail(props=[made.binary(0x1009, made.RTF_HELLO)])).body.text == "hello world"


def test_another_reader_finds_the_same_and_every_checksum_right(opened: Any) -> None:
    wrapped = made.winmail(made.file(b"report.pdf", PDF), body=b"Hello\0")
    other = TNEF(wrapped, do_checksum=True)
    assert all(one.good_checksum for one in other.objects)
    assert [(one.name, one.data) for one in other.attachments] == list(opened(wrapped).files)
    assert (other.body.rstrip(b"\0").decode(), opened(wrapped).text) == ("Hello", "Hello")


def test_names_and_text_in_the_code_page_that_it_names(opened: Any) -> None:
    found = opened(
        made.winmail(
            made.file("Отчёт.pdf".encode("cp1251"), PDF), body="Привет".encode("cp1251"), codepage=1251
        )
    )
    assert (found.files[0][0], found.text) == ("Отчёт.pdf", "Привет")
    strange = opened(made.winmail(made.file(b"caf\xe9.pdf", PDF), codepage=99999))
    assert strange.files[0][0] == "café.pdf"
    utf8 = opened(made.winmail(props=[made.binary(0x1013, "<p>ñ</p>".encode()), made.long_(0x3FDE, 65001)]))
    assert utf8.html == "<p>ñ</p>"
    assert opened(made.winmail(props=[made.binary(0x1013, b"<p>x</p>")])).html == "<p>x</p>"
    assert opened(made.winmail(props=[made.string8(0x1013, b"<p>y</p>")])).html == "<p>y</p>"
    assert opened(made.winmail(props=[made.unicode_(0x1000, "Señora")])).text == "Señora"


def test_a_message_within_gives_its_text_and_its_files(opened: Any) -> None:
    inner = made.winmail(made.file(b"inner.pdf", PDF), body=b"Forwarded words")
    within = made.file(b"", b"", more=[made.unicode_(0x3001, "RE: Claim")], content=made.message(inner))
    assert opened(made.winmail(within)).files == (("RE: Claim.txt", b"Forwarded words"), ("inner.pdf", PDF))
    for _ in range(6):
        inner = made.winmail(made.file(b"deep", b"", content=made.message(inner)))
    assert [name for name, _ in opened(inner).files] == ["deep"]
    empty = made.winmail(made.file(b"", b"", content=made.message(made.winmail())), made.file(b"", b""))
    assert opened(empty) is None
    html = made.winmail(props=[made.unicode_(0x1013, "<p>x</p>")])
    assert opened(made.winmail(made.file(b"m", b"", content=made.message(html)))).files == (
        ("m.html", b"<p>x</p>"),
    )


def test_a_path_in_a_name_is_no_path(opened: Any) -> None:
    found = opened(made.winmail(made.file(b"..\\..\\etc\\x.pdf", PDF), made.file(b"", PDF)))
    assert [name for name, _ in found.files] == ["x.pdf", "file"]


@pytest.mark.parametrize("cut", [3, 6, 40, 120, -30])
def test_what_is_cut_off_is_read_as_far_as_it_goes(opened: Any, cut: int) -> None:
    opened(made.winmail(made.file(b"report.pdf", PDF), body=b"Hello")[:cut])


def test_counts_that_lie_end_at_once(opened: Any) -> None:
    began = time.process_time()
    many = struct.pack("<I", 0xFFFFFFFF)
    head = made.winmail()
    texts = struct.pack("<HHI", 0x1E, 0x1000, 0xFFFFFFFF) + struct.pack("<I", 0) * 9
    longest = struct.pack("<HHII", 0x1E, 0x1000, 1, 0xFFFFFFF0)
    for lie in (many, many + texts, many + longest, many + struct.pack("<HH", 0x77, 1) * 50):
        opened(head + made.attribute(1, 0x9003, 6, lie))
    opened(head + made.attribute(1, 0x8008, 7, b"") * 2_000_000)
    assert time.process_time() - began < 5


@given(st.binary(max_size=200), st.integers(0, 300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_break_it(opened: Any, junk: bytes, place: int) -> None:
    good = made.winmail(made.file(b"r.pdf", PDF), props=[made.binary(0x1009, made.RTF_HELLO)])
    opened(good[:place] + junk + good[place:])
    rtf.text_of_compressed(made.RTF_HELLO[:16] + junk)
    rtf.text_of_rtf(rb"{\rtf1 " + junk)


def test_more_than_it_reads_stays_a_file(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.correspondence.mail.winmail.MOST_BYTES", 10)
    assert opened(made.winmail(body=b"Hello")) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}Se\'f1ora\par next\tab x}", "Señora\nnext\tx"),
        (rb"{\rtf1\uc1 \u1055?\u1088?{\uc0\u1080}\~b\{\}\\}", "При\u00a0b{}\\"),
        (rb"{\rtf1\fromhtml1{\*\htmltag <p>}Hi\htmlrtf\par shown twice\htmlrtf0{\*\htmltag </p>}}", "Hi"),
        (rb"{\rtf1\ansicpg99999 a\line b}}}", "a\nb"),
        (b"no rtf", ""),
    ],
)  # fmt: skip
def test_rich_text_gives_its_words(written: bytes, read: str) -> None:
    assert rtf.text_of_rtf(written) == read
    plain = struct.pack("<II4sI", len(written) + 12, len(written), b"MELA", 0) + written
    assert rtf.text_of_compressed(plain) == read


def test_repeated_words_are_unpacked_and_what_is_no_rich_text_is_none() -> None:
    """The example of MS-OXRTFCP, 4.2: a reference that runs into what it writes."""
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert rtf._unpacked(packed) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert rtf.text_of_compressed(b"\0" * 8 + b"what" + b"\0" * 9) == ""
    assert rtf.text_of_compressed(made.RTF_HELLO[:20]) == ""
