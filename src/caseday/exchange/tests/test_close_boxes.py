"""A box opens with its passphrase alone, and not at all once a letter of it was changed."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.exchange.rules import passphrases
from caseday.exchange.rules.passphrases import Damaged, NotOpened, close_box, open_box

SECRET, WORDS = b"219099999", "violet anchor pickle thunder"


@pytest.fixture(autouse=True, scope="module")
def cheap() -> Any:
    """The least that a box may cost, so that a hundred guesses are soon made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "_COST", 2**14)
        yield


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=300), st.text(min_size=1, max_size=40))
def test_what_was_closed_opens_again(content: bytes, passphrase: str) -> None:
    box = json.loads(json.dumps(close_box(content, passphrase)))
    assert open_box(box, passphrase) == content
    with pytest.raises(NotOpened):
        open_box(box, passphrase + "x")


def test_the_same_words_from_another_keyboard_open_it() -> None:
    assert open_box(close_box(SECRET, "cafe\u0301 noir"), "caf\u00e9 noir") == SECRET


def test_no_two_boxes_are_alike_and_none_shows_what_is_in_it() -> None:
    one, other = close_box(SECRET, WORDS), close_box(SECRET, WORDS)
    assert one["content"] != other["content"] and one["salt"] != other["salt"]
    assert SECRET.decode() not in json.dumps(one) and SECRET not in base64.b64decode(one["content"])


@pytest.mark.parametrize("name", ["content", "salt", "nonce", "cipher", "extra"])
def test_a_changed_box_does_not_open(name: str) -> None:
    box = close_box(SECRET, WORDS)
    old = base64.b64decode(box[name]) if name in ("content", "salt", "nonce") else b""
    box[name] = base64.b64encode(bytes([old[0] ^ 1]) + old[1:]).decode() if old else "another"
    with pytest.raises(NotOpened):
        open_box(box, WORDS)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 2**13},
        {"n": 2**21},
        {"n": 2**14 + 1},
        {"n": "16384"},
        {"n": 2**14 + 0.5},
        {"r": 9},
        {"p": 2},
        {"format": 2},
        {"nonce": "AAAA"},
        {"salt": "no base64!"},
        {"salt": None},
        {"content": 3},
    ],
)
def test_what_is_no_box_of_ours_is_damaged(change: dict[str, Any]) -> None:
    with pytest.raises(Damaged):
        open_box({**close_box(SECRET, WORDS), **change}, WORDS)


@pytest.mark.parametrize("box", [None, [], "box", {}, 3])
def test_anything_else_is_damaged_too(box: object) -> None:
    with pytest.raises(Damaged):
        open_box(box, WORDS)


def test_a_guess_costs_what_is_recommended(monkeypatch: pytest.MonkeyPatch) -> None:
    """OWASP's Password Storage Cheat Sheet: scrypt with N = 2^17, r = 8, p = 1."""
    monkeypatch.undo()
    monkeypatch.setattr(passphrases, "_COST", 2**17)
    box = close_box(SECRET, WORDS)
    assert (box["n"], box["r"], box["p"], len(base64.b64decode(box["salt"]))) == (2**17, 8, 1, 16)
    assert open_box(box, WORDS) == SECRET
