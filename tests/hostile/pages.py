"""In: HTML. Out: the forms and htmx addresses in it, with the names of their fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_HTMX = {f"hx-{method}": method for method in ("get", "post", "put", "patch", "delete")}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        self._take_htmx(given)
        if tag == "select":
            self._select = given.get("name", "")
        if tag == "option" and self._select and "selected" in given:
            self._keep(self._select, given.get("value", ""))
        if tag in ("input", "select", "textarea", "button") and given.get("name"):
            self._keep(given["name"], given.get("value", ""))
        if tag == "input" and given.get("type") == "file" and self._open is not None:
            self._open.files.add(given.get("name", ""))

    def _take_htmx(self, given: dict[str, str]) -> None:
        for name, method in _HTMX.items():
            if name in given:
                self.forms.append(Form(given[name], method))

    def _keep(self, name: str, value: str) -> None:
        if self._open is not None:
            self._open.fields.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""


def forms_in(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms
