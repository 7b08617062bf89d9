"""Sixty offices of the demonstration: name, kind, hours, what callers hear, how one gets in."""

from dataclasses import dataclass, field

STANDARD = "Mo-Fr 08:00-17:00"
LUNCH = "Mo-Fr 08:00-12:00,13:00-17:00"
SHORT_FRIDAY = "Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00"
CLINIC = "Mo-Th 07:30-12:00,13:00-16:30; Fr 07:30-12:00"
IMAGING = "Mo-Fr 09:00-18:00; Sa 09:00-13:00"
PHARMACY = "Mo-Fr 09:00-13:30,14:00-20:00; Sa 09:00-17:00; Su 11:00-16:00"
ALWAYS = "24/7"


@dataclass(frozen=True)
class OfficeSeed:
    name: str
    kind: str
    hours: str = STANDARD
    phones: tuple[tuple[str, str], ...] = (("Front desk", ""),)
    staff: tuple[tuple[str, str, str], ...] = field(default=())
    """(name, credentials, role)"""
    arrival: str = ""
    zone: str = "America/Chicago"
    town: int | None = None
    preferred: str = "phone"


_FRONT = ("Front desk", "press 1, then 0")
_SURGERY = ("Surgery coordinator", "press 3 for the surgery coordinator")
_RECORDS = ("Medical records", "press 5 for records, leave the date of birth")

OFFICES: tuple[OfficeSeed, ...] = (
    OfficeSeed(
        "Ridgeview Orthopedics",
        "physician_practice",
        LUNCH,
        (_FRONT, _RECORDS),
        (("Helen Marchetti", "MD", "Orthopedic surgeon"), ("Tasha Greene", "", "Front office lead")),
        "Suite 210; park in the garage, level 2, ticket is stamped",
        town=5,
        preferred="fax",
    ),
    OfficeSeed(
        "Balcones Shoulder and Sports",
        "physician_practice",
        CLINIC,
        (_FRONT, _SURGERY, _RECORDS),
        (("Samir Haddad", "MD", "Orthopedic surgeon"), ("Joan Pruitt", "", "Surgery coordinator")),
        "Building B, second floor",
        town=2,
        preferred="fax",
    ),
    OfficeSeed(
        "Colorado River Spine Clinic",
        "physician_practice",
        LUNCH,
        (_FRONT, _RECORDS),
        (("Peter Lindqvist", "MD", "Physiatrist"), ("Mona Ellis", "", "Medical assistant")),
        "Side entrance after 4 pm",
        town=6,
        preferred="portal",
    ),
    OfficeSeed(
        "Hill Country Surgery Center",
        "surgery_center",
        "Mo-Fr 05:30-17:00",
        (("Pre-admission nurse", "press 2 before noon"), _FRONT),
        town=5,
    ),
    OfficeSeed(
        "Lakeside Imaging",
        "imaging",
        IMAGING,
        (_FRONT, ("CD and film requests", "press 4")),
        town=1,
        arrival="Basement level; CDs are handed out at window 2",
    ),
    OfficeSeed(
        "Barton Springs Pharmacy",
        "pharmacy",
        PHARMACY,
        (("Pharmacist", "press 2"), ("Workers' compensation desk", "press 6")),
        (("Quentin Moss", "PharmD", "Pharmacist"),),
        town=1,
    ),
    OfficeSeed(
        "Granite Mutual Claims",
        "insurer",
        "Mo-Fr 08:00-16:30",
        (("Adjuster line", "extension after the tone"),),
        (("Dana Whitfield", "", "Claims adjuster"), ("Rosalyn Peck", "", "Claims adjuster")),
        zone="America/Los_Angeles",
        preferred="email",
    ),
    OfficeSeed(
        "Longhorn Casualty",
        "insurer",
        STANDARD,
        (("Adjuster line", "press 7"),),
        (("Kenneth Ruiz", "", "Claims adjuster"), ("Beverly Stone", "", "Claims adjuster")),
        preferred="portal",
    ),
    OfficeSeed(
        "Harbor Point Administrators",
        "insurer",
        "Mo-Fr 08:30-17:00",
        (("Claims", "press 2"),),
        (("Tomas Oyelaran", "", "Claims adjuster"),),
        zone="America/New_York",
        preferred="email",
    ),
    OfficeSeed(
        "Sentinel Utilization Review",
        "utilization_review",
        "Mo-Fr 06:00-18:00",
        (("Peer scheduling", "press 4"), ("Status", "press 1 with the case number")),
        preferred="fax",
    ),
    OfficeSeed(
        "Pedernales Distribution",
        "employer",
        "Mo-Fr 06:00-15:00",
        (("Human resources", "ask for Gina"),),
        (("Gina Talbot", "", "Human resources"),),
        town=12,
    ),
    OfficeSeed(
        "Lone Star Roofing Partners",
        "employer",
        "Mo-Fr 07:00-16:00",
        (("Safety office", ""),),
        (("Walt Brannigan", "", "Safety manager"),),
        town=6,
    ),
    OfficeSeed(
        "Travis County Hearing Office",
        "court",
        "Mo-Fr 08:00-12:00,13:00-16:30",
        (("Docket clerk", "press 3"),),
        town=4,
    ),
)

_MORE: dict[str, tuple[str, tuple[str, ...]]] = {
    "physician_practice": (
        LUNCH,
        (
            "Pecan Valley Family Medicine",
            "Onion Creek Occupational Health",
            "Shoal Creek Neurology",
            "Capital Hand Center",
            "Bluebonnet Pain Management",
            "Walnut Creek Orthopedics",
            "Brushy Creek Internal Medicine",
            "Mesquite Foot and Ankle",
            "Cypress Eye Associates",
            "Slaughter Lane Urgent Care",
            "Lampasas Behavioral Health",
            "Tejas Cardiology",
        ),
    ),
    "therapy": (
        "Mo-Th 07:00-18:00; Fr 07:00-15:00",
        (
            "Motion Works Physical Therapy",
            "Barton Hills Rehabilitation",
            "Steady Hand Therapy",
            "Round Rock Work Conditioning",
            "South Lamar Physical Therapy",
        ),
    ),
    "imaging": (IMAGING, ("North Loop Imaging", "Hays County Radiology", "Open View MRI")),
    "pharmacy": (PHARMACY, ("Kyle Parkway Pharmacy", "Burnet Road Pharmacy", "Pflugerville Care Pharmacy")),
    "hospital": (ALWAYS, ("Saint Brigid Medical Center", "Blanco River Hospital")),
    "surgery_center": ("Mo-Fr 05:30-16:00", ("Live Oak Outpatient Surgery",)),
    "laboratory": ("Mo-Fr 07:00-15:00", ("ClearLine Laboratory",)),
    "equipment": (STANDARD, ("Capitol Medical Equipment", "Able Braces and Supports")),
    "home_health": (STANDARD, ("Gentle Hands Home Health",)),
    "insurer": (STANDARD, ("Prairie Mutual Insurance",)),
    "employer": (
        "Mo-Fr 07:00-16:00",
        (
            "Blackland Meats",
            "Cedar Park School District",
            "Highland Hotel Group",
            "Metro Transit Operations",
            "Oakhurst Senior Living",
            "Redline Freight",
            "Summit Electric",
            "Vista Concrete",
            "Westbank Grocers",
        ),
    ),
    "attorney": (SHORT_FRIDAY, ("Law Office of R. Castellanos", "Bright and Moore Attorneys")),
    "transport": ("Mo-Su 05:00-22:00", ("Safe Ride Medical Transport",)),
    "interpreter": ("Mo-Fr 07:00-19:00", ("Puente Interpreters",)),
    "community": ("Mo-Fr 09:00-16:00", ("Central Texas Food Pantry", "Neighbors Utility Assistance")),
    "government": ("Mo-Fr 08:00-17:00", ("State Rehabilitation Services, Austin office",)),
}

OFFICES += tuple(OfficeSeed(name, kind, hours) for kind, (hours, names) in _MORE.items() for name in names)
