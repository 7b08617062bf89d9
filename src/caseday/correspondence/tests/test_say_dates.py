"""Days and times as one says them in a message."""

from datetime import date, datetime
from uuid import UUID

import pytest

from caseday.correspondence.rules.spoken_dates import (
    date_words,
    day_words,
    hours_words,
    time_words,
    when_words,
)
from caseday.correspondence.rules.threads import message_id_for, text_thread_key, thread_key


@pytest.mark.parametrize(
    "hour, english, spanish",
    [
        (9, "Tuesday, March 3 at 9:05 am", "martes 3 de marzo a las 9:05 a. m."),
        (13, "Tuesday, March 3 at 1:05 pm", "martes 3 de marzo a la 1:05 p. m."),
        (0, "Tuesday, March 3 at 12:05 am", "martes 3 de marzo a las 12:05 a. m."),
        (12, "Tuesday, March 3 at 12:05 pm", "martes 3 de marzo a las 12:05 p. m."),
    ],
)
def test_moments_are_said_in_both_languages(hour, english, spanish):
    at = datetime(2026, 3, 3, hour, 5)
    assert (when_words(at, "en"), when_words(at, "es-MX")) == (english, spanish)


def test_days_are_said_with_and_without_the_year():
    day = date(2026, 12, 6)
    assert (day_words(day, "en"), day_words(day, "es")) == ("Sunday, December 6", "domingo 6 de diciembre")
    assert (date_words(day, "en"), date_words(day, "es")) == ("December 6, 2026", "6 de diciembre de 2026")
    assert time_words(datetime(2026, 1, 1, 23, 0), "en") == "11:00 pm"


def test_a_message_id_is_ours_and_the_same_at_every_try():
    key = UUID(int=5)
    assert message_id_for(key, "Nora@Example.com") == f"{key.hex}@example.com"
    assert message_id_for(key, "") == f"{key.hex}@caseday.invalid"


def test_conversations_have_a_key_with_and_without_an_account():
    assert text_thread_key(UUID(int=1), "+1512") == f"{UUID(int=1).hex} +1512"
    assert thread_key(None, "root") == "none root" and text_thread_key(None, "+1").startswith("none")


@pytest.mark.parametrize(
    "hours, english, spanish",
    [
        (
            "Mo-Fr 08:00-17:00; PH off",
            "Monday to Friday 8:00 am to 5:00 pm",
            "lunes a viernes de 8:00 a. m. a 5:00 p. m.",
        ),
        ("Sa 09:00-12:00", "Saturday 9:00 am to 12:00 pm", "sábado de 9:00 a. m. a 12:00 p. m."),
        ("Mo-Fr 08:00-24:00; Jan off", "", ""),
        ("", "", ""),
    ],
)
def test_plain_hours_are_said_and_intricate_ones_left_out(hours, english, spanish):
    assert (hours_words(hours, "en"), hours_words(hours, "es")) == (english, spanish)
