"""A packet as PDF: cover sheet, papers in order, bookmarks, stamps; read back from the file."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.documents.drawing import BadPaper, Cover, Paper, draw_packet, joining
from caseday.documents.tests.made import bookmarks_of, locked_pdf, make_pdf, pages_of, saved

COVER = Cover(
    agency="Hill Country Case Management",
    to=("Amina Farouk, MD", "Ridgeview Orthopedics"),
    re="Rosa Delgado",
    sender=("Nora Field, RN, CCM", "nora.field@example.com"),
    dated_on=date(2026, 3, 2),
    phone="(512) 555-0140",
    born_on=date(1980, 1, 4),
    identifiers=(("Claim number", "WC-4471-0098"),),
    ask="Please file these papers in the chart.\nThe MRI did not arrive.",
)
MRI = Paper("MRI of the left shoulder", make_pdf(3, word="MRI"), "Imaging report", date(2026, 1, 14))
LETTER = Paper("Non-certification", make_pdf(2, word="letter"), "Non-certification")
HOSTILE = [
    '#panic("x") *bold* _it_ $x^2$ `raw` <label> @ref // comment /* \\ ~ --- "quoted"',
    "#import \"/etc/passwd\": * #read('/etc/passwd') #{1+1}",
    "]} ) ] #set page(width: 1pt)",
    "\x00\x1b\ud800\u202enoitcejni\u202c\u2028",
    "W" * 200,
    "שלום Zażółć Nguyễn 李 🙂",
]


def test_it_opens_with_the_cover_and_has_a_bookmark_for_each_paper() -> None:
    drawn = draw_packet(COVER, [MRI, LETTER])
    texts = pages_of(drawn)
    assert len(texts) == 6
    cover = texts[0]
    for words in (
        "Hill Country",
        "Amina Farouk, MD",
        "Rosa Delgado",
        "Jan 4, 1980",
        "WC-4471-0098",
        "March 2, 2026",
    ):
        assert words in cover
    assert (
        "Please file these papers" in cover
        and "MRI of the left shoulder" in cover
        and "Jan 14, 2026" in cover
    )
    assert bookmarks_of(drawn) == [("Cover sheet", 1), (MRI.title, 2), ("Non-certification", 5)]
    assert ["MRI 1" in texts[1], "MRI 3" in texts[3], "letter 1" in texts[4]] == [True, True, True]


def test_the_order_is_the_one_that_was_chosen() -> None:
    assert bookmarks_of(draw_packet(COVER, [LETTER, MRI])) == [
        ("Cover sheet", 1),
        (LETTER.title, 2),
        (MRI.title, 4),
    ]


def test_the_same_values_give_the_same_bytes_and_other_values_another_code() -> None:
    drawn = draw_packet(COVER, [MRI, LETTER])
    assert draw_packet(COVER, [MRI, LETTER]) == drawn
    assert draw_packet(COVER, [LETTER, MRI]) != drawn
    assert draw_packet(replace(COVER, ask="Call us."), [MRI, LETTER]) != drawn
    codes = {text.split("Caseday packet ")[1][:9] for text in pages_of(drawn)}
    assert len(codes) == 1 and codes.pop() not in pages_of(draw_packet(COVER, [LETTER]))[1]


def test_every_page_is_stamped_with_its_number() -> None:
    texts = pages_of(draw_packet(COVER, [MRI, LETTER], is_double_sided=True))
    assert all(f"page {number} of {len(texts)}" in text for number, text in enumerate(texts, 1))


def test_double_sided_each_paper_begins_on_a_right_hand_page() -> None:
    drawn = draw_packet(COVER, [MRI, LETTER, LETTER], is_double_sided=True)
    assert bookmarks_of(drawn) == [("Cover sheet", 1), (MRI.title, 3), (LETTER.title, 7), (LETTER.title, 9)]
    texts = pages_of(drawn)
    assert ["left blank" in text for text in texts] == [False, True, False, False, False, True] + [False] * 4
    assert "Jan 14, 2026 3 3" in texts[0].replace("\r\n", " "), "three pages, from page 3 on"
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


@pytest.mark.parametrize(("size", "points"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_cover_has_the_size_that_the_agency_prints_on(size: str, points: tuple[int, int]) -> None:
    with pypdfium2.PdfDocument(draw_packet(COVER, [LETTER], paper_size=size)) as pdf:
        assert tuple(round(side) for side in pdf[0].get_size()) == points


def test_a_thing_goes_along_apart_and_stands_on_the_cover() -> None:
    drawn = draw_packet(COVER, [Paper("CD with the images", None, "Imaging"), LETTER])
    assert "CD with the images" in pages_of(drawn)[0] and "separate" in pages_of(drawn)[0]
    assert bookmarks_of(drawn) == [("Cover sheet", 1), (LETTER.title, 2)]


def test_a_packet_of_things_alone_is_a_cover_sheet() -> None:
    assert len(pages_of(draw_packet(COVER, [Paper("CD", None)], is_double_sided=True))) == 1


def test_a_long_list_takes_a_second_cover_page_and_the_papers_know() -> None:
    papers = [replace(LETTER, title=f"Letter {number}") for number in range(60)]
    marks = bookmarks_of(draw_packet(COVER, papers))
    first = marks[1][1]
    assert first > 2 and [page for _, page in marks[1:]] == list(range(first, first + 120, 2))
    assert marks[0] == ("Cover sheet", 1)


@pytest.mark.parametrize("words", HOSTILE)
def test_text_is_set_as_it_is_and_never_read_as_markup(words: str) -> None:
    cover = replace(
        COVER, to=(words,), re=words, ask=words, sender=(words,), identifiers=((words, words),), agency=words
    )
    drawn = draw_packet(cover, [replace(LETTER, title=words, kind=words + "x")])
    texts = pages_of(drawn)
    assert len(texts) in {3, 4} and "letter 1" in texts[-2]
    with pypdfium2.PdfDocument(drawn) as pdf:
        assert tuple(int(side) for side in pdf[0].get_size()) == (612, 792)


def test_hostile_words_stand_on_the_cover_letter_by_letter() -> None:
    text = pages_of(draw_packet(replace(COVER, re=HOSTILE[0]), [LETTER]))[0]
    assert '#panic("x") *bold* _it_ $x^2$ `raw` <label> @ref // comment' in text.replace("\r\n", " ")


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (locked_pdf(), "locked with a password"),
        (b"", "damaged"),
        (b"%PDF-1.7\nnothing more", "damaged"),
        (b"<html>", "damaged"),
        (saved(pikepdf.new()), "no pages"),
    ],
)
def test_a_paper_that_cannot_be_joined_is_named(pdf: bytes, words: str) -> None:
    with pytest.raises(BadPaper, match=words) as problem:
        draw_packet(COVER, [LETTER, Paper("Report of March", pdf)])
    assert "“Report of March”" in str(problem.value) and problem.value.position == 1


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_PAGES", 4)
    with pytest.raises(BadPaper, match="Make two of it"):
        draw_packet(COVER, [LETTER, MRI])


def test_a_cut_off_file_that_can_be_mended_is_taken() -> None:
    assert len(pages_of(draw_packet(COVER, [replace(LETTER, pdf=make_pdf(2)[:-40])]))) == 3


def test_what_was_typed_into_a_form_stays() -> None:
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        look = pdf.make_stream(
            b"BT /F1 12 Tf 2 4 Td (Typed in) Tj ET",
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 20],
            Resources=pdf.pages[0].Resources,
        )  # fmt: skip
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="Typed in",
                Rect=[50, 50, 150, 70], F=4, AP=pikepdf.Dictionary(N=look),
            )
        )  # fmt: skip
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        filled = saved(pdf)
    drawn = draw_packet(COVER, [replace(LETTER, pdf=filled)])
    assert "Typed in" in pages_of(drawn)[1]
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert not len(pdf.pages[1].get("/Annots", []))


def test_what_a_page_would_run_is_taken_out() -> None:
    action = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    drawn = draw_packet(COVER, [replace(LETTER, pdf=make_pdf(AA=action))])
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert "/AA" not in pdf.pages[1] and "/OpenAction" not in pdf.Root


def test_a_link_stays_and_a_script_behind_a_button_goes() -> None:
    def tapped(**action: object) -> pikepdf.Dictionary:
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary({f"/{name}": value for name, value in action.items()}),
        )

    link = tapped(S=pikepdf.Name.URI, URI="https://example.org/")
    script = tapped(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    script.AA = pikepdf.Dictionary(E=script.A)
    drawn = draw_packet(COVER, [replace(LETTER, pdf=make_pdf(Annots=pikepdf.Array([link, script])))])
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert ["/A" in one for one in pdf.pages[1].Annots] == [True, False]
        assert "/AA" not in pdf.pages[1].Annots[1]


def test_a_packet_in_a_packet_keeps_its_own_stamps() -> None:
    inner = draw_packet(COVER, [LETTER])
    texts = pages_of(draw_packet(COVER, [Paper("Packet of before", inner)]))
    assert [text.count("Caseday packet") for text in texts] == [1, 2, 2, 2]


def test_a_name_that_a_paper_uses_itself_is_left_to_it() -> None:
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        own = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary({"/CasedayStamp2": own})
        taken = saved(pdf)
    with pikepdf.open(BytesIO(draw_packet(COVER, [replace(LETTER, pdf=taken)]))) as pdf:
        assert set(pdf.pages[1].resources.XObject.keys()) == {"/CasedayStamp2", "/CasedayStamp2x"}


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("size", [(612, 792), (200, 300), (2384, 1684), (90, 900)])
def test_the_stamp_stands_upright_in_the_lower_right_corner(turn: int, size: tuple[int, int]) -> None:
    page = make_pdf(
        width=size[0], height=size[1], Rotate=turn, MediaBox=[100, 50, 100 + size[0], 50 + size[1]]
    )
    with pypdfium2.PdfDocument(draw_packet(COVER, [replace(LETTER, pdf=page)])) as pdf:
        across, down = pdf[1].get_size()
        corner = pdf[1].get_textpage().get_text_bounded()
        scale = 4 if min(size) < 100 else 1
        picture = pdf[1].render(scale=scale, may_draw_forms=False).to_pil().convert("L")
    assert "page 2 of 2" in corner
    assert (across, down) == (size if turn % 180 == 0 else size[::-1])
    wide, high = picture.size
    strip = picture.crop((0, int(high - max(0.04 * high, 30 * scale)), wide, high)).point(
        lambda light: 255 * (light < 160)
    )
    left, top, right, bottom = strip.getbbox() or (0, 0, 0, 0)
    assert right > wide * 0.9 and right - left > bottom - top, "upright: wider than high"


def test_the_stamp_follows_the_crop() -> None:
    page = make_pdf(CropBox=[100, 100, 400, 500])
    with pypdfium2.PdfDocument(draw_packet(COVER, [replace(LETTER, pdf=page)])) as pdf:
        assert "page 2 of 2" in pdf[1].get_textpage().get_text_bounded(
            left=100, bottom=100, right=400, top=130
        )


def test_a_crop_outside_of_the_page_is_not_followed() -> None:
    assert (
        "page 2 of 2"
        in pages_of(draw_packet(COVER, [replace(LETTER, pdf=make_pdf(CropBox=[900, 900, 950, 950]))]))[1]
    )


sizes = st.integers(min_value=72, max_value=3000)


@settings(max_examples=12, deadline=None)
@given(
    papers=st.lists(
        st.tuples(st.integers(1, 4), sizes, sizes, st.sampled_from([0, 90, 180, 270])), max_size=5
    ),
    is_double_sided=st.booleans(),
    size=st.sampled_from(["letter", "a4"]),
)
def test_any_papers_in_any_order_come_out_whole(
    papers: list[tuple[int, int, int, int]], is_double_sided: bool, size: str
) -> None:
    asked = [
        Paper(f"Paper {at}", make_pdf(count, width=wide, height=high, Rotate=turn, word=f"P{at}"))
        for at, (count, wide, high, turn) in enumerate(papers)
    ]
    drawn = draw_packet(COVER, asked, paper_size=size, is_double_sided=is_double_sided)
    texts, marks = pages_of(drawn), bookmarks_of(drawn)[1:]
    assert [title for title, _ in marks] == [paper.title for paper in asked]
    for (_, page), (at, (count, *_)) in zip(marks, enumerate(papers), strict=True):
        assert all(f"P{at} {number + 1}" in texts[page - 1 + number] for number in range(count))
        assert not is_double_sided or page % 2 == 1
    assert all(f"of {len(texts)}" in text for text in texts)
