from pathlib import Path

from caseday.cli.demo import _marked


def test_a_mark_that_a_full_disk_cut_off_is_none(tmp_path: Path) -> None:
    mark = tmp_path / "built.json"
    assert _marked(mark) is None
    for cut in ("", '{"version": "0.1'):
        mark.write_text(cut)
        assert _marked(mark) is None
    mark.write_text('{"day": "2026-03-04"}')
    assert _marked(mark) == {"day": "2026-03-04"}
