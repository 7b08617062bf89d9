"""The sheets of an audit, set by Typst; all text goes in as data, never as markup."""

import json
import re
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_PAPERS = {"letter": "us-letter", "a4": "a4"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+")


def draw_audit(data: dict[str, Any], *, paper_size: str) -> bytes:
    """The same audit gives the same bytes. The machine's fonts help with letters that Typst's own lack."""
    import typst  # loaded with the first one, not with the server

    text = json.dumps(_clean({**data, "paper": _PAPERS[paper_size]}))
    drawn = typst.compile(
        str(_HERE / "audit.typ"), root=str(_HERE), format="pdf", sys_inputs={"audit": text}, pdf_tags=False
    )
    return bytes(drawn)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
