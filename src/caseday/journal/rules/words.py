"""What kinds, results and additions are called on the pages."""

ACTIVITY_KINDS = {
    "call": "Call",
    "visit": "Visit",
    "meeting": "Meeting",
    "message": "Message",
    "travel": "Travel",
    "wait": "Wait",
    "research": "Research",
    "paperwork": "Paperwork",
    "other": "Other",
}
RESULTS = {
    "reached": "Reached",
    "left_word": "Left word",
    "no_answer": "No answer",
    "closed": "Closed",
    "on_hold": "On hold, gave up",
    "no_show": "Did not come",
    "cancelled": "Cancelled",
    "done": "Done",
}
CALL_RESULTS = ("reached", "left_word", "no_answer", "closed", "on_hold")
NOTE = "note"
NOTE_KINDS = {"note": "Note", "addendum": "Addendum", "amendment": "Amendment", "late_entry": "Late entry"}
UNSORTED = "other"
