"""Who sees a message, and who may set up, use and switch off an account."""

from django.db.models import Exists, Model, OuterRef, Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.record import Chain, agency_chain, case_chain, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.correspondence.models import Account, Filing, Message


def visible_to(viewer: Viewer) -> Q:
    """On a case: who sees one of its cases. On none: of the agency's accounts, whoever works on cases; of a
    person's, that person, who covers or leads them. Auditors see all; administrators see accounts, not mail.
    """
    if viewer.sees_every_case:
        return Q()
    on_cases = Filing.objects.filter(undone_at=None, case__in=ids_seen_by(viewer))
    seen = Q(pk__in=on_cases.values("message_id"))
    if can_work_on_cases(viewer):
        seen |= _is_on_no_case() & (Q(staff=None) | Q(staff__in=viewer.caseload_staff_ids))
    return seen


def _is_on_no_case() -> Q:
    return Q(~Exists(Filing.objects.filter(message=OuterRef("pk"), undone_at=None)))


def can_file(viewer: Viewer) -> bool:
    """Whether the viewer, who sees a message, may file it, set it aside or answer it."""
    return can_work_on_cases(viewer)


def accounts_visible_to(viewer: Viewer) -> Q:
    """Administrators and auditors see all, everybody else the agency's and their own."""
    if viewer.is_administrator or viewer.sees_every_case:
        return Q()
    return Q(staff=None) | Q(staff=viewer.staff_id)


def can_set_up_agency_accounts(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_administrator


def can_set_up_own_accounts(viewer: Viewer) -> bool:
    """Mail of a person's mailbox belongs on cases; who works on none has none."""
    return not viewer.is_system and can_work_on_cases(viewer)


def can_change_account(viewer: Viewer, account: Account) -> bool:
    if account.staff_id is None:
        return can_set_up_agency_accounts(viewer)
    return viewer.is_system or (can_set_up_own_accounts(viewer) and account.staff_id == viewer.staff_id)


def can_switch_off(viewer: Viewer, account: Account) -> bool:
    """An administrator switches off anybody's, for people leave."""
    return can_change_account(viewer, account) or can_set_up_agency_accounts(viewer)


def chain_of_account(account: Account) -> Chain:
    return staff_chain(account.staff_id) if account.staff_id else agency_chain()


def chain_of_unfiled(message: Message) -> Chain:
    """Where a message's events stand while it is on no case."""
    return staff_chain(message.staff_id) if message.staff_id else agency_chain()


def can_change_templates(viewer: Viewer) -> bool:
    """The wording of the agency is its leads' matter."""
    return viewer.is_supervisor or viewer.is_administrator


def can_edit_safety_phrases(viewer: Viewer) -> bool:
    """Words that make a message urgent concern everybody's work."""
    return viewer.is_system or viewer.is_supervisor or viewer.is_administrator


def chain_of_row(message: Model) -> Chain:
    """Where a merge of the sender's two records is recorded: on the message's first case, else where it waits."""
    filed = Filing.objects.filter(message=message.pk, undone_at=None).order_by("filed_at", "pk").first()
    return case_chain(filed.case_id) if filed else chain_of_unfiled(Message.objects.get(pk=message.pk))
