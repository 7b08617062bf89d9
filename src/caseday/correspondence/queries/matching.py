"""What the system knows that a message may be about: it matches over every case, whoever looks."""

from caseday.correspondence.rules.incoming import Incoming
from caseday.correspondence.rules.matching import Matched


def match(incoming: Incoming) -> Matched:
    """To which cases it belongs."""
    return Matched()
