"""Mailboxes: the agency's and one's own, how fetching goes, a test that says what happens."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.correspondence.actions.accounts import (
    AccountDetails,
    add_account,
    change_account,
    switch_off_account,
    switch_on_account,
)
from caseday.correspondence.permissions import (
    can_change_account,
    can_set_up_agency_accounts,
    can_set_up_own_accounts,
    can_switch_off,
)
from caseday.correspondence.queries.accounts import get_account, list_accounts
from caseday.correspondence.web.account_forms import AccountForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn

_NOBODY = "Mailboxes are set up by an administrator, and by those who work on cases, each their own."
_NOT_YOURS = "This mailbox is changed by whoever it belongs to; the agency's by an administrator."


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    shown = [
        {
            "account": one,
            "may_change": can_change_account(viewer, one),
            "may_switch_off": can_switch_off(viewer, one) and not one.is_off,
        }
        for one in list_accounts(viewer)
    ]
    context = {
        "shown": shown,
        "may_add_agency": can_set_up_agency_accounts(viewer),
        "may_add_own": can_set_up_own_accounts(viewer),
    }
    return render(request, "correspondence/accounts.html", context)


def add(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    require(can_set_up_agency_accounts(viewer) or can_set_up_own_accounts(viewer), _NOBODY)
    form = AccountForm(request.POST or None)
    is_own = not can_set_up_agency_accounts(viewer)
    if request.method == "POST" and form.is_valid():
        try:
            account = add_account(
                actor=viewer, now=clock.now(), details=form.details(), secret=form.cleaned_data["secret"],
                client_secret=form.cleaned_data["client_secret"], is_own=is_own, id=form.cleaned_data["id"],
            )  # fmt: skip
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, f"{account.name} is added. Test the connection to see whether it works.")
            return HttpResponseRedirect(reverse("correspondence:account", args=[account.pk]))
    context = {"form": form, "is_own": is_own}
    return render(request, "correspondence/account_form.html", context, status=422 if form.errors else 200)


def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    found = get_account(viewer, account_id)
    may_change = can_change_account(viewer, found)
    form = AccountForm(request.POST or None, initial=_initial(found), is_there=True) if may_change else None
    if request.method == "POST":
        require(may_change, _NOT_YOURS)
        if form.is_valid():
            try:
                change_account(
                    actor=viewer, now=clock.now(), account_id=account_id, details=form.details(),
                    secret=form.cleaned_data["secret"], client_secret=form.cleaned_data["client_secret"],
                )  # fmt: skip
            except Invalid as problem:
                form.show_problems(problem)
            else:
                say(request, f"{found.name} is saved.")
                return HttpResponseRedirect(request.path)
    context = {
        "account": found,
        "form": form,
        "may_change": may_change,
        "may_switch_off": can_switch_off(viewer, found) and not found.is_off,
    }
    return render(
        request, "correspondence/account_form.html", context, status=422 if form and form.errors else 200
    )


def _initial(account: Any) -> dict[str, Any]:
    return {one.name: getattr(account, one.name) for one in fields(AccountDetails)}


@require_POST
def test(request: HttpRequest, account_id: UUID) -> HttpResponse:
    found = get_account(request.viewer, account_id)
    require(can_change_account(request.viewer, found), _NOT_YOURS)
    # The library of IMAP is not in every web process's memory.
    from caseday.correspondence.mail.checking import check_account

    checked = check_account(found, now=clock.now())
    (say if checked.is_fine else warn)(request, checked.words)
    return HttpResponseRedirect(reverse("correspondence:account", args=[account_id]))


@require_POST
def switch_off(request: HttpRequest, account_id: UUID) -> HttpResponse:
    found = switch_off_account(actor=request.viewer, now=clock.now(), account_id=account_id)
    say(request, f"{found.name} is off. Its messages stay; its password is forgotten.")
    return HttpResponseRedirect(reverse("correspondence:accounts"))


@require_POST
def switch_on(request: HttpRequest, account_id: UUID) -> HttpResponse:
    try:
        found = switch_on_account(actor=request.viewer, now=clock.now(), account_id=account_id)
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, f"{found.name} is on. Type its password again.")
    return HttpResponseRedirect(reverse("correspondence:account", args=[account_id]))
