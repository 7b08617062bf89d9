"""No bad input gives a 500: every address and every form, with values that nobody means to type."""

import inspect
import re
import sys
from itertools import islice
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from caseday.testing.fixtures import Cast
from tests.access.addresses import Address, every_address
from tests.access.url_table import TABLE
from tests.access.world import World, client_of, make_world
from tests.hostile.pages import Form, forms_in
from tests.hostile.values import EVERYTHING, NOBODY, RAW_BYTES

pytestmark = pytest.mark.django_db
ADDRESSES = every_address()
ROLES = ("nora", "adam", "audrey")
_NAMED = re.compile(r"""(POST|GET|FILES)(?:\.get|\.getlist)?[\[(]\s*["']([\w-]+)["']""")
KINDS = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
)


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def assert_no_error(answer: HttpResponse, said: object) -> None:
    assert answer.status_code < 500, (answer.status_code, said, getattr(answer, "exc_info", None))


def names_read_by(address: Address, *places: str) -> list[str]:
    """Every parameter that the module of the view mentions at these places (GET, POST), and its forms' fields."""
    view = inspect.unwrap(getattr(address.view, "view_class", address.view))
    module = inspect.getmodule(view)
    if module is None or not address.app:
        return []
    named = _NAMED.findall(inspect.getsource(module))
    names = {name for place, name in named if place in places}
    forms = sys.modules.get(f"{module.__name__.partition('.web')[0]}.web.forms")
    for form in vars(forms).values() if forms and "POST" in places else ():
        names |= set(getattr(form, "base_fields", {}))
    return sorted(names)


def rounds(names: list[str]) -> list[dict[str, str]]:
    """In each round every field gets another hostile value; over the rounds each field gets each."""
    count = len(EVERYTHING)
    return [
        {name: EVERYTHING[(turn + 7 * place) % count] for place, name in enumerate(names)}
        for turn in range(count)
    ]


def submit(client: Client, form: Form, path: str, values: dict[str, str]) -> HttpResponse:
    target = urlsplit(form.action or path)
    if form.method == "get":
        return client.get(target.path or path, values)
    return getattr(client, form.method)(target.path or path, values)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_reading_it_with_hostile_parameters_is_no_error(world: World, address: Address) -> None:
    path = world.path_of(address)
    names = names_read_by(address, "GET")
    for role in ROLES:
        assert_no_error(client_of(getattr(world.cast, role)).get(path), path)
    client = client_of(world.cast.nora)
    for values in rounds(names) if names else rounds(["q", "page", "after"])[:3]:
        assert_no_error(client.get(path, values), (path, values))


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_writing_hostile_values_to_it_is_no_error(world: World, address: Address) -> None:
    path = world.path_of(address)
    names = names_read_by(address, "POST", "FILES") or ["id", "text", "next"]
    client = client_of(world.cast.nora)
    for values in rounds(names):
        answer = client.post(path, values)
        assert_no_error(answer, (path, values))
        if answer.status_code == 405:
            return
        if answer.status_code == 302:  # it may have ended the session
            client = client_of(world.cast.nora)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_it_survives_wrong_methods_and_wrong_contents(world: World, address: Address) -> None:
    path = world.path_of(address)
    client = client_of(world.cast.nora)
    for method in ("put", "patch", "delete", "head", "options", "trace"):
        assert_no_error(getattr(client, method)(path), (method, path))
    for kind in (
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        for body in (b"", b"{", b'{"a":', b"--x\r\n\r\n", *RAW_BYTES):
            assert_no_error(client.post(path, data=body, content_type=kind), (kind, body[:40], path))
    for query in RAW_BYTES:
        assert_no_error(client.get(f"{path}?{query.decode()[:2000]}"), (query[:40], path))


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.parameters], ids=lambda address: address.name)
def test_an_id_that_nobody_has_is_not_found(world: World, address: Address) -> None:
    values = world.fill(address)
    strange = {name: NOBODY if isinstance(value, UUID) else value for name, value in values.items()}
    sent = TABLE[address.name].query if address.name in TABLE else {}
    if strange == values:
        return
    for method in ("get", "post"):
        answer = getattr(client_of(world.cast.nora), method)(address.path(strange), sent)
        assert answer.status_code in (302, 403, 404, 405), (method, address.name, answer.status_code)


_SEEN: set[tuple[str, ...]] = set()
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def new_forms(role: str, path: str, html: str) -> list[Form]:
    """A form that every page carries (search, capture, lock) is tried once by each role."""
    found = []
    for form in forms_in(html):
        mark = (role, form.method, _IDS.sub("", urlsplit(form.action or path).path), *sorted(form.fields))
        if mark not in _SEEN:
            _SEEN.add(mark)
            found.append(form)
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_form_of_its_page_takes_hostile_values(world: World, address: Address, role: str) -> None:
    path, staff = world.path_of(address), getattr(world.cast, role)
    page = client_of(staff).get(path)
    if "text/html" not in page.get("Content-Type", "") or page.status_code != 200:
        return
    client = client_of(staff)
    for form in new_forms(role, path, page.content.decode()):
        for number, values in enumerate(rounds(sorted(form.fields))):
            kept = {**form.fields, **dict(islice(values.items(), number % 3, None, 3))}
            sent = kept if number % 2 or role != "nora" else values
            answer = submit(client, form, path, sent)
            assert_no_error(answer, (form.action, sent))
            if "sessionid" not in client.cookies or answer.status_code in (302, 423):
                client = client_of(staff)
