"""What papers are called, how far they are read, and to which case they belong; plain Python."""

from caseday.documents.rules.reading import PAGE_BREAK, joined, pages_of, pages_to_read, text_words
from caseday.documents.rules.suggesting import Candidate, Reason, best, by_name, numbers_in
from caseday.documents.rules.titles import clean_name, size_words, title_for

__all__ = [
    "PAGE_BREAK",
    "Candidate",
    "Reason",
    "best",
    "by_name",
    "clean_name",
    "joined",
    "numbers_in",
    "pages_of",
    "pages_to_read",
    "size_words",
    "text_words",
    "title_for",
]
