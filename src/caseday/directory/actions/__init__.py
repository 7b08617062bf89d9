"""Every write of the directory. Nothing is deleted: what is no longer used is retired, and keeps its history."""

from caseday.directory.actions.checks import READERS_ASK
from caseday.directory.actions.masks import forget_mask, set_mask
from caseday.directory.actions.offices import (
    add_office,
    note_hours,
    restore_office,
    retire_office,
    revise_office,
)
from caseday.directory.actions.placing import pin_office, place_office
from caseday.directory.actions.resource_facts import correct_resource, take_directorys
from caseday.directory.actions.resources import (
    KeptResources,
    ResourceDetails,
    add_resource,
    keep_resources,
    learn_of_resource,
    link_resource_office,
    settle_resource_note,
)
from caseday.directory.actions.there import (
    add_phone,
    add_professional,
    restore_phone,
    restore_professional,
    retire_phone,
    retire_professional,
    revise_phone,
    revise_professional,
)

__all__ = [
    "READERS_ASK",
    "KeptResources",
    "ResourceDetails",
    "add_office",
    "add_phone",
    "add_professional",
    "add_resource",
    "correct_resource",
    "forget_mask",
    "keep_resources",
    "learn_of_resource",
    "link_resource_office",
    "note_hours",
    "pin_office",
    "place_office",
    "restore_office",
    "restore_phone",
    "restore_professional",
    "retire_office",
    "retire_phone",
    "retire_professional",
    "revise_office",
    "revise_phone",
    "revise_professional",
    "set_mask",
    "settle_resource_note",
    "take_directorys",
]
