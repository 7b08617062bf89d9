"""Twilio's error codes (https://www.twilio.com/docs/api/errors) in words that say what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """`is_final`: the same text will not get through by trying again."""

    words: str
    is_final: bool = True
    is_opted_out: bool = False


_NO_NUMBER = "This is no number that takes texts. Check it with the client, or call."
_OUR_ACCOUNT = "The text gateway refuses our account. An administrator checks {}."

_MEANINGS = {
    "20003": Meaning(_OUR_ACCOUNT.format("text_account_sid and text_auth_token"), is_final=False),
    "20005": Meaning(
        _OUR_ACCOUNT.format("whether it is suspended, in the gateway's console"), is_final=False
    ),
    "20404": Meaning("The gateway knows nothing of this text."),
    "20429": Meaning("The gateway is asked too often; it is tried again by itself.", is_final=False),
    "21211": Meaning(_NO_NUMBER),
    "21212": Meaning("Our number is none of this account's. An administrator checks text_number."),
    "21265": Meaning("This is a short code; texts can't be sent there. Call instead."),
    "21266": Meaning("This is our own number. Choose the client's."),
    "21408": Meaning(
        "Texts to this country are switched off. An administrator allows it in the gateway's console."
    ),
    "21602": Meaning("There is nothing in the text. Write something."),
    "21606": Meaning("Our number can't send texts. An administrator checks text_number."),
    "21608": Meaning(
        "The gateway's trial account reaches verified numbers only. An administrator verifies this one, or upgrades."
    ),
    "21610": Meaning(
        "STOP was texted from this number: nothing may be sent until START is. Call instead.",
        is_opted_out=True,
    ),
    "21612": Meaning("The gateway can't reach this number from ours. Call instead."),
    "21614": Meaning(_NO_NUMBER),
    "21617": Meaning("The text is too long: 1600 characters at most. Shorten it, or send it in two."),
    "21620": Meaning("The gateway could not fetch the file. An administrator checks public_url."),
    "21623": Meaning("The file is too large for a text, 5 MB at most. Send it by email."),
    "21635": Meaning("This is a landline; it takes no texts. Call instead."),
    "30001": Meaning(
        "Too many texts are waiting at the gateway; it is tried again by itself.", is_final=False
    ),
    "30002": Meaning("The account at the gateway is suspended. An administrator looks into its console."),
    "30003": Meaning("The phone is off or out of reach. Send it again later, or call."),
    "30004": Meaning("The phone blocks our texts. Call, and ask the client to allow them."),
    "30005": Meaning("The number is unknown or no longer in use. Ask the client for the new one."),
    "30006": Meaning("This is a landline, or its carrier takes no texts. Call instead."),
    "30007": Meaning("The carrier took it for spam. Leave out links and capitals, or call."),
    "30008": Meaning("It was not delivered, the carrier does not say why. Send it again, or call."),
    "30034": Meaning(
        "Our number is not registered for texts with US carriers (A2P 10DLC). An administrator registers it."
    ),
}


def meaning_of(code: str, *, http_status: int = 0) -> Meaning:
    """Of a code that is not listed: by the kind of answer. 5xx and 429 may pass, anything else does not."""
    if known := _MEANINGS.get(code):
        return known
    named = f" (code {code})" if code.isdigit() else ""
    if http_status >= 500 or http_status in (408, 429):
        return Meaning(f"The text gateway is in trouble{named}; it is tried again by itself.", is_final=False)
    if http_status in (401, 403):
        return _MEANINGS["20003"]
    return Meaning(f"The text gateway did not take it{named}. Call, or look the code up in its console.")
