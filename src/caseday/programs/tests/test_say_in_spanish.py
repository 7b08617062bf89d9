"""What a program prints for a client has its Spanish; names, and what was written freely, stay."""

import pytest

from caseday.programs.queries import all_packs
from caseday.programs.rules.pack import MeetingKind, Pack, PartyRole, SuggestedGoal
from caseday.programs.rules.spanish import (
    goal_in_spanish,
    meeting_in_spanish,
    often_in_spanish,
    role_in_spanish,
    spanish_words,
)


@pytest.mark.parametrize("pack", all_packs(), ids=lambda one: one.slug)
def test_every_role_and_meeting_of_a_program_has_its_spanish(pack):
    roles, meetings = spanish_words()["roles"], spanish_words()["meetings"]
    own = (pack.words.client, pack.words.worker, pack.words.guardian)
    signers = {slug.replace("_", " ") for rule in pack.plan_rules for slug in rule.signatures}
    words = {*own, *signers, *(one.word for one in pack.party_roles)}
    assert not {one for one in words if one.lower() not in roles}
    assert not {one.word for one in pack.meeting_kinds if one.word.lower() not in meetings}


def test_the_words_are_kept_in_small_letters_and_say_something():
    for table in spanish_words().values():
        assert all(english == english.lower() and spanish.strip() for english, spanish in table.items())


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Treating physician", "Médico tratante"),
        ("daughter", "hija"),
        ("the  Daughter", "hija"),
        ("Her son", "Hijo"),
        ("case manager", "coordinador de casos"),
        ("Lucia", "Lucia"),
        ("Gentle Hands Home Health", "Gentle Hands Home Health"),
        ("", ""),
    ],
)
def test_a_role_is_said_in_spanish_and_a_name_stays(english, spanish):
    assert role_in_spanish(english) == spanish


def test_a_meeting_is_called_in_spanish():
    assert meeting_in_spanish("Case conference") == "Reunión sobre el caso"
    assert meeting_in_spanish("Bingo night") == "Bingo night"


def test_what_a_program_says_of_its_own_words_goes_before_ours():
    """A role by its word and by its slug; the word of one goes before the slug of another."""
    shipped = all_packs()[0]
    assert not any(shipped.spanish.values())
    roles = [
        PartyRole(slug="road_guide", word="Guide", holder="name", spanish=" guía "),
        PartyRole(slug="guide", word="Elder", holder="name", spanish="anciana"),
        PartyRole(slug="bystander", word="Other", holder="name"),
    ]
    said = {name: getattr(shipped, name) for name in shipped.model_fields_set}
    own = Pack(**{
        **said, "words": shipped.words.model_copy(update={"worker": "navigator", "worker_in_spanish": "navegante"}),
        "party_roles": (*shipped.party_roles, *roles),
        "meeting_kinds": (MeetingKind(slug="talk", word="Talking circle", spanish="círculo de palabra"),),
        "goals": (SuggestedGoal(word="Sings again.", spanish="Vuelve a cantar"),),
    }).spanish  # fmt: skip
    asked = ("Guide", "road guide", "the elder", "worker", "Navigator", "Other", "client")
    assert [role_in_spanish(one, own) for one in asked] == [
        "Guía", "guía", "anciana", "navegante", "Navegante", "Otra persona", "cliente",
    ]  # fmt: skip
    assert meeting_in_spanish("Talking circle", own) == "Círculo de palabra"
    assert meeting_in_spanish("Team meeting", own) == "Reunión del equipo"
    assert goal_in_spanish("Sings again", own) == "Vuelve a cantar"
    assert goal_in_spanish("Walks", own) == "Walks" and goal_in_spanish("Sings again", {}) == "Sings again"


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("daily", "todos los días"),
        ("Daily", "todos los días"),
        ("once a week", "una vez por semana"),
        ("twice a month.", "dos veces al mes"),
        ("three times per day", "tres veces al día"),
        ("four evenings a week", "cuatro tardes por semana"),
        ("30 minutes, four times a week", "30 minutos, cuatro veces por semana"),
        ("every four weeks", "cada cuatro semanas"),
        ("every 3 months", "cada 3 meses"),
        ("Tuesdays", "los martes"),
        ("on Mondays and Saturdays", "los lunes y sábados"),
        ("every Friday", "los viernes"),
        ("once, then as needed", "una vez, luego cuando haga falta"),
        ("daily, then weekly", "todos los días, luego cada semana"),
        ("whenever others read", "whenever others read"),
        ("daily, whenever it rains", "daily, whenever it rains"),
        ("many times a week", "many times a week"),
        ("three times a fortnight", "three times a fortnight"),
        ("every blue moon", "every blue moon"),
        ("three words here", "three words here"),
        ("", ""),
    ],
)
def test_how_often_is_said_in_spanish_and_stays_where_a_part_is_not_known(english, spanish):
    assert often_in_spanish(english) == spanish
