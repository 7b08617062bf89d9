"""Views of programs."""

from caseday.programs.web.views.drafts import copy, discard, entry, for_payer, section
from caseday.programs.web.views.publishing import draft, preview, publish, text, withdraw
from caseday.programs.web.views.reading import deadlines, diagnoses, pack, packs, version

__all__ = [
    "copy",
    "deadlines",
    "diagnoses",
    "discard",
    "draft",
    "entry",
    "for_payer",
    "pack",
    "packs",
    "preview",
    "publish",
    "section",
    "text",
    "version",
    "withdraw",
]
