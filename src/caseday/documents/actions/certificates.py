"""Certificates of licenses and of continuing education: looked at and kept as papers are, on the person's own chain."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from caseday.access.actions import Certificate, attach_certificate
from caseday.access.models import ContinuingEducation, License
from caseday.access.permissions import can_keep_licenses, require
from caseday.access.viewer import Viewer
from caseday.documents.actions.putting_in import in_words
from caseday.documents.files import apart
from caseday.documents.files.arriving import Arrival
from caseday.documents.jobs import copy_away
from caseday.documents.keeping import the_store
from caseday.documents.rules import clean_name
from caseday.kernel.errors import Invalid

_OTHERS_ASK = "People keep their own certificates; their supervisor and an administrator may, too."


def keep_certificate(
    *, actor: Viewer, now: datetime, of: License | ContinuingEducation, files: Sequence[Arrival]
) -> None:
    """The arrivals are gone afterwards, whatever happens. Raises Invalid with what to do about the file, Refused."""
    try:
        require(can_keep_licenses(actor, of.staff_id), _OTHERS_ASK)
        if len(files) != 1:
            raise Invalid({"files": "Choose one file: the certificate as PDF, or a photo of it."})
        certificate = _kept(files[0])
        with transaction.atomic():
            attach_certificate(actor=actor, now=now, of=of, certificate=certificate)
            if settings.PAPERS_COPY_DIR:
                copy_away.enqueue([certificate.sha256])
    finally:
        for one in files:
            one.drop()


def _kept(file: Arrival) -> Certificate:
    """Looks first: what cannot be used is never kept."""
    store, name = the_store(), clean_name(file.name)
    with in_words():
        made = store.new_arrival()
        try:
            asked = apart.ask("take", paths=[str(file.path)], names=[name], made=str(made))
            kept = store.keep(file.path)
        finally:
            made.unlink(missing_ok=True)
    return Certificate(kept.sha256, name, asked["media_types"][0], kept.size_bytes)
