"""A program report as PDF. The same values give the same bytes; all text goes in as data, never as markup."""

from dataclasses import asdict
from pathlib import Path

from caseday.compliance.rules.report_sections import ReportSheet
from caseday.documents.drawing.setting import breakable, each_text, set_sheet

_HERE = Path(__file__).parent
_PAPERS = {"letter": "us-letter", "a4": "a4"}
_LONGEST_WORD = 60


def draw_report(sheet: ReportSheet) -> bytes:
    data = {**asdict(sheet), "paper": _PAPERS[sheet.paper_size]}
    return set_sheet(_HERE / "report.typ", each_text(data, lambda text: breakable(text, _LONGEST_WORD)))
