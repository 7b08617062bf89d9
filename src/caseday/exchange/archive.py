"""What an export holds: which tables, in which order, and what each column means.

Left out are secrets (passwords, second factors, sessions, feed addresses, those of mail accounts), what is derived
(search entries), and reference data that ships with the program. What is sealed goes under a passphrase or not at all.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from caseday.people.queries import SSN_USE

FORMAT = 1
PAPERS = "documents"
"""The folder of an export in which the files of papers are, each under its SHA-256."""
_ORDER = (
    "access.agency",
    "access.staff",
    "access.team",
    "access.teammembership",
    "access.coverage",
    "access.glassbreak",
    "directory.office",
    "directory.officephone",
    "directory.professional",
    "people.person",
    "people.householdmember",
    "people.contactpoint",
    "people.address",
    "people.safetynote",
    "people.personmerge",
    "programs.packversion",
    "programs.packdraft",
    "cases.case",
)
_APPS = (
    "access",
    "programs",
    "directory",
    "people",
    "cases",
    "schedule",
    "documents",
    "followups",
    "journal",
    "correspondence",
    "intake",
    "assessments",
    "careplans",
    "advocacy",
    "meetings",
    "compliance",
    "funding",
    "looseends",
    "dayplan",
    "reports",
)
_LEFT_OUT = {
    "programs.diagnosiscode",
    "schedule.calendarfeed",
    "correspondence.accounttoken",
    "compliance.casestanding",
    "compliance.rulestanding",
    "dayplan.traveltime",
    "dayplan.placelookup",
    "dayplan.servertrouble",
    "dayplan.dayplan",
    "dayplan.teamproposal",
}
_LAST = ("access.chainhead", "access.caseevent", "access.accessentry")
SECRETS = {"password", "last_login", "sealed_secret", "sealed_client_secret"}
SEALED = {"people.person": {"sealed_ssn": SSN_USE}}
"""Columns of clients' data that are sealed with the installation's key, each with its use of it."""
SEALED_FILE = "sealed.json"


def tables() -> list[type[models.Model]]:
    """Every model of an export, each after the ones that it refers to."""
    known = {m._meta.label_lower: m for app in _APPS for m in apps.get_app_config(app).get_models()}
    first = [known[label] for label in _ORDER if label in known]
    rest = [m for label, m in known.items() if label not in (*_ORDER, *_LAST, *_LEFT_OUT)]
    return [*first, *_by_reference(rest, set(first)), *(known[label] for label in _LAST)]


def _by_reference(
    rest: list[type[models.Model]], placed: set[type[models.Model]]
) -> Iterator[type[models.Model]]:
    while rest:
        ready = [m for m in rest if _references(m) <= placed | {m}] or rest[:1]
        for model in ready:
            placed.add(model)
            yield model
        rest = [m for m in rest if m not in ready]


def _references(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if f.is_relation and f.related_model}


def columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """Those that are written in the clear."""
    left_out = SECRETS | SEALED.get(model._meta.label_lower, {}).keys()
    return [f for f in model._meta.concrete_fields if f.name not in left_out]


def file_of(folder: Path, model: type[models.Model], ending: str) -> Path:
    return folder / f"{model._meta.label_lower}.{ending}"


def dictionary() -> Iterator[dict[str, str]]:
    """One row a column: table, column, type, meaning, what it refers to. Sealed columns stand behind the others."""
    for model in tables():
        for field in columns(model):
            yield _explained(field)
        for name in SEALED.get(model._meta.label_lower, {}):
            row = _explained(model._meta.get_field(name))
            yield {**row, "meaning": f"{row['meaning']}; in {SEALED_FILE} alone, under the passphrase"}


def _explained(field: "models.Field[Any, Any] | Any") -> dict[str, str]:
    return {
        "table": field.model._meta.label_lower,
        "column": field.attname,
        "type": field.get_internal_type(),
        "may_be_empty": "yes" if field.null or field.blank else "no",
        "refers_to": field.related_model._meta.label_lower
        if field.is_relation and field.related_model
        else "",
        "values": "; ".join(f"{value}={label}" for value, label in field.flatchoices),
        "meaning": str(field.help_text or field.verbose_name),
    }
