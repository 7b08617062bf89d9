"""One of everything that an address can ask for, all of it on one case of Nora's."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client

from caseday.access.models import Staff
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
    make_party,
    make_person,
    make_professional,
)
from tests.access.addresses import Address

# What is asked for by another name than that of its model.
_MODEL_OF = {
    "entry": "activity",
    "to_do": "followup",
    "visit": "appointment",
    "client": "person",
    "glass": "glassbreak",
}


def client_of(staff: Staff | None) -> Client:
    client = Client(raise_request_exception=False)
    if staff:
        client.force_login(staff)
    return client


@dataclass
class World:
    cast: Cast
    values: dict[str, Any] = field(default_factory=dict)

    def value(self, parameter: str) -> Any:
        """The id (or slug) that stands for `parameter` in an address of this world."""
        if parameter not in self.values:
            self.values[parameter] = self._found(parameter)
        return self.values[parameter]

    def path_of(self, address: Address) -> str:
        return address.path(self.fill(address))

    def fill(self, address: Address) -> dict[str, Any]:
        """A value under "address/parameter" is meant for that address alone."""
        return {
            one: self.values.get(f"{address.name}/{one}") or self.value(one) for one in address.parameters
        }

    def _found(self, parameter: str) -> Any:
        stem = parameter.removesuffix("_id")
        wanted = _MODEL_OF.get(stem, stem).replace("_", "")
        models = {
            model.__name__.lower(): model for model in apps.get_models() if "caseday" in model.__module__
        }
        row: Model | None = models[wanted]._default_manager.first() if wanted in models else None
        assert row is not None, f"an address asks for {parameter!r}: put one into tests/access/world.py"
        return row.pk


def make_world(cast: Cast) -> World:
    """Written around the actions, as the makers do: the addresses are under test here."""
    office = make_office(phone="+15125550140")
    person = make_person(given_name="Rosa", family_name="Alvarez")
    make_contact_point(person)
    case = make_case(cast.nora, person=person)
    world = World(cast, {
        "case_id": case.pk, "person_id": person.pk, "office_id": office.pk, "staff_id": cast.nora.pk,
        "professional_id": make_professional().pk, "party_id": make_party(case).pk,
        "appointment_id": make_appointment(case, starts_at=MONDAY_8 + timedelta(hours=2), office=office).pk,
        "activity_id": make_activity(case).pk, "followup_id": make_followup(case).pk,
    })  # fmt: skip
    _add_the_rest(world)
    return world


def _add_the_rest(world: World) -> None:
    from tests.access import rest

    for name, value in rest.make_rest(world.cast, world.values).items():
        world.values[name] = value
