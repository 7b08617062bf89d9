"""Words that suggest harm set a flag, and nothing more; the agency keeps the list."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence import actions
from caseday.correspondence.models import SafetyPhrase
from caseday.correspondence.queries.safety import phrases_looked_for, safety_phrases
from caseday.correspondence.rules.incoming import Incoming, Party
from caseday.correspondence.rules.safety import joined, plain, safety_words, shipped_phrases
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.fixtures import Cast

SHIPPED = frozenset(one.text for one in shipped_phrases())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I have CHEST PAIN since noon", ["chest pain"]),
        ("chest   pains\nagain", ["chest pains"]),
        ("I don't want to live anymore", ["dont want to live"]),
        ("I don’t want to live", ["dont want to live"]),
        ("the incision opened, there is pus", ["incision opened", "pus"]),
        ("Tengo fiebre y la herida se abrió", ["fiebre", "la herida se abrio"]),
        ("me quiero hacer daño, hacerme daño", ["hacerme dano"]),
        ("tiene ideas suicidas", ["suicidas"]),
        ("feverfew tea, push the door, strokes", []),
        ("ok\n> I have chest pain\n>> fever", []),
        ("", []),
    ],
)
def test_whole_words_are_found_in_what_is_new(text: str, words: list[str]) -> None:
    assert safety_words(text, SHIPPED) == words


@given(st.text(max_size=60), st.sampled_from(sorted(SHIPPED)), st.text(max_size=60))
def test_a_phrase_between_other_words_is_found_whatever_stands_around(
    before: str, phrase: str, after: str
) -> None:
    text = f"{before.replace('>', '')}\n {phrase.upper()} \n{after}"
    assert any(phrase in one or one in phrase for one in safety_words(text, SHIPPED))


def test_the_list_is_short_plain_and_in_two_languages() -> None:
    assert {one.language for one in shipped_phrases()} == {"en", "es"}
    assert len(shipped_phrases()) < 300
    assert all(one.text == plain(one.text) and one.text for one in shipped_phrases())


def test_without_phrases_nothing_is_found_and_what_is_kept_is_whole() -> None:
    assert safety_words("chest pain", []) == []
    assert joined(["a" * 150, "b" * 80]) == "a" * 150
    assert joined(["chest pain", "fever"]) == "chest pain, fever"


@pytest.mark.django_db
class TestKeeping:
    def take(self, now: datetime, text: str, **values: object) -> object:
        incoming = Incoming(channel="text", sender=Party("+15125550199"), at=now, text=text, **values)
        return actions.take_in(actor=system_viewer(), now=now, incoming=incoming)

    def test_a_message_keeps_what_stood_in_it(self, cast: Cast, now: datetime) -> None:
        assert self.take(now, "me duele el pecho").safety_words == "me duele el pecho"
        assert self.take(now, "fever", is_automatic=True).safety_words == ""

    def test_own_phrases_are_looked_for_and_shipped_ones_switched_off(
        self, cast: Cast, susan: Viewer, now: datetime
    ) -> None:
        key = uuid4()
        made = actions.add_safety_phrase(actor=susan, now=now, phrase="Lost my Brace!", about="Brace", id=key)
        assert actions.add_safety_phrase(actor=susan, now=now, phrase="x", id=key) == made
        assert actions.add_safety_phrase(actor=susan, now=now, phrase="lost my brace") == made
        off = {"actor": susan, "now": now, "phrase": "fever", "language": "en"}
        assert actions.switch_safety_phrase(**off, is_off=True)
        assert actions.switch_safety_phrase(**off, is_off=True)
        assert self.take(now, "I lost my brace and have fever").safety_words == "lost my brace"
        shown = {one.text: one for one in safety_phrases(susan)}
        assert shown["fever"].is_off and shown["lost my brace"].is_own
        assert actions.switch_safety_phrase(**off, is_off=False) is None
        actions.remove_safety_phrase(actor=susan, now=now, phrase_id=made.pk)
        assert phrases_looked_for() == SHIPPED and not SafetyPhrase.objects.exists()

    def test_what_cannot_be_kept_says_so(self, cast: Cast, adam: Viewer, now: datetime) -> None:
        with pytest.raises(Refused, match="Say who"):
            actions.add_safety_phrase(actor=system_viewer(), now=now, phrase="lost my brace")
        with pytest.raises(Invalid, match="Type the words"):
            actions.add_safety_phrase(actor=adam, now=now, phrase=" ! ", language="xx")
        with pytest.raises(Invalid, match="at most 80"):
            actions.add_safety_phrase(actor=adam, now=now, phrase="a" * 81)
        with pytest.raises(Invalid, match="on the list already"):
            actions.add_safety_phrase(actor=adam, now=now, phrase="Chest pain")
        with pytest.raises(Invalid, match="of the list"):
            actions.switch_safety_phrase(actor=adam, now=now, phrase="nothing", language="en", is_off=True)
        with pytest.raises(NotFound):
            actions.remove_safety_phrase(actor=adam, now=now, phrase_id=uuid4())

    def test_it_is_the_matter_of_supervisors_and_administrators(
        self, cast: Cast, nora: Viewer, audrey: Viewer, now: datetime
    ) -> None:
        for viewer in (nora, audrey):
            with pytest.raises(Refused):
                safety_phrases(viewer)
            with pytest.raises(Refused):
                actions.add_safety_phrase(actor=viewer, now=now, phrase="cold")
            with pytest.raises(Refused):
                actions.switch_safety_phrase(
                    actor=viewer, now=now, phrase="fever", language="en", is_off=True
                )

    def test_the_page_adds_switches_and_removes(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.susan)
        page, switch = "/messages/safety/", "/messages/safety/switch"
        assert b"chest pain" in client.get(page).content
        answer = client.post(page, {"phrase": "", "language": "en", "about": "harm"})
        assert answer.status_code == 422 and b"Type the words" in answer.content
        client.post(page, {"phrase": "lost my brace", "language": "en", "about": "harm"})
        assert b"ours" in client.get(page).content
        client.post(switch, {"phrase": "fever", "language": "en", "off": "yes"})
        assert b">off<" in client.get(page).content
        client.post(switch, {"phrase": "nothing", "language": "en", "off": "yes"})
        own = SafetyPhrase.objects.get(is_off=False)
        client.post(f"/messages/safety/{own.pk}/remove")
        client.post(switch, {"phrase": "fever", "language": "en", "off": "no"})
        assert not SafetyPhrase.objects.exists()
