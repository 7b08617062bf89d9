"""In: a FHIR R4 Questionnaire as JSON. Out: plain values of an instrument, and the other way round.

Items, answers, ordinal values, branching and translations are FHIR's. What FHIR R4 has no place for (scoring, bands,
cut-offs, alerts) stands beside them in an object "scoring".
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from caseday.assessments.rules.parts import AnswerOption, Condition, Instrument, Item, Text
from caseday.assessments.rules.reading import InstrumentError

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
MINIMUM = "http://hl7.org/fhir/StructureDefinition/minValue"
MAXIMUM = "http://hl7.org/fhir/StructureDefinition/maxValue"
_BESIDE = (
    *("scoring", "subscales", "bands", "cutoffs", "alerts", "suggestions", "better", "about", "introduction"),
    *("citation", "notes", "by_client", "is_validated", "translations"),
)
_TYPES = {"group", "display", "choice", "boolean", "integer", "decimal", "string", "text", "date"}
_MOST_DEEP = 6


def plain_of_questionnaire(found: Any, *, name: str) -> dict[str, Any]:
    """As the files of instruments have it, without its license. Raises InstrumentError."""
    if not isinstance(found, Mapping) or found.get("resourceType") != "Questionnaire":
        raise InstrumentError([f"{name}, the whole: this is no FHIR Questionnaire"])
    beside = found.get("scoring", {})
    if not isinstance(beside, Mapping) or set(beside) - set(_BESIDE):
        raise InstrumentError([f"{name}, scoring: it may have {', '.join(_BESIDE)}"])
    title = _text(found, "title") or {"en": str(found.get("name") or "Questionnaire")}
    named = str(found.get("name") or found.get("id") or title["en"])
    plain: dict[str, Any] = {
        "slug": _slug(named),
        "version": str(found.get("version") or "1"),
        "title": title,
        "about": beside.get("about") or found.get("purpose") or found.get("description") or title["en"],
        "introduction": beside.get("introduction") or title,
        "citation": beside.get("citation")
        or found.get("copyright")
        or found.get("url")
        or "The agency's copy",
    }
    plain |= {key: value for key, value in beside.items() if key not in ("about", "introduction", "citation")}
    plain["item"] = _items(found.get("item"), name, 1)
    return plain


def _slug(text: str) -> str:
    cut = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40].strip("_")
    return cut if cut[:1].isalpha() else f"q_{cut}"[:40].rstrip("_")


def _items(items: Any, name: str, depth: int) -> list[dict[str, Any]]:
    if not isinstance(items, list) or not items or depth > _MOST_DEEP:
        raise InstrumentError([f"{name}, item: there must be items, at most six levels deep"])
    return [_item(one, name, depth) for one in items]


def _item(found: Any, name: str, depth: int) -> dict[str, Any]:
    link = found.get("linkId") if isinstance(found, Mapping) else None
    if not isinstance(link, str):
        raise InstrumentError([f"{name}, item: an item has no linkId"])
    for refused in (_type_of(found), _repeats(found)):
        if refused:
            raise InstrumentError([f"{name}, {link}: {refused}"])
    plain: dict[str, Any] = {
        "linkId": link,
        "type": found["type"],
        "text": _text(found, "text") or {"en": link},
    }
    plain |= {key: found[key] for key in ("prefix", "required", "enableBehavior") if key in found}
    if "answerOption" in found:
        plain["answerOption"] = [
            _option(one, n, link, name) for n, one in enumerate(_list(found, "answerOption"))
        ]
    if "enableWhen" in found:
        plain["enableWhen"] = [_when(one) for one in _list(found, "enableWhen")]
    for extension in _list(found, "extension"):
        if isinstance(extension, Mapping) and extension.get("url") in (MINIMUM, MAXIMUM):
            plain["minValue" if extension["url"] == MINIMUM else "maxValue"] = _value_of(extension)
    if "item" in found:
        plain["item"] = _items(found["item"], name, depth + 1)
    return plain


def _type_of(found: Mapping[str, Any]) -> str:
    kind = found.get("type")
    return "" if kind in _TYPES else f"type {kind!r} is not among {', '.join(sorted(_TYPES))}"


def _repeats(found: Mapping[str, Any]) -> str:
    return (
        "an item that repeats cannot be given: ask it once, or several times by name"
        if found.get("repeats")
        else ""
    )


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
    value = found.get(name, [])
    return value if isinstance(value, list) else []


def _option(found: Any, place: int, link: str, name: str) -> dict[str, Any]:
    if not isinstance(found, Mapping):
        raise InstrumentError([f"{name}, {link}: an answerOption must have a value"])
    coding = found.get("valueCoding")
    if isinstance(coding, Mapping):
        code = str(coding.get("code") or place)
        text = _text(coding, "display") or {"en": code}
        ordinal = _ordinal(coding) if _ordinal(found) is None else _ordinal(found)
    else:
        value = _value_of(found)
        code, text = (
            re.sub(r"[^A-Za-z0-9_.-]", "-", str(value))[:40].lstrip("-._") or str(place),
            {"en": str(value)},
        )
        ordinal = _ordinal(found)
        if ordinal is None and isinstance(value, int) and not isinstance(value, bool):
            ordinal = value
    return {"code": code, "text": text} | ({} if ordinal is None else {"ordinalValue": ordinal})


def _ordinal(found: Mapping[str, Any]) -> Any:
    extensions = (one for one in _list(found, "extension") if isinstance(one, Mapping))
    return next((one.get("valueDecimal") for one in extensions if one.get("url") == ORDINAL), None)


def _when(found: Any) -> dict[str, Any]:
    """enableWhen with its answer under one name; what is missing is said by the model."""
    if not isinstance(found, Mapping):
        return {}
    answer = next((value for key, value in found.items() if key.startswith("answer")), None)
    if isinstance(answer, Mapping):
        answer = answer.get("code")
    plain = {key: found[key] for key in ("question", "operator") if key in found}
    return plain if answer is None else {**plain, "answer": answer}


def _value_of(found: Mapping[str, Any]) -> Any:
    return next((value for key, value in found.items() if key.startswith("value")), "")


def _text(found: Mapping[str, Any], name: str) -> dict[str, str] | None:
    """The words, with their Spanish where the translation extension has them."""
    words = found.get(name)
    if not isinstance(words, str) or not words.strip():
        return None
    texts = {"en": words}
    beside = found.get(f"_{name}")
    for one in _list(beside, "extension") if isinstance(beside, Mapping) else []:
        if isinstance(one, Mapping) and one.get("url") == TRANSLATION:
            parts = {
                part.get("url"): _value_of(part)
                for part in _list(one, "extension")
                if isinstance(part, Mapping)
            }
            if str(parts.get("lang", "")).startswith("es"):
                texts["es"] = str(parts.get("content", ""))
    return texts


def questionnaire_of(instrument: Instrument) -> dict[str, Any]:
    """The instrument as a FHIR R4 Questionnaire; what FHIR has no place for stands in "scoring"."""
    plain = instrument.model_dump(mode="json", by_alias=True, exclude_none=True)
    beside = {key: plain[key] for key in _BESIDE if plain.get(key) not in (None, [], {})}
    return {
        "resourceType": "Questionnaire",
        "name": instrument.slug,
        **_words("title", instrument.title),
        "version": instrument.version,
        "status": "active",
        "copyright": f"{instrument.license.holder}: {instrument.license.permission}",
        "item": list(_nested(instrument, "")),
        "scoring": beside,
    }


def _nested(instrument: Instrument, within: str) -> Iterator[dict[str, Any]]:
    for one in instrument.items:
        if one.within == within:
            children = list(_nested(instrument, one.link_id))
            yield _as_fhir(one, instrument) | ({"item": children} if children else {})


def _as_fhir(item: Item, instrument: Instrument) -> dict[str, Any]:
    found: dict[str, Any] = {"linkId": item.link_id, "type": item.type, **_words("text", item.text)}
    if item.prefix:
        found["prefix"] = item.prefix
    if item.required:
        found["required"] = True
    if item.options:
        found["answerOption"] = [_option_as_fhir(one) for one in item.options]
    if item.enable_when:
        found["enableWhen"] = [
            _when_as_fhir(one, instrument.by_link[one.question]) for one in item.enable_when
        ]
        found["enableBehavior"] = item.enable_behavior
    ends = ((MINIMUM, item.minimum), (MAXIMUM, item.maximum))
    name = "valueInteger" if item.type == "integer" else "valueDecimal"
    bounds = [{"url": url, name: _number(end)} for url, end in ends if end is not None]
    return found | ({"extension": bounds} if bounds else {})


def _option_as_fhir(one: AnswerOption) -> dict[str, Any]:
    coding = {"code": one.code, **_words("display", one.text)}
    if one.ordinal is None:
        return {"valueCoding": coding}
    return {"valueCoding": coding, "extension": [{"url": ORDINAL, "valueDecimal": _number(one.ordinal)}]}


def _when_as_fhir(one: Condition, question: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"question": one.question, "operator": one.operator}
    if isinstance(one.answer, bool):
        return found | {"answerBoolean": one.answer}
    if isinstance(one.answer, int):
        return found | {"answerInteger": one.answer}
    if isinstance(one.answer, Decimal):
        return found | {"answerDecimal": _number(one.answer)}
    if question.type == "choice":
        return found | {"answerCoding": {"code": one.answer}}
    return found | {"answerDate" if question.type == "date" else "answerString": one.answer}


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _words(name: str, text: Text) -> dict[str, Any]:
    if not text.es:
        return {name: text.en}
    parts = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": text.es}]
    return {name: text.en, f"_{name}": {"extension": [{"url": TRANSLATION, "extension": parts}]}}
