"""Pages of people."""

from caseday.people.web.views.merging import compare, merge, undo
from caseday.people.web.views.parts import add_part, edit_part, end_part
from caseday.people.web.views.persons import (
    add,
    edit_names,
    edit_needs,
    likely_duplicates,
    people_list,
    person,
)
from caseday.people.web.views.ssn import edit_ssn, show_ssn

__all__ = [
    "add",
    "add_part",
    "compare",
    "edit_names",
    "edit_needs",
    "edit_part",
    "edit_ssn",
    "end_part",
    "likely_duplicates",
    "merge",
    "people_list",
    "person",
    "show_ssn",
    "undo",
]
