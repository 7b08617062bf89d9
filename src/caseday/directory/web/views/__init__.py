"""Pages of the directory."""

from caseday.directory.web.views.hours import hear_hours, hours, hours_text
from caseday.directory.web.views.masks import masks
from caseday.directory.web.views.offices import (
    add,
    edit,
    likely_doubles,
    office,
    office_list,
    restore,
    retire,
)
from caseday.directory.web.views.people_there import (
    add_phone,
    add_professional,
    edit_phone,
    edit_professional,
    retire_phone,
    retire_professional,
)
from caseday.directory.web.views.resources import (
    add_resource,
    correct_resource,
    learn,
    link_office,
    resource,
    resources,
    settle_note,
    take_directorys,
)

__all__ = [
    "add",
    "add_phone",
    "correct_resource",
    "take_directorys",
    "add_professional",
    "add_resource",
    "edit",
    "edit_phone",
    "edit_professional",
    "hear_hours",
    "hours",
    "hours_text",
    "learn",
    "link_office",
    "likely_doubles",
    "masks",
    "office",
    "office_list",
    "resource",
    "resources",
    "restore",
    "retire",
    "retire_phone",
    "retire_professional",
    "settle_note",
]
