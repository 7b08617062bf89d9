"""The how-to of packs is what the fields say of themselves, and is enough to write one."""

import re
import shutil

import pytest

from caseday.programs.data import check, howto
from caseday.programs.rules import Pack, read_pack

PAGE = howto.PAGE.read_text("utf-8")


def _pack_of_the_page() -> str:
    return "\n\n".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))


def test_the_page_is_current():
    assert howto.page() == PAGE, "run: python -m caseday.programs.data.howto"


def test_a_pack_written_by_the_page_alone_is_valid():
    pack = read_pack(_pack_of_the_page(), name="tenant_support.toml", clocks=frozenset())
    assert pack.word == "Tenant support"
    assert pack.rates[0].units(22) == 1


def test_the_page_has_an_example_of_every_part():
    pack = read_pack(_pack_of_the_page(), name="x")
    assert pack.model_fields_set == set(Pack.model_fields) - {"effective_to"}


def test_every_field_says_what_it_is():
    mute = [
        f"{model.__name__}.{name}"
        for model in _parts(Pack)
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert mute == []


def _parts(model):
    yield model
    for field in model.model_fields.values():
        if inner := howto._model_of(field):
            yield from _parts(inner)


@pytest.mark.parametrize(
    "field", ["quiet_goal_days", "remainder_minutes", "share_in_residence_percent", "is_closing"]
)
def test_the_page_tells_of_a_field(field):
    assert f"| {field} |" in PAGE


def test_a_mistake_is_named_with_line_field_and_reason(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    mine.write_text(_pack_of_the_page().replace("is_closing = true", "is_closing = false"), encoding="utf-8")
    assert check.main([str(mine)]) == 1
    assert re.search(r"^mine.toml line \d+, stages: no stage has is_closing", capsys.readouterr().out)


def test_a_pack_without_mistakes_is_said_to_be_so(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    shutil.copy(howto.EXAMPLE, mine)
    assert check.main([str(mine)]) == 0
    assert "mine.toml: no mistakes" in capsys.readouterr().out


def test_what_cannot_be_read_is_said_to_be_so(tmp_path, capsys):
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff")
    assert check.main([str(tmp_path / "none.toml")]) == 1
    assert check.main([str(tmp_path / "picture.toml")]) == 1
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "none.toml: No such file or directory" in said
    assert "picture.toml: this is not text in UTF-8" in said
