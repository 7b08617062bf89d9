"""Templates: the agency's own newest wording, else the shipped one; earlier versions stay readable."""

from collections.abc import Iterable
from dataclasses import replace

from caseday.correspondence.models import TemplateVersion
from caseday.correspondence.rules.shipped_words import shipped_wordings
from caseday.correspondence.rules.templates import Wording
from caseday.kernel.errors import NotFound

Key = tuple[str, str, str]


def all_wordings(*, has_retired: bool = False) -> list[Wording]:
    """Each template in each channel and language once, by its title; one query."""
    found = {_key(one): one for one in shipped_wordings()}
    shipped = {one.slug: one for one in shipped_wordings()}
    for row in TemplateVersion.objects.order_by("version"):
        found[row.slug, row.channel, row.language] = _of(row, shipped.get(row.slug))
    kept = (one for one in found.values() if has_retired or not one.is_retired)
    return sorted(kept, key=lambda one: (one.title.casefold(), one.slug, one.channel, one.language))


def wordings_for(channel: str, language: str, wordings: Iterable[Wording]) -> list[Wording]:
    """Those to choose from: in the receiver's language, in English where there is none in it."""
    there = [one for one in wordings if one.channel == channel]
    own = {one.slug: one for one in there if one.language == "en"}
    own |= {one.slug: one for one in there if one.language == language.split("-")[0]}
    return sorted(own.values(), key=lambda one: one.title.casefold())


def get_wording(slug: str, channel: str, language: str, version: int | None = None) -> Wording:
    """The newest, or one version of it (0: as shipped). NotFound where there is none."""
    for one in versions_of(slug, channel, language):
        if version is None or one.version == version:
            return one
    raise NotFound


def versions_of(slug: str, channel: str, language: str) -> list[Wording]:
    """Newest first, the shipped one last."""
    shipped = {one.slug: one for one in shipped_wordings()}
    rows = TemplateVersion.objects.filter(slug=slug, channel=channel, language=language).order_by("-version")
    own = [_of(row, shipped.get(slug)) for row in rows]
    return [*own, *(one for one in shipped_wordings() if _key(one) == (slug, channel, language))]


def versions_with_authors(slug: str, channel: str, language: str) -> list[TemplateVersion]:
    rows = TemplateVersion.objects.filter(slug=slug, channel=channel, language=language)
    return list(rows.select_related("staff").order_by("-version"))


def _of(row: TemplateVersion, shipped: Wording | None) -> Wording:
    base = shipped or Wording(row.slug, row.channel, row.language, row.title, row.body, audience="anyone")
    return replace(
        base, channel=row.channel, language=row.language, title=row.title, subject=row.subject, body=row.body,
        version=row.version, is_retired=row.is_retired,
    )  # fmt: skip


def _key(one: Wording) -> Key:
    return one.slug, one.channel, one.language
