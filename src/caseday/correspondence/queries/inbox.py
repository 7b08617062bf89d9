"""What waits to be filed: a page of the inbox, and how much it is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.cases.models import Identifier
from caseday.cases.queries import CaseBrief, briefs_of
from caseday.cases.queries.main_number import main_number_kinds
from caseday.correspondence.models import Attachment, Channel, Message
from caseday.kernel.ids import parse_id
from caseday.kernel.keys import read_key, write_key

PAGE = 30
_MOST_COUNTED = 100
COUNTED = "waiting messages"
_SHOWN = (
    "channel", "staff_id", "from_address", "from_name", "subject", "preview", "at", "suggestions", "warnings",
    "safety_words", "role", "read_at", "confidence", "thread_id",
    "office__name", "professional__name", "professional__credentials",
    "person__given_name", "person__preferred_name", "person__family_name", "person__suffix",
)  # fmt: skip


@dataclass(frozen=True)
class Suggested:
    """A case of the viewer's that the message may belong to; `confidence` of a hundred."""

    case_id: UUID
    client: str
    number: str
    confidence: int
    why: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return ", ".join(self.why)


@dataclass(frozen=True)
class Waiting:
    message: Message
    suggestions: tuple[Suggested, ...]
    attachments: tuple[Attachment, ...] = ()

    @property
    def who(self) -> str:
        return who_of(self.message)

    @property
    def organization(self) -> str:
        """Where they are from, as far as it is known and not their name already."""
        office = self.message.office
        return office.name if office and office.name != self.who else ""


@dataclass(frozen=True)
class InboxFilter:
    """`whose`: "" all, "mine", "agency"; `channel`: "" every one; `is_flagged`: with words that suggest harm."""

    whose: str = ""
    channel: str = ""
    is_flagged: bool = False


@dataclass(frozen=True)
class InboxPage:
    rows: list[Waiting] = field(default_factory=list)
    next_key: str = ""


def who_of(message: Message) -> str:
    """The person, the professional, else the name or address that it came with."""
    known = message.professional or message.person
    if known:
        return str(known)
    return message.from_name or (message.office.name if message.office else "") or message.from_address


def waiting_for(viewer: Viewer) -> QuerySet[Message]:
    """Of the agency and of those whose cases the viewer works on, the newest first; nothing for others."""
    if not can_work_on_cases(viewer):
        return Message.objects.none()
    return waiting_of(viewer.caseload_staff_ids).order_by("-at", "-pk")


def waiting_of(staff_ids: Collection[UUID]) -> QuerySet[Message]:
    """In the agency's mailboxes and in those of these workers."""
    return Message.objects.filter(Q(staff=None) | Q(staff__in=staff_ids), state=Message.State.WAITING)


def waiting_count(viewer: Viewer) -> int:
    """At most a hundred are counted; one query on the index of waiting ones, none where the page has counted."""
    if COUNTED in viewer.counted:
        return viewer.counted[COUNTED]
    found = waiting_for(viewer)
    return 0 if found.query.is_empty() else found.order_by().values("pk")[:_MOST_COUNTED].count()


def inbox_page(viewer: Viewer, wanted: InboxFilter, *, after: str = "") -> InboxPage:
    """At most four queries, however many wait."""
    found = _filtered(viewer, wanted)
    if key := read_key(after):
        at, row_id = key
        found = found.filter(at__lte=at).exclude(at=at, pk__gte=row_id)
    files = Attachment.objects.filter(is_inline=False).only("message_id", "name", "refusal", "position")
    shown = found.select_related("office", "professional", "person").only(*_SHOWN)
    rows = list(shown.prefetch_related(Prefetch("attachments", files, "files"))[: PAGE + 1])
    page = rows[:PAGE]
    next_key = write_key(page[-1].at, page[-1].pk) if len(rows) > PAGE else ""
    return InboxPage(with_suggestions(viewer, page), next_key)


def _filtered(viewer: Viewer, wanted: InboxFilter) -> QuerySet[Message]:
    found = waiting_for(viewer)
    if wanted.whose == "mine":
        found = found.filter(staff__in=viewer.covered_staff_ids | {viewer.staff_id})
    if wanted.whose == "agency":
        found = found.filter(staff=None)
    if wanted.channel in Channel.values:
        found = found.filter(channel=wanted.channel)
    return found.exclude(safety_words="") if wanted.is_flagged else found


def with_suggestions(viewer: Viewer, messages: Iterable[Message]) -> list[Waiting]:
    """Of the suggested cases those that the viewer sees, with the number by which the client's case is known."""
    kept = list(messages)
    ids = {case_id for one in kept for case_id in _case_ids(one)}
    briefs = briefs_of(viewer, (), ids) if ids else {}
    numbers = _main_numbers(ids) if ids else {}
    return [
        Waiting(
            one,
            tuple(_suggested(one, briefs, numbers)),
            tuple(one.files) if hasattr(one, "files") else (),
        )
        for one in kept
    ]


def _case_ids(message: Message) -> list[UUID]:
    return [found for one in message.suggestions if (found := parse_id(one.get("case")))]


def _suggested(
    message: Message, briefs: dict[UUID, CaseBrief], numbers: dict[UUID, str]
) -> Iterable[Suggested]:
    for one in message.suggestions:
        brief = briefs.get(parse_id(one.get("case")) or UUID(int=0))
        if brief and brief.is_in_sight:
            number = numbers.get(brief.case_id) or brief.number
            yield Suggested(
                brief.case_id, brief.client, number, int(one.get("confidence", 0)), _reasons(one.get("why"))
            )


def _reasons(why: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in why) if isinstance(why, list) else (str(why),) if why else ()


def _main_numbers(case_ids: set[UUID]) -> dict[UUID, str]:
    found = Identifier.objects.filter(case__in=case_ids, kind__in=main_number_kinds(), is_retired=False)
    return dict(found.order_by("-pk").values_list("case_id", "value"))
