"""The instruments that there are: those shipped beside the code, and the agency's own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from caseday.access.viewer import Viewer
from caseday.assessments.models import HeldInstrument
from caseday.assessments.rules import Instrument, instrument_of, read_instrument
from caseday.kernel.errors import NotFound

FOLDER = Path(__file__).resolve().parents[1] / "instruments"


@cache
def shipped() -> dict[str, Instrument]:
    """By key (slug.version). A shipped version is never changed: another version is another file."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [read_instrument(path.read_text("utf-8"), name=path.name) for path in files]
    return {one.key: one for one in found}


@dataclass(frozen=True)
class Listed:
    """An instrument as the page of instruments shows it; `may_be_given` once its terms are met."""

    instrument: Instrument
    held: HeldInstrument | None

    @property
    def is_agencys(self) -> bool:
        return bool(self.held and self.held.content)

    @property
    def may_be_given(self) -> bool:
        return self.held is not None or not self.instrument.license.needs_confirmation


def listed_instruments(viewer: Viewer) -> list[Listed]:
    """Every newest version, by title; one query. Everybody may know what can be given."""
    held = {(one.slug, one.version): one for one in HeldInstrument.objects.filter(ended_at=None)}
    known = _newest(shipped().values())
    rows = [Listed(one, held.get((one.slug, one.version))) for one in known]
    rows += [Listed(read_held(one), one) for one in _newest_held(held.values())]
    return sorted(rows, key=lambda one: one.instrument.title.en.casefold())


def offered(viewer: Viewer, *, by_client: bool = False) -> list[Instrument]:
    """What may be given now; one query."""
    rows = (one.instrument for one in listed_instruments(viewer) if one.may_be_given)
    return [one for one in rows if one.by_client or not by_client]


def instrument_offered(viewer: Viewer, slug: str) -> Instrument:
    """NotFound where it is not there, or may not be given."""
    found = next((one for one in offered(viewer) if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def get_instrument(slug: str, version: str) -> Instrument:
    """The very version that was given, whether it is offered still or not. No query for a shipped one."""
    found = shipped().get(f"{slug}.{version}")
    if found is not None:
        return found
    held = (
        HeldInstrument.objects.filter(slug=slug, version=version).exclude(content="").order_by("-pk").first()
    )
    if held is None:
        raise NotFound
    return read_held(held)


def get_instruments(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Instrument]:
    """Of several assessments; one query for all that are not shipped, none where all are. Unknown ones are left out."""
    pairs = set(wanted)
    found = {pair: one for pair in pairs if (one := shipped().get(".".join(pair)))}
    if others := pairs - found.keys():
        rows = HeldInstrument.objects.filter(slug__in={slug for slug, _ in others}).exclude(content="")
        found |= {
            (one.slug, one.version): read_held(one) for one in rows if (one.slug, one.version) in others
        }
    return found


def read_held(held: HeldInstrument) -> Instrument:
    return _read(held.content, f"{held.slug} {held.version}")


@cache
def _read(content: str, name: str) -> Instrument:
    return instrument_of(json.loads(content), name=name)


def is_shipped(slug: str) -> bool:
    return any(one.slug == slug for one in shipped().values())


def title_of(slug: str) -> str:
    """The title of a shipped instrument without a query; else its slug spelled out."""
    found = [one for one in shipped().values() if one.slug == slug]
    return found[-1].title.en if found else slug.replace("_", " ").capitalize()


def _newest(known: Iterable[Instrument]) -> list[Instrument]:
    newest: dict[str, Instrument] = {}
    for one in sorted(known, key=lambda one: _order(one.version)):
        newest[one.slug] = one
    return list(newest.values())


def _newest_held(rows: Iterable[HeldInstrument]) -> list[HeldInstrument]:
    newest: dict[str, HeldInstrument] = {}
    for one in sorted((row for row in rows if row.content), key=lambda one: one.confirmed_at):
        newest[one.slug] = one
    return list(newest.values())


def _order(version: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in version.replace("-", ".").split(".")
    ]
