"""Chases that speak for themselves: all but those that what they are about speaks of already."""

from caseday.followups.queries import DueTodo
from caseday.looseends.queries.gather.followups import chase_ends, chases_of
from caseday.looseends.queries.gather.frame import Asked, Gather
from caseday.looseends.queries.gather.numbers import wrong_places
from caseday.looseends.queries.gather.requests import speaking_requests
from caseday.looseends.queries.gather.schedule import undated_of


def _chases(asked: Asked) -> list[DueTodo]:
    return [one for one in chases_of(asked) if not _is_spoken_of(one, asked)]


def _is_spoken_of(one: DueTodo, asked: Asked) -> bool:
    if one.request_id in speaking_requests(asked):
        return True
    if one.until_identifier_id:
        return (one.until_identifier_id, one.office_id) in wrong_places(asked)
    return one.until_appointment_id in undated_of(asked) and one.until == "new_date"


CHASES = Gather("Chases", _chases, chase_ends, group="To-dos")
