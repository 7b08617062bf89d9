"""What the demonstration's notes say: sentences of a field nurse, put together by injury and phase."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Injury:
    code: str
    words: str
    body_part: str
    mechanism: str
    treatment: str
    surgery: str = ""
    has_side: bool = True


INJURIES: tuple[Injury, ...] = (
    Injury(
        "S83.242A",
        "Medial meniscus tear, left knee",
        "knee",
        "twisted the knee stepping off a dock",
        "therapy",
    ),
    Injury(
        "S46.011A",
        "Rotator cuff strain, right shoulder",
        "shoulder",
        "lifted a compressor overhead",
        "therapy",
        "rotator cuff repair",
    ),
    Injury("S39.012A", "Lumbar strain", "low back", "lifted boxes for two hours", "therapy", "", False),
    Injury(
        "M51.26",
        "Lumbar disc displacement",
        "low back",
        "slipped on a wet floor while carrying a tray",
        "injections",
        "microdiscectomy",
        False,
    ),
    Injury(
        "S62.501A",
        "Fracture of right thumb",
        "hand",
        "caught the thumb in a conveyor guard",
        "splint and hand therapy",
    ),
    Injury("S93.402A", "Sprain of left ankle", "ankle", "stepped into a hole", "boot and therapy"),
    Injury(
        "G56.01",
        "Carpal tunnel syndrome, right",
        "wrist",
        "reports numbness after months of scanning",
        "splint",
        "carpal tunnel release",
    ),
    Injury(
        "S52.532A",
        "Fracture of distal left radius",
        "wrist",
        "fell from a ladder",
        "cast, then therapy",
        "open reduction",
    ),
    Injury("S13.4XXA", "Cervical sprain", "neck", "was rear-ended on a delivery route", "therapy", "", False),
    Injury(
        "S82.841A",
        "Bimalleolar fracture of right ankle",
        "ankle",
        "a pallet slid onto the leg",
        "therapy",
        "open reduction",
    ),
    Injury(
        "T23.201A", "Second-degree burn of right hand", "hand", "hot oil splashed at the fryer", "wound care"
    ),
    Injury(
        "S43.431A",
        "Labral tear, right shoulder",
        "shoulder",
        "caught a falling load",
        "therapy",
        "arthroscopic repair",
    ),
    Injury(
        "M54.16", "Lumbar radiculopathy", "low back", "pulled a stuck pallet jack", "injections", "", False
    ),
    Injury("S61.412A", "Laceration of left hand", "hand", "a slicer guard was off", "wound care and therapy"),
    Injury("S76.111A", "Quadriceps strain, right thigh", "thigh", "slipped from a truck step", "therapy"),
)

CALL_CLIENT = (
    "reports pain {pain} of 10, less in the morning; sleeps {sleep} hours",
    "states the {part} is stiff after therapy; ice helps; no new numbness",
    "reports taking medication as prescribed; denies side effects",
    "asks when modified duty ends; was told the next visit decides",
    "reports missing one therapy visit because of a ride; transport offered",
    "states the employer keeps to the restrictions; standing is hardest",
    "reports worry about bills; resources named and numbers given",
    "confirms the next appointment and has a ride",
)
CALL_OFFICE = (
    "states the report is dictated, not yet signed; to call again",
    "confirms the next appointment and the address",
    "states the request went to review; no answer yet",
    "reports receiving the records by fax",
    "asks for the claim number; read back and matched",
    "states the physician will call back after clinic",
)
CALL_ADJUSTER = (
    "agrees to the plan; asks for an update after the next visit",
    "authorizes {visits} more therapy visits; letter to follow",
    "asks for the work status; sent the same day",
    "states wage checks went out; the worker was told",
    "agrees to transport for the next visit",
)
CALL_EMPLOYER = (
    "advises modified duty is available at four hours a day",
    "advises the worker is doing the modified job without trouble",
    "asks for restrictions in writing; sent after the visit",
    "advises no modified duty this month; to ask again",
)
VISIT = (
    "Attended the visit. Range of motion {range} degrees; strength better. Physician: continue {treatment}.",
    "Attended the visit. Physician opines recovery is on course; restrictions unchanged: lift {lift} pounds.",
    "Attended the visit. Options discussed: {treatment}, injection, second opinion; worker prefers to continue.",
    "Attended the visit. Physician recommends imaging before deciding; request to go out today.",
)
PLAN = (
    "Follow up after the next visit.",
    "Call the office in a week for the report.",
    "Update the adjuster today.",
    "Confirm transport two days before the next visit.",
    "Call the worker in two weeks.",
)
PAPERWORK = (
    "Sent the status update to the adjuster.",
    "Reviewed records received by fax.",
    "Prepared questions for the visit.",
)
BARRIERS = (
    "Lives on the second floor without elevator.",
    "No ride on Tuesdays; the family car is shared.",
    "Spouse works nights; help at home only in the morning.",
    "Reads Spanish more easily than English; bilingual sheets given.",
    "Fears losing the job; spoke about modified duty with the employer.",
)
GOALS = (
    "Return to modified duty within {weeks} weeks",
    "Return to full duty with the same employer",
    "Maximum medical improvement documented by the treating physician",
    "Treatment authorized without gaps",
    "Medication taken as prescribed, opioid-free by discharge",
)
