"""In: a pack. Out: what the referral form asks for, and as what it goes into the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from caseday.programs.rules.pack import IdentifierKind, KeyDateKind, Pack, PartyRole
from caseday.programs.rules.parts import find_kind


@dataclass(frozen=True)
class ReferralFields:
    """The first of what a program asks for at referral; None where it has no such thing, and the form no such field."""

    referrer: PartyRole | None
    organization: PartyRole | None
    professional: PartyRole | None
    number: IdentifierKind | None
    date: KeyDateKind | None

    @property
    def words(self) -> Mapping[str, str]:
        """What each field of the form is called; "" for one that is not asked for."""
        asked = {
            "referrer_name": self.referrer,
            "employer_name": self.organization,
            "physician_name": self.professional,
            "claim_number": self.number,
            "onset_on": self.date,
        }
        return {name: one.word if one else "" for name, one in asked.items()}

    @property
    def begins_with_injury(self) -> bool:
        """Nothing of such a case happened before its date; before an application or an admission much did."""
        return self.date is not None and self.date.slug == "injury"


def referral_fields(pack: Pack) -> ReferralFields:
    roles = [one for one in pack.party_roles if one.is_asked_at_referral]
    others = roles[1:]
    employer = find_kind(others, "employer")
    office = next((one for one in others if one.holder == "office"), None)
    professional = find_kind(others, "physician")
    fallback = next((one for one in others if one.holder != "office"), None)
    return ReferralFields(
        referrer=roles[0] if roles else None,
        organization=employer or office,
        professional=professional or fallback,
        number=next((one for one in pack.identifier_kinds if one.is_asked_at_referral), None),
        date=next((one for one in pack.key_date_kinds if one.is_asked_at_referral), None),
    )
