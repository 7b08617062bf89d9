"""How closely things are watched: from the pack, checked like its other figures, as usual where it says nothing."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from caseday.programs.rules import FollowUpPractice, PackError, read_pack

TEXT = (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8")
WINDOW = 'window_every = { count = 2, basis = "contract", verified = false }'
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_shipped_pack_states_each_figure() -> None:
    practice = read_pack(TEXT, name="wc.toml").followup_practice
    assert practice.model_fields_set == set(FollowUpPractice.model_fields)
    assert {figure.basis for _, figure in practice.figures()} == {"contract"}


def test_what_a_pack_leaves_out_is_as_usual() -> None:
    pack = read_pack(TEXT.replace(WINDOW, ""), name="wc.toml")
    assert pack.followup_practice.window_every.count == 2
    assert (
        read_pack(
            TEXT.replace(WINDOW, WINDOW.replace("2", "5")), name="wc.toml"
        ).followup_practice.window_every.count
        == 5
    )


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (WINDOW.replace("count = 2", "count = 0"), "followup_practice.window_every.count"),
        (WINDOW.replace('"contract"', '"hearsay"'), "'hearsay' is not among citations"),
    ],
)
def test_a_wrong_figure_is_named(figure: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_pack(TEXT.replace(WINDOW, figure), name="wc.toml")


def test_a_deadline_stands_out_in_the_last_part_of_its_time_and_not_long_before() -> None:
    practice = FollowUpPractice()
    short, long = BEGAN + timedelta(days=3), BEGAN + timedelta(days=60)
    assert not practice.is_closing(BEGAN, short, BEGAN + timedelta(days=1, hours=23))
    assert practice.is_closing(BEGAN, short, BEGAN + timedelta(days=2))
    assert not practice.is_closing(BEGAN, long, BEGAN + timedelta(days=52))
    assert practice.is_closing(BEGAN, long, BEGAN + timedelta(days=53))
    assert practice.is_closing(BEGAN, short, long)
