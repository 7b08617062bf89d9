"""The parts of a case file that are edited in place: for each, its form and what its entries do.

A card is `#part-<name>`; its form takes the card's place, and the card comes back when it is saved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases import actions, queries
from caseday.cases.web import forms
from caseday.ui.forms import PlainForm

Values = Mapping[str, Any]
Initial = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Ending:
    """What a row's last button does; without a form it is done at once."""

    word: str
    act: Callable[[Viewer, datetime, UUID, Values], object]
    form: type[PlainForm] | None = None


@dataclass(frozen=True)
class Part:
    title: str
    entry: str
    form: "type[forms.PartForm] | None"
    add: Callable[[Viewer, datetime, UUID, Values], object] | None = None
    change: Callable[[Viewer, datetime, UUID, Values], object] | None = None
    fields: tuple[str, ...] = ()
    endings: Mapping[str, Ending] = field(default_factory=dict)
    initial: Initial | None = None

    def initial_of(self, item: Any) -> dict[str, Any]:
        return self.initial(item) if self.initial else {name: getattr(item, name) for name in self.fields}


def _end_goal(actor: Viewer, now: datetime, item_id: UUID, cleaned: Values) -> object:
    values = {**cleaned, "is_met": cleaned["is_met"] == "yes"}
    return actions.end_goal(actor=actor, now=now, goal_id=item_id, **values)


def _adding(action: Callable[..., object], names: tuple[str, ...]) -> Callable[..., object]:
    def add(actor: Viewer, now: datetime, case_id: UUID, cleaned: Values) -> object:
        values = {name: cleaned[name] for name in names}
        return action(actor=actor, now=now, case_id=case_id, id=cleaned["id"], **values)

    return add


def _acting(action: Callable[..., object], key: str, names: tuple[str, ...] = ()) -> Callable[..., object]:
    def act(actor: Viewer, now: datetime, item_id: UUID, cleaned: Values) -> object:
        return action(actor=actor, now=now, **{key: item_id}, **{name: cleaned[name] for name in names})

    return act


def _showing(names: tuple[str, ...], **shown: Callable[[Any], Any]) -> Initial:
    """An entry's own values, and what stands for others in its form."""
    return lambda item: {
        **{name: getattr(item, name) for name in names},
        **{name: show(item) for name, show in shown.items()},
    }


def _issuer(item: Any) -> str:
    return item.issuer.name if item.issuer else ""


_PARTY = ("role", "name", "office_id", "professional_id", "phone", "email", "note", "from_on")
_IDENTIFIER = ("kind", "value", "note", "issuer_id")
_CONDITION = ("code", "description", "body_part", "side", "acceptance", "onset_on", "is_primary")
_DATE = ("kind", "on", "note")
_GOAL = ("text", "agreed_with", "agreed_on", "target_on")

PARTS: dict[str, Part] = {
    "parties": Part(
        "Who's who",
        "somebody",
        forms.PartyForm,
        _adding(actions.add_party, _PARTY),
        _acting(actions.change_party, "party_id", (*_PARTY, "to_on")),
        endings={
            "end": Ending("Left", _acting(actions.end_party, "party_id", ("to_on",)), forms.EndPartyForm)
        },
        initial=_showing(("role", "phone", "email", "note", "from_on", "to_on"), who=queries.shown_who),
    ),
    "identifiers": Part(
        "Numbers",
        "a number",
        forms.IdentifierForm,
        _adding(actions.add_identifier, _IDENTIFIER),
        _acting(actions.correct_identifier, "identifier_id", _IDENTIFIER),
        _IDENTIFIER,
        {"end": Ending("No longer used", _acting(actions.retire_identifier, "identifier_id"))},
        _showing(("kind", "value", "note"), issuer=_issuer),
    ),
    "conditions": Part(
        "Conditions",
        "a condition",
        forms.ConditionForm,
        _adding(actions.add_condition, _CONDITION),
        _acting(actions.change_condition, "condition_id", _CONDITION),
        _CONDITION,
        {
            "end": Ending(
                "Ended",
                _acting(actions.end_condition, "condition_id", ("ended_on",)),
                forms.EndConditionForm,
            )
        },
    ),
    "key_dates": Part(
        "Key dates",
        "a date",
        forms.KeyDateForm,
        _adding(actions.add_key_date, _DATE),
        _acting(actions.change_key_date, "key_date_id", _DATE),
        _DATE,
        {"end": Ending("Take back", _acting(actions.remove_key_date, "key_date_id"))},
    ),
    "goals": Part(
        "Goals",
        "a goal",
        forms.GoalForm,
        _adding(actions.add_goal, _GOAL),
        _acting(actions.change_goal, "goal_id", _GOAL),
        _GOAL,
        {
            "end": Ending("Met or given up", _end_goal, forms.EndGoalForm),
            "reopen": Ending("Take up again", _acting(actions.reopen_goal, "goal_id")),
        },
    ),
    "first_contacts": Part(
        "First contacts",
        "a contact",
        None,
        endings={
            "end": Ending(
                "Not made",
                _acting(actions.waive_first_contact, "contact_id", ("reason",)),
                forms.ReasonForm,
            )
        },
    ),
}
