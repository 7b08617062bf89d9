"""Phone numbers as E.164 and NPIs with a right check digit."""

from __future__ import annotations

import re

_EXTENSION = re.compile(r"(?:,|;|\s)*(?:ext\.?|extension|x|#)\s*(\d{1,12})\s*$", re.IGNORECASE)
LONGEST_PHONE = 40


class BadNumber(ValueError):
    """Says what to type instead."""


def normalize_phone(text: str, region: str = "US") -> tuple[str, str]:
    """(E.164, extension). Possible numbers are taken, assigned or not: 555-01xx is kept for examples."""
    import phonenumbers

    text = text.strip()
    extension = _EXTENSION.search(text)
    digits = text[: extension.start()] if extension else text
    try:
        if len(text) > LONGEST_PHONE:
            raise BadNumber(
                "That is too long for a phone number: ten digits with area code, like 512 555 0123."
            )
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        raise BadNumber("Ten digits with area code, like 512 555 0123; with + for other countries.") from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadNumber("This has too few or too many digits: give the area code too, like 512 555 0123.")
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        extension[1] if extension else "",
    )


def show_phone(e164: str, extension: str = "") -> str:
    """(512) 555-0123 ext. 4 for North America, +44 20 ... for others; what is no E.164 is shown as it stands."""
    match = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", e164)
    shown = f"({match[1]}) {match[2]}-{match[3]}" if match else e164
    return f"{shown} ext. {extension}" if extension else shown


def phone_link(e164: str, extension: str = "") -> str:
    """A tel: address; the pause lets the phone dial the extension by itself."""
    return f"tel:{e164}" + (f",{extension}" if extension else "")


def check_npi(text: str) -> str:
    """The ten digits, checked as CMS prescribes (Luhn over 80840 and the number); raises BadNumber."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[12]\d{9}", digits, re.ASCII):
        raise BadNumber("An NPI has ten digits and begins with 1 or 2.")
    from stdnum import luhn

    if not luhn.is_valid("80840" + digits):
        raise BadNumber("The last digit does not fit the others: one digit is mistyped or two are swapped.")
    return digits
