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

__all__ = [
    "add",
    "add_part",
    "compare",
    "edit_names",
    "edit_needs",
    "edit_part",
    "end_part",
    "likely_duplicates",
    "merge",
    "people_list",
    "person",
    "undo",
]
