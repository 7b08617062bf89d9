"""The page for the client: options side by side, drawn by Typst as large as one page allows."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from caseday.advocacy.queries import SideBySide
from caseday.advocacy.rules import SheetWords, words_in
from caseday.correspondence.rules.spoken_dates import date_words
from caseday.documents.drawing.setting import breakable, each_text, set_sheet

HERE = Path(__file__).parent
SIZES = (12, 11, 10, 9, 8, 7)
"""In points; the first one is easy to read, the last one still possible."""
_LONGEST_WORD = 34


def draw_options(page: SideBySide, *, agency: str, language: str) -> bytes:
    """In the largest type with which it fits on one page; in the smallest on as many as it takes."""
    import pikepdf

    words = words_in(language)
    data = each_text(
        {**_data(page, words, language), "agency": agency}, lambda text: breakable(text, _LONGEST_WORD)
    )
    for size in SIZES:
        made = set_sheet(HERE / "options.typ", {**data, "size": size})
        with pikepdf.open(BytesIO(made)) as pdf:
            if len(pdf.pages) == 1:
                break
    return made


def _data(page: SideBySide, words: SheetWords, language: str) -> dict[str, Any]:
    one = page.decision
    fit = {"serves": words.serves, "partly": words.partly, "against": words.against, "": words.not_said}
    rows = [
        [label, [getattr(option, name) for option in page.options]]
        for label, name in (
            (words.pros, "pros"),
            (words.cons, "cons"),
            (words.risks, "risks"),
            (words.cost, "cost"),
        )
        if any(getattr(option, name).strip() for option in page.options)
    ]
    return {
        "words": vars(words),
        "language": "es" if language.startswith("es") else "en",
        "client": page.case.person.full_name,
        "question": one.question,
        "background": one.background,
        "decide_by": _day(one.decide_by, language) if one.state == "open" else "",
        "options": [option.title for option in page.options],
        "rows": rows,
        "matters": [
            [matter.text, matter.weight, [fit[said] for said in fits]] for matter, fits in page.matter_rows
        ],
        "questions": [[ask.text, ask.for_whom, ask.answer] for ask in page.questions],
        "decided": one.chosen.title if one.state == "decided" and one.chosen else "",
        "decided_on": _day(one.decided_on, language),
        "because": one.because if one.state == "decided" else "",
        "present": one.present if one.state == "decided" else "",
    }


def _day(day: date | None, language: str) -> str:
    return date_words(day, language) if day else ""
