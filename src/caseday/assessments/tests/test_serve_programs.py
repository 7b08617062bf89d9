"""What the shipped programs ask for can be given."""

import pytest

from caseday.assessments.queries.catalog import shipped
from caseday.programs.queries import all_packs
from caseday.programs.rules import Pack


@pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.slug)
def test_every_instrument_that_a_program_asks_for_is_shipped(pack: Pack) -> None:
    asked = {one.instrument for one in pack.assessments_due}
    asked |= {one.instrument for one in pack.outcome_measures if one.instrument}
    asked |= {one.instrument for one in pack.documentation_rules if one.instrument}
    assert asked <= {one.slug for one in shipped().values()}
