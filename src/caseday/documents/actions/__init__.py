"""Every write of papers, one verb a function."""

from caseday.documents.actions.by_message import fail_deliveries, prove_deliveries, resume_deliveries
from caseday.documents.actions.certificates import keep_certificate
from caseday.documents.actions.changing import (
    describe_document,
    file_document,
    look_at_document,
    move_thing,
    void_document,
)
from caseday.documents.actions.deliveries import (
    Moved,
    deny_delivery,
    fail_delivery,
    say_received,
    send_document,
    verify_in_chart,
)
from caseday.documents.actions.packets import (
    build_packet,
    change_packet,
    hand_over_packet,
    hand_over_papers,
    packet_of_appointment,
)
from caseday.documents.actions.putting_in import Facts, SameAgain, put_in_document, put_in_thing
from caseday.documents.actions.reading import read_again, read_document
from caseday.documents.actions.upkeep import (
    FilesChecked,
    check_files,
    copy_files_to,
    digests_wanted,
    not_copied,
    take_files_from,
)
from caseday.documents.files.arriving import Arrival

__all__ = [
    "fail_deliveries",
    "prove_deliveries",
    "resume_deliveries",
    "verify_in_chart",
    "send_document",
    "say_received",
    "packet_of_appointment",
    "hand_over_papers",
    "hand_over_packet",
    "fail_delivery",
    "deny_delivery",
    "change_packet",
    "build_packet",
    "Moved",
    "Arrival",
    "Facts",
    "FilesChecked",
    "SameAgain",
    "check_files",
    "copy_files_to",
    "digests_wanted",
    "not_copied",
    "describe_document",
    "file_document",
    "keep_certificate",
    "look_at_document",
    "move_thing",
    "put_in_document",
    "put_in_thing",
    "read_again",
    "read_document",
    "take_files_from",
    "void_document",
]
