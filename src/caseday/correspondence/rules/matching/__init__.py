"""In: what a message says, and what is known of the cases it may be about. Out: where it belongs, how surely, why."""

from caseday.correspondence.rules.matching.found import Match, Matched

__all__ = ["Match", "Matched"]
