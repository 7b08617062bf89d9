"""The editor: a draft, section by section. What is typed is kept, right or wrong; what is wrong is said beside it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.programs import actions, queries
from caseday.programs.concerned import office_called
from caseday.programs.permissions import can_word_packs
from caseday.programs.queries import Checked, PackDraft
from caseday.programs.rules.versions import title_of
from caseday.programs.web.nodes import Node, change_list, nodes_of, read_part, show_problems
from caseday.programs.web.offers import offers_of
from caseday.programs.web.sections import Section, section_of, value_of
from caseday.ui.toasts import say, warn

UNPROCESSABLE = 422
PREFIX = "v"
"""Before the names of what belongs to the pack, so that none is taken for one of the page's own."""


@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        new_word = request.POST.get("new_word", "").replace("\0", "")
        draft = actions.copy_pack(actor=request.viewer, now=clock.now(), slug=slug, new_word=new_word)
    except Invalid as error:
        warn(request, str(error))
        return redirect("programs:pack", slug)
    return redirect("programs:draft", draft.pk)


@require_POST
def for_payer(request: HttpRequest, slug: str) -> HttpResponse:
    name = request.POST.get("payer_name", "").replace("\0", "")[:160]
    try:
        draft = actions.set_overlay(
            actor=request.viewer, now=clock.now(), slug=slug, payer_name=name, office_id=office_called(name)
        )
    except Invalid as error:
        warn(request, str(error))
        return redirect("programs:pack", slug)
    return redirect("programs:draft", draft.pk)


@require_POST
def discard(request: HttpRequest, pack_draft_id: UUID) -> HttpResponse:
    draft = queries.get_draft(request.viewer, pack_draft_id)
    actions.discard_draft(actor=request.viewer, now=clock.now(), draft_id=draft.pk)
    say(request, "The draft is gone. What is in force stays.")
    return redirect("programs:packs")


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pack_draft_id: UUID, section: str) -> HttpResponse:
    """A list of entries, or the form of a section that is one."""
    draft, checked, found = _opened(request, pack_draft_id, section)
    if request.method == "POST":
        return _change_section(request, draft, checked, found)
    if found.shape.kind == "list":
        return _list_page(request, draft, checked, found)
    return _form_page(
        request, draft, found, _own_nodes(draft, checked, found), value_of(draft, checked, section)
    )


def _opened(request: HttpRequest, draft_id: UUID, name: str) -> tuple[PackDraft, Checked, Section]:
    draft = queries.get_draft(request.viewer, draft_id)
    checked = queries.checked_draft(draft, on=clock.now().date())
    return draft, checked, section_of(draft, checked, name)


def _change_section(request: HttpRequest, draft: PackDraft, checked: Checked, found: Section) -> HttpResponse:
    order = request.POST.get("do", "")
    value = value_of(draft, checked, found.name)
    here = redirect("programs:draft_section", draft.pk, found.name)
    if order == "leave_out":
        return _kept(request, draft, found, None) or redirect("programs:draft", draft.pk)
    if order == "begin":
        return _kept(request, draft, found, value if value is not None else {}) or here
    if found.shape.kind != "list":
        return _save_form(request, draft, checked, found)
    entries = change_list(value if isinstance(value, list) else [], order.replace(f":{PREFIX}", ":", 1))
    if conflict := _kept(request, draft, found, entries):
        return conflict
    if order.startswith("add:"):
        return redirect("programs:draft_entry", draft.pk, found.name, len(entries) - 1)
    if request.htmx:
        return _list_page(request, *_opened(request, draft.pk, found.name))
    return here


def _kept(request: HttpRequest, draft: PackDraft, found: Section, value: Any) -> HttpResponseRedirect | None:
    """None where it was saved; else back to the page, which says why not."""
    try:
        _save(request, draft, found.name, value)
    except Invalid as error:
        warn(request, str(error))
        return redirect("programs:draft_section", draft.pk, found.name)
    return None


def _save(request: HttpRequest, draft: PackDraft, name: str, value: Any) -> PackDraft:
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    return actions.save_section(
        actor=request.viewer,
        now=clock.now(),
        draft_id=draft.pk,
        section=name,
        value=value,
        revision=revision,
    )


def _save_form(request: HttpRequest, draft: PackDraft, checked: Checked, found: Section) -> HttpResponse:
    """Of a section that is one group of fields, or a single text."""
    if found.model is None:
        value: Any = request.POST.get(f"{PREFIX}.{found.name}", "").replace("\0", "").strip()[:4000]
    else:
        value = change_list(read_part(found.model, request.POST, PREFIX), _order(request))
    return _saved(request, draft, found, value, None)


def _saved(
    request: HttpRequest, draft: PackDraft, found: Section, value: Any, place: int | None
) -> HttpResponse:
    """Shows the form again until nothing is wrong in it; then back to where it came from."""
    order = request.POST.get("do", "")
    whole = value if place is None else _with_entry(draft, found.name, place, value, request)
    conflict = ""
    if order != "check":
        try:
            draft = _save(request, draft, found.name, whole)
        except Invalid as error:
            conflict = str(error)
            draft = queries.get_draft(request.viewer, draft.pk)
    draft.values = {**draft.values, found.name: whole}
    checked = queries.checked_draft(draft, on=clock.now().date())
    nodes = _entry_nodes(found, checked, value) if found.model else _own_nodes(draft, checked, found)
    wrong = _shown(nodes, checked, found.name, place)
    if order == "check":
        return render(request, "programs/_problems.html", {"nodes": _with_problem(nodes), "problems": wrong})
    is_wrong = bool(wrong or conflict or any(_with_problem(nodes)))
    if order or is_wrong:
        problems = [conflict, *wrong] if conflict else wrong
        status = UNPROCESSABLE if is_wrong and not order else 200
        return _form_page(request, draft, found, nodes, value, place=place, problems=problems, status=status)
    say(request, f"{found.title}: kept in the draft.")
    return redirect(
        "programs:draft_section" if place is not None else "programs:draft", *_back(draft, found, place)
    )


def _back(draft: PackDraft, found: Section, place: int | None) -> tuple[Any, ...]:
    return (draft.pk, found.name) if place is not None else (draft.pk,)


def _with_entry(draft: PackDraft, name: str, place: int, value: Any, request: HttpRequest) -> list[Any]:
    """The list with this entry in its place; a list that has become shorter meanwhile gets it at its end."""
    listed = value_of(draft, queries.checked_draft(draft, on=clock.now().date()), name)
    entries = [*listed] if isinstance(listed, list) else []
    entries[place : place + 1] = [value]
    return entries


def _order(request: HttpRequest) -> str:
    return request.POST.get("do", "").replace(f":{PREFIX}.", ":", 1)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pack_draft_id: UUID, section: str, place: int) -> HttpResponse:
    draft, checked, found = _opened(request, pack_draft_id, section)
    entries = value_of(draft, checked, section)
    if found.shape.kind != "list" or not isinstance(entries, list) or place >= len(entries):
        raise NotFound
    if request.method == "POST":
        value = change_list(read_part(found.shape.inner, request.POST, PREFIX), _order(request))
        return _saved(request, draft, found, value, place)
    nodes = _entry_nodes(found, checked, entries[place])
    problems = _shown(nodes, checked, section, place) if entries[place] else []
    return _form_page(request, draft, found, nodes, entries[place], place=place, problems=problems)


def _entry_nodes(found: Section, checked: Checked, value: Any) -> list[Node]:
    return nodes_of(found.shape.inner, value, offers_of(checked.values), path=PREFIX)


def _own_nodes(draft: PackDraft, checked: Checked, found: Section) -> list[Node]:
    value = value_of(draft, checked, found.name)
    if found.model is None:
        return [
            Node(f"{PREFIX}.{found.name}", "text", found.title, found.help, value or "", is_required=True)
        ]
    nodes = _entry_nodes(found, checked, value)
    _shown(nodes, checked, found.name, None)
    return nodes


def _shown(nodes: list[Node], checked: Checked, name: str, place: int | None) -> list[str]:
    """Each problem of this form beside its field; those that have none are returned."""
    mine = [one for one in checked.problems if one.section == name and place in (None, one.place)]
    skip = 1 if place is None else 2
    if nodes and nodes[0].path == f"{PREFIX}.{name}":
        skip = 0
    return show_problems(nodes, mine, skip=skip, prefix=PREFIX)


def _with_problem(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in node.walk() if one.problem]


def _list_page(request: HttpRequest, draft: PackDraft, checked: Checked, found: Section) -> HttpResponse:
    value = value_of(draft, checked, found.name)
    entries = value if isinstance(value, list) else []
    wrong = {one.place for one in checked.problems if one.section == found.name}
    context = {
        "draft": draft,
        "section": found,
        "entries": [(place, title_of(one), place in wrong) for place, one in enumerate(entries)],
        "problems": [str(one) for one in checked.problems if one.section == found.name],
        "can_word": can_word_packs(request.viewer) and (found.is_said or not draft.is_overlay),
        "may_begin": can_word_packs(request.viewer) and draft.is_overlay and not found.is_said,
    }
    template = "programs/_entries.html" if request.htmx else "programs/section.html"
    return render(request, template, context)


def _form_page(
    request: HttpRequest,
    draft: PackDraft,
    found: Section,
    nodes: list[Node],
    value: Any,
    *,
    place: int | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "section": found,
        "nodes": nodes,
        "place": place,
        "title": found.title if place is None else title_of(value) if value else "New entry",
        "problems": problems or [],
        "wrong": _with_problem(nodes),
        "can_word": can_word_packs(request.viewer)
        and (found.is_said or not draft.is_overlay or place is not None),
        "may_begin": can_word_packs(request.viewer)
        and draft.is_overlay
        and not found.is_said
        and place is None,
    }
    template = "programs/_form.html" if request.htmx else "programs/entry.html"
    return render(request, template, context, status=status)
