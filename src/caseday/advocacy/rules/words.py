"""The fixed words of the page that lays options side by side, in the client's language, at a sixth-grade level."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetWords:
    title: str
    know: str
    option: str
    pros: str
    cons: str
    risks: str
    cost: str
    matters: str
    weight: str
    serves: str
    partly: str
    against: str
    not_said: str
    questions: str
    for_whom: str
    answer: str
    decide_by: str
    decided: str
    because: str
    present: str
    yours: str
    made_for: str


WORDS = {
    "en": SheetWords(
        title="Your choice",
        know="Good to know",
        option="Choice",
        pros="What is good about it",
        cons="What is not so good",
        risks="What could go wrong",
        cost="What it costs",
        matters="What matters to you",
        weight="How much",
        serves="Yes",
        partly="Partly",
        against="No",
        not_said="?",
        questions="Questions to ask before you decide",
        for_whom="Ask",
        answer="Answer",
        decide_by="Decide by",
        decided="You decided",
        because="Because",
        present="Who was there",
        yours="This is your choice. Take the time you need. You may change your mind.",
        made_for="Made for",
    ),
    "es": SheetWords(
        title="Su decisión",
        know="Es bueno saber",
        option="Opción",
        pros="Lo bueno",
        cons="Lo no tan bueno",
        risks="Lo que podría salir mal",
        cost="Lo que cuesta",
        matters="Lo que le importa a usted",
        weight="Cuánto",
        serves="Sí",
        partly="En parte",
        against="No",
        not_said="?",
        questions="Preguntas antes de decidir",
        for_whom="A quién",
        answer="Respuesta",
        decide_by="Decidir antes del",
        decided="Usted decidió",
        because="Porque",
        present="Quién estuvo",
        yours="La decisión es suya. Tómese el tiempo que necesite. Puede cambiar de opinión.",
        made_for="Hecho para",
    ),
}


def words_in(language: str) -> SheetWords:
    """English where there are no words in that language."""
    return WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
