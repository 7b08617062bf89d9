"""The homeless services pack has the codes of HUD's lists: project types and destinations."""

from datetime import date

from caseday.programs.queries import get_pack
from caseday.programs.rules import Pack

PROJECT_TYPES = {0, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14}
DESTINATIONS = {
    *(116, 101, 118),
    *(215, 206, 207, 225, 204, 205),
    *(302, 329, 314, 332, 312, 313, 327),
    *(422, 423, 426, 410, 435, 421, 411),
    *(30, 17, 24, 37, 8, 9, 99),
}


def _pack() -> Pack:
    return get_pack("homeless", on=date(2026, 3, 2))


def test_each_kind_of_case_is_a_project_type_but_other():
    assert sorted(int(one.code) for one in _pack().case_types) == sorted(PROJECT_TYPES)


def test_each_outcome_is_a_destination():
    assert sorted(int(one.code) for one in _pack().outcomes) == sorted(DESTINATIONS)
