"""The codes of the demonstration's injuries say what their words say."""

import json
import subprocess
import sys

from caseday.demo.voices import INJURIES

# The release takes much memory, so it is asked in a process of its own, as everywhere.
_ASK = "import json, sys, simple_icd_10_cm as icd; print(json.dumps([icd.get_description(c) for c in sys.argv[1:]]))"


def _sides(words: str) -> set[str]:
    return {"left", "right"} & set(words.lower().replace(",", " ").split())


def test_each_code_is_of_the_side_that_the_words_name() -> None:
    asked = [sys.executable, "-W", "ignore", "-c", _ASK, *(one.code for one in INJURIES)]
    described = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    told = {one.code: _sides(one.words) for one in INJURIES}
    assert {one.code: _sides(words) for one, words in zip(INJURIES, described, strict=True)} == told
    assert {"left", "right"} <= set().union(*told.values())
