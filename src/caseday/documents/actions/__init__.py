"""Every write of papers, one verb a function."""

from caseday.documents.actions.changing import (
    describe_document,
    file_document,
    look_at_document,
    move_thing,
    void_document,
)
from caseday.documents.actions.putting_in import Facts, SameAgain, put_in_document, put_in_thing
from caseday.documents.actions.reading import read_again, read_document
from caseday.documents.actions.upkeep import FilesChecked, check_files
from caseday.documents.files.arriving import Arrival

__all__ = [
    "Arrival",
    "Facts",
    "FilesChecked",
    "SameAgain",
    "check_files",
    "describe_document",
    "file_document",
    "look_at_document",
    "move_thing",
    "put_in_document",
    "put_in_thing",
    "read_again",
    "read_document",
    "void_document",
]
