from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.roads import servers
from tests.roads.grid import write_grid


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `caseday[roads]` were installed: found by the name of its package, which is not imported."""
    monkeypatch.syspath_prepend(str(servers.PACKAGES))


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write_grid(tmp_path / "town.osm.pbf")


@pytest.fixture(params=["osrm", "valhalla"])
def server(request: pytest.FixtureRequest, extract: Path) -> Iterator[tuple[str, str]]:
    """Kind and address."""
    with getattr(servers, request.param)(extract) as url:
        yield request.param, url
