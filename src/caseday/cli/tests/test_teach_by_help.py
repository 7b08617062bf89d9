import click
import pytest
from click.testing import CliRunner

from caseday.cli.program import _COMMANDS, caseday


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            found.append((*path, name))
            if isinstance(command, click.Group):
                found += commands(command, (*path, name))
    return found


@pytest.mark.parametrize("path", commands(caseday), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(caseday, [*path, "--help"])
    assert done.exit_code == 0
    assert f"Usage: caseday {' '.join(path)}" in done.output
    if len(path) == 1:
        assert "Example" in done.output


def test_the_overview_lists_every_command_and_what_the_exit_codes_mean() -> None:
    output = CliRunner().invoke(caseday, ["--help"]).output
    assert all(f"  {name} " in output for name in _COMMANDS)
    assert "2  it was called wrongly" in output


def test_the_line_of_the_overview_comes_from_what_the_command_does() -> None:
    with click.Context(caseday) as context:
        for name in _COMMANDS:
            command = caseday.get_command(context, name)
            assert command is not None
            assert command.help


@pytest.mark.parametrize(
    "arguments", [["sevre"], ["demo", "--at", "25:00"], ["restore"], ["--config", "gone.toml", "config"]]
)
def test_a_wrong_call_ends_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(caseday, arguments).exit_code == 2


def test_a_wrong_configuration_ends_with_2_and_names_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEDAY_PORT", "eighty")
    done = CliRunner().invoke(caseday, ["config"])
    assert done.exit_code == 2
    assert "CASEDAY_PORT: " in done.output


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEDAY_SECRET_KEY", "hush-hush")
    monkeypatch.setenv("CASEDAY_DATABASE_URL", "postgresql://u:open-sesame@h/n")
    output = CliRunner().invoke(caseday, ["config"]).output
    assert "hush" not in output
    assert "sesame" not in output
