"""One labeled message: what comes in, and on which cases it belongs."""

from dataclasses import dataclass

ADDRESSES = {
    "whitfield": "Dana Whitfield <dana.whitfield@lonestar-mutual.example>",
    "keane": "Marcus Keane <marcus.keane@lonestar-mutual.example>",
    "ibarra": "Lucia Ibarra <l.ibarra@summit-casualty.example>",
    "petrov": "Alan Petrov <a.petrov@summit-casualty.example>",
    "archer": "June Archer <j.archer@summit-casualty.example>",
    "ridgeview": "Ridgeview Front Desk <frontdesk@ridgeview-ortho.example>",
    "southside": "Southside Spine <office@southside-spine.example>",
    "lakeway": "Scheduling <schedule@lakeway-pt.example>",
    "imaging": "Hill Imaging Results <results@hill-imaging.example>",
    "lonestar": "Lone Star Claims <claims@lonestar-mutual.example>",
    "summit": "Summit WC <workcomp@summit-casualty.example>",
    "foods": "HR <hr@hillfoods.example>",
    "freight": "Safety Office <safety@centralfreight.example>",
    "law": "Barton Law Intake <intake@bartonlaw.example>",
    "nora": "Nora Field <nora@caseday-agency.example>",
    "carl": "Carl Cover <carl@caseday-agency.example>",
}


@dataclass(frozen=True)
class Labeled:
    """`on` are keys of cases; none: it belongs on no case. `must_wait`: nobody could be certain, or should not be,
    so that filing it by itself counts as wrong; `on` is then what a person would find out."""

    kind: str
    sender: str
    subject: str = ""
    text: str = ""
    on: tuple[str, ...] = ()
    channel: str = "email"
    quoted: str = ""
    files: tuple[tuple[str, str], ...] = ()
    must_wait: bool = False
    answers: str = ""
    """The case on which the conversation is that it answers."""
    learned: str = ""
    """The case for which its address was filed by hand once."""
    copied: tuple[str, ...] = ()
    account: str = ""
    """"nora": it came to her own mailbox."""
    is_automatic: bool = False
