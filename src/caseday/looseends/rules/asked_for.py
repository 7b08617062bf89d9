"""What the rules on requests know of each: whose it is, where it was asked for, and whether it is chased."""

from dataclasses import dataclass
from uuid import UUID

from caseday.looseends.rules.chase_due import Chased
from caseday.looseends.rules.end import Reach, Tap, log_call


@dataclass(frozen=True)
class AskedFor:
    """`role` is who answers next, `role_word` as the program calls it; `whom` where it was asked for."""

    request_id: UUID
    title: str
    case_id: UUID
    client: str
    role: str = ""
    role_word: str = ""
    office_id: UUID | None = None
    whom: str = ""
    chase: Chased | None = None
    next_try: str = ""
    """When the chase is taken up again, where that is not today."""

    @property
    def next_actor(self) -> str:
        return self.role_word or self.whom or "you"

    @property
    def reach(self) -> Reach:
        return Reach(self.role, self.office_id, is_role_first=True)

    @property
    def followup_id(self) -> UUID | None:
        return self.chase.followup_id if self.chase else None

    @property
    def chase_words(self) -> str:
        return self.chase.words if self.chase else f"next try {self.next_try}" if self.next_try else ""

    @property
    def call(self) -> Tap:
        return log_call(
            case_id=self.case_id, role=self.role, office_id=self.office_id, followup_id=self.followup_id
        )

    @property
    def begin_chase(self) -> Tap:
        about = (("case", str(self.case_id)), ("request", str(self.request_id)))
        return Tap("Chase it", "followups:add", query=about)

    def open_it(self, label: str) -> Tap:
        return Tap(label, "followups:request", self.request_id)
