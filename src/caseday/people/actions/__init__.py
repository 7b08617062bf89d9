"""Every write of people."""

from caseday.people.actions.merging import merge_people, undo_merge
from caseday.people.actions.parts import (
    add_address,
    add_contact_point,
    add_household_member,
    add_safety_note,
    end_address,
    end_safety_note,
    note_text_consent,
    remove_household_member,
    retire_contact_point,
    revise_address,
    revise_contact_point,
    revise_household_member,
)
from caseday.people.actions.persons import WORKERS_ASK, add_person, revise_person
from caseday.people.actions.placing import pin_address, place_address
from caseday.people.actions.ssn import keep_ssn

__all__ = [
    "WORKERS_ASK",
    "add_address",
    "add_contact_point",
    "add_household_member",
    "add_person",
    "add_safety_note",
    "end_address",
    "end_safety_note",
    "keep_ssn",
    "merge_people",
    "note_text_consent",
    "pin_address",
    "place_address",
    "remove_household_member",
    "retire_contact_point",
    "revise_address",
    "revise_contact_point",
    "revise_household_member",
    "revise_person",
    "undo_merge",
]
