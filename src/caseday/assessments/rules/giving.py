"""In: an instrument and the answers so far. Out: which questions show, which is next, what an answer may be."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from caseday.assessments.rules.parts import Condition, Instrument, Item, Text, Value

Answers = Mapping[str, Value]
MOST_LETTERS = {"string": 300, "text": 4000}


class BadAnswer(ValueError):
    """An answer that a question does not take; says what to do, in both languages."""

    def __init__(self, en: str, es: str) -> None:
        self.text = Text(en=en, es=es)
        super().__init__(en)


def holds(condition: Condition, item: Item, value: Value | None) -> bool:
    """Whether one enableWhen holds for the answer of its question. A missing answer holds nothing but `exists` no."""
    if condition.operator == "exists":
        return (value is not None) == bool(condition.answer)
    if value is None:
        return False
    if condition.operator in ("=", "!="):
        return _same(item, value, condition.answer) == (condition.operator == "=")
    return _in_order(condition.operator, _ordered(item, value), condition.answer)


def _same(item: Item, value: Value, wanted: Value) -> bool:
    if item.type == "boolean":
        return bool(value) == bool(wanted)
    if item.type in ("integer", "decimal"):
        return Decimal(value) == Decimal(wanted)
    return str(value) == str(wanted)


def _ordered(item: Item, value: Value) -> Decimal | str | None:
    return str(value) if item.type == "date" else item.ordinal_of(value)


def _in_order(operator: str, mine: Decimal | str | None, wanted: Value) -> bool:
    if mine is None:
        return False
    if isinstance(mine, str):
        less, more = mine < str(wanted), mine > str(wanted)
    else:
        less, more = mine < Decimal(wanted), mine > Decimal(wanted)
    return {">": more, "<": less, ">=": not less, "<=": not more}[operator]


def visible_items(instrument: Instrument, answers: Answers) -> list[Item]:
    """In order, groups and displays among them. What was answered and then hidden by another answer does not count."""
    shown: dict[str, Item] = {}
    for item in instrument.items:
        if item.within and item.within not in shown:
            continue
        if _is_enabled(item, instrument, answers, shown):
            shown[item.link_id] = item
    return list(shown.values())


def _is_enabled(item: Item, instrument: Instrument, answers: Answers, shown: Mapping[str, Item]) -> bool:
    if not item.enable_when:
        return True
    every = [
        holds(
            one,
            instrument.by_link[one.question],
            answers.get(one.question) if one.question in shown else None,
        )
        for one in item.enable_when
    ]
    return any(every) if item.enable_behavior == "any" else all(every)


def asked(instrument: Instrument, answers: Answers) -> list[Item]:
    """The questions that show, in order."""
    return [one for one in visible_items(instrument, answers) if one.is_question]


def counted(instrument: Instrument, answers: Answers) -> dict[str, Value]:
    """The answers of questions that show: what branching has hidden counts no longer."""
    return {one.link_id: answers[one.link_id] for one in asked(instrument, answers) if one.link_id in answers}


def next_item(instrument: Instrument, answers: Answers, skipped: Collection[str] = ()) -> Item | None:
    """The first question that shows and has neither an answer nor a no to one; None at the end."""
    open_ones = (one for one in asked(instrument, answers) if one.link_id not in answers)
    return next((one for one in open_ones if one.link_id not in skipped), None)


def before(instrument: Instrument, answers: Answers, link_id: str) -> Item | None:
    """The question that shows before this one."""
    order = asked(instrument, answers)
    place = next((n for n, one in enumerate(order) if one.link_id == link_id), 0)
    return order[place - 1] if place else None


def after(instrument: Instrument, answers: Answers, link_id: str) -> Item | None:
    """The question that shows after this one; None at the end."""
    order = asked(instrument, answers)
    place = next((n for n, one in enumerate(order) if one.link_id == link_id), None)
    return order[place + 1] if place is not None and place + 1 < len(order) else None


def missing(instrument: Instrument, answers: Answers) -> list[Item]:
    """Required questions that show and have no answer."""
    return [one for one in asked(instrument, answers) if one.required and one.link_id not in answers]


def lacks_evidence(instrument: Instrument, answers: Answers, notes: Mapping[str, str]) -> list[Item]:
    """Questions whose answer needs a word on how one knows, and has none."""
    return [
        one
        for one in asked(instrument, answers)
        if asks_evidence(one, answers.get(one.link_id)) and not notes.get(one.link_id, "").strip()
    ]


def asks_evidence(item: Item, value: Value | None) -> bool:
    if item.evidence is None or value is None:
        return False
    if item.evidence.from_score is None:
        return True
    ordinal = item.ordinal_of(value)
    return ordinal is not None and ordinal >= item.evidence.from_score


def taken(item: Item, raw: object) -> Value:
    """The answer in `raw` as it is kept. Raises BadAnswer."""
    if item.type == "choice":
        return _choice(item, raw)
    if item.type == "boolean":
        return _yes_or_no(raw)
    if item.type in ("integer", "decimal"):
        return _number(item, raw)
    text = str(raw).replace("\0", "").strip()
    if not text:
        raise BadAnswer(
            "Write an answer, or leave the question out.", "Escriba una respuesta, o deje la pregunta."
        )
    if item.type == "date":
        return _day(text)
    most = MOST_LETTERS[item.type]
    if len(text) > most:
        raise BadAnswer(f"Shorten it to {most} letters.", f"Use menos de {most} letras.")
    return text


def _choice(item: Item, raw: object) -> str:
    code = str(raw)
    if code not in item.by_code:
        raise BadAnswer("Choose one of the answers.", "Elija una de las respuestas.")
    return code


def _yes_or_no(raw: object) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = known.get(str(raw).strip().lower())
    if found is None:
        raise BadAnswer("Choose yes or no.", "Elija sí o no.")
    return found


def _number(item: Item, raw: object) -> int | Decimal:
    text = str(raw).strip()
    try:
        number = Decimal(text) if len(text) <= 20 and text.isascii() else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or (item.type == "integer" and number % 1 != 0):
        raise BadAnswer("Write a number.", "Escriba un número.")
    low, high = item.minimum, item.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise BadAnswer(
            _between(low, high, "from", "to"), _between(low, high, "de", "a", "Escriba un número")
        )
    if abs(number) > 1_000_000:
        raise BadAnswer("Write a smaller number.", "Escriba un número más pequeño.")
    return int(number) if item.type == "integer" else number


def _between(
    low: Decimal | None, high: Decimal | None, start: str, end: str, says: str = "Write a number"
) -> str:
    ends = [f"{start} {low}" if low is not None else "", f"{end} {high}" if high is not None else ""]
    return f"{says} {' '.join(one for one in ends if one)}."


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadAnswer("Write the date as year-month-day.", "Escriba la fecha: año-mes-día.") from None
