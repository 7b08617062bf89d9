import json
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from caseday.ui.middleware import FormsMiddleware
from caseday.ui.toasts import say, warn


class _Memory(BaseStorage):
    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def answer(
    status: int = 200,
    *,
    htmx: bool = False,
    headers: dict[str, str] | None = None,
    is_view: bool = True,
    **posted: str,
) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        if is_view:
            middleware.process_view(request, view, (), {})
        say(request, "Hours noted.", undo_url="/undo/1/")
        warn(request, "The fax failed.")
        return HttpResponse("ok", status=status, headers=headers)

    request = RequestFactory().post("/x/", posted)
    request._messages = _Memory(request)  # type: ignore[attr-defined]
    request.htmx = htmx  # type: ignore[attr-defined]
    middleware = FormsMiddleware(view)
    return middleware(request)  # type: ignore[return-value]


def test_a_stored_form_is_confirmed_by_its_key() -> None:
    assert answer(kept="note:1").cookies["stored"].value == "note:1"
    assert answer(302, kept="note:1").cookies["stored"].value == "note:1"


def test_a_refused_form_is_not_confirmed() -> None:
    for status in (403, 422, 500):
        assert "stored" not in answer(status, kept="note:1").cookies


def test_an_answer_before_the_view_confirms_nothing() -> None:
    """Signed out or locked, the redirect comes from another middleware."""
    assert "stored" not in answer(302, kept="note:1", is_view=False).cookies


def test_a_form_that_keeps_nothing_sets_no_cookie() -> None:
    assert "stored" not in answer().cookies


def test_lines_travel_with_an_htmx_answer() -> None:
    sent = json.loads(answer(htmx=True)["HX-Trigger-After-Settle"])["caseday:toast"]["toasts"]
    assert sent == [
        {"text": "Hours noted.", "undo": "/undo/1/", "kind": ""},
        {"text": "The fax failed.", "undo": "", "kind": "error"},
    ]


def test_lines_wait_for_the_next_page_where_there_is_one() -> None:
    assert "HX-Trigger-After-Settle" not in answer()
    assert "HX-Trigger-After-Settle" not in answer(302, htmx=True)
    assert "HX-Trigger-After-Settle" not in answer(htmx=True, headers={"HX-Redirect": "/"})
