import gc
import weakref
from collections.abc import Iterator

import pytest
from django.template import TemplateDoesNotExist, engines

from caseday.ui.templating import Templates, _Template


class Shown:
    word = "seen"


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def made_of(text: str) -> _Template:
    backend = engines["django"]
    assert isinstance(backend, Templates)
    return _Template(backend.from_string(text).template, backend)


@pytest.mark.usefixtures("_no_collector")
def test_what_a_page_showed_goes_with_it_and_does_not_wait_for_the_collector() -> None:
    shown = Shown()
    gone = weakref.ref(shown)
    assert made_of("{% with one=shown %}{{ one.word }}{% endwith %}").render({"shown": shown}) == "seen"
    del shown
    assert gone() is None


def test_pages_are_found_by_name() -> None:
    assert isinstance(engines["django"].get_template("ui/page.html"), _Template)


def test_a_part_that_is_missing_is_still_named() -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"nowhere\.html"):
        made_of("{% extends 'nowhere.html' %}").render({})
