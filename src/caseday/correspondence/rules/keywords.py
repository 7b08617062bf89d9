"""STOP, START and HELP of texts, in English and Spanish, and what is answered."""

import re
from dataclasses import dataclass

# The words that 47 CFR 64.1200(a)(10) names as a reasonable way to revoke, those that carriers take
# (CTIA Messaging Principles 5.1.3), and the Spanish ones.
_STOP = {
    "en": "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT OPT-OUT",
    "es": "ALTO PARAR",
}
_START = {"en": "START UNSTOP", "es": "INICIAR"}
_HELP = {"en": "HELP INFO", "es": "AYUDA"}
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST = 40


@dataclass(frozen=True)
class Keyword:
    """`kind` is STOP, START or HELP; `language` is that of the word, empty where it tells none."""

    kind: str
    language: str = ""


def _table() -> dict[str, Keyword]:
    kinds = {"STOP": _STOP, "START": _START, "HELP": _HELP}
    return {
        # STOP and INFO are said in Spanish too: only a Spanish word tells the language.
        word: Keyword(kind, language if language != "en" else "")
        for kind, of in kinds.items()
        for language, words in of.items()
        for word in words.split()
    } | {"OPT OUT": Keyword("STOP")}


_KEYWORDS = _table()


def keyword_of(text: str) -> Keyword | None:
    """The whole text is the word, whatever its case and what stands around it: "stop." is STOP, "please stop" is not.

    That is how carriers and gateways read it, so that theirs and ours agree.
    """
    if len(text) > _LONGEST:
        return None
    return _KEYWORDS.get(" ".join(_AROUND.sub("", text).upper().split()))


_ANSWERS = {
    ("STOP", "en"): "{agency}: No more texts will come from this number.{call} Text START to get them again.",
    ("STOP", "es"): "{agency}: No le mandaremos mas mensajes.{call} Mande START para recibirlos otra vez.",
    ("START", "en"): "{agency}: You will get our texts again.{call} Text STOP to end them, HELP for help.",
    ("START", "es"): "{agency}: Le mandaremos mensajes otra vez.{call} Mande ALTO para pararlos.",
    ("HELP", "en"): "{agency}: Texts from your case manager.{call} Rates may apply. Text STOP to end them.",
    (
        "HELP",
        "es",
    ): "{agency}: Mensajes de su gestor de caso.{call} Puede haber tarifas. Mande ALTO para pararlos.",
}
_CALL = {"en": " Call us at {phone}.", "es": " Llamenos al {phone}."}


def answer_to(keyword: Keyword, *, agency: str, phone: str, language: str) -> str:
    """Who we are and how to reach us. Without accents: with them a text takes half as many characters a part."""
    spoken = "es" if (keyword.language or language).lower().startswith("es") else "en"
    call = _CALL[spoken].format(phone=phone) if phone else ""
    return _ANSWERS[(keyword.kind, spoken)].format(agency=agency, call=call)
