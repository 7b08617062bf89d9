"""Community resources in the shape of the Human Services Data Specification (HSDS 3.0, openreferral.org).

Columns keep the names that they have there. Of a location the one address is kept that one goes to.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.directory.models.offices import Office


class Sourced(Record):
    """`external_id` is the id in the file of `source`; both empty where it was added by hand."""

    source = models.CharField(max_length=80, blank=True, default="", db_default="")
    external_id = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        abstract = True


class Status(models.TextChoices):
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    DEFUNCT = "defunct", "Defunct"
    TEMPORARILY_CLOSED = "temporarily closed", "Temporarily closed"


class Organization(Sourced):
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    website = models.URLField(max_length=500, blank=True, default="")
    legal_status = models.CharField(max_length=80, blank=True, default="")
    office = models.ForeignKey(
        Office,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the office of the directory that it is",
    )

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Location(Sourced):
    class Type(models.TextChoices):
        PHYSICAL = "physical", "Physical"
        POSTAL = "postal", "Postal"
        VIRTUAL = "virtual", "Virtual"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="locations")
    location_type = models.CharField(max_length=8, choices=Type.choices, default=Type.PHYSICAL)
    url = models.URLField(max_length=500, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    alternate_name = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(blank=True, default="")
    transportation = models.TextField(blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    address_1 = models.CharField(max_length=200, blank=True, default="")
    address_2 = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    state_province = models.CharField(max_length=40, blank=True, default="")
    postal_code = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["latitude", "longitude"], name="location_by_place")]

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def address(self) -> str:
        town = " ".join(part for part in (self.state_province, self.postal_code) if part)
        return ", ".join(part for part in (self.address_1, self.address_2, self.city, town) if part)


class Service(Sourced):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    interpretation_services = models.TextField(blank=True, default="")
    application_process = models.TextField(blank=True, default="")
    fees_description = models.TextField(blank=True, default="")
    accreditations = models.TextField(blank=True, default="")
    eligibility_description = models.TextField(blank=True, default="")
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True, help_text="when it was last checked")
    alert = models.TextField(blank=True, default="")
    needs = models.CharField(
        max_length=200, blank=True, default="", help_text="our words for what it is for, each between spaces"
    )
    search_words = models.TextField(
        blank=True, default="", help_text="folded, each word once, between spaces"
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="service_by_name", condition=Q(status="active")),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceAtLocation(Sourced):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services_here")
    description = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "services at locations"

    def __str__(self) -> str:
        return f"{self.service} at {self.location}"


def _one_of(model: Any, related_name: str) -> Any:
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name=related_name
    )


class Phone(Sourced):
    """Of an organization, a service, a location, or a service at one location."""

    organization = _one_of(Organization, "phones")
    service = _one_of(Service, "phones")
    location = _one_of(Location, "phones")
    service_at_location = _one_of(ServiceAtLocation, "phones")
    number = models.CharField(max_length=40, help_text="E.164 where it could be read")
    extension = models.CharField(max_length=12, blank=True, default="")
    type = models.CharField(max_length=20, blank=True, default="", help_text="voice, fax, text, tty")
    description = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.number


class Schedule(Sourced):
    """When it is open: a rule of RFC 5545 (weekly or monthly by day), or only words."""

    service = _one_of(Service, "schedules")
    location = _one_of(Location, "schedules")
    service_at_location = _one_of(ServiceAtLocation, "schedules")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    freq = models.CharField(max_length=8, blank=True, default="")
    interval = models.PositiveSmallIntegerField(default=1, db_default=1)
    byday = models.CharField(max_length=60, blank=True, default="")
    bymonthday = models.CharField(max_length=60, blank=True, default="")
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.description or f"{self.byday} {self.opens_at}-{self.closes_at}"


class Language(Sourced):
    """Spoken there; those by interpreter alone are in `interpretation_services`."""

    service = _one_of(Service, "languages")
    location = _one_of(Location, "languages")
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=12, blank=True, default="", help_text="ISO 639: es, ase")
    note = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class ServiceArea(Sourced):
    """Where clients may live."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.CharField(max_length=300, blank=True, default="")
    description = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name or self.description


class CostOption(Sourced):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=120, blank=True, default="", help_text="for whom")
    currency = models.CharField(max_length=3, blank=True, default="")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    amount_description = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.option} {self.amount}".strip()


class ServiceCapacity(Sourced):
    """How many units were free when it was last updated; of HSDS 3.1."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="capacities")
    unit = models.CharField(max_length=60, blank=True, default="", help_text="beds, places")
    available = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True, default="")
    updated = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "service capacities"

    def __str__(self) -> str:
        return f"{self.available} {self.unit}".strip()


class RequiredDocument(Sourced):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.document


class TaxonomyTerm(Sourced):
    name = models.CharField(max_length=160)
    code = models.CharField(max_length=60, blank=True, default="")
    description = models.TextField(blank=True, default="")
    taxonomy = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Attribute(Sourced):
    """A service is of this kind (a term of a taxonomy)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")
    taxonomy_term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")
    link_type = models.CharField(max_length=60, blank=True, default="")
    value = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.taxonomy_term}"


class ResourceNote(Record):
    """What somebody of the agency learned of a service, seen by all colleagues until it holds no more."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed"
        FULL = "full", "Full"
        WRONG_NUMBER = "wrong_number", "Wrong number"
        MOVED = "moved", "Moved"
        NOT_AS_SAID = "not_as_said", "Not as it says"
        GOOD_TO_KNOW = "good_to_know", "Good to know"
        CHECKED = "checked", "Checked: all right"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=400, blank=True, default="")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    learned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True, help_text="holds no more")
    settled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-learned_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["service", "kind"], name="resource_note", condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}" if self.text else self.get_kind_display()
