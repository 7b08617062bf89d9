"""How a request is drawn: its ladder with chips and buttons, its matrix, clocks and papers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caseday.access.viewer import Viewer
from caseday.followups.permissions import can_promise
from caseday.followups.queries import (
    Followed,
    chases_of_request,
    flags_of_request,
    limit_of,
    papers_of,
    papers_to_file,
    rule_of,
)
from caseday.followups.rules import Claim, StepStanding, StepState, said_words
from caseday.followups.web.request_forms import ClaimForm
from caseday.followups.web.rows import rows_of_todos
from caseday.followups.web.speakers import likely_speaker, speakers_of
from caseday.kernel.ids import new_id
from caseday.programs.rules import Step

_CHIPS = {
    StepState.NOT_YET: ("muted", "not yet"),
    StepState.SAID: ("said", "said"),
    StepState.VERIFIED: ("ver", "verified"),
    StepState.DENIED: ("said", "“nothing here”"),
    StepState.CONTRADICTED: ("stop", "they contradict each other"),
    StepState.BLOCKED: ("stop", "blocked"),
}


@dataclass(frozen=True)
class Side:
    """One side of a contradiction."""

    word: str
    said: list[tuple[Claim, str]]

    @property
    def last(self) -> Claim:
        return self.said[-1][0]


@dataclass(frozen=True)
class StepRow:
    standing: StepStanding
    chip: str
    word: str
    is_next: bool
    is_late: bool
    answers: list[str]
    usual: str = ""
    claims: list[tuple[Claim, str]] = field(default_factory=list)
    denials: list[tuple[Claim, str]] = field(default_factory=list)
    set_aside: list[tuple[Claim, str]] = field(default_factory=list)

    @property
    def rung(self) -> Any:
        return self.standing.rung

    @property
    def state(self) -> str:
        return self.standing.state.value

    @property
    def sides(self) -> list[Side]:
        return [Side("Done", self.claims), Side("Nothing here", self.denials)]

    @property
    def has_buttons(self) -> bool:
        """Where something can be tapped at once; further up a page of its own asks for the rest."""
        return self.is_next or self.state in ("said", "contradicted", "blocked", "denied")


def rows_of(followed: Followed, now: datetime) -> list[StepRow]:
    standing = followed.standing
    late = {one.rung.slug for one in standing.late(now)}
    return [
        StepRow(
            standing=one,
            chip=_CHIPS[one.state][0],
            word=_word(one),
            is_next=standing.next is not None and one.rung.slug == standing.next.rung.slug,
            is_late=one.rung.slug in late,
            answers=[followed.role_word(role) for role in one.rung.answered_by],
            usual=_usual(one),
            claims=[(each, _speaker(each, followed)) for each in one.claims],
            denials=[(each, _speaker(each, followed)) for each in one.denials],
            set_aside=[(each, _speaker(each, followed)) for each in one.set_aside],
        )
        for one in standing.steps
    ]


def _word(step: StepStanding) -> str:
    """The outcome, where it says more than the state: "said: certified"."""
    word = _CHIPS[step.state][1]
    if step.ending is None or step.state not in (StepState.SAID, StepState.VERIFIED, StepState.BLOCKED):
        return word
    ending = step.ending.word.lower()
    return ending if step.state == StepState.BLOCKED else f"{word}: {ending}"


def _usual(step: StepStanding) -> str:
    rung = step.rung
    if not isinstance(rung, Step) or not rung.usual_within:
        return ""
    unit = rung.unit.replace("_", " ")
    return f"usually within {rung.usual_within} {unit.removesuffix('s') if rung.usual_within == 1 else unit}"


def _speaker(claim: Claim, followed: Followed) -> str:
    role = followed.role_word(claim.said_role).lower() if claim.said_role else ""
    if not claim.said_by and not claim.said_role:
        return said_words(claim)
    return " · ".join(part for part in (claim.said_by, role) if part)


def shown(
    viewer: Viewer, followed: Followed, now: datetime, typed: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Everything of the page of one request."""
    row = followed.row
    speakers = speakers_of(row.case, followed.pack)
    initial = {"speaker": likely_speaker(followed, speakers), "channel": "phone", "how": "receiver"}
    initial |= {name: value for name, value in (typed or {}).items() if value}
    may_change = can_promise(viewer)
    return {
        "followed": followed,
        "asked": row,
        "case": row.case,
        "rows": rows_of(followed, now),
        "standing": followed.standing,
        "say_form": ClaimForm(speakers=speakers, initial=initial | {"version": followed.version}),
        "matrix": _matrix(followed),
        "clocks": [_clock(run, followed, now) for run in followed.clocks],
        "flags": flags_of_request(viewer, followed),
        "papers": papers_of(row),
        "papers_to_file": papers_to_file(row) if may_change else [],
        "chases": rows_of_todos(chases_of_request(row.pk), now=now, zone=viewer.time_zone),
        "has_checklist": bool(followed.kind and followed.kind.checklist),
        "limit": limit_of(row, now.astimezone(viewer.time_zone).date()),
        "may_change": may_change,
        "may_tap": may_change and row.state != "dropped",
        "now": now,
    }


def _matrix(followed: Followed) -> dict[str, Any]:
    matrix = followed.matrix
    return {
        "columns": matrix.columns,
        "rows": [
            (followed.role_word(row.role), row, list(zip(matrix.columns, row.cells, strict=True)), new_id())
            for row in matrix.rows
        ],
        "absent": [(role, followed.role_word(role)) for role in matrix.absent],
    }


def _clock(run: Any, followed: Followed, now: datetime) -> dict[str, Any]:
    rule = rule_of(run, followed.row)
    return {
        "run": run,
        "is_over": run.due_at is not None and run.due_at <= now,
        "is_paused": bool(run.pauses) and not run.pauses[-1]["to"],
        "may_pause": rule is not None and rule.may_pause,
        "who": followed.role_word(rule.who_must_act) if rule else "",
    }
