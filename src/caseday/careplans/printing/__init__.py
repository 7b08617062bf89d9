"""Plans on paper: set by Typst with the fonts that it carries; all words go in as data, never as markup.

The same sheet gives the same bytes.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from caseday.careplans.models import GoalMeasure
from caseday.careplans.queries import GoalRow, Sheet, amount_words
from caseday.careplans.rules import day_in, role_word
from caseday.careplans.rules.ink import HEIGHT, WIDTH
from caseday.careplans.rules.words import (
    SOURCES,
    STATES,
    doer_in,
    goal_in,
    often_in,
    printed_words,
)
from caseday.documents.drawing.setting import breakable, each_text, set_sheet

HERE = Path(__file__).parent
_PAPERS = {"letter": "us-letter", "a4": "a4"}
_CLIENT_SIZES = (12.0, 11.0, 10.0, 9.0)
"""In points; one that does not fit in the smallest goes on to a second page in the largest."""
_RECORD_SIZE = 10.0
_LONGEST_RUN = 40


def draw_plan(sheet: Sheet, *, which: str) -> bytes:
    """`which` is client (plain words, on one page while the letters stay readable) or record (everything)."""
    data = each_text(_data(sheet, is_record=which == "record"), _plain)
    if which == "record":
        return _set(data, _RECORD_SIZE)
    for size in _CLIENT_SIZES:
        drawn = _set(data, size)
        if _pages(drawn) == 1:
            return drawn
    return _set(data, _CLIENT_SIZES[0])


def _set(data: Any, size: float) -> bytes:
    return set_sheet(HERE / "plan.typ", {**data, "size": size})


def _pages(drawn: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(drawn)) as pdf:
        return len(pdf.pages)


def _data(sheet: Sheet, *, is_record: bool) -> dict[str, Any]:
    whole, words = sheet.whole, _words(sheet, is_record=is_record)
    needs = [
        {"need": row.need, "goals": row.goals} for row in whole.needs if is_record or row.need.state == "open"
    ]
    version = sheet.version
    return {
        "words": words,
        "is_record": is_record,
        "language": sheet.language,
        "paper": _PAPERS.get(sheet.paper, "us-letter"),
        "agency": sheet.agency,
        "phone": sheet.phone,
        "client": sheet.client,
        "number": sheet.number,
        "worker": sheet.worker,
        "date": day_in(sheet.now.date(), sheet.language),
        "version": f"{words['version']} {version.number}" if version else words["draft"],
        "hash": version.hash if version and is_record else "",
        "strengths": whole.plan.strengths,
        "preferences": whole.plan.preferences,
        "needs": [_need(row["need"], row["goals"], sheet, is_record) for row in needs],
        "other": [_goal(row, sheet, is_record) for row in whole.other_goals if is_record or _is_open(row)],
        "barriers": [_barrier(one) for one in whole.barriers if is_record or one.state == "open"],
        "reviews": [_review(one, sheet.language) for one in sheet.reviews] if is_record else [],
        "signatures": [_signature(one, sheet) for one in sheet.signatures],
        "unsigned": [role_word(one, sheet.language, sheet.spanish) for one in sheet.standing.missing],
    }


def _words(sheet: Sheet, *, is_record: bool) -> dict[str, str]:
    return printed_words(sheet.language, sheet.spanish, is_record=is_record)


def _is_open(row: GoalRow) -> bool:
    return bool(row.goal.state == "open")


def _need(need: Any, goals: Any, sheet: Sheet, is_record: bool) -> dict[str, Any]:
    return {
        "text": need.text,
        "words": need.words,
        "code": f"{need.code} {need.code_words}".strip() if is_record else "",
        "source": SOURCES[sheet.language][need.source] if is_record else "",
        "goals": [_goal(row, sheet, is_record) for row in goals if is_record or _is_open(row)],
    }


def _goal(row: GoalRow, sheet: Sheet, is_record: bool) -> dict[str, Any]:
    goal, words = row.goal, _words(sheet, is_record=is_record)
    text = goal_in(goal.text, sheet.language, sheet.spanish)
    return {
        "text": goal.words or text if not is_record else text,
        "words": goal.words if is_record else "",
        "by": f"{words['by']} {day_in(goal.by_on, sheet.language)}" if goal.by_on else "",
        "measure": _measure(goal, words),
        "state": STATES[sheet.language][goal.state] if is_record else "",
        "done": [_done(one, words, sheet) for one in row.interventions if is_record or one.state == "open"],
        "barriers": [_barrier(one) for one in row.barriers if is_record or one.state == "open"],
        "progress": [_progress(one, goal.unit, sheet.language) for one in row.measures] if is_record else [],
    }


def _measure(goal: Any, words: dict[str, str]) -> str:
    if goal.start_value is None and goal.target_value is None:
        return str(goal.measure)
    start, target = amount_words(goal.start_value) or "?", amount_words(goal.target_value) or "?"
    span = words["from_to"].format(start=start, target=f"{target} {goal.unit}".strip())
    return f"{goal.measure}: {span}" if goal.measure else span


def _done(one: Any, words: dict[str, str], sheet: Sheet) -> dict[str, str]:
    who = doer_in(one.who_name, sheet.language, sheet.spanish) or words[one.who]
    return {"who": who, "text": one.text, "often": often_in(one.how_often, sheet.language)}


def _barrier(one: Any) -> dict[str, str]:
    return {"text": one.text, "action": one.action}


def _progress(one: GoalMeasure, unit: str, language: str) -> dict[str, str]:
    value = f"{amount_words(one.value)} {unit}".strip() if one.value is not None else ""
    return {"on": day_in(one.on, language), "value": value, "note": one.note}


def _review(one: Any, language: str) -> dict[str, str]:
    return {"on": day_in(one.on, language), "with": one.with_whom, "finding": one.finding}


def _signature(one: Any, sheet: Sheet) -> dict[str, Any]:
    return {
        "role": role_word(one.role, sheet.language, sheet.spanish),
        "name": one.name,
        "on": day_in(one.signed_at.date(), sheet.language),
        "method": one.method,
        "reason": one.declined_reason,
        "legal": one.legal_text,
        "svg": _svg(one.path) if one.path else "",
    }


def _svg(path: str) -> str:
    """`path` was checked when it was kept: moves and lines only."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{path}" fill="none" stroke="#000" stroke-width="3" stroke-linecap="round"/></svg>'
    )


def _plain(text: str) -> str:
    """A drawn signature stays as it is."""
    return text if text.startswith("<svg ") else breakable(text, _LONGEST_RUN)
