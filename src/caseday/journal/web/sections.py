"""Sections of notes as the pages show them."""

from typing import Any

from caseday.journal.queries import get_format, section_words
from caseday.programs.rules import NoteFormat


def sections_of(note: Any) -> list[tuple[str, str]]:
    """Heading and text of each filled section; a lone one has no heading."""
    words = section_words()
    filled = [(words.get(slug, slug), text) for slug, text in note.sections.items() if text.strip()]
    return [("", filled[0][1])] if len(filled) == 1 else filled


def to_write(case: Any, form: NoteFormat, texts: dict[str, str]) -> list[dict[str, Any]]:
    """The editor's fields, in the order of the format."""
    return [
        {
            "slug": section.slug,
            "word": section.word,
            "hint": section.hint,
            "text": texts.get(section.slug, ""),
        }
        for section in form.sections
    ]


def texts_from(values: Any, case: Any, format: str) -> dict[str, str]:
    """What a form sent for each section of the format."""
    return {
        section.slug: values.get(f"section-{section.slug}", "")
        for section in get_format(case, format).sections
    }
