"""The card of a case says what is expected of the work, a line each."""

from types import SimpleNamespace

from django.template import engines

from caseday.programs.queries import all_packs

CARD = '{% load programs %}{% with expects=case|expected:pack %}{{ expects.visits|join:"<br>" }}|{{ expects.reports|join:"<br>" }}{% endwith %}'


def test_each_stands_on_a_line_of_its_own():
    pack = next(one for one in all_packs() if one.slug == "workers_compensation")
    case = SimpleNamespace(stage="active", jurisdiction="TX", case_type="field")
    drawn = engines["django"].from_string(CARD).render({"case": case, "pack": pack})
    visits, reports = drawn.split("|")
    assert visits == "Worker seen at a visit or an appointment: every month"
    assert reports.split("<br>") == [
        "Initial report, within 14 days, to Adjuster",
        "Progress report, every 30 days, to Adjuster",
    ]
