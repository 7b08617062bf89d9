"""What a file is, is decided by what it holds; what cannot be used is refused with a sentence, and harms nothing."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseday.documents.files import apart as apart_module
from caseday.documents.files import child, pdfs, pictures, taking, wording
from caseday.documents.files.kinds import DOCX, EML, HEIC, JPEG, PDF, PNG, TIFF, TXT, Unusable
from caseday.documents.files.sniffing import ends_as_zip, media_type_of
from caseday.documents.tests.files_made import (
    MAIL,
    bomb_docx,
    docx,
    huge_png,
    laughing_docx,
    picture,
    tiff,
    zip_of,
)
from caseday.documents.tests.made import locked_pdf, make_pdf

# Pillow warns of what it finds in a harmed picture; the sentence is what counts.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "arrived"
    path.write_bytes(data)
    return path


def take(folder: Path, *contents: bytes, name: str = "x") -> dict[str, object]:
    paths = []
    for place, data in enumerate(contents):
        paths.append(folder / f"arrived-{place}")
        paths[-1].write_bytes(data)
    return taking.take(paths, [f"{name}{place}" for place in range(len(paths))], folder / "made.pdf")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_pdf(), PDF), (b"\r\n" + make_pdf(), PDF), (picture(), JPEG), (picture("PNG"), PNG), (tiff(), TIFF),
        (picture("HEIF"), HEIC), (docx("Words"), DOCX), (MAIL, EML), (b"Seen on Monday.\n", TXT),
        (picture() + b"\0\0\0\x18ftypmp42<?xml film", JPEG), ("Señora".encode("utf-16"), TXT), (b"From: just one header\n\nis a text", TXT),
    ],
)  # fmt: skip
def test_the_kind_is_what_it_holds(tmp_path: Path, data: bytes, kind: str) -> None:
    assert media_type_of(written(tmp_path, data)) == kind


REFUSED = {
    "empty": (b"", "is empty"),
    "pdf with a password": (locked_pdf(), "has a password"),
    "pdf cut off": (make_pdf(3)[:-200], "cut off"),
    "pdf broken": (b"%PDF-1.7\n" + b"junk " * 400 + b"\n%%EOF\n", "damaged"),
    "pdf without pages": (make_pdf(0), "damaged"),
    "pdf with html behind": (make_pdf() + b"<html><script>alert(1)</script></html>", "two kinds"),
    "pdf with a zip behind": (make_pdf() + zip_of(a=b"x"), "two kinds"),
    "html with a pdf in it": (b"<html><body>\n" + make_pdf() + b"</body></html>", "two kinds"),
    "photo with a zip behind": (picture() + zip_of(a=b"x"), "two kinds"),
    "photo with html behind": (picture() + b"<html><script>alert(1)</script></html>", "two kinds"),
    "photo with a pdf behind": (picture() + make_pdf(), "two kinds"),
    "photo with a pdf before": (picture(comment=b"%PDF-1.7\n"), "two kinds"),
    "png with html behind": (picture("PNG") + b"<SVG onload=alert(1)>", "two kinds"),
    "web page": (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "web page"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web page"),
    "photo cut off": (picture(size=(600, 400))[:900], "cut off on its way"),
    "png cut off": (picture("PNG", size=(60, 40))[:60], "damaged"),
    "picture bomb": (huge_png(), "million dots"),
    "word bomb": (bomb_docx(), "unpacks to far more"),
    "word of entities": (laughing_docx(), "unpacks to far more"),
    "word without end": (docx(xml=b"<a>" * 5000), "unpacks to far more"),
    "word damaged": (docx(xml=b"<w:document"), "is damaged"),
    "word of many parts": (docx("x", **{f"part{n}": b"" for n in range(4001)}), "unpacks to far more"),
    "word with macros": (docx("x", word__vbaProject_dot_bin=b"x"), "macros"),
    "word cut off": (docx("Words", more=b"x" * 500)[:-30], "cut off"),
    "excel": (zip_of(xl__workbook_dot_xml=b"<x/>"), "Excel"),
    "archive": (zip_of(a=b"x"), "Unpack it"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Office file"),
    "program": (b"MZ\x90\0\x03" + b"\0" * 500, "Caseday takes"),
    "video": (b"\0\0\0\x18ftypmp42" + b"\0" * 500, "Caseday takes"),
    "only spaces": (b" \n \n\t\n", "no text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(Unusable, match=words) as problem:
        take(tmp_path, data)
    assert str(problem.value).endswith(".")


def test_only_photos_are_pages_of_one_paper_and_the_bad_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="one by one"):
        take(tmp_path, picture(), make_pdf())
    with pytest.raises(Unusable, match="^photo1: .*cut off"):
        take(tmp_path, picture(), picture(size=(600, 400))[:900], name="photo")
    with pytest.raises(Unusable, match="^photo1: .*empty"):
        take(tmp_path, picture(), b"", name="photo")


def test_the_password_of_a_word_document_is_seen(tmp_path: Path) -> None:
    data = bytearray(docx("Words"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + (6 if mark[2] == 3 else 8)] |= 1
    with pytest.raises(Unusable, match="password"):
        take(tmp_path, bytes(data))


def test_a_word_document_packed_in_a_strange_way_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx("Words"))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + offset] = 99
    with pytest.raises(Unusable, match="damaged"):
        take(tmp_path, bytes(data))


def test_lines_cells_and_breaks_of_a_word_document(tmp_path: Path) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p><w:p/>"
    xml = f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'.encode()
    assert take(tmp_path, docx(xml=xml))["texts"] == ("a\nb\tc",)


def mail(*parts: tuple[str, bytes], head: bytes = b"") -> bytes:
    lines = [b"From: a@example.com\r\nSubject: x\r\nDate: today\r\n" + head]
    lines.append(b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n')
    for kind, body in parts:
        lines.append(b"--b\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body + b"\r\n")
    return b"".join([*lines, b"--b--\r\n"])


def test_an_email_gives_its_words_and_names_what_is_attached(tmp_path: Path) -> None:
    page = b"<style>p{}</style><p>Fell &amp; hurt</p><script>steal()</script><p>twice</p>"
    data = mail(("text/html; charset=no-such", page), ('application/pdf; name="scan.pdf"', b"%PDF"))
    (text,) = take(tmp_path, data)["texts"]  # type: ignore[misc]
    assert (
        "Fell & hurt" in text and "twice" in text and "Attached (upload these on their own): scan.pdf" in text
    )
    assert "steal" not in text and "p{}" not in text


@pytest.mark.parametrize(
    "data",
    [
        mail(*[("text/plain", b"x")] * 600),
        b'From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + b'--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' * 3000,
    ],
)
def test_an_email_of_parts_without_end_is_refused_or_read(tmp_path: Path, data: bytes) -> None:
    try:
        assert take(tmp_path, data)["pages"]
    except Unusable as problem:
        assert "without end" in str(problem)


def test_odd_headers_harm_nothing(tmp_path: Path) -> None:
    head = b"To: =?utf-8?q?" + b"=FF" * 50 + b"?=\r\nCc: <<<>>>,,,;;\r\nDate: \xff\xfe\r\n"
    assert take(tmp_path, mail(("text/plain", b"hello"), head=head))["pages"] == 1
    assert wording.text_of_html("<![endif]<p>still") is not None


@QUICK
@given(st.binary(max_size=3000))
def test_any_bytes_are_a_kind_or_a_sentence(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            assert take(Path(folder), data)["pages"]
        except Unusable as problem:
            assert str(problem).endswith(".")


@QUICK
@given(
    st.sampled_from([make_pdf(2), picture(), picture("PNG"), tiff(), docx("Words"), MAIL]),
    st.integers(0, 4000), st.binary(min_size=1, max_size=40),
)  # fmt: skip
def test_a_file_with_some_bytes_changed_is_read_or_refused(data: bytes, place: int, noise: bytes) -> None:
    place %= len(data)
    with tempfile.TemporaryDirectory() as folder:
        try:
            assert take(Path(folder), data[:place] + noise + data[place + len(noise) :])["pages"]
        except Unusable as problem:
            assert str(problem).endswith(".")


@QUICK
@given(st.text(max_size=400))
def test_any_text_is_drawn(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            assert take(Path(folder), ("words: " + text).encode("utf-8", "ignore"))["pages"]
        except Unusable as problem:
            assert str(problem).endswith(".")


@given(st.binary(max_size=200))
def test_a_zip_is_seen_at_the_end_alone(data: bytes) -> None:
    end = b"PK\x05\x06" + b"\0" * 18
    assert ends_as_zip(data + end)
    assert not ends_as_zip(end + data + b"x") or b"PK\x05\x06" in data


def test_gray_transparent_and_deep_pictures_are_drawn(tmp_path: Path) -> None:
    photos = [
        picture("PNG", mode="LA", color=(9, 90)), picture("PNG", mode="I;16", color=900),
        picture("PNG", mode="P", color=3), picture("PNG", mode="1", color=1), picture("JPEG", mode="CMYK", color=(1, 2, 3, 4)),
        picture("TIFF", mode="F", color=0.5), picture("PNG", mode="L", color=5, dpi=(1, 99999)),
    ]  # fmt: skip
    assert take(tmp_path, *photos)["pages"] == len(photos)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MOST_PAGES", 2)
    with pytest.raises(Unusable, match="Split it"):
        take(tmp_path, make_pdf(3))
    monkeypatch.setattr(pictures, "MOST_PAGES", 2)
    with pytest.raises(Unusable, match="Split it"):
        take(tmp_path, tiff(3))


def test_the_process_apart_answers_as_this_one_does(tmp_path: Path, apart: None) -> None:
    path = written(tmp_path, make_pdf(2, word="Apart"))
    asked = {"paths": [str(path)], "names": ["a.pdf"], "made": str(tmp_path / "made")}
    assert run_apart("take", **asked)["texts"] == ["Apart 1", "Apart 2"]
    assert run_apart("draw", path=str(path), numbers=[1, 9], width=200, folder=str(tmp_path))["drawn"] == [1]
    assert (tmp_path / "1.png").read_bytes().startswith(b"\x89PNG")


def run_apart(task: str, **asked: object) -> dict[str, object]:
    return apart_module.ask(task, **asked)  # type: ignore[arg-type]


def test_too_much_memory_or_time_is_a_sentence(tmp_path: Path, apart: None) -> None:
    path = written(tmp_path, picture("PNG", size=(9000, 9000)))
    asked = {"paths": [str(path)], "names": ["a.png"], "made": str(tmp_path / "made")}
    with pytest.raises(Unusable):
        run_apart("take", megabytes=300, **asked)
    with pytest.raises(Unusable, match="more memory or time"):
        run_apart("take", seconds=0, **asked)


def test_a_child_that_dies_or_says_nothing_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(line: str, megabytes: int, seconds: int) -> str:
        raise subprocess.TimeoutExpired("child", 1)

    for answer in (lambda *_: "", lambda *_: '{"exhausted": true}', slow):
        monkeypatch.setattr(apart_module, "run", answer)
        with pytest.raises(Unusable, match="more memory or time"):
            apart_module.ask("take")


def test_the_child_keeps_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEDAY_SECRET_KEY", "secret")
    assert "CASEDAY_SECRET_KEY" not in apart_module._environment()


def test_the_child_tells_when_memory_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(asked: dict[str, object]) -> dict[str, object]:
        raise MemoryError

    monkeypatch.setitem(child.TASKS, "take", hungry)
    assert child.answer('{"task": "take"}') == {"exhausted": True}
