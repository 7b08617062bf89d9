"""No bad input gives a 500: every address and every form, with values that nobody means to type."""

import inspect
import re
import sys
from collections import deque
from copy import deepcopy
from itertools import islice
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.access.addresses import Address, every_address
from tests.access.url_table import TABLE
from tests.access.world import World, client_of
from tests.hostile.pages import Form, forms_in
from tests.hostile.values import EVERYTHING, FAMILIES, NOBODY, RAW_BYTES

pytestmark = pytest.mark.django_db
ADDRESSES = every_address()
ROLES = ("nora", "adam", "audrey")
_NAMED = re.compile(r"""(POST|GET|FILES)(?:\.get|\.getlist)?[\[(]\s*["']([\w-]+)["']""")
ROUNDS = 8
BODIES = [b"", b"{", b'{"a":', b"--x\r\n\r\n", *RAW_BYTES]
KINDS = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
)


def names_read_by(address: Address, *places: str) -> list[str]:
    """Every parameter that the module of the view mentions at these places (GET, POST), and its forms' fields."""
    view = inspect.unwrap(getattr(address.view, "view_class", address.view))
    module = inspect.getmodule(view)
    if module is None or not address.app:
        return []
    named = _NAMED.findall(inspect.getsource(module))
    names = {name for place, name in named if place in places}
    if "POST" in places:
        names |= _fields_of_forms(f"{module.__name__.partition('.web')[0]}.web.")
    return sorted(names)


def _fields_of_forms(web: str) -> set[str]:
    """Of every form that a module of this app's pages has, whatever the module is called."""
    modules = [module for name, module in sys.modules.items() if name.startswith(web)]
    forms = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    return {field for form in forms for field in getattr(form, "base_fields", {})}


def rounds(names: list[str], mark: str) -> list[dict[str, str]]:
    """Each field gets one value of each family and some more, several bad ones in each request.

    Drawn with a fixed seed by `mark`: the same in every run, others at every address.
    """
    draw = Random(mark)
    drawn = {}
    for name in names:
        values = [draw.choice(family) for family in FAMILIES] + draw.sample(
            EVERYTHING, ROUNDS - len(FAMILIES)
        )
        drawn[name] = draw.sample(values, ROUNDS)
    return [{name: values[turn] for name, values in drawn.items()} for turn in range(ROUNDS)]


def send(client: Client, method: str, *arguments: Any, **options: Any) -> HttpResponse:
    """What it did is taken back, so that every request meets the same world, signed in."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method)(*arguments, **options)
        if method != "get":
            connection.check_constraints()  # else a wrong id would only be told at the commit
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.streaming:
        deque(answer.streaming_content, maxlen=0)  # at its end its file is closed
    assert answer.status_code < 500, (
        answer.status_code,
        method,
        arguments,
        getattr(answer, "exc_info", None),
    )
    return answer


def submit(client: Client, form: Form, path: str, values: dict[str, str]) -> HttpResponse:
    target = urlsplit(form.action or path)
    uploads = {
        name: SimpleUploadedFile("a.csv", values[name].encode()) for name in form.files if name in values
    }
    return send(
        client, form.method, target.path or path, values if form.method == "get" else values | uploads
    )


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_it_survives_hostile_input(world: World, address: Address) -> None:
    path, client = world.path_of(address), client_of(world.cast.nora)
    _read(client, address, path)
    _write(client, address, path)
    _abuse(client, address, path)
    _ask_for_nobodys(client, address, world)
    for role in ROLES:
        _fill_forms(client_of(getattr(world.cast, role)), role, path)


def _read(client: Client, address: Address, path: str) -> None:
    for values in rounds(names_read_by(address, "GET") or ["q", "page", "after"], f"get {address.name}"):
        send(client, "get", path, values)


def _write(client: Client, address: Address, path: str) -> None:
    names = names_read_by(address, "POST", "FILES") or ["id", "text", "next"]
    for values in rounds(names, f"post {address.name}"):
        if send(client, "post", path, values).status_code == 405:
            return


def _abuse(client: Client, address: Address, path: str) -> None:
    """Wrong methods, wrong contents."""
    for method in ("put", "patch", "delete", "head", "options", "trace"):
        send(client, method, path)
    bodies = Random(address.name).sample(BODIES, len(BODIES))
    for place, body in enumerate(bodies):
        send(client, "post", path, data=body, content_type=KINDS[place % len(KINDS)])
    for query in RAW_BYTES:
        send(client, "get", f"{path}?{query.decode()[:2000]}")


def _ask_for_nobodys(client: Client, address: Address, world: World) -> None:
    """An id that nobody has is not found."""
    values = world.fill(address)
    strange = {name: NOBODY if isinstance(value, UUID) else value for name, value in values.items()}
    sent = TABLE[address.name].query if address.name in TABLE else {}
    for method in ("get", "post") if strange != values else ():
        answer = send(client, method, address.path(strange), sent)
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


def _fill_forms(client: Client, role: str, path: str) -> None:
    """Every form of the page: all fields hostile, or every third one and the rest as it came."""
    page = send(client, "get", path)
    if "text/html" not in page.get("Content-Type", "") or page.status_code != 200:
        return
    for form in new_forms(role, path, page.content.decode()):
        for number, values in enumerate(rounds(sorted(form.fields), f"{role} {_IDS.sub('', form.action)}")):
            some = dict(islice(values.items(), number % 3, None, 3))
            submit(client, form, path, {**form.fields, **some} if number % 2 else values)
