import time
from pathlib import Path

import click
import pytest

from caseday.cli import serving
from caseday.cli.processes import Command, Companions
from caseday.config.options import Options


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(data_dir=tmp_path, litestream_target="file:///mnt/nas/agency")


def test_litestream_is_told_which_database_goes_where(options: Options, tmp_path: Path) -> None:
    written = serving.litestream_config(options).read_text()
    assert f"path: {tmp_path}/caseday.sqlite3" in written
    assert "url: file:///mnt/nas/agency" in written


def test_a_target_without_the_program_is_a_wrong_configuration(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        serving, "sysconfig", type("Nowhere", (), {"get_path": staticmethod(lambda _: "/nowhere")})
    )
    monkeypatch.setenv("PATH", "")
    with pytest.raises(click.ClickException) as raised:
        serving.companions_for(options)
    assert raised.value.exit_code == 2
    assert "caseday[litestream]" in raised.value.message


def test_what_ends_is_started_again_with_growing_pauses_and_stops_when_told(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    companions = Companions()
    companions.add("short-lived", lambda: Command(["/bin/sh", "-c", f"echo >> {lives}"]))
    companions.add("long-lived", lambda: Command(["/bin/sleep", "60"]))
    companions.start()
    ends = time.monotonic() + 10
    while time.monotonic() < ends and (not lives.exists() or lives.read_text().count("\n") < 2):
        time.sleep(0.05)
    companions.stop()
    assert 2 <= lives.read_text().count("\n") <= 6
    assert not any(post.child.is_alive() for post in companions._posts if post.child)
