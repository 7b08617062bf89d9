"""Offices and the professionals in them, and community resources: known once, for every case."""

from caseday.directory.models.offices import (
    Channel,
    IdentifierMask,
    Office,
    OfficeKind,
    OfficePhone,
    Professional,
)
from caseday.directory.models.resource_facts import ResourceFact
from caseday.directory.models.resources import (
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    ResourceNote,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
)

__all__ = [
    "Attribute",
    "Channel",
    "CostOption",
    "IdentifierMask",
    "Language",
    "Location",
    "Office",
    "OfficeKind",
    "OfficePhone",
    "Organization",
    "Phone",
    "Professional",
    "RequiredDocument",
    "ResourceFact",
    "ResourceNote",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "TaxonomyTerm",
]
