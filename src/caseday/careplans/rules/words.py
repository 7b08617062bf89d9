"""Fixed texts of a plan for clients, in plain words (grade 6): English and Spanish."""

from datetime import date

from caseday.programs.rules.spanish import NO_OWN, Tables, goal_in_spanish, often_in_spanish, role_in_spanish

LANGUAGES = {"en": "English", "es": "Spanish"}
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
LEGAL_TEXT = {
    "en": "I took part in making this plan, or it was explained to me. I was told what I can ask for and who helps me. "
    "I agree with this plan. I know that I may ask to change it at any time.",
    "es": "Participé en hacer este plan, o me lo explicaron. Me dijeron qué puedo pedir y quién me ayuda. Estoy de "
    "acuerdo con este plan. Sé que puedo pedir que se cambie en cualquier momento.",
}  # fmt: skip
PRINTED = {
    "en": {
        "title": "My plan",
        "record": "Care plan",
        "for": "For",
        "date": "Date",
        "version": "Version",
        "draft": "not signed yet",
        "strengths": "What I am good at",
        "preferences": "What matters to me",
        "need": "What I need help with",
        "other": "What else I want",
        "goal": "What I want to reach",
        "by": "by",
        "from_to": "from {start} to {target}",
        "who": "Who does what",
        "barrier": "What makes it hard",
        "action": "What we do about it",
        "signatures": "Signatures",
        "declined": "did not want to sign",
        "questions": "Questions? Call",
        "own_words": "In your own words",
        "worker": "Case manager",
        "client": "I do",
        "family": "Family",
        "party": "Team",
        "office": "Office",
        "progress": "How it goes",
        "state": "State",
        "source": "Known from",
        "reviews": "Reviews",
        "rights": "You may ask to change this plan at any time.",
        "page": "page",
        "typed": "typed",
        "on": "on",
        "as_written": "",
    },
    "es": {
        "title": "Mi plan",
        "record": "Plan de cuidado",
        "for": "Para",
        "date": "Fecha",
        "version": "Versión",
        "draft": "todavía sin firmar",
        "strengths": "Lo que hago bien",
        "preferences": "Lo que es importante para mí",
        "need": "En qué necesito ayuda",
        "other": "Qué más quiero",
        "goal": "Lo que quiero lograr",
        "by": "antes del",
        "from_to": "de {start} a {target}",
        "who": "Quién hace qué",
        "barrier": "Lo que lo hace difícil",
        "action": "Qué hacemos",
        "signatures": "Firmas",
        "declined": "no quiso firmar",
        "questions": "¿Preguntas? Llame a",
        "own_words": "En sus propias palabras",
        "worker": "Coordinador de casos",
        "client": "Yo hago",
        "family": "Familia",
        "party": "Equipo",
        "office": "Oficina",
        "progress": "Cómo va",
        "state": "Estado",
        "source": "Se sabe por",
        "reviews": "Revisiones",
        "rights": "Puede pedir que se cambie este plan en cualquier momento.",
        "page": "página",
        "typed": "escrita",
        "on": "el",
        "as_written": "Las metas y los pasos están en el idioma en que se escribieron.",
    },
}

# What the record calls it, where the client's page speaks as the client.
IN_THE_RECORD = {
    "en": {
        "strengths": "Strengths",
        "preferences": "What matters to the client",
        "need": "Need",
        "other": "Other goals",
        "barrier": "Barrier",
        "action": "What is done about it",
        "client": "Client",
        "own_words": "In the client's own words",
    },
    "es": {
        "strengths": "Fortalezas",
        "preferences": "Lo que es importante para el cliente",
        "need": "Necesidad",
        "other": "Otras metas",
        "barrier": "Obstáculo",
        "action": "Qué se hace",
        "client": "Cliente",
        "own_words": "En palabras del cliente",
    },
}


STATES = {
    "en": {"open": "open", "met": "reached", "dropped": "given up"},
    "es": {"open": "abierta", "met": "lograda", "dropped": "dejada"},
}
SOURCES = {
    "en": {"client": "the client", "assessment": "an assessment", "referral": "the referral", "worker": "the worker"},
    "es": {"client": "el cliente", "assessment": "una evaluación", "referral": "el pedido", "worker": "el coordinador"},
}  # fmt: skip


def role_word(role: str, language: str = "en", own: Tables = NO_OWN) -> str:
    """`own` is the program's own Spanish, here and below."""
    spelled = role.replace("_", " ").capitalize()
    if language == "es":
        return role_in_spanish(spelled, own)
    return "Case manager" if role == "worker" else spelled


def doer_in(name: str, language: str, own: Tables = NO_OWN) -> str:
    """Who does it, where no name but a role stands there: "daughter", "physician"."""
    return role_in_spanish(name, own) if language == "es" else name


def goal_in(text: str, language: str, own: Tables) -> str:
    return goal_in_spanish(text, own) if language == "es" else text


def printed_words(language: str, own: Tables = NO_OWN, *, is_record: bool) -> dict[str, str]:
    """The fixed words of a plan; whoever works on it, and the client in the record, as the program calls them."""
    fixed = PRINTED[language] | (IN_THE_RECORD[language] if is_record else {})
    named = ("worker", "client") if is_record else ("worker",)
    said = own.get("roles", {}) if language == "es" else {}
    return fixed | {role: said[role][:1].upper() + said[role][1:] for role in named if role in said}


def often_in(text: str, language: str) -> str:
    return often_in_spanish(text) if language == "es" else text


def legal_text_in(own: str, language: str) -> str:
    """The program's text where it has one in this language, else ours."""
    return own or LEGAL_TEXT[language]


def day_in(day: date, language: str) -> str:
    if language == "es":
        return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
    return f"{day:%B} {day.day}, {day.year}"
