"""One rule a file: facts in, loose ends out. A loose end is there because the facts make it so, and goes with them."""

from caseday.looseends.rules.carrying import Closed, carried_words, come_back
from caseday.looseends.rules.end import LooseEnd, Reach, Tap
from caseday.looseends.rules.giving import TODOS, can_be_given
from caseday.looseends.rules.ranking import Place, arranged, rank

__all__ = [
    "TODOS",
    "Closed",
    "LooseEnd",
    "Place",
    "Reach",
    "Tap",
    "arranged",
    "can_be_given",
    "carried_words",
    "come_back",
    "rank",
]
